"""The look-up page over HTTP: what is found with the passage that fits, the rules beside it, the latest look-ups, and what hostile words do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import escape

from bot.accounts.account import Role
from bot.lookup import Lookup
from tests.forms import forms_of
from tests.seats import HTML, Seat, admitted, seated, settings_of

pytestmark = pytest.mark.model

HOSTILE = (
    "<script>alert(1)</script> refund",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} refund",
    "refund' onfocus='alert(1)",
    "javascript:alert(1)//refund",
)
CLOSED = ("", "/search?q=x", "/answer?q=x", "/articles/q058", "/rules", "/rules/refund-timing", "/copies/answer?q=x&form=text", "/quality", "/quality/gaps")


@pytest.fixture
def seat(lookup: Lookup, var: Path, tmp_path: Path) -> Iterator[Seat]:
    with seated(lookup, settings_of(var, tmp_path)) as found:
        yield found


def links(page: str, start: str) -> list[str]:
    """The addresses on a page that begin so."""
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]*)"', page) if found.startswith(start)]


def test_a_search_shows_the_passage_that_fits_with_the_words_marked(seat: Seat) -> None:
    page = seat.get("/console/search?q=buyer+cancelled+before+shipping,+how+long+until+the+refund").text
    first = page[page.index('<li class="hit">') :].partition("</li>")[0]
    assert "When does a buyer get his money back" in first
    assert re.search(r"<mark>refunded</mark> in 7 to 14 days|within 7 to 14 days", first)
    assert re.search(r'href="/console/articles/q058\?q=[^"]*(#p\d)?"', first)
    assert "V. Order management" in first


def test_a_rule_beside_the_hits_is_filled_with_what_the_words_say(seat: Seat) -> None:
    page = seat.get("/console/search?q=buyer+cancelled+before+shipping+on+20+November,+when+is+he+refunded").text
    assert "/console/rules/refund-timing?situation=cancelled_before_shipping&event_date=2026-11-20" in links(page, "/console/rules/")


@pytest.mark.parametrize(("name", "leads_to"), [("q066", "/console/articles/q066?q=q066"), (" Q058 ", ""), ("withdrawal-fee", "/console/rules/withdrawal-fee")])
def test_a_name_leads_to_its_article_or_rule_and_to_nothing_else(seat: Seat, name: str, leads_to: str) -> None:
    page = seat.get("/console/search", params={"q": name}).text
    found = [*links(page, "/console/articles/"), *links(page, "/console/rules/")]
    assert len(found) == 1
    assert found[0].startswith(leads_to or "/console/articles/q058?")
    assert "no answer" not in page
    assert "What the assistant answers" not in seat.get("/console/answer", params={"q": name}).text


def test_a_word_that_is_the_name_of_a_rule_is_looked_for_as_well(seat: Seat) -> None:
    page = seat.get("/console/search?q=coupon").text
    assert links(page, "/console/rules/")[0].startswith("/console/rules/coupon")
    assert len(links(page, "/console/articles/")) > 1


def test_a_question_in_french_finds_the_french_article(seat: Seat) -> None:
    page = seat.get("/console/search?q=quand+l%27acheteur+est-il+rembours%C3%A9+apr%C3%A8s+une+annulation+%3F").text
    assert 'lang="fr">Quand un acheteur récupère-t-il son argent' in page
    assert links(page, "/console/articles/q058")[0].find("language=fr") > 0
    assert "<mark>remboursée</mark>" in page


def test_what_nothing_answers_is_called_so(seat: Seat) -> None:
    assert "The guide seems to have no answer" in seat.get("/console/search?q=what+is+the+weather+in+Oslo+tomorrow").text


def test_the_whole_page_needs_no_script(seat: Seat) -> None:
    page = seat.get("/console?q=appeal+deadline").text
    form = next(form for form in forms_of(page) if form.id == "look")
    assert (form.action, form.method, dict(form.pairs)) == ("/console", "get", {"q": "appeal deadline", "language": "auto"})
    assert '<li class="hit">' in page
    assert "What the assistant answers" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_back_as_text(seat: Seat, text: str) -> None:
    for path in ("/console", "/console/search", "/console/answer", "/console/articles/q058"):
        page = seat.get(path, params={"q": text}).text
        assert "<script>alert" not in page
        assert "<img" not in page.replace('<img src="/static/icon.svg" width="28" height="28" alt="">', "")
        assert "onfocus='" not in page
        assert "49 refund" not in page
        assert not re.search(r'href="\s*javascript:', page, re.IGNORECASE)
    home = seat.get("/console").text
    assert str(escape(text)) in home or "[" in home  # kept among the latest, as text


@pytest.mark.parametrize("text", ["\0", "   ", "!!!", "x" * 2001, "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_what_cannot_be_looked_up_is_told_and_not_kept(seat: Seat, text: str) -> None:
    assert seat.get("/console", params={"q": text}).status_code == 200
    assert "Delete all" not in seat.get("/console").text or text.startswith("í")


def test_a_language_that_is_not_known_is_a_problem_in_the_look_of_the_console(seat: Seat) -> None:
    page = seat.get("/console?q=refund&language=xx", 422).text
    assert "That did not work" in page
    assert '<nav class="nav"' in page


def test_the_latest_twenty_look_ups_are_shown_the_newest_first(seat: Seat) -> None:
    for number in range(22):
        seat.get(f"/console?q=refund+number+{number}")
    seat.get("/console?q=refund+number+5")
    shown = re.findall(r"<span>(refund number \d+)</span>", seat.get("/console").text)
    assert shown == [f"refund number {number}" for number in (5, *range(21, 5, -1), 4, 3, 2)]


def test_typing_keeps_nothing_until_somebody_stays(seat: Seat) -> None:
    seat.get("/console/search?q=refund")
    seat.get("/console/answer?q=refund")
    assert "Delete all" not in seat.get("/console").text
    seat.post("/console/lookups", {"q": "refund", "language": "auto"}, 204)
    assert "Delete all" in seat.get("/console").text


def test_no_personal_data_is_kept(seat: Seat) -> None:
    seat.get("/console", params={"q": "My name is John Smith, is order 8123456789012345 refunded?"})
    page = seat.get("/console").text
    assert "My name is [name], is order [number] refunded?" in page
    assert "8123456789012345" not in page


def test_look_ups_can_be_deleted_and_only_ones_own(lookup: Lookup, var: Path, tmp_path: Path) -> None:
    settings = settings_of(var, tmp_path)
    with seated(lookup, settings) as mine:
        mine.get("/console?q=refund")
        number = next(value for form in forms_of(mine.get("/console").text) for name, value in form.pairs if name == "number")
        other = Seat(mine.client, admitted(settings, lookup, Role.ADMIN))  # the same browser, another session
        other.post("/console/lookups/forget", {"number": number})
        assert "Delete all" not in other.get("/console").text
        mine.client.cookies.set("console", mine.admission.token)
        assert ">refund<" in mine.get("/console").text
        mine.post("/console/lookups/forget", {"number": number})
        assert "Delete all" not in mine.get("/console").text
        mine.get("/console?q=appeal")
        mine.post("/console/lookups/forget", {})
        assert "Delete all" not in mine.get("/console").text


def test_nothing_is_shown_to_who_has_not_logged_in(lookup: Lookup, var: Path, tmp_path: Path) -> None:
    with seated(lookup, settings_of(var, tmp_path)) as found:
        found.client.cookies.clear()
        for path in CLOSED:
            led = found.client.get(f"/console{path}", headers=HTML, follow_redirects=False)
            assert led.status_code == 303, path
            assert led.headers["location"].startswith("/console/login"), path
            assert found.client.get(f"/console{path}", headers={"Accept": "application/json"}, follow_redirects=False).status_code == 401


def test_a_look_up_is_kept_only_for_a_form_of_the_session(seat: Seat) -> None:
    seat.post("/console/lookups", {"q": "refund", "csrf": "0" * 64}, 403)
    assert "Delete all" not in seat.get("/console").text


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/console/lookups", {"q": ""}, 422),
        ("/console/lookups", {"q": "\0"}, 422),
        ("/console/lookups", {"q": "x" * 2001}, 422),
        ("/console/lookups", {}, 422),
        ("/console/lookups", {"q": "refund", "language": "xx"}, 422),
        ("/console/lookups/forget", {"number": "9" * 30}, 303),
        ("/console/lookups/forget", {"number": "-1"}, 303),
        ("/console/lookups/forget", {"number": "x"}, 422),
    ],
)
def test_odd_forms_are_refused_or_do_nothing(seat: Seat, path: str, sent: dict[str, str], status: int) -> None:
    seat.get("/console", params={"q": "a\0refund"})
    seat.post(path, sent, status)
    assert ">a refund<" in seat.get("/console").text


def test_the_navigation_shows_what_the_role_may_open(lookup: Lookup, var: Path, tmp_path: Path) -> None:
    settings = settings_of(var, tmp_path)
    with seated(lookup, settings) as found:
        shown = found.get("/console").text
        assert 'href="/console/quality"' in shown
        assert 'href="/console/people"' not in shown
        found.get("/console/people", 403)
        assert 'href="/console/people"' in Seat(found.client, admitted(settings, lookup, Role.ADMIN)).get("/console").text


def test_pages_are_in_no_cache_and_have_a_strict_policy(seat: Seat) -> None:
    headers = seat.get("/console?q=refund").headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    page = seat.get("/console?q=refund").text
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)

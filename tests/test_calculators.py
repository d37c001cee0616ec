"""The calculators of the console: every rule's form, filled in and sent as a browser does, gives what POST /api/rules gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from markupsafe import escape

from bot.console.fields import Fields
from bot.console.forms import ASKED, DAY, encoded
from bot.lookup import Lookup
from knowledge.base import KnowledgeBase
from tests.casebook import ANSWERED, REFUSED, Case
from tests.forms import Form, form_of
from tests.seats import Seat, seated, settings_of

pytestmark = pytest.mark.model

_OF_EACH = 4  # worked cases of each rule
_RECEIPT = re.compile(r'href="(/api/receipts/[\w-]+)">Receipt as JSON')
_ONLY_JSON = ("unknown_input", "bad_type")  # what a form cannot say: other names, a number for a text


@pytest.fixture(scope="module")
def seat(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    with seated(lookup, settings_of(var, tmp_path_factory.mktemp("calculators"))) as found:
        yield found


def some(cases: tuple[Case, ...]) -> list[Case]:
    """The first cases of each rule."""
    chosen: dict[str, list[Case]] = {}
    for case in cases:
        chosen.setdefault(case.rule, []).append(case)
    return [case for every in chosen.values() for case in every[:_OF_EACH]]


def address(base: KnowledgeBase, case: Case) -> str:
    """The deep link of a case."""
    pairs = [*encoded(base.rules.rule(case.rule).inputs, case.facts), (DAY, case.today.isoformat())]
    return f"/console/rules/{case.rule}?{urlencode(pairs)}"


def sent(seat: Seat, page: str, case: Case) -> str:
    """The page after the form has been sent as it stands."""
    form: Form = form_of(page, f"/console/rules/{case.rule}")
    return str(seat.get(f"{form.action}?{urlencode(form.pairs)}").text)


@pytest.mark.parametrize("case", some(ANSWERED), ids=lambda case: case.name)
def test_a_worked_case_goes_through_the_form_to_the_outcome_of_the_interface(seat: Seat, base: KnowledgeBase, case: Case) -> None:
    page = sent(seat, seat.get(address(base, case)).text, case)
    receipt = _RECEIPT.search(page)
    assert receipt, page
    found: dict[str, Any] = seat.client.get(receipt[1]).json()
    wanted: dict[str, Any] = seat.client.post(f"/api/rules/{case.rule}", json={"inputs": case.facts, "today": case.today.isoformat()}).json()
    assert found["outcome"] == wanted["outcome"]
    assert found["outcome"] == case.expect
    for source in wanted["answer"]["sources"]:
        assert escape(source["title"]) in page


def test_every_rule_has_a_case_that_goes_through_its_form(base: KnowledgeBase) -> None:
    assert {case.rule for case in some(ANSWERED)} == {rule.id for rule in base.rules}
    assert len({rule.id for rule in base.rules}) == 67


@pytest.mark.parametrize("case", some(tuple(case for case in REFUSED if case.error and case.error[0] not in _ONLY_JSON)), ids=lambda case: case.name)
def test_what_cannot_be_computed_is_said_beside_its_field_in_the_words_of_the_interface(seat: Seat, base: KnowledgeBase, case: Case) -> None:
    rule = base.rules.rule(case.rule)
    given = Fields(base).inputs(rule, encoded(rule.inputs, case.facts))  # a country by its name is understood here
    refused = seat.client.post(f"/api/rules/{case.rule}", json={"inputs": given, "today": case.today.isoformat()}).json()
    page = seat.get(f"{address(base, case)}&{urlencode({ASKED: 'yes'})}").text
    assert "Receipt as JSON" not in page or "errors" not in refused
    for problem in refused.get("errors", ()):
        key = problem["field"].partition(".")[0]
        name = key if any(spec.name == key for spec in rule.inputs) else "day"  # the request's own day is no input
        said = re.escape(str(escape(problem["detail"])))
        assert re.search(rf'id="f-{name}-wrong-\d+">.*?<span>{said}</span>', page), problem


def test_every_form_offers_what_the_schema_accepts(seat: Seat) -> None:
    for rule in seat.client.get("/api/rules").json():
        form = form_of(seat.get(f"/console/rules/{rule['id']}").text, f"/console/rules/{rule['id']}")
        named = {name.partition(".")[0] for name, _ in form.pairs} | {name.partition(".")[0] for name in form.choices}
        assert set(rule["inputs"]["properties"]) <= named, rule["id"]
        for name, schema in rule["inputs"]["properties"].items():
            if schema.get("enum") and schema["type"] == "string":
                assert set(schema["enum"]) <= set(form.choices[name]), (rule["id"], name)


def test_an_empty_form_complains_about_nothing(seat: Seat, base: KnowledgeBase) -> None:
    for rule in base.rules:
        assert 'class="complaint"' not in seat.get(f"/console/rules/{rule.id}").text, rule.id


def test_a_form_that_is_sent_empty_names_what_is_missing(seat: Seat) -> None:
    page = seat.get(f"/console/rules/refund-timing?{ASKED}=yes").text
    assert "Please give what happened to the order." in page
    assert 'role="alert"' in page


def test_what_a_link_fills_in_does_not_complain_about_the_rest(seat: Seat) -> None:
    page = seat.get("/console/rules/ship-countdown?paid_at=2026-11-20T10:00").text
    assert 'class="complaint"' not in page


def test_inputs_and_the_parts_of_a_list_go_by_their_labels(seat: Seat) -> None:
    address = "/console/rules/net-payout?sales.0.amount=49.90&sales.0.commission_percent=5&bank_country=FR&language=fr"
    form, receipt = seat.get(address).text.split('<details class="fold receipt">')
    assert "Commission in %" in form
    assert "<dt>Vos ventes</dt>" in receipt
    assert "commission en % : 5" in receipt.replace("\u00a0", " ")
    assert "commission percent" not in receipt.lower()


def test_what_was_left_blank_stands_in_no_address(seat: Seat) -> None:
    page = seat.get(f"/console/rules/refund-timing?{ASKED}=yes&situation=countdown_expired&event_date=&event_date.time=&goods_checked_on=").text
    assert "Receipt as JSON" in page
    assert "event_date=" not in page


def test_a_country_may_be_named_in_words(seat: Seat) -> None:
    for country in ("FR", "France", "france", "Francia", "Frankreich"):
        page = seat.get(f"/console/rules/withdrawal-fee?{urlencode([('bank_country', country), ('amounts', '500'), (ASKED, 'yes')])}").text
        assert ("Receipt as JSON" in page) == (country != "Frankreich"), country  # no wording in German


def test_what_is_offered_in_words_is_understood_in_these_words(seat: Seat, base: KnowledgeBase) -> None:
    product = base.rules.rule("can-i-sell").input("product")
    for code in product.choices:
        label = base.wording.label(code, product.vocabulary)
        page = seat.get(f"/console/rules/can-i-sell?{urlencode([('product', label)])}").text
        receipt = _RECEIPT.search(page)
        assert receipt, (code, page)
        assert seat.client.get(receipt[1]).json()["receipt"]["inputs"]["product"] == code


def test_a_copied_result_is_that_of_the_page(seat: Seat) -> None:
    copied = seat.get("/console/copies/rules/withdrawal-fee?bank_country=France&amounts=500&form=text").text
    reply = seat.client.post("/api/rules/withdrawal-fee", json={"inputs": {"bank_country": "FR", "amounts": [500]}}).json()
    assert all(block["text"].replace("**", "") in copied for block in reply["answer"]["blocks"])


@pytest.mark.parametrize("written", ["1234.5", "1234,5", "1 234,50", "1\u202f234,50"])
def test_an_amount_may_be_written_as_people_do(seat: Seat, written: str) -> None:
    page = seat.get(f"/console/rules/withdrawal-fee?{urlencode([('bank_country', 'FR'), ('amounts', written)])}").text
    receipt = _RECEIPT.search(page)
    assert receipt, page
    assert seat.client.get(receipt[1]).json()["receipt"]["inputs"]["amounts"] == [1234.5]


def test_a_result_is_given_in_the_language_of_the_seller(seat: Seat) -> None:
    link = "/console/rules/refund-timing?situation=cancelled_before_shipping&event_date=2026-11-20"
    assert "Promise the buyer" in seat.get(link).text
    french = seat.get(f"{link}&language=fr").text
    assert 'lang="fr"' in french
    assert "jeudi 10 décembre 2026" in french


def test_a_calendar_file_can_be_taken_along(seat: Seat) -> None:
    page = seat.get("/console/rules/refund-timing?situation=cancelled_before_shipping&event_date=2026-11-20").text
    link = re.search(r'href="(/api/receipts/[\w-]+\.ics)"', page)
    assert link
    assert "BEGIN:VEVENT" in seat.client.get(link[1]).text


def test_the_day_of_the_request_may_be_set_and_a_bad_one_is_told(seat: Seat) -> None:
    base = "/console/rules/refund-timing?situation=cancelled_before_shipping&event_date=2026-11-20&request.today="
    assert "as of 2026-11-22" in seat.get(f"{base}2026-11-22").text
    assert "not an existing day" in seat.get(f"{base}2026-02-30").text


def test_an_unknown_calculator_is_a_page(seat: Seat) -> None:
    page = seat.get("/console/rules/nothing", 404)
    assert "There is nothing here" in page.text
    assert page.headers["content-type"].startswith("text/html")

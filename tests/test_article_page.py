"""The article page of the console: passages with anchors, facts, contradictions, review, what belongs to it; and articles with hostile text."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from markupsafe import escape

from bot.accounts.account import Role
from bot.lookup import Lookup
from knowledge.base import KnowledgeBase
from knowledge.languages import Languages
from tests.conftest import NOW, ROOT
from tests.seats import Seat, admitted, seated, settings_of

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def seat(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    with seated(lookup, settings_of(var, tmp_path_factory.mktemp("articles"))) as found:
        yield found


def test_every_article_is_a_page_with_all_its_passages(seat: Seat, base: KnowledgeBase) -> None:
    for article in base.library:
        page = seat.get(f"/console/articles/{article.id}").text
        assert str(escape(article.title)) in page
        for place, passage in enumerate(article.passages):
            assert f'id="p{place}"' in page, article.id
            assert str(escape(passage.heading)) in page
            assert f"/console/copies/articles/{article.id}/{place}?form=text" in page
        for rule in article.front.rules:
            assert f'href="/console/rules/{rule}"' in page
        for related in article.front.related:
            assert f'href="/console/articles/{related}' in page
        assert f"How sellers ask it ({len(article.front.questions)})" in page
        told = {conflict for passage in article.passages for conflict in passage.conflicts if base.library.caveat(conflict)}
        assert f"<dd>{len(told) or 'none'}</dd>" in page, article.id


def test_facts_contradictions_and_the_review_are_shown(seat: Seat) -> None:
    page = seat.get("/console/articles/q058").text
    assert "Refund cancel before ship" in page
    assert "7 · 14" in page
    assert "promise nothing shorter than 14 working days" in page
    assert "question 58" in page
    assert "Checked on 24 November 2026" in page
    assert "24 May 2027" in page
    assert "overdue" not in page


def test_a_review_that_is_overdue_is_seen(lookup: Lookup, var: Path, tmp_path: Path) -> None:
    later = Lookup(lookup.languages, lambda: NOW + timedelta(days=400), 2000)
    with seated(later, settings_of(var, tmp_path)) as found:
        page = found.get("/console/articles/q058").text
        assert "Review was due on 24 May 2027" in page
        assert "(overdue)" in page


def test_the_language_can_be_chosen(seat: Seat) -> None:
    page = seat.get("/console/articles/q058?language=fr&q=rembours%C3%A9e").text
    assert "Quand un acheteur récupère-t-il son argent" in page
    assert "<mark>remboursé" in page
    assert "In English only" not in page
    assert "In English only" in seat.get("/console/articles/q058?language=it").text


def test_the_words_that_led_here_are_marked_and_kept(seat: Seat) -> None:
    page = seat.get("/console/articles/q058?q=cancelled+shipping").text
    assert "<mark>cancelled</mark> before <mark>shipping</mark>" in page
    assert "Back to “cancelled shipping”" in page
    assert "cancelled shipping" in seat.get("/console").text


@pytest.mark.parametrize("article", ["q999", "..%2fq058", "Q058", "q058%00", "%3Cscript%3E", "q058'--"])
def test_an_unknown_article_is_a_page(seat: Seat, article: str) -> None:
    page = seat.get(f"/console/articles/{article}", 404).text
    assert "There is nothing here" in page
    assert "<script>" not in page.replace('<script type="module"', "")


def test_the_text_of_an_article_is_never_markup(lookup: Lookup, var: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    path = data / "articles" / "q058.md"
    text = path.read_text(encoding="utf-8")
    hostile = '<img src=x onerror="alert(1)"> [click](javascript:alert(1)) [ok](https://example.org/"onmouseover=alert(1)) {{ 7*7 }}'
    text = text.replace("title: When does a buyer", 'title: "<script>alert(1)</script> When does a buyer').replace("or a return?\n", 'or a return?"\n', 1)
    path.write_text(text.replace("## Cancelled before shipping", f"## Cancelled <b>before</b> shipping\n{hostile}\n"), encoding="utf-8")
    base = KnowledgeBase(data)
    english, others = (lookup.languages.assistants[tongue].understander.ranker for tongue in ("en", "fr"))
    with seated(Lookup(Languages(base, english, others), lambda: NOW, 2000), settings_of(var, tmp_path)) as found:
        for path_ in ("/console/articles/q058", "/console?q=refund+after+cancelling", "/console/rules/refund-timing", "/console/quality/gaps"):
            page = found.get(path_).text
            assert "<script>alert" not in page
            assert "<b>before</b>" not in page
            assert not re.search(r"<[^>]+\s(?:onerror|onmouseover)=", page)
            assert not re.search(r'href="\s*javascript:', page)
        assert "&lt;img src=x" in found.get("/console/articles/q058").text


def test_a_name_is_never_markup(lookup: Lookup, var: Path, tmp_path: Path) -> None:
    settings = settings_of(var, tmp_path)
    with seated(lookup, settings) as found:
        page = Seat(found.client, admitted(settings, lookup, Role.AGENT, name="<img src=x onerror=alert(1)>")).get("/console").text
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page

"""The checks of texts that are not in their files yet: they say what the checks of the files would say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.content.checker import Checker, sentence_with
from bot.content.version import Key
from knowledge.checks import draft, evaluation
from knowledge.checks.finding import Finding
from knowledge.checks.material import Material
from knowledge.checks.questions import examples
from knowledge.checks.reader import read
from tests.conftest import ROOT
from tests.newsroom import copied

TODAY = date(2026, 11, 23)
ARTICLES = ROOT / "data" / "articles"
Change = Callable[[str], str]


@pytest.fixture(scope="module")
def material() -> Material:
    return read(ROOT / "data")[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("drafts"))


def of(language: str, article: str) -> str:
    """The text of a file."""
    return (ARTICLES / ("" if language == "en" else language) / f"{article}.md").read_text(encoding="utf-8")


def said(findings: set[Finding], data: Path) -> set[tuple[str, str, str]]:
    """Findings without the folder in which the data lie, and without what files alone are told."""
    return {(one.path.removeprefix(str(data)), one.key, one.problem.replace("in this file was", "in this text was").replace(str(data), "")) for one in findings}


def test_the_same_texts_laid_over_change_nothing(material: Material) -> None:
    texts = {("en", path.stem): path.read_text(encoding="utf-8") for path in ARTICLES.glob("*.md")}
    texts |= {("fr", path.stem): path.read_text(encoding="utf-8") for path in ARTICLES.glob("fr/*.md")}
    changed, findings = draft.laid_over(material, texts)
    assert findings == ()
    assert changed.articles == material.articles
    assert changed.translations == material.translations
    assert changed.by_number == material.by_number
    assert changed.article_ids == material.article_ids
    assert list(draft.check(changed, TODAY)) == []


@pytest.mark.parametrize(
    ("language", "article", "change"),
    [
        ("en", "q058", lambda text: text.replace("7 to 14 days", "7 to 15 days")),
        ("en", "q058", lambda text: text.replace("facts: [", "facts: [q001-x, ")),
        ("en", "q058", lambda text: text + "\n## More\nText.\n"),
        ("en", "q058", lambda text: text.replace("[!c-refund-days]", "")),
        ("en", "q058", lambda text: text.replace("id: q058", "id: q059")),
        ("en", "q058", lambda text: "no front matter"),
        ("en", "q058", lambda text: text.replace("title:", "title: &a [*a]\nold:")),
        ("en", "q058", lambda text: text.replace("title:", "title: x\ntitle:")),
        ("en", "q058", lambda text: text.replace("title:", "? [a]\n: b\ntitle:")),
        ("en", "q058", lambda text: text.replace("review_by: 2027-05-24", "review_by: 2026-11-25")),
        ("fr", "q058", lambda text: text.replace("14", "15")),
        ("fr", "q058", lambda text: text + "\n## Plus\nTexte.\n"),
        ("fr", "q058", lambda text: text.replace("title:", "titel:")),
    ],
)
def test_a_draft_is_told_what_its_file_would_be_told(material: Material, folder: Path, language: str, article: str, change: Change) -> None:
    text = change(of(language, article))
    assert text != of(language, article)
    today = date(2027, 1, 1)
    laid, refused = draft.laid_over(material, {(language, article): text})
    path = folder / "articles" / ("" if language == "en" else language) / f"{article}.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    filed, unread = read(folder)
    path.write_text(before, encoding="utf-8")
    expected = said({*unread, *draft.check(filed, today)}, folder)
    assert expected != set()
    assert said({*refused, *draft.check(laid, today)}, material.data) == expected


def test_a_new_article_and_its_translation_are_checked_together(material: Material) -> None:
    english = of("en", "q047").replace("id: q047", "id: q047-x")
    french = of("fr", "q047").replace("id: q047", "id: q047-x")
    laid, refused = draft.laid_over(material, {("en", "q047-x"): english, ("fr", "q047-x"): french})
    assert refused == ()
    assert laid.articles["q047-x"].guide_id == "q047"
    assert laid.translations["fr"]["q047-x"].language == "fr"
    assert any("is carried by q047, q047-x" in one.problem for one in draft.check(laid, TODAY))
    _, refused = draft.laid_over(material, {("fr", "q047-x"): french})
    assert [one.problem for one in refused] == ["there is no English article 'q047-x'; write that one first"]


def test_lines_may_end_in_another_way(material: Material) -> None:
    laid, refused = draft.laid_over(material, {("en", "q047"): of("en", "q047").replace("\n", "\r\n")})
    assert refused == ()
    assert laid.articles == material.articles


def test_a_question_that_measures_is_told_by_what_is_typed_alone(material: Material) -> None:
    asked = evaluation.asked_in(material)
    measuring = next(one.question.text for one in asked if one.question.lang == "en" and "'" not in one.question.text)
    article = material.articles["q047"]
    typed = f"{measuring.upper()}!"
    front = article.front.model_copy(update={"questions": (*article.front.questions, typed)})
    laid = replace(material, articles={**material.articles, "q047": replace(article, front=front)})
    (found,) = draft.measured(laid, [("en", "q047")], asked)
    assert found.problem.startswith(f"{typed!r} also measures")
    assert not any(one.question.id in found.problem for one in asked)
    assert list(draft.measured(material, [("en", "q047"), ("fr", "q047"), ("en", "q999")], asked)) == []
    assert len(list(examples(material))) > 1000


def test_a_checker_sees_files_that_change_and_forgives_what_was_wrong_before(folder: Path) -> None:
    checker, key = Checker(folder), Key("en", "q047")
    text = of("en", "q047")
    assert checker.check({key: text}, {}, TODAY) == ()
    other = folder / "articles" / "q053.md"
    before = other.read_text(encoding="utf-8")
    other.write_text(before.replace("related: [", "related: [q999, "), encoding="utf-8")
    assert checker.check({key: text}, {}, TODAY) == ()  # it stood elsewhere before
    (told,) = checker.check({Key("en", "q053"): other.read_text(encoding="utf-8")}, {}, TODAY)
    assert (told.is_error, told.file, told.key, told.new) == (True, "articles/q053.md", "related", False)
    other.write_text(before, encoding="utf-8")
    published = {key: text.replace("6 months", "7 months")}
    assert checker.check({Key("en", "q053"): before}, published, TODAY) == ()
    assert checker.check({key: text}, published, TODAY) == ()  # the draft mends what is published
    assert checker.check({key: published[key]}, {}, TODAY) != ()


@pytest.mark.parametrize(
    ("words", "text", "sentence"),
    [
        ("b c", "A a. B b\nc. D d.", ""),
        ("b  c", "A a. Say b c! D d.", "Say b c!"),
        ("x", "", ""),
        ("14 days", "Within 14 days, or 3.5.", "Within 14 days, or 3.5."),
    ],
)
def test_the_sentence_is_found(words: str, text: str, sentence: str) -> None:
    assert sentence_with(words, text) == sentence

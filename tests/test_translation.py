from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.articles import Article, Conflict, FrontMatter, Library, Passage
from knowledge.errors import DataError
from knowledge.translation import read_translation, translated

FRONT = FrontMatter(
    id="q001",
    section="I",
    title="What is it?",
    questions=("what is it",),
    not_answered=("what is it not",),
    facts=("q001-shop",),
    related=("q002",),
    rules=("epr-plan",),
    checked_on=date(2026, 11, 24),
    review_by=date(2027, 5, 24),
)
ENGLISH = Article(FRONT, "I. About the place", (Passage("", "It is a **shop**.", ("c-one",)), Passage("First steps", "Look.", ("c-one", "c-two"))))
CONFLICTS = {
    "c-one": Conflict(id="c-one", articles=("q001",), says="Take the shorter one.", skipped=None),
    "c-two": Conflict(id="c-two", articles=("q001",), says="Take both.", skipped=None),
    "c-three": Conflict(id="c-three", articles=("q001",), says=None, skipped="A slip."),
}
GOOD = """---
id: q001
title: Qu’est-ce que c’est ?
questions: ["c'est quoi"]
not_answered: ["ce n'est pas quoi"]
---
C’est une **boutique**.
[!c-one]

## Premiers pas
Regardez.
[!c-one]
[!c-two]
"""

# The file under bad_data/translations, the key that the refusal names, and words of its message.
BAD_FILES = {
    "bad_yaml": ("", "not valid YAML"),
    "duplicate_key": ("", "duplicate key 'title'"),
    "english_key": ("section", "Extra inputs are not permitted"),
    "fewer_headings": ("", "has 0 headings, the English article has 1"),
    "mark_missing": ("Premiers pas", "marks ['c-one'], the English article ['c-one', 'c-two']"),
    "mark_moved": ("", "marks [], the English article ['c-one']"),
    "marks_in_another_order": ("Premiers pas", "marks ['c-two', 'c-one']"),
    "missing_key": ("not_answered", "Field required"),
    "more_headings": ("", "has 2 headings, the English article has 1"),
    "no_front_matter": ("", "needs front matter"),
    "no_list": ("questions", "valid tuple"),
    "no_short_answer": ("", "needs a short answer"),
    "wrong_name": ("id", "is 'another_name' but the file is called 'wrong_name'"),
}


def test_every_bad_file_is_tried(bad_data: Path) -> None:
    assert {path.stem for path in (bad_data / "translations").glob("*.md")} == BAD_FILES.keys()


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_translation_is_refused(bad_data: Path, name: str) -> None:
    path = bad_data / "translations" / f"{name}.md"
    # The English article of this id, so that only the fault of the file itself is refused.
    original = replace(ENGLISH, front=FRONT.model_copy(update={"id": name}))
    with pytest.raises(DataError) as refused:
        read_translation(path, original, "fr")
    key, words = BAD_FILES[name]
    assert (refused.value.path, refused.value.key) == (str(path), key)
    assert words in refused.value.problem


@pytest.fixture
def french(tmp_path: Path) -> Path:
    """A data folder with one French article, a part of the guide and a contradiction."""
    (tmp_path / "articles" / "fr").mkdir(parents=True)
    (tmp_path / "wording" / "fr").mkdir(parents=True)
    (tmp_path / "articles" / "fr" / "q001.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "wording" / "fr" / "sections.yaml").write_text("I: I. Le lieu\n", encoding="utf-8")
    (tmp_path / "wording" / "fr" / "conflicts.yaml").write_text("c-one: Prenez le plus court.\nc-three: Un lapsus.\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def library() -> Library:
    """The English article, and one that is not translated."""
    return Library({"q001": ENGLISH, "q002": replace(ENGLISH, front=FRONT.model_copy(update={"id": "q002"}))}, CONFLICTS)


def test_a_translation_keeps_the_facts_links_and_dates_of_the_english_article(french: Path, library: Library) -> None:
    found = translated(library, french, "fr").article("q001")
    assert found.passages == (Passage("", "C’est une **boutique**.", ("c-one",)), Passage("Premiers pas", "Regardez.", ("c-one", "c-two")))
    assert (found.title, found.front.questions, found.front.not_answered) == ("Qu’est-ce que c’est ?", ("c'est quoi",), ("ce n'est pas quoi",))
    assert (found.language, found.section) == ("fr", "I. Le lieu")
    kept = ("facts", "related", "rules", "checked_on", "review_by")
    assert [getattr(found.front, key) for key in kept] == [getattr(FRONT, key) for key in kept]


def test_what_is_not_translated_stays_in_english(french: Path, library: Library) -> None:
    found = translated(library, french, "fr")
    other = found.article("q002")
    assert (other.language, other.title, other.passages) == ("en", ENGLISH.title, ENGLISH.passages)
    assert other.section == "I. Le lieu"  # the part of the guide is named in French all the same
    # A contradiction that never matters to a seller is not told in any language.
    assert [found.caveat(conflict) for conflict in CONFLICTS] == ["Prenez le plus court.", "Take both.", None]


def test_a_part_of_the_guide_without_words_keeps_its_english_name(french: Path, library: Library) -> None:
    (french / "wording" / "fr" / "sections.yaml").write_text("II: II. Suite\n", encoding="utf-8")
    assert translated(library, french, "fr").article("q001").section == "I. About the place"


def test_the_english_library_stays_as_it_was(french: Path, library: Library) -> None:
    translated(library, french, "fr")
    assert library.article("q001") == ENGLISH
    assert library.caveat("c-one") == "Take the shorter one."


def test_a_translation_of_no_article_is_refused(french: Path, library: Library) -> None:
    (french / "articles" / "fr" / "q003.md").write_text(GOOD.replace("q001", "q003"), encoding="utf-8")
    with pytest.raises(DataError, match="'q003' is no English article") as refused:
        translated(library, french, "fr")
    assert refused.value.key == "id"


@pytest.mark.parametrize("name", ["sections", "conflicts"])
@pytest.mark.parametrize(("content", "words"), [(None, "cannot be read"), (["I"], "valid dictionary"), ({"I": 1}, "valid string")])
def test_bad_words_of_a_language_are_refused(french: Path, library: Library, name: str, content: object, words: str) -> None:
    path = french / "wording" / "fr" / f"{name}.yaml"
    path.unlink()
    if content is not None:
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(DataError, match=words) as refused:
        translated(library, french, "fr")
    assert refused.value.path == str(path)

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.answer import Source
from knowledge.articles import Library, read_article
from knowledge.errors import DataError, UnknownArticle

SECTIONS = {"I": "I. About the place"}

# The file under bad_data/articles, the key that the refusal names, and words of its message.
BAD_FILES = {
    "dangling_related": ("related", "'q999' is no article"),
    "duplicate_key": ("", "duplicate key 'title'"),
    "empty_body": ("", "needs"),
    "impossible_date": ("", "day is out of range for month"),
    "missing_key": ("review_by", "Field required"),
    "no_front_matter": ("", "needs front matter"),
    "no_short_answer": ("", "needs a short answer"),
    "unclosed_front_matter": ("", "needs front matter"),
    "unknown_key": ("author", "Extra inputs are not permitted"),
    "unknown_section": ("section", "'IX' is not in sections.yaml"),
    "wrong_name": ("id", "is 'another_name' but the file is called 'wrong_name'"),
}

GOOD = """---
id: q001-more
section: I
title: What is it?
questions: ["what is it"]
not_answered: ["what is it not"]
facts: []
related: []
rules: []
checked_on: 2026-11-24
review_by: 2027-05-24
---
It is a **shop**.
[!c-one]
[!c-two]

## First steps
1. Look.



2. Buy.
[!c-two]

##  Exceptions
None.
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A data folder with one section and no articles yet."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "conflicts").mkdir()
    (tmp_path / "sections.yaml").write_text('I: "I. About the place"\n', encoding="utf-8")
    return tmp_path


def test_every_bad_file_is_tried(bad_data: Path) -> None:
    assert {path.stem for path in (bad_data / "articles").iterdir()} == set(BAD_FILES)


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_bad_article_is_refused(bad_data: Path, small: Path, name: str) -> None:
    shutil.copy(bad_data / "articles" / f"{name}.md", small / "articles")
    key, words = BAD_FILES[name]
    with pytest.raises(DataError) as refused:
        Library.load(small)
    assert refused.value.path.endswith(f"{name}.md")
    assert refused.value.key == key
    assert words in refused.value.problem


@pytest.mark.parametrize(("name", "words"), [("described_twice", "c-one: is described twice"), ("unknown_key", "Extra inputs are not permitted")])
def test_a_bad_file_of_contradictions_is_refused(bad_data: Path, small: Path, name: str, words: str) -> None:
    (small / "articles" / "q001-more.md").write_text(GOOD, encoding="utf-8")
    shutil.copy(bad_data / "conflicts" / f"{name}.yaml", small / "conflicts")
    with pytest.raises(DataError, match=words):
        Library.load(small)


def test_a_folder_without_articles_is_refused(small: Path) -> None:
    with pytest.raises(DataError, match="holds no articles"):
        Library.load(small)


def test_an_article_is_read_into_passages(tmp_path: Path) -> None:
    path = tmp_path / "q001-more.md"
    path.write_text(GOOD, encoding="utf-8")
    article = read_article(path, SECTIONS)
    assert (article.id, article.guide_id, article.title, article.section) == ("q001-more", "q001", "What is it?", "I. About the place")
    assert [(passage.heading, passage.text, passage.conflicts) for passage in article.passages] == [
        ("", "It is a **shop**.", ("c-one", "c-two")),
        ("First steps", "1. Look.\n\n2. Buy.", ("c-two",)),
        ("Exceptions", "None.", ()),
    ]
    assert article.body == "It is a **shop**.\n\n## First steps\n\n1. Look.\n\n2. Buy.\n\n## Exceptions\n\nNone."
    assert article.source == Source("q001-more", "What is it?", "I. About the place", "2026-11-24")


def test_an_unknown_article_is_refused(library: Library) -> None:
    with pytest.raises(UnknownArticle) as refused:
        library.article("q099")
    assert refused.value.article_id == "q099"
    assert "q099" not in library


def test_what_is_told_about_a_contradiction(small: Path) -> None:
    (small / "articles" / "q001-more.md").write_text(GOOD, encoding="utf-8")
    (small / "conflicts" / "one.yaml").write_text(
        '- {id: c-one, articles: [q001], says: "Take the shorter one.", skipped: null}\n- {id: c-two, articles: [q001], says: null, skipped: a slip}\n',
        encoding="utf-8",
    )
    library = Library.load(small)
    assert library.caveat("c-one") == "Take the shorter one."
    assert library.caveat("c-two") is None
    assert library.caveat("c-unknown") is None


def test_the_library_holds_the_whole_guide(library: Library) -> None:
    # 87 questions, the recalled goods and the industry bans; the annex of question 11 may be split.
    numbers = {article.guide_id for article in library}
    assert numbers == {f"q{number:03d}" for number in range(1, 88)} | {"recalls", "bans"}
    assert len(library) == sum(1 for _ in library)
    assert all(article.guide_id == "q011" for article in library if "-" in article.id)


def test_every_contradiction_is_told_or_skipped_for_a_reason(library: Library) -> None:
    assert [conflict.id for conflict in library.conflicts.values() if bool(conflict.says) == bool(conflict.skipped)] == []


def test_no_mark_of_a_contradiction_reaches_a_reader(library: Library) -> None:
    assert [article.id for article in library if "[!" in article.body] == []

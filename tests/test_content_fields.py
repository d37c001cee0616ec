"""Articles as fields of a form and back: nothing is lost of any file, and a change touches only its own lines."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import fields
from bot.content.version import Key
from knowledge import yamlfile
from knowledge.articles import FrontMatter, article_of, parted
from tests.conftest import ROOT

ARTICLES = ROOT / "data" / "articles"
FILES = [(Key("en", path.stem), path) for path in sorted(ARTICLES.glob("*.md"))] + [
    (Key(path.parent.name, path.stem), path) for path in sorted(ARTICLES.glob("??/*.md"))
]
KEY = Key("en", "q047")
TEXT = (ARTICLES / "q047.md").read_bytes().decode()


def changed(text: str, **typed: str) -> tuple[str, list[str]]:
    """The text with these fields typed anew, and the lines that differ."""
    new = fields.written(fields.read(text, KEY) | typed, KEY, text)
    return new, [
        line for line in difflib.unified_diff(text.splitlines(), new.splitlines(), n=0, lineterm="") if line[:3] not in ("---", "+++") and line[0] != "@"
    ]


def test_every_article_goes_through_a_form_and_comes_back_byte_for_byte() -> None:
    assert len(FILES) == 200
    for key, path in FILES:
        text = path.read_bytes().decode()
        shown = fields.read(text, key)
        assert tuple(sorted(shown)) == tuple(sorted(fields.names(key.language)))
        as_browsers_send = {name: value.replace("\n", "\r\n") for name, value in shown.items()}
        assert fields.written(as_browsers_send, key, text).encode() == path.read_bytes(), key


def test_the_form_shows_what_the_loader_reads() -> None:
    front = yamlfile.parse(parted(TEXT, Path())[0], FrontMatter, "")
    shown = fields.read(TEXT, KEY)
    assert shown["title"] == front.title
    assert tuple(shown["questions"].split("\n")) == front.questions
    assert tuple(shown["facts"].split()) == front.facts
    assert shown["review_by"] == front.review_by.isoformat()


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ({"title": "How long do sales stay?"}, ["-title: How long do past sales and ratings stay in my products' history?", "+title: How long do sales stay?"]),
        ({"review_by": "2027-06-01"}, ["-review_by: 2027-05-24", "+review_by: 2027-06-01"]),
        ({"rules": ""}, ["-rules: [history-expiry]", "+rules: []"]),
        ({"related": "q053, q046\nq060"}, ["-related: [q053, q046, q036, q060]", "+related: [q053, q046, q060]"]),
        ({"title": "yes"}, ["-title: How long do past sales and ratings stay in my products' history?", '+title: "yes"']),
        ({"title": "a: b # c"}, ["-title: How long do past sales and ratings stay in my products' history?", '+title: "a: b # c"']),
    ],
)
def test_a_change_touches_its_own_lines(typed: dict[str, str], lines: list[str]) -> None:
    assert changed(TEXT, **typed)[1] == lines


def test_questions_that_stay_keep_their_lines() -> None:
    questions = fields.read(TEXT, KEY)["questions"].split("\n")
    new, lines = changed(TEXT, questions="\n".join(["", *questions[1:], '  say "hello" to me ', ""]))
    assert lines == ['-  - "sold counter dropped overnight"', '+  - "say \\"hello\\" to me"']
    assert fields.read(new, KEY)["questions"].split("\n") == [*questions[1:], 'say "hello" to me']


def test_comments_and_odd_quotes_stay() -> None:
    text = "---\nid: q047\n# about the section\nsection: IV\ntitle: 'It''s old'\nquestions:\n  - 'one'\n  # between\n  - \"two\"\nnot_answered: []\n---\nBody\n"
    assert fields.written(fields.read(text, KEY) | {"section": "IV"}, KEY, text) == text.replace(
        "not_answered: []", 'not_answered: []\nfacts: []\nrelated: []\nrules: []\nchecked_on: ""\nreview_by: ""'
    )
    assert "title: 'It''s old'" in changed(text, section="V")[0]
    assert "# about the section" in changed(text, section="V")[0]


def test_a_body_ends_with_its_line_and_keeps_its_own_line_ends() -> None:
    assert changed(TEXT, body="Short.")[0].endswith("---\nShort.\n")
    kept = "---\nid: q047\ntitle: x\nquestions: []\nnot_answered: []\n---\nOne\r\n\r\nTwo\r\n"
    key = Key("fr", "q047")
    assert fields.written(fields.read(kept, key) | {"body": "One\r\n\r\nTwo\r\n"}, key, kept) == kept


@given(st.fixed_dictionaries({name: st.text() for name in ("title", "questions", "not_answered", "body", "section")}))
def test_whatever_is_typed_can_be_read_again(typed: dict[str, str]) -> None:
    new, _ = changed(TEXT, **typed)
    head, body = parted(new, Path())
    front = yamlfile.parse(head, FrontMatter, "")
    assert list(front.questions) == [" ".join(line.split()) for line in fields.clean(typed["questions"]).split("\n") if line.strip()]
    assert front.title == " ".join(fields.clean(typed["title"]).split())
    assert body.rstrip("\n") == fields.clean(typed["body"]).rstrip("\n")
    assert front.id == "q047"


@given(st.text(), st.text())
def test_ids_and_days_never_become_anything_else(ids: str, day: str) -> None:
    new, _ = changed(TEXT, facts=ids, checked_on=day)
    shown = fields.read(new, KEY)
    assert shown["title"] == fields.read(TEXT, KEY)["title"]
    assert shown["body"] == fields.read(TEXT, KEY)["body"]


def test_a_blank_file_can_be_filled_in() -> None:
    key = Key("en", "q047-more")
    text = fields.written({"title": "Is it so?", "questions": "is it?", "body": "Yes."}, key, fields.blank(key, "IV", date(2026, 11, 23)))
    article = article_of(text, Path("q047-more.md"), {"IV": "IV. Something"})
    assert (article.id, article.title, article.front.questions, article.body) == ("q047-more", "Is it so?", ("is it?",), "Yes.")
    assert article.front.review_by > article.front.checked_on
    french = fields.blank(Key("fr", "q047"), "", date(2026, 11, 23))
    assert "section" not in french

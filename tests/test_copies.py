"""Answers as plain text, for terminals and calendars: in the words of their language, whole, and without markup."""

from __future__ import annotations

import pytest

from bot.copies import Copies
from knowledge.answer import Answer, Block, Button, KeyDate, Source, Table
from knowledge.base import KnowledgeBase

FULL = Answer(
    blocks=(Block("lead", "Appeal by **Friday**."), Block("next", "1. Go there.\n2. Click.")),
    sources=(Source("q067", "How do I appeal?", "VI. Disputes", "2026-11-24"),),
    caveats=("The screen wins.", "No legal advice."),
    dates=(KeyDate("appeal_by", "2026-11-27T10:00", "Appeal by"),),
    table=Table(("Kind", "Days"), (("prohibited", "4"), ("rights holder", "3"))),
    follow_ups=(Button("Why?", "why"),),
    receipt={"rule": "toy"},
)
ENGLISH = """Appeal by Friday.

What to do
1. Go there.
2. Click.

Key dates
- Appeal by: Friday 27 November 2026 at 10:00

Kind | Days
prohibited | 4
rights holder | 3

Please note: The screen wins.

Please note: No legal advice.

Source: How do I appeal? (VI. Disputes), checked on Tuesday 24 November 2026 [q067]"""


@pytest.fixture(scope="module")
def copies(base: KnowledgeBase) -> Copies:
    return Copies.of(base)


def test_plain_has_no_markup_and_leaves_nothing_out(copies: Copies) -> None:
    assert copies.plain(FULL, "en") == ENGLISH


def test_plain_of_a_bare_answer_is_its_text(copies: Copies) -> None:
    assert copies.plain(Answer((Block("lead", "Hello."),)), "en") == "Hello."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            ("Que faire\n", "À noter : The screen wins.", "How do I appeal?, en anglais (VI. Disputes), vérifiée le mardi 24 novembre 2026 [q067]"),
        ),
        (
            "es",
            (
                "Qué hacer\n",
                "Tenga en cuenta: The screen wins.",
                "How do I appeal?, en inglés (VI. Disputes), revisada el martes, 24 de noviembre de 2026",
            ),
        ),
        (
            "it",
            (
                "Che cosa fare\n",
                "Nota bene: The screen wins.",
                "How do I appeal?, in inglese (VI. Disputes), verificata martedì 24 novembre 2026 [q067]",
            ),
        ),
    ],
)
def test_what_stands_around_it_is_in_its_language(copies: Copies, language: str, words: tuple[str, ...]) -> None:
    text = copies.plain(FULL, language).replace("\u00a0", " ")
    for said in words:
        assert said in text
    assert "Please note" not in text


def test_every_language_that_is_spoken_has_words(copies: Copies) -> None:
    assert copies.languages == ("en", "es", "fr", "it")

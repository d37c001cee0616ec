"""What is told of others is none of the seller's, unless nothing else is told."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from knowledge.base import KnowledgeBase


def left(base: KnowledgeBase, language: str, text: str) -> str:
    found, clauses = base.speaking(language).reader.parts.hearsay.without(text)
    assert (found == text) is (clauses == ())
    assert len(found) == len(text)
    return re.sub("_ *", "_", found)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "my cousin was penalised on the 3rd, I on the 9th, how long can I appeal", "_, I on the 9th, how long can I appeal"),
        ("en", "My friend's appeal was refused on 3/11; mine was notified 10/11", "_; mine was notified 10/11"),
        ("en", "a friend says 7 days but I was told 14, delivered 3/11", "_but I was told 14, delivered 3/11"),
        ("en", "my neighbour sells perfume, can I sell soap?", "_, can I sell soap?"),
        ("fr", "mon cousin a été sanctionné le 3, moi le 9", "_, moi le 9"),
        ("es", "mi primo fue sancionado el 3, yo el 9", "_, yo el 9"),
        ("es", "mi vecina vende perfume, ¿puedo vender jabón?", "_, ¿puedo vender jabón?"),
        ("it", "mio cugino è stato sanzionato il 3, io il 9", "_, io il 9"),
    ],
)
def test_a_clause_about_others_tells_nothing(base: KnowledgeBase, language: str, text: str, expected: str) -> None:
    assert left(base, language, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "My brother got a penalty on 3/11. How long has he to appeal?",  # asked for him
        "I sold 3 lamps for my friend on 5/11",
        "I and my sister sell lamps",
        "my wife was notified on 3/11, how long can we appeal",  # they share a shop
        "a friend told me of 7 days, delivered on 3/11",
        "my cousin ordered from me on 3/11, how long have I",
        "the buyer opened a dispute on 3/11, how long have I",
        "",
    ],
)
def test_everything_else_is_heard(base: KnowledgeBase, text: str) -> None:
    assert left(base, "en", text) == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        # Brothers answer for the shop, and cousins may be the buyer: what is left out is told before anything is counted.
        ("dispute-response", "The buyer opened my dispute on 14 Nov. My brother answered on 15 Nov."),
        ("appeal-deadlines", "My brother got the notice for a prohibited item on 9 November, I only saw it on the 12th"),
        ("return-tracking", "I gave the return address on 3 November. My cousin bought it, he added the tracking on 8 November."),
    ],
)
def test_what_is_left_out_is_read_back(base: KnowledgeBase, rule: str, text: str) -> None:
    speaking = base.speaking("en")
    found = speaking.reader.read(speaking.rules.rule(rule), text, datetime.fromisoformat("2026-11-17T12:00"))
    assert any(said.startswith("My ") for said in found.spare)
    assert found.is_uncertain


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Una conocida marca presentó una reclamación el 9 de noviembre, yo vendo lámparas"),
        ("en", "My Brother printer cartridges were sanctioned, I appealed"),
    ],
)
def test_not_every_brother_is_one(base: KnowledgeBase, language: str, text: str) -> None:
    assert left(base, language, text) == text

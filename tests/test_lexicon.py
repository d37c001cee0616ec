from __future__ import annotations

import math

import pytest

from knowledge.search.lexicon import Lexicon

LEXICON = Lexicon([("q001", "the order is late"), ("q002", "the buyer is angry"), ("", "The order was paid")])
# Weights with 3 texts: ln 4 for a word of none, ln 4 - ln 2 of one, ln 4 - ln 3 of two, and "the" stands in all three: 0.
NOWHERE, ONE, TWO = math.log(4), math.log(2), math.log(4 / 3)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("late", 1),
        ("ORDER late!", 1),
        ("the blorf", 0),
        ("order blorf", TWO / (TWO + NOWHERE)),
        ("paid blorf 77", ONE / (ONE + NOWHERE)),
        ("", 1),
        ("12:00", 1),
    ],
)
def test_a_text_is_known_by_its_words_and_a_rare_one_weighs_more(text: str, share: float) -> None:
    assert LEXICON.share(text) == pytest.approx(share)


def test_a_share_may_be_that_of_an_article() -> None:
    assert LEXICON.share_of("order late", "q001") == 1
    assert LEXICON.share_of("order angry", "q002") == pytest.approx(ONE / (ONE + TWO))
    assert LEXICON.share_of("order paid", "q003") == 0  # an article without texts
    assert LEXICON.share_of("", "q003") == 1


@pytest.mark.parametrize(
    ("text", "known"), [("", True), ("77", True), ("the blorf", True), ("the blorf quux", False), ("paid on time", False), ("BUYER angry quux", True)]
)
def test_a_text_is_known_when_half_of_its_words_are(text: str, known: bool) -> None:
    assert LEXICON.knows(text) == known

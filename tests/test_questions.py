"""Messages of two questions: each is answered, or named as not answered."""

from __future__ import annotations

import pytest

from bot.lookup import Lookup
from knowledge.assistant import Reply
from knowledge.search.ranking import guide_number
from tests.understood import CLOCK

pytestmark = pytest.mark.model


def asked(lookup: Lookup, text: str) -> Reply:
    return lookup.assistant.ask(text, CLOCK)


def numbers(reply: Reply) -> set[str]:
    return {guide_number(source.id) for source in reply.answer.sources}


@pytest.mark.parametrize(
    ("text", "articles"),
    [("What is EPR? And what is the KYC check?", {"q011", "q072"}), ("how do i change my password and where do i enter the tracking code", {"q018", "q051"})],
)
def test_two_questions_of_articles_are_both_answered(lookup: Lookup, text: str, articles: set[str]) -> None:
    reply = asked(lookup, text)
    assert reply.decision == "answer"
    assert articles <= numbers(reply)


@pytest.mark.parametrize(
    ("text", "rule", "article"),
    [
        ("A buyer opened a dispute on Monday. Until when can I answer it? And how do I set a new password?", "dispute-response", "q018"),
        ("How do I set a new password? And can I sell vitamins?", "can-i-sell", "q018"),
    ],
)
def test_a_question_beside_a_computed_one_is_answered_as_well(lookup: Lookup, text: str, rule: str, article: str) -> None:
    reply = asked(lookup, text)
    assert reply.rule is not None
    assert reply.rule.id == rule
    assert reply.rule.computation is not None
    assert article in numbers(reply)
    assert "password" in " ".join(block.text for block in reply.answer.blocks)


def test_what_is_still_asked_for_comes_last(lookup: Lookup) -> None:
    reply = asked(lookup, "Until when do I have to ship my order? And how do I set a new password?")
    assert reply.rule is not None
    assert reply.rule.id == "ship-countdown"
    assert "password" in reply.answer.blocks[0].text
    assert reply.answer.blocks[-1].text.count("?") == 1


def test_the_one_of_two_questions_that_finds_nothing_is_named(lookup: Lookup) -> None:
    reply = asked(lookup, "How do I set a new password? Which football club won the cup last year?")
    assert reply.decision == "answer"
    assert "q018" in numbers(reply)
    assert "“Which football club won the cup last year?”" in reply.answer.blocks[-1].text

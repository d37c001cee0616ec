"""Everything that a form can offer is offered, and can be chosen."""

from __future__ import annotations

import pytest

from knowledge.wording import Wording
from tests.conftest import ROOT
from tests.dialogue.chat import Chat, Heard
from tests.dialogue.flows import NEVER

pytestmark = pytest.mark.dialogue

TODAY = "2026-11-23T10:00"
WORDING = Wording(ROOT / "data" / "wording" / "en")
SITUATIONS = WORDING.vocabularies["refund_situation"].terms
ORIGINS = WORDING.vocabularies["sanction_origin"].terms
CATEGORIES = WORDING.vocabularies["epr_category"].terms


def button(heard: Heard, label: str) -> str:
    """The title of the button that stands for a label."""
    return next(title for title, payload in heard.buttons.items() if payload == label)


@pytest.mark.parametrize("code", SITUATIONS)
def test_every_situation_can_be_chosen(served: str, code: str) -> None:
    """Only a cancellation before shipping has a number of days, and so needs a date (question 58)."""
    chat = Chat(served, TODAY)
    heard = chat.say("When will this buyer be refunded?")
    assert heard.asks == "situation"
    heard = chat.press(button(heard, SITUATIONS[code].label))
    assert heard.turn["rule"] == "refund-timing"
    if code == "cancelled_before_shipping":
        assert heard.asks == "event_date"
        heard = chat.say("yesterday")
    assert heard.asks is None
    assert heard.turn["decision"] == "rule"
    assert not NEVER.search(heard.text)
    assert ("10 December 2026" in heard.text) is (code == "cancelled_before_shipping")


DEADLINES = {
    # Question 67, from 20 November 2026 10:00: 4 days, by analogy 4, 3 for a rights holder, 3 as the shorter of two
    # readings, 3 as a precaution.
    "prohibited_goods": "Tuesday 24 November 2026 at 10:00",
    "search_quality": "Tuesday 24 November 2026 at 10:00",
    "ip_rights_holder": "Monday 23 November 2026 at 10:00",
    "ip_platform": "Monday 23 November 2026 at 10:00",
    "transaction": "Monday 23 November 2026 at 10:00",
}


@pytest.mark.parametrize("code", ORIGINS)
def test_every_kind_of_sanction_can_be_chosen(served: str, code: str) -> None:
    chat = Chat(served, TODAY)
    heard = chat.say("Calculate my appeal deadline")
    assert heard.asks == "origin"
    assert chat.press(button(heard, ORIGINS[code].label)).asks == "notified_at"
    heard = chat.say("20/11/2026 at 10:00")
    assert heard.asks is None
    assert DEADLINES[code] in heard.text
    assert not NEVER.search(heard.text)


@pytest.mark.parametrize("code", CATEGORIES)
def test_every_category_can_be_chosen(served: str, code: str) -> None:
    chat = Chat(served, TODAY)
    heard = chat.say("Which organisations for my categories?")
    assert heard.asks == "categories"
    heard = chat.press(button(heard, CATEGORIES[code].label))
    assert heard.asks is None
    assert "1 EPR number" in heard.text
    assert CATEGORIES[code].label in heard.text
    assert not NEVER.search(heard.text)


AMBIGUOUS = ["How does the promotion work?", "Can you tell me about the product?", "Where do I find the shop?", "How does the buyer work?"]
AMBIGUOUS += [f"what about {word}?" for word in ("payment", "account", "data", "promotion", "product", "order", "shop")]
"""Remarks on which several articles have something to say."""


def did_you_mean(served: str, *before: str) -> Chat:
    """A chat that has just been asked which of several articles is meant; `before` is what was said first."""
    for text in AMBIGUOUS:
        chat = Chat(served, TODAY)
        for opening in before:
            chat.say(opening)
        if chat.say(text).turn["decision"] == "clarify":
            return chat
    raise AssertionError(f"none of these is ambiguous any more: {AMBIGUOUS}")


def test_did_you_mean_takes_a_choice(served: str) -> None:
    chat = did_you_mean(served)
    assert chat.last is not None
    assert chat.last.turn["asks_for"] is None
    titles = [title for title in chat.last.buttons if title != "None of these"]
    assert 2 <= len(titles) <= 3
    heard = chat.press(titles[1])
    assert heard.turn["decision"] == "answer"
    assert heard.messages[0]["answer"]["sources"][0]["title"] == titles[1]
    assert titles[1] in chat.say("why?").text


def test_did_you_mean_takes_a_yes_for_the_first(served: str) -> None:
    chat = did_you_mean(served)
    assert chat.last is not None
    first = next(iter(chat.last.buttons))
    heard = chat.say("yes")
    assert heard.turn["decision"] == "answer"
    assert heard.messages[0]["answer"]["sources"][0]["title"] == first


def test_did_you_mean_takes_a_no(served: str) -> None:
    chat = did_you_mean(served)
    heard = chat.press("None of these")
    assert heard.turn["decision"] == "smalltalk"
    assert chat.say("yes").turn["decision"] == "smalltalk"  # there is nothing left to take


@pytest.mark.parametrize("reply", ["title", "yes", "None of these"])
def test_did_you_mean_in_the_middle_of_a_form(served: str, reply: str) -> None:
    chat = did_you_mean(served, "The order was cancelled before shipping, when does the buyer get the money?")
    assert chat.last is not None
    assert chat.last.asks == "event_date"
    first = chat.last.messages[0]["buttons"][0]["payload"]
    heard = chat.say(first if reply == "title" else reply)
    assert heard.asks == "event_date"
    assert heard.turn["decision"] == ("smalltalk" if reply == "None of these" else "answer")
    if heard.turn["decision"] == "answer":
        assert heard.messages[0]["answer"]["sources"][0]["title"] == first
    assert "10 December 2026" in chat.say("yesterday").text


def test_an_articles_headings_can_be_chosen(served: str) -> None:
    chat = Chat(served, TODAY)
    heard = chat.say("How do I block a troublesome buyer?")
    assert heard.sources == ["q020"]
    heading = next(iter(heard.buttons))
    chosen = chat.press(heading)
    assert chosen.turn["decision"] == "answer"
    assert chosen.sources == ["q020"]
    assert heading in chosen.text

from __future__ import annotations

import pytest

from tests.dialogue.chat import Chat

pytestmark = pytest.mark.dialogue

TODAY = "2026-11-23T10:00"


def test_thirty_turns_keep_their_thread(served: str) -> None:
    """The engine's session is renewed after the 20th turn; what was said before stays known.

    A cancellation before shipping on Friday 20 November 2026 gives Friday 4 December as the 14th day, one on Sunday
    22 November Sunday 6 December (question 58).
    """
    chat = Chat(served, TODAY)
    for _ in range(9):
        assert chat.say("hello").turn["decision"] == "smalltalk"
        assert chat.say("thanks").turn["decision"] == "smalltalk"
    assert "Friday 4 December 2026" in chat.say("The buyer cancelled on Friday before shipping. When is the refund due?").text  # turn 19
    assert chat.say("thanks").turn["decision"] == "smalltalk"  # turn 20, and a new session
    heard = chat.say("and if it was yesterday?")
    assert (heard.turn["decision"], heard.turn["rule"]) == ("rule", "refund-timing")
    assert "Sunday 6 December 2026" in heard.text
    assert heard.turn["asks_for"] is None
    assert "how I got there" in chat.say("why?").text
    assert chat.say("source?").sources[0] == "q058"
    assert chat.say("Do I need an EPR number for what I sell?").asks == "destinations"
    assert chat.say("France").asks == "categories"
    assert chat.say("hello").asks == "categories"
    assert chat.say("furniture").asks == "first_on_french_market"
    assert "your own number" in chat.say("yes").text
    for text, decision in (("thanks", "smalltalk"), ("goodbye", "smalltalk")):
        assert chat.say(text).turn["decision"] == decision  # turn 30


def test_a_form_that_is_open_at_the_twentieth_turn_stays_open(served: str) -> None:
    chat = Chat(served, TODAY)
    for _ in range(18):
        chat.say("hello")
    assert chat.say("Do I need an EPR number for what I sell?").asks == "destinations"  # turn 19
    assert chat.say("France").asks == "categories"  # turn 20
    assert chat.say("furniture").asks == "first_on_french_market"
    assert "your own number" in chat.say("yes").text

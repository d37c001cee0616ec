from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.dialogue.chat import Chat

pytestmark = pytest.mark.dialogue

TODAY = "2026-11-23T10:00"
EARLIEST = {"2/11": "2026-11-09", "5/11": "2026-11-12", "12/11": "2026-11-19", "18/11": "2026-11-25", "23/11": "2026-11-30"}
"""A day of November, and the 7th day after it: the earliest day of the refund (question 58)."""


def refund(served: str, day: str) -> tuple[str | None, str]:
    """A whole form about one day; the conversation's id, and the earliest day of the refund."""
    chat = Chat(served, TODAY)
    assert chat.say("The order was cancelled before shipping, when does the buyer get the money?").asks == "event_date"
    assert chat.say("hello").asks == "event_date"
    dates = {date["key"]: date["value"] for date in chat.say(day).messages[-1]["answer"]["dates"]}
    return chat.id, dates["earliest"]


def test_conversations_at_once_do_not_mix(served: str) -> None:
    with ThreadPoolExecutor(len(EARLIEST)) as pool:
        found = list(pool.map(lambda day: refund(served, day), EARLIEST))
    assert len({identity for identity, _ in found}) == len(EARLIEST)
    assert [earliest for _, earliest in found] == list(EARLIEST.values())


def test_two_forms_take_turns(served: str) -> None:
    one, other = Chat(served, TODAY), Chat(served, TODAY)
    assert one.say("Do I need an EPR number for what I sell?").asks == "destinations"
    assert other.say("The order was cancelled before shipping, when does the buyer get the money?").asks == "event_date"
    assert one.say("France").asks == "categories"
    assert "10 December 2026" in other.say("yesterday").text
    assert one.say("furniture").asks == "first_on_french_market"
    assert "how I got there" in other.say("why?").text
    assert "your own number" in one.say("yes").text


def test_quick_messages_of_one_conversation_are_all_answered(served: str) -> None:
    chat = Chat(served, TODAY)
    chat.say("hello")
    with ThreadPoolExecutor(5) as pool:
        responses = list(pool.map(chat.post, ["thanks", "hello", "goodbye", "thanks", "hello"]))
    assert [response.status_code for response in responses] == [200] * 5
    assert {response.json()["turn"]["decision"] for response in responses} == {"smalltalk"}
    assert {response.json()["conversation_id"] for response in responses} == {chat.id}

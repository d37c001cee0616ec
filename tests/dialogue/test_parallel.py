from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.dialogue.chat import Chat

pytestmark = pytest.mark.dialogue

TODAY = "2026-11-23T10:00"
DAYS = {f"{day}/11/2026": (f"{day + 7} November 2026" if day + 7 <= 30 else f"{day + 7 - 30} December 2026") for day in (2, 5, 12, 18, 23)}
"""A day of November, and the 7th day after it: the earliest day of the refund (question 58)."""


def refund(served: str, day: str) -> tuple[str, str]:
    """A whole form about one day; the conversation's id and what was said in the end."""
    chat = Chat(served, TODAY)
    assert chat.say("The order was cancelled before shipping, when does the buyer get the money?").asks == "event_date"
    assert chat.say("hello").asks == "event_date"
    text = chat.say(day).text
    assert chat.id is not None
    return chat.id, text


def test_conversations_at_once_do_not_mix(served: str) -> None:
    with ThreadPoolExecutor(len(DAYS)) as pool:
        found = list(pool.map(lambda day: refund(served, day), DAYS))
    assert len({identity for identity, _ in found}) == len(DAYS)
    for (_, text), expected in zip(found, DAYS.values(), strict=True):
        assert expected in text
        assert not any(other in text for other in set(DAYS.values()) - {expected})


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

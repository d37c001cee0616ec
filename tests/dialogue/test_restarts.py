from __future__ import annotations

import time

import pytest

from tests.dialogue.chat import Chat
from tests.dialogue.server import Served
from tests.test_process import is_alive

pytestmark = pytest.mark.dialogue

TODAY = "2026-11-23T10:00"
# The 14th working day after Sunday 22 November 2026 (question 58, counted in tests/dialogue/flows/interruptions.yaml).
PROMISED = "Thursday 10 December 2026"


def test_the_chat_goes_on_after_the_dialogue_process_is_killed_in_the_middle_of_a_form(server: Served) -> None:
    chat = Chat(server.url, TODAY)
    assert chat.say("The order was cancelled before shipping, when does the buyer get the money?").asks == "event_date"
    before = server.dialogue_pid
    server.kill_dialogue()
    apology = chat.say("yesterday")
    assert apology.turn == {"decision": "no_answer", "rule": "refund-timing", "asks_for": "event_date", "articles": [], "language": "en"}
    assert "send your message again" in apology.text
    server.await_dialogue()
    assert server.dialogue_pid not in (None, before)
    answer = chat.say("yesterday")
    assert (answer.turn["decision"], answer.turn["rule"], answer.asks) == ("rule", "refund-timing", None)
    assert PROMISED in answer.text
    assert "how I got there" in chat.say("why?").text
    assert "it is started again" in server.log
    assert "a chat turn failed" in server.log
    assert "Traceback" not in server.log


def test_the_dialogue_process_ends_with_a_server_that_is_killed(server: Served) -> None:
    chat = Chat(server.url, TODAY)
    assert chat.say("The order was cancelled before shipping, when does the buyer get the money?").asks == "event_date"
    left_over = server.kill()
    ends = time.monotonic() + 15
    while is_alive(left_over):
        assert time.monotonic() < ends, "the orphan lives on"
        time.sleep(0.1)
    server.start()
    assert PROMISED in chat.say("yesterday").text


def test_nothing_that_was_said_is_lost(server: Served) -> None:
    chat = Chat(server.url, TODAY)
    chat.say("hello")
    server.kill_dialogue()
    chat.say("When is my money released?")
    server.await_dialogue()
    chat.say("thanks")
    import httpx

    said = httpx.get(f"{server.url}/api/chat/{chat.id}/messages", timeout=20, trust_env=False).json()["messages"]
    assert [message["text"] for message in said if message["author"] == "seller"] == ["hello", "When is my money released?", "thanks"]
    assert len([message for message in said if message["author"] == "assistant"]) == 3


def test_a_form_survives_a_restart_of_everything(server: Served) -> None:
    chat = Chat(server.url, TODAY)
    assert chat.say("Do I need an EPR number for what I sell?").asks == "destinations"
    assert chat.say("France").asks == "categories"
    assert server.stop() == 0
    assert "Traceback" not in server.log
    started = time.monotonic()
    server.start()
    assert time.monotonic() - started < 120  # nothing is built again
    assert "training" not in server.log
    assert "exporting" not in server.log
    heard = chat.say("furniture")
    assert (heard.turn["rule"], heard.asks) == ("epr-scope", "first_on_french_market")
    assert "your own number" in chat.say("yes").text

from __future__ import annotations

import json
import threading
from typing import Any

import httpx
import pytest

from tests.dialogue.chat import Chat

pytestmark = pytest.mark.dialogue

TODAY = "2026-11-23T10:00"


def follow(chat: Chat, count: int, last_event_id: str | None = None) -> list[tuple[int, str, dict[str, Any]]]:
    """The next events of a conversation: number, kind and content."""
    found: list[tuple[int, str, dict[str, Any]]] = []
    headers = {"Last-Event-ID": last_event_id} if last_event_id is not None else {}
    with httpx.stream("GET", f"{chat.url}/api/chat/{chat.id}/events", headers=headers, timeout=20, trust_env=False) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        fields: dict[str, str] = {}
        for line in response.iter_lines():
            name, _, value = line.partition(": ")
            if line:
                fields[name] = value
            elif "data" in fields:
                found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
                fields = {}
                if len(found) == count:
                    break
    return found


def test_what_was_said_is_told_again_from_the_start(served: str) -> None:
    chat = Chat(served, TODAY)
    first, second = chat.say("hello"), chat.say("The buyer cancelled yesterday before shipping. When is the refund due?")
    events = follow(chat, 4)
    assert [kind for _, kind, _ in events] == ["message", "turn", "message", "turn"]
    assert [number for number, _, _ in events] == sorted({number for number, _, _ in events})
    assert events[0][2] == first.messages[0]
    assert events[1][2] | {"milliseconds": 0} == first.turn | {"milliseconds": 0}  # how long it took only the event tells
    assert events[2][2] == second.messages[0]
    assert events[3][2] | {"milliseconds": 0} == second.turn | {"milliseconds": 0}
    assert [str(number) for number, kind, _ in events if kind == "message"] == [first.messages[0]["id"], second.messages[0]["id"]]


def test_a_reader_goes_on_after_the_last_event_it_has_seen(served: str) -> None:
    chat = Chat(served, TODAY)
    chat.say("hello")
    seen = follow(chat, 1)[0][0]
    chat.say("thanks")
    rest = follow(chat, 3, str(seen))
    assert [kind for _, kind, _ in rest] == ["turn", "message", "turn"]
    assert all(number > seen for number, _, _ in rest)
    last = rest[-1][0]
    chat.say("goodbye")
    assert [number > last for number, _, _ in follow(chat, 2, str(last))] == [True, True]


@pytest.mark.parametrize("nonsense", ["", "abc", "-5", "1e3", "99 bottles"])
def test_an_unreadable_last_event_starts_over(served: str, nonsense: str) -> None:
    chat = Chat(served, TODAY)
    chat.say("hello")
    assert [kind for _, kind, _ in follow(chat, 2, nonsense)] == ["message", "turn"]


def test_a_reader_hears_news_as_they_happen(served: str) -> None:
    chat = Chat(served, TODAY)
    chat.say("hello")
    last = follow(chat, 2)[-1][0]
    heard: list[tuple[int, str, dict[str, Any]]] = []
    reader = threading.Thread(target=lambda: heard.extend(follow(chat, 2, str(last))))
    reader.start()
    said = chat.say("thanks")
    reader.join(20)
    assert not reader.is_alive()
    assert [kind for _, kind, _ in heard] == ["message", "turn"]
    assert heard[0][2]["text"] == said.messages[0]["text"]


def test_the_seller_s_own_words_are_not_streamed(served: str) -> None:
    chat = Chat(served, TODAY)
    chat.say("a very particular sentence")
    assert "particular" not in json.dumps(follow(chat, 2))
    said = httpx.get(f"{served}/api/chat/{chat.id}/messages", timeout=20, trust_env=False).json()["messages"]
    assert said[0] == {"id": said[0]["id"], "author": "seller", "text": "a very particular sentence"}

"""The conversation over HTTP where time matters: order, locked databases, limits, streams; with a stand-in for the engine."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.requests import Request

from bot.conversations import Conversations
from bot.limits import Streams
from bot.lookup import Lookup
from bot.sentences import Sentences
from bot.settings import Settings
from bot.store.database import Database
from bot.stream import EventStream
from tests.conftest import NOW
from tests.engine import Engine
from tests.hosting import SECRET, hosting

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("local_sockets")]


@pytest.fixture
def settings(engine: Engine, var: Path, tmp_path: Path) -> Settings:
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    return Settings(var=tmp_path, dialogue_port=engine.port, turn_seconds=5.0, log_level="error")


def client(url: str) -> httpx.Client:
    """A client of this address alone."""
    return httpx.Client(base_url=url, timeout=30, trust_env=False)


def say(served: httpx.Client, text: str, conversation: str | None = None, **more: Any) -> httpx.Response:
    """One message."""
    return served.post("/api/chat", json={"text": text, **({"conversation_id": conversation} if conversation else {}), **more})


def refused(response: httpx.Response, status: int) -> int:
    """The seconds after which a refused request may be sent again."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].endswith(".")
    return int(response.headers["retry-after"])


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Somebody else writes into the database of conversations."""
    other = sqlite3.connect(settings.state_folder / "conversations.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


# Order


def test_messages_are_handled_in_the_order_in_which_they_came(lookup: Lookup, settings: Settings, engine: Engine) -> None:
    """Some milliseconds apart, while the database is slow for the first one."""
    slow = {"left": 1}

    def dawdle(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if slow["left"] and "conversations" in statement and "PRAGMA" not in statement and "INSERT" not in statement:
            slow["left"] = 0
            time.sleep(0.5)

    with hosting(lookup, settings) as url, client(url) as served, ThreadPoolExecutor(6) as pool:
        conversation = say(served, "hello").json()["conversation_id"]
        sa.event.listen(sa.Engine, "before_cursor_execute", dawdle)
        try:
            answers = []
            for number in range(6):
                answers.append(pool.submit(say, served, f"message {number}", conversation))
                time.sleep(0.02)
            assert [answer.result().status_code for answer in answers] == [200] * 6
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", dawdle)
        said = served.get(f"/api/chat/{conversation}/messages").json()["messages"]
    assert slow["left"] == 0
    wanted = [f"message {number}" for number in range(6)]
    assert [asked["message"] for asked in engine.asked[1:]] == wanted
    assert [message["text"] for message in said if message["author"] == "seller"] == ["hello", *wanted]


def test_a_ninth_message_is_asked_to_wait(lookup: Lookup, settings: Settings, engine: Engine) -> None:
    with hosting(lookup, settings) as url, client(url) as served, ThreadPoolExecutor(12) as pool:
        conversation = say(served, "hello").json()["conversation_id"]
        engine.delay = 0.2
        answers = list(pool.map(lambda number: say(served, f"message {number}", conversation), range(12)))
    late = [answer for answer in answers if answer.status_code != 200]
    assert len(late) == 4
    assert all(refused(answer, 429) > 0 for answer in late)


# A locked database


def test_a_locked_database_is_told_and_freezes_nothing(lookup: Lookup, settings: Settings, engine: Engine, sentences: Sentences) -> None:
    with hosting(lookup, settings) as url, client(url) as served, ThreadPoolExecutor(4) as pool:
        conversation = say(served, "hello").json()["conversation_id"]
        with locked(settings):
            waiting = [pool.submit(say, served, "a message", known) for known in (conversation, conversation, None)]
            slowest, began = 0.0, time.monotonic()
            while not any(answer.done() for answer in waiting):
                before = time.monotonic()
                assert served.get("/health/live").status_code == 200
                slowest = max(slowest, time.monotonic() - before)
                time.sleep(0.02)
            assert slowest < 0.75 * (time.monotonic() - began)  # a loop that is frozen answers when the first message is refused
            for answer in waiting:
                assert refused(answer.result(), 503) > 0
                assert answer.result().json()["detail"] == sentences.say("not_kept")
            assert served.get(f"/api/chat/{conversation}/messages").status_code == 200  # reading goes on
        assert [asked["message"] for asked in engine.asked] == ["hello"]
        assert say(served, "again", conversation).status_code == 200


def test_a_locked_database_does_not_lose_a_message_that_was_taken(lookup: Lookup, settings: Settings, engine: Engine) -> None:
    engine.delay = 0.3
    with hosting(lookup, settings) as url, client(url) as served, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(say, served, "a message")
        while not engine.asked:
            time.sleep(0.01)
        with locked(settings):
            time.sleep(1.0)
            assert not waiting.done()  # it tries to keep the answer
        conversation = waiting.result().json()["conversation_id"]
        said = served.get(f"/api/chat/{conversation}/messages").json()["messages"]
    assert [(message["author"], message["text"]) for message in said] == [("seller", "a message"), ("assistant", "Hello!")]


# Limits


def test_one_address_begins_so_many_conversations(lookup: Lookup, settings: Settings, engine: Engine, sentences: Sentences) -> None:
    with hosting(lookup, settings.model_copy(update={"new_conversations": 2})) as url, client(url) as served:
        conversation = say(served, "hello").json()["conversation_id"]
        assert say(served, "").status_code == 422  # begins none
        assert say(served, "hello").status_code == 200
        third = served.post("/api/chat", json={"text": "hello"}, headers={"X-Forwarded-For": "192.0.2.7"})
        assert 0 < refused(third, 429) <= 60  # nobody believes the header
        assert third.json()["detail"] == sentences.say("many_conversations")
        assert say(served, "thanks", conversation).status_code == 200
    assert len(engine.asked) == 3


def test_a_configured_proxy_tells_the_address(lookup: Lookup, settings: Settings) -> None:
    with hosting(lookup, settings.model_copy(update={"new_conversations": 1, "proxies": "127.0.0.1"})) as url, client(url) as served:
        statuses = [
            served.post("/api/chat", json={"text": "hello"}, headers={"X-Forwarded-For": address}).status_code
            for address in ("192.0.2.7", "192.0.2.8", "192.0.2.7")
        ]
    assert statuses == [200, 200, 429]


def test_so_many_streams_are_open_at_once(lookup: Lookup, settings: Settings, sentences: Sentences) -> None:
    with hosting(lookup, settings.model_copy(update={"streams_each": 1, "streams": 2})) as url, client(url) as served:
        one, two, three = (say(served, "hello").json()["conversation_id"] for _ in range(3))
        with served.stream("GET", f"/api/chat/{one}/events") as first:
            assert first.status_code == 200
            again = served.get(f"/api/chat/{one}/events")
            assert refused(again, 429) > 0
            assert again.json()["detail"] == sentences.say("many_streams")
            with served.stream("GET", f"/api/chat/{two}/events") as second:
                assert second.status_code == 200
                assert refused(served.get(f"/api/chat/{three}/events"), 429) > 0
        ends = time.monotonic() + 10
        while True:  # a client that has gone is noticed within a moment
            with served.stream("GET", f"/api/chat/{one}/events") as later:
                if later.status_code == 200:
                    break
            assert time.monotonic() < ends
            time.sleep(0.1)


# The stream


def test_no_event_falls_between_the_first_look_and_the_first_wait(tmp_path: Path, local_sockets: None) -> None:
    """What is kept right after the follower has looked is told at once, not when it happens to look again."""

    async def follow() -> tuple[list[str], float]:
        conversations = Conversations(Database(f"sqlite:///{tmp_path / 'conversations.db'}"))
        one = conversations.start()
        kept: list[float] = []

        def add_after_the_first_look(*happened: Any) -> None:
            if not kept and "events" in happened[2] and happened[2].startswith("SELECT"):
                kept.append(time.monotonic())
                conversations.add(one, ("turn", {"decision": "answer"}))

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(60)
            raise AssertionError

        sa.event.listen(conversations.database._engine, "after_cursor_execute", add_after_the_first_look)
        stream = EventStream(Request({"type": "http"}, receive), conversations, Streams(1, 1), one, None)
        told: list[str] = []
        async for part in stream.body_iterator:
            told.append(str(part))
            if "event: turn" in str(part):
                break
        assert isinstance(stream.body_iterator, AsyncGenerator)
        await stream.body_iterator.aclose()
        assert not conversations.news._followers
        conversations.database.close()
        return told, time.monotonic() - kept[0]

    told, seconds = asyncio.run(follow())
    assert json.loads(told[-1].partition("data: ")[2]) == {"decision": "answer"}
    assert seconds < 0.9  # and not after the next look


# What the engine calls


def test_an_action_that_takes_its_time_holds_up_nobody(lookup: Lookup, settings: Settings) -> None:
    """Every action asks for the time; here that takes a second."""
    asked = []

    def slow_clock() -> datetime:
        asked.append("the time")
        time.sleep(1.0)
        return NOW

    tracker = {"sender_id": "x", "slots": {}, "latest_message": {"text": "hello", "metadata": {}}, "events": [], "paused": False, "active_loop": {}}
    call = {"next_action": "action_talk", "sender_id": "x", "tracker": tracker, "domain": {}}
    slow = Lookup(lookup.languages, slow_clock, 2000)
    with hosting(slow, settings) as url, client(url) as served, ThreadPoolExecutor(1) as pool:
        acting = pool.submit(served.post, f"/webhook?token={SECRET}", json=call)
        while not asked:
            time.sleep(0.01)
        before = time.monotonic()
        assert served.get("/health/live").status_code == 200
        assert time.monotonic() - before < 0.7
        assert not acting.done()
        assert acting.result().json()["responses"]


# Deleting a conversation


def test_a_deleted_conversation_is_unknown(lookup: Lookup, settings: Settings) -> None:
    with hosting(lookup, settings) as url, client(url) as served:
        mine, other = (say(served, "hello").json()["conversation_id"] for _ in range(2))
        gone = served.delete(f"/api/chat/{mine}")
        assert (gone.status_code, gone.content) == (204, b"")
        assert served.get(f"/api/chat/{mine}/messages").status_code == 404
        assert served.get(f"/api/chat/{mine}/events").status_code == 404
        assert say(served, "again", mine).status_code == 404
        assert served.delete(f"/api/chat/{mine}").status_code == 404
        assert served.get(f"/api/chat/{other}/messages").status_code == 200


def test_whoever_follows_a_conversation_is_told_that_it_was_deleted(lookup: Lookup, settings: Settings) -> None:
    """Sooner than at the next look into the database, after 5 seconds; and the stream ends with it."""
    with hosting(lookup, settings) as url, client(url) as served, ThreadPoolExecutor(1) as pool:
        mine = say(served, "hello").json()["conversation_id"]
        with served.stream("GET", f"/api/chat/{mine}/events") as stream:
            lines = stream.iter_lines()
            next(line for line in lines if line == "event: turn")
            began = time.monotonic()
            pool.submit(served.delete, f"/api/chat/{mine}").result()
            assert [line for line in lines if line.startswith("event:")] == ["event: gone"]
            assert time.monotonic() - began < 4


def test_a_conversation_is_deleted_after_the_turn_that_has_begun(lookup: Lookup, settings: Settings, engine: Engine) -> None:
    """Else the turn would end in a conversation that is no longer there, and the engine would write it down again."""
    with hosting(lookup, settings) as url, client(url) as served, ThreadPoolExecutor(1) as pool:
        conversation = say(served, "hello").json()["conversation_id"]
        engine.delay = 0.5
        turn = pool.submit(say, served, "a message", conversation)
        while len(engine.asked) < 2:
            time.sleep(0.01)
        assert served.delete(f"/api/chat/{conversation}").status_code == 204
        assert turn.result().status_code == 200
        assert served.get(f"/api/chat/{conversation}/messages").status_code == 404


def test_a_conversation_that_cannot_be_deleted_is_still_there(lookup: Lookup, settings: Settings, sentences: Sentences) -> None:
    with hosting(lookup, settings) as url, client(url) as served:
        conversation = say(served, "hello").json()["conversation_id"]
        with locked(settings):
            answer = served.delete(f"/api/chat/{conversation}")
            assert refused(answer, 503) > 0
            assert answer.json()["detail"] == sentences.say("not_deleted")
        assert served.get(f"/api/chat/{conversation}/messages").status_code == 200


def test_old_conversations_are_deleted_at_the_start(lookup: Lookup, settings: Settings) -> None:
    """NOW is 23 November 2026: the last message of one conversation is 31 days old, that of the other 29."""
    with hosting(lookup, settings) as url, client(url) as served:
        old, young = (say(served, "hello").json()["conversation_id"] for _ in range(2))
    with sqlite3.connect(settings.state_folder / "conversations.db") as database:
        for conversation, day in ((old, "2026-10-23"), (young, "2026-10-25")):
            database.execute("UPDATE conversations SET started_at = ? WHERE id = ?", (f"{day}T09:00:00+00:00", conversation))
            database.execute("UPDATE events SET at = ? WHERE conversation = ?", (f"{day}T09:00:00+00:00", conversation))
    database.close()
    with hosting(lookup, settings) as url, client(url) as served:
        ends = time.monotonic() + 10
        while served.get(f"/api/chat/{old}/messages").status_code != 404:
            assert time.monotonic() < ends
            time.sleep(0.05)
        assert served.get(f"/api/chat/{young}/messages").status_code == 200

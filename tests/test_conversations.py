from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.conversations import Conversations, ConversationsUnavailable, UnknownConversation


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    found = Conversations(f"sqlite:///{tmp_path / 'state' / 'conversations.db'}")
    yield found
    found.close()


def test_the_folder_of_the_database_is_made(conversations: Conversations, tmp_path: Path) -> None:
    assert (tmp_path / "state" / "conversations.db").is_file()


def test_ids_are_secrets_of_enough_bits(conversations: Conversations) -> None:
    ids = {conversations.start() for _ in range(50)}
    assert len(ids) == 50
    # 32 letters of 6 bits each: more than the 128 bits that the contract wants, whatever the first letters are.
    assert {len(identity) for identity in ids} == {32}
    assert len({identity[:4] for identity in ids}) > 40


@pytest.mark.parametrize("identity", ["", "nobody", "x" * 64, "x" * 100_000, "a\x00b", "\ud800", "' OR 1=1 --", "../../etc", "😀", "a\nb", "abc\n"])
def test_a_strangers_id_is_unknown(conversations: Conversations, identity: str) -> None:
    conversations.start()
    with pytest.raises(UnknownConversation):
        conversations.require(identity)
    with pytest.raises(UnknownConversation):
        conversations.hear(identity, "hi")


def test_an_id_that_was_given_is_known(conversations: Conversations) -> None:
    conversations.require(conversations.start())


def test_turns_are_counted_for_each_conversation(conversations: Conversations) -> None:
    one, other = conversations.start(), conversations.start()
    assert [conversations.hear(one, "hi") for _ in range(3)] == [1, 2, 3]
    assert conversations.hear(other, "hi") == 1
    conversations.begin_session(one)
    assert conversations.hear(one, "hi") == 1
    assert conversations.hear(other, "hi") == 2


def test_events_keep_order_kind_and_content(conversations: Conversations) -> None:
    one, other = conversations.start(), conversations.start()
    content = {"text": "Réunion 😀 \u202e", "buttons": [{"title": "x", "payload": "y"}], "answer": None}
    conversations.hear(one, "hi")
    (message,) = conversations.add(one, ("message", content))
    conversations.add(other, ("message", {"text": "not yours"}))
    error, turn = conversations.add(one, ("error", {"detail": "oh"}), ("turn", {"decision": "answer"}))
    found = conversations.events(one, 0, ("seller", "message", "error", "turn"))
    assert [event.kind for event in found] == ["seller", "message", "error", "turn"]
    assert found[1:] == [message, error, turn]
    assert [event.number for event in found] == sorted({event.number for event in found})
    assert found[0].content == {"text": "hi"}
    assert found[1].content == content


def test_events_after_a_number_and_of_some_kinds(conversations: Conversations) -> None:
    one = conversations.start()
    (first,) = conversations.add(one, ("message", {"text": "first"}))
    conversations.hear(one, "hi")
    (second,) = conversations.add(one, ("message", {"text": "second"}))
    assert [event.content["text"] for event in conversations.events(one, first.number)] == ["second"]  # and not what the seller wrote
    assert conversations.events(one, second.number) == []
    assert conversations.events(one, 10**18) == []


def test_what_was_kept_survives_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    before = Conversations(url)
    one = before.start()
    before.add(one, ("message", {"text": "kept"}))
    before.hear(one, "hi")
    before.close()
    after = Conversations(url)
    after.require(one)
    assert [event.content for event in after.events(one)] == [{"text": "kept"}]
    assert after.hear(one, "hi again") == 2
    after.close()


def test_the_last_turn_is_remembered(conversations: Conversations) -> None:
    one, other = conversations.start(), conversations.start()
    assert conversations.last_turn(one) is None
    conversations.add(one, ("turn", {"asks_for": "origin"}), ("message", {"text": "not a turn"}))
    conversations.add(other, ("turn", {"asks_for": "not yours"}))
    assert conversations.last_turn(one) == {"asks_for": "origin"}
    conversations.add(one, ("turn", {"asks_for": None}))
    assert conversations.last_turn(one) == {"asks_for": None}


def test_what_is_kept_wakes_followers(conversations: Conversations) -> None:
    one, other = conversations.start(), conversations.start()

    async def waited(identity: str, told: str) -> bool:
        with conversations.news.following(identity) as follower:
            await conversations.apart(conversations.add, told, ("message", {"text": "news"}))
            return await follower.wait(0.3)

    assert asyncio.run(waited(one, one))
    assert not asyncio.run(waited(one, other))


# A database that somebody else has locked


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock for writing."""
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    other.close()


def test_a_locked_database_is_told_and_harms_nothing(conversations: Conversations, tmp_path: Path) -> None:
    one = conversations.start()
    with locked(tmp_path / "state" / "conversations.db"):
        started = time.monotonic()
        with pytest.raises(ConversationsUnavailable, match="locked"):
            conversations.hear(one, "a secret")
        assert time.monotonic() - started < 4
        assert conversations.events(one) == []  # reading goes on
    assert conversations.hear(one, "hi") == 1
    assert [event.content for event in conversations.events(one, 0, ("seller",))] == [{"text": "hi"}]


def test_while_it_is_locked_nobody_waits_for_long_and_the_loop_goes_on(conversations: Conversations, tmp_path: Path) -> None:
    one = conversations.start()

    async def ask() -> tuple[list[object], float, float]:
        started = time.monotonic()
        calls = asyncio.gather(*(conversations.apart(conversations.hear, one, "hi") for _ in range(60)), return_exceptions=True)
        longest = 0.0
        while not calls.done():
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)
        return list(await calls), time.monotonic() - started, longest

    with locked(tmp_path / "state" / "conversations.db"):
        found, seconds, longest = asyncio.run(ask())
    assert {type(one) for one in found} == {ConversationsUnavailable}
    assert seconds < 6  # and not the time of one after the other
    assert longest < 0.5  # other requests go on meanwhile

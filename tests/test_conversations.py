from __future__ import annotations

import asyncio

import pytest

from bot.conversations import Conversations, UnknownConversation
from bot.store.database import Database


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


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


def test_what_was_kept_survives_a_restart(database_url: str) -> None:
    before = Conversations(Database(database_url))
    one = before.start()
    before.add(one, ("message", {"text": "kept"}))
    before.hear(one, "hi")
    before.database.close()
    after = Conversations(Database(database_url))
    after.require(one)
    assert [event.content for event in after.events(one)] == [{"text": "kept"}]
    assert after.hear(one, "hi again") == 2
    after.database.close()


def test_the_last_turn_is_remembered(conversations: Conversations) -> None:
    one, other = conversations.start(), conversations.start()
    assert conversations.last(one, "turn") is None
    conversations.add(one, ("turn", {"asks_for": "origin"}), ("message", {"text": "not a turn"}))
    conversations.add(other, ("turn", {"asks_for": "not yours"}))
    assert conversations.last(one, "turn") == {"asks_for": "origin"}
    conversations.add(one, ("turn", {"asks_for": None}))
    assert conversations.last(one, "turn") == {"asks_for": None}


def test_what_is_kept_wakes_followers(conversations: Conversations) -> None:
    one, other = conversations.start(), conversations.start()

    async def waited(identity: str, told: str) -> bool:
        with conversations.news.following(identity) as follower:
            await conversations.apart(conversations.add, told, ("message", {"text": "news"}))
            return await follower.wait(0.3)

    assert asyncio.run(waited(one, one))
    assert not asyncio.run(waited(one, other))

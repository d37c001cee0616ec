from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversations import Conversations, UnknownConversation


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


def test_an_id_that_was_given_is_known(conversations: Conversations) -> None:
    conversations.require(conversations.start())


def test_turns_are_counted_for_each_conversation(conversations: Conversations) -> None:
    one, other = conversations.start(), conversations.start()
    assert [conversations.count_turn(one) for _ in range(3)] == [1, 2, 3]
    assert conversations.count_turn(other) == 1


def test_events_keep_order_kind_and_content(conversations: Conversations) -> None:
    one, other = conversations.start(), conversations.start()
    content = {"text": "Réunion 😀 \u202e", "buttons": [{"title": "x", "payload": "y"}], "answer": None}
    numbers = [conversations.add(one, "seller", {"text": "hi"}).number, conversations.add(one, "message", content).number]
    conversations.add(other, "message", {"text": "not yours"})
    numbers.append(conversations.add(one, "turn", {"decision": "answer"}).number)
    assert numbers == sorted(set(numbers))
    found = conversations.events(one, 0, ("seller", "message", "turn"))
    assert [(event.number, event.kind) for event in found] == list(zip(numbers, ("seller", "message", "turn"), strict=True))
    assert found[1].content == content


def test_events_after_a_number_and_of_some_kinds(conversations: Conversations) -> None:
    one = conversations.start()
    first = conversations.add(one, "message", {"text": "first"})
    conversations.add(one, "seller", {"text": "hi"})
    second = conversations.add(one, "message", {"text": "second"})
    assert [event.content["text"] for event in conversations.events(one, first.number)] == ["second"]  # and not what the seller wrote
    assert conversations.events(one, second.number) == []
    assert conversations.events(one, 10**18) == []


def test_what_was_kept_survives_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    before = Conversations(url)
    one = before.start()
    before.add(one, "message", {"text": "kept"})
    before.count_turn(one)
    before.close()
    after = Conversations(url)
    after.require(one)
    assert [event.content for event in after.events(one)] == [{"text": "kept"}]
    assert after.count_turn(one) == 2
    after.close()


def test_news_arrive_at_once(conversations: Conversations) -> None:
    one, other = conversations.start(), conversations.start()

    async def wait(identity: str, told: str) -> float:
        started = time.monotonic()
        waiting = asyncio.gather(conversations.news(identity, 0.6), conversations.news(identity, 0.6))
        await asyncio.sleep(0.05)
        conversations.add(told, "message", {"text": "news"})
        await waiting
        return time.monotonic() - started

    assert asyncio.run(wait(one, one)) < 0.4
    assert asyncio.run(wait(one, other)) >= 0.55  # somebody else's news wake nobody
    assert not conversations._news  # nothing is kept of those who no longer wait


def test_no_news_end_the_waiting(conversations: Conversations) -> None:
    started = time.monotonic()
    asyncio.run(conversations.news(conversations.start(), 0.1))
    assert 0.05 < time.monotonic() - started < 5

"""From a platform to the conversation and back: order, duplicates, failures, and reasons for every refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.channels import courier
from bot.channels.deliveries import Deliveries
from bot.channels.gateway import Gateway, Utterance
from bot.channels.passes import Passes, UnknownPass
from bot.channels.seat import Gone, Later
from bot.channels.seats import Seats
from bot.chat import Chat
from bot.conversations import Conversations
from bot.dialogue.client import DialogueClient
from bot.lookup import Lookup
from bot.sentences import Sentences
from bot.store.database import Database
from tests.conftest import NOW
from tests.engine import Engine
from tests.noticeboard import NoticeBoard

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("local_sockets")]
Work = Callable[[Gateway], Awaitable[None]]


def echo(sent: dict[str, Any]) -> list[dict[str, Any]]:
    """What an engine says that repeats what it hears."""
    turn: dict[str, Any] = {"decision": "smalltalk", "rule": None, "asks_for": None, "articles": [], "language": "en"}
    return [{"custom": {"answer": {"text": f"heard {sent['message']}", "follow_ups": [], "sources": []}, "turn": turn}}]


class Post:
    """A gateway over real conversations, an engine that echoes, and a notice board."""

    def __init__(self, database: Database, lookup: Lookup, sentences: Sentences, engine: Engine) -> None:
        self.database, self.lookup, self.sentences, self.engine = database, lookup, sentences, engine
        self.conversations, self.board = Conversations(database), NoticeBoard()
        self.seats = Seats(self.conversations)
        engine.while_asked = lambda sent: engine.says(echo(sent))

    def do(self, work: Work) -> None:
        """Does something with the gateway, beside its courier."""

        async def run() -> None:
            client = DialogueClient(self.engine.url, 5.0, "secret")
            wording_of: Callable[[str], Any] = lambda tongue: self.lookup.base.speaking(tongue).wording  # noqa: E731
            chat = Chat(self.conversations, client, lambda text, named, before, *, rule, awaited: "en", wording_of)
            deliveries = Deliveries(self.database, lambda: NOW)
            passes = Passes(self.conversations, lambda: NOW)
            gateway = Gateway(self.board, chat, self.lookup, seats=self.seats, deliveries=deliveries, passes=passes, sentences=self.sentences)
            running = asyncio.create_task(gateway.courier.run())
            try:
                await work(gateway)
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running
                await gateway.close()
                await client.close()

        asyncio.run(run())


@pytest.fixture
def post(tmp_path: Path, lookup: Lookup, sentences: Sentences, engine: Engine) -> Iterator[Post]:
    database = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    yield Post(database, lookup, sentences, engine)
    database.close()


def says(text: str, key: str = "here", delivery: str = "") -> Utterance:
    return Utterance(key, {"at": key}, text, delivery=delivery)


async def until(is_so: Callable[[], bool]) -> None:
    """Waits until something has become so."""
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.01)


def test_several_messages_at_once_keep_their_order(post: Post) -> None:
    async def work(gateway: Gateway) -> None:
        await asyncio.gather(*[gateway.say(says(f"word {number}")) for number in range(6)])

    post.do(work)
    assert post.board.messages("here") == [f"heard word {number}" for number in range(6)]
    assert {sent["sender"] for sent in post.engine.asked} == {post.seats.sit("board", "here", {}).conversation}


def test_what_comes_twice_is_answered_once(post: Post) -> None:
    async def work(gateway: Gateway) -> None:
        await asyncio.gather(*[gateway.say(says("hello", delivery="Ev1")) for _ in range(3)])

    post.do(work)
    post.do(work)  # as another process would
    assert post.board.messages("here") == ["heard hello"]


def test_each_place_has_a_conversation_of_its_own(post: Post) -> None:
    async def work(gateway: Gateway) -> None:
        await gateway.say(says("one", "here"))  # one after the other: the stand-in has one reply at a time
        await gateway.say(says("two", "there"))

    post.do(work)
    assert (post.board.messages("here"), post.board.messages("there")) == (["heard one"], ["heard two"])
    assert len({sent["sender"] for sent in post.engine.asked}) == 2


@pytest.mark.parametrize("text", ["", "a" * 2001])
def test_what_cannot_be_read_is_answered_with_the_reason(post: Post, text: str) -> None:
    async def work(gateway: Gateway) -> None:
        await gateway.say(says(text))

    post.do(work)
    assert post.engine.asked == []
    ((place, told),) = post.board.told
    assert place == "here"
    assert told == (post.lookup.base.wording.notice("empty") if not text else post.lookup.base.wording.notice("too_long", limit=2000))


def test_more_than_are_kept_waiting_are_refused_with_the_reason(post: Post) -> None:
    async def work(gateway: Gateway) -> None:
        post.engine.delay = 0.2
        await asyncio.gather(*[gateway.say(says(f"word {number}")) for number in range(10)])

    post.do(work)
    assert post.board.messages("here") == [f"heard word {number}" for number in range(8)]
    assert post.board.told == [("here", post.sentences.say("still_answering"))] * 2


def test_a_form_is_told_in_words_and_sent_as_it_was_filled_in(post: Post) -> None:
    async def work(gateway: Gateway) -> None:
        await gateway.say(Utterance("here", {"at": "here"}, "Appeal: notified on 20 November", filled='/appeal-deadlines {"notified_on": "2026-11-20"}'))

    post.do(work)
    assert [sent["message"] for sent in post.engine.asked] == ['/appeal-deadlines {"notified_on": "2026-11-20"}']
    conversation = post.seats.sit("board", "here", {}).conversation
    (said,) = post.conversations.events(conversation, 0, ("seller",))
    assert said.content["text"] == "Appeal: notified on 20 November"


def test_what_a_person_writes_comes_by_itself(post: Post) -> None:
    def noted() -> bool:
        return post.seats.sit("board", "here", {}).memo == {"count": len(post.board.pinned["here"])}

    async def work(gateway: Gateway) -> None:
        await gateway.say(says("hello"))
        seat = await gateway.seat("here")
        assert seat
        post.conversations.add(seat.conversation, ("message", {"text": "Anna here.", "author": "agent"}))
        await until(lambda: len(post.board.messages("here")) == 2)
        await until(noted)  # what stands there is written down after it has been sent

    post.do(work)
    assert post.board.messages("here") == ["heard hello", "Anna here."]
    assert noted()


def test_a_platform_that_wants_time_gets_it(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "_LOOK_SECONDS", 0.05)

    async def work(gateway: Gateway) -> None:
        post.board.failures = [Later(0.3)]
        await gateway.say(says("hello"))
        assert post.board.messages("here") == []
        await until(lambda: post.board.messages("here") == ["heard hello"])

    post.do(work)


def test_a_failure_is_tried_again_and_holds_up_nobody_else(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(courier, "_AGAIN_SECONDS", 1.0)

    async def work(gateway: Gateway) -> None:
        post.board.failures = [RuntimeError("no such block")]
        await gateway.say(says("hello", "here"))
        await gateway.say(says("hello", "there"))
        assert (post.board.messages("here"), post.board.messages("there")) == ([], ["heard hello"])
        await until(lambda: post.board.messages("here") == ["heard hello"])

    post.do(work)


def test_what_can_never_be_delivered_is_given_up_and_the_rest_goes_on(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(courier, "_AGAIN_SECONDS", 0.001)

    async def work(gateway: Gateway) -> None:
        post.board.failures = [RuntimeError("no such block")] * 5
        await gateway.say(says("hello"))
        await until(lambda: ("turn", "") in post.board.pinned.get("here", []))
        await gateway.say(says("again"))

    post.do(work)
    assert post.board.messages("here") == ["heard again"]


def test_a_place_that_is_gone_is_left(post: Post) -> None:
    async def work(gateway: Gateway) -> None:
        post.board.failures = [Gone()]
        await gateway.say(says("hello"))
        assert await gateway.seat("here") is None

    post.do(work)


def test_a_deleted_conversation_begins_anew(post: Post) -> None:
    async def work(gateway: Gateway) -> None:
        await gateway.say(says("one"))
        seat = await gateway.seat("here")
        assert seat
        post.conversations.forget(seat.conversation)
        await gateway.say(says("two"))

    post.do(work)
    assert post.board.messages("here") == ["heard one", "heard two"]


def test_another_beginning_on_wish(post: Post) -> None:
    async def work(gateway: Gateway) -> None:
        await gateway.say(says("one"))
        await gateway.restart("here")
        await gateway.say(says("two"))

    post.do(work)
    assert len({sent["sender"] for sent in post.engine.asked}) == 2


def test_a_conversation_is_taken_over_with_a_pass(post: Post) -> None:
    elsewhere = post.conversations.start()
    post.conversations.add(elsewhere, ("message", {"text": "Today."}))
    code = Passes(post.conversations, lambda: NOW).issue(elsewhere)

    async def work(gateway: Gateway) -> None:
        await gateway.say(says("one"))
        last = await gateway.take_over(code, "here", {"at": "here"})
        assert last
        assert last.content["text"] == "Today."
        await gateway.say(says("two"))
        with pytest.raises(UnknownPass):
            await gateway.take_over(code, "there", {"at": "there"})
        assert await gateway.seat("there") is None

    post.do(work)
    assert post.board.messages("here") == ["heard one", "heard two"]
    assert post.engine.asked[-1]["sender"] == elsewhere

"""Chat turns against an engine that fails in every way: a real HTTP server, answered by our real client."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.chat import Chat, ChatTurn
from bot.conversations import Conversations, ConversationsUnavailable, UnknownConversation
from bot.dialogue.client import DialogueClient, DialogueFailed, session_command
from bot.line import TooManyWaiting
from bot.store.database import Database
from knowledge.wording import Wording
from tests.engine import ASKING, GOOD, Engine, running

pytestmark = pytest.mark.usefixtures("local_sockets")

SECONDS = 0.4


def tongue_so_far(text: str, named: str, before: str, *, rule: str, awaited: str) -> str:
    """No language is known by its words here: the one named counts, else the one spoken before."""
    return (before or "en") if named == "auto" else named


SECRET = "the secret of this start"


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    found = Conversations(Database(f"sqlite:///{tmp_path / 'conversations.db'}"))
    yield found
    found.database.close()


class Said:
    """Talks to one chat in one event loop."""

    def __init__(self, conversations: Conversations, url: str, wording: Wording) -> None:
        self.conversations, self._url, self._wording = conversations, url, wording
        self.id = conversations.start()

    def __call__(self, *texts: str) -> list[ChatTurn]:
        """The turns that answer these messages, one after the other."""

        async def talk() -> list[ChatTurn]:
            client = DialogueClient(self._url, SECONDS, SECRET)
            chat = Chat(self.conversations, client, tongue_so_far, lambda tongue: self._wording)
            try:
                return [await chat.say(self.id, text, None) for text in texts]
            finally:
                await client.close()

        return asyncio.run(talk())

    def kinds(self) -> list[str]:
        """What has been kept of the conversation, in order."""
        return [event.kind for event in self.conversations.events(self.id, 0, ("seller", "message", "turn", "error"))]


@pytest.fixture
def say(conversations: Conversations, engine: Engine, wording: Wording) -> Said:
    return Said(conversations, engine.url, wording)


def test_a_turn(say: Said, engine: Engine) -> None:
    engine.says(GOOD)
    (turn,) = say("hi")
    assert turn.turn == {"decision": "smalltalk", "rule": None, "asks_for": None, "articles": [], "language": "en"}
    (message,) = turn.messages
    assert message["text"] == "Hello!"
    assert message["language"] == "en"
    assert message["buttons"] == [{"title": "Why?", "payload": "Why?"}]
    assert message["answer"]["text"] == "Hello!"
    assert engine.asked == [{"sender": say.id, "message": "hi", "metadata": {"today": None, "language": "en"}}]
    assert say.kinds() == ["seller", "message", "turn"]


def test_a_turn_of_several_messages_decides_first_and_asks_last(say: Said, engine: Engine) -> None:
    engine.says(GOOD + ASKING)
    (turn,) = say("hi")
    assert turn.turn == {"decision": "smalltalk", "rule": "refund-timing", "asks_for": "situation", "articles": [], "language": "en"}
    assert [(message["text"], message.get("asks", False)) for message in turn.messages] == [("Hello!", False), ("What happened?", True)]


@pytest.mark.parametrize(
    ("decision", "receipt", "asks"),
    [
        ("answer", None, False),
        ("clarify", None, True),
        ("rule", None, True),
        ("rule", {"rule": "refund-timing", "version": 1, "today": "2026-11-23", "inputs": {}}, False),
    ],
)
def test_buttons_after_an_answer_ask_nothing(say: Said, engine: Engine, decision: str, receipt: dict[str, Any] | None, asks: bool) -> None:
    answer = {"text": "Hello!", "follow_ups": [{"title": "Why?", "payload": "Why?"}], "sources": [], "receipt": receipt}
    turn_of: dict[str, Any] = {"decision": decision, "rule": None, "asks_for": None, "articles": [], "language": "en"}
    engine.says([{"custom": {"answer": answer, "turn": turn_of, "case": {"number": 1, "changes": 0}}}])
    (turn,) = say("hi")
    assert [message.get("asks", False) for message in turn.messages] == [asks]


@dataclass(frozen=True)
class Failure:
    """One way in which the engine fails, and the reason that we give."""

    reason: str
    body: bytes
    status: int = 200
    delay: float = 0.0


def failures() -> list[Any]:
    """Ways in which the engine fails."""

    def case(name: str, reason: str, body: bytes, status: int = 200, delay: float = 0.0) -> Any:
        return pytest.param(Failure(reason, body, status, delay), id=name)

    return [
        case("nothing to say", "silent", b"[]"),
        case("an error page", "down", b"<h1>Internal Server Error</h1>", 500),
        case("an error in JSON", "down", b'{"status": "failure"}', 503),
        case("not found", "down", b"[]", 404),
        case("garbage", "down", b"\x00\xff not json"),
        case("an empty body", "down", b""),
        case("half of a reply", "down", b'[{"custom": {"answer"'),
        case("an object for a list", "silent", b'{"custom": {}}'),
        case("null", "silent", b"null"),
        case("a list of numbers", "silent", b"[1, 2]"),
        case("a stock message", "silent", b'[{"recipient_id": "x", "text": "utter_default"}]'),
        case("a foreign message", "silent", b'[{"custom": {"text": "hi"}}]'),
        case("an answer without a turn", "silent", b'[{"custom": {"answer": {"text": "hi", "follow_ups": []}}}]'),
        case("an answer of the wrong kind", "silent", b'[{"custom": {"answer": "hi", "turn": {}}}]'),
        case("a turn that says nothing", "silent", b'[{"custom": {"answer": {}, "turn": {}}}]'),
        case("no reply in time", "slow", b"[]", delay=10.0),
    ]


@pytest.mark.parametrize("failure", failures())
def test_every_failure_is_told_logged_and_counted(say: Said, engine: Engine, wording: Wording, failure: Failure) -> None:
    engine.body, engine.status, engine.delay = failure.body, failure.status, failure.delay
    reason = failure.reason
    counted = "assistant_dialogue_failures_total"
    before = REGISTRY.get_sample_value(counted, {"reason": reason}) or 0.0
    with capture_logs() as logs:
        (turn,) = say("When is my money released?")
    (message,) = turn.messages
    assert message["text"] == wording.notice({"down": "dialogue_down", "slow": "dialogue_slow", "silent": "failure"}[reason])
    assert turn.turn["decision"] == "no_answer"
    assert [(entry["log_level"], entry["reason"]) for entry in logs] == [("error", reason)]
    assert "money" not in str(logs)  # what sellers write is no matter of logs
    assert REGISTRY.get_sample_value(counted, {"reason": reason}) == before + 1
    # Nothing is lost: the message is kept, and so is what was told.
    assert say.kinds() == ["seller", "message", "error", "turn"]
    kept = say.conversations.events(say.id, 0, ("seller", "message", "error"))
    assert kept[0].content == {"text": "When is my money released?"}
    assert kept[1].content["text"] == message["text"]
    assert kept[2].content == {"detail": message["text"], "reason": reason}
    assert say.id not in str(logs)


def test_no_engine_at_all(conversations: Conversations, wording: Wording) -> None:
    with running() as gone:
        url = gone.url
    say = Said(conversations, url, wording)
    with capture_logs() as logs:
        (turn,) = say("hi")
    assert turn.messages[0]["text"] == wording.notice("dialogue_down")
    assert logs[0]["reason"] == "down"


def test_after_a_failure_the_conversation_goes_on(say: Said, engine: Engine) -> None:
    engine.status = 500
    say("hi")
    engine.status = 200
    engine.says(GOOD)
    (turn,) = say("hi again")
    assert turn.messages[0]["text"] == "Hello!"
    assert [asked["sender"] for asked in engine.asked] == [say.id, say.id]


def test_clock_and_language_of_the_request_travel_along(conversations: Conversations, engine: Engine, wording: Wording) -> None:
    engine.says(GOOD)
    one = conversations.start()
    engine.delay = 0.2

    async def talk() -> list[str]:
        client = DialogueClient(engine.url, 5.0, SECRET)
        turn = asyncio.create_task(Chat(conversations, client, tongue_so_far, lambda tongue: wording).say(one, "hi", "2026-11-23T10:00", "fr"))
        while not engine.asked:
            await asyncio.sleep(0.01)
        # While the engine has the message it calls back to have it understood, and names the conversation alone.
        known = [client.language_of(one), client.language_of("other")]
        await turn
        await client.close()
        return [*known, client.language_of(one)]

    assert asyncio.run(talk()) == ["fr", "auto", "auto"]
    assert engine.asked[0]["metadata"] == {"today": "2026-11-23T10:00", "language": "fr"}


@pytest.mark.parametrize(("body", "status"), [(b"[]", 200), (b"", 500)])
def test_after_a_failure_in_a_form_the_form_is_still_the_one_that_waits(say: Said, engine: Engine, body: bytes, status: int) -> None:
    engine.says(ASKING)
    say("When is the refund due?")
    engine.body, engine.status = body, status
    (first, again) = say("before shipping", "before shipping")
    assert first.turn == again.turn == {"decision": "no_answer", "rule": "refund-timing", "asks_for": "situation", "articles": [], "language": "en"}
    engine.status = 200
    engine.says(GOOD)
    say("cancel")
    engine.says([])
    (after,) = say("hi")
    assert after.turn == {"decision": "no_answer", "rule": None, "asks_for": None, "articles": [], "language": "en"}


# Sessions


def test_every_twentieth_turn_begins_a_new_session(say: Said, engine: Engine) -> None:
    engine.says(GOOD)
    say(*["hi"] * 41)
    commands = [place for place, asked in enumerate(engine.asked) if asked["message"] == session_command(SECRET)]
    assert commands == [20, 41]  # after 20 turns, and after 20 more
    assert len(engine.asked) == 43


def test_a_session_does_not_end_in_the_middle_of_a_form(say: Said, engine: Engine) -> None:
    engine.says(ASKING)
    say(*["hi"] * 20)
    assert len(engine.asked) == 20


def test_a_session_that_was_too_long_because_of_a_form_ends_after_it(say: Said, engine: Engine) -> None:
    engine.says(ASKING)
    say(*["hi"] * 23)
    engine.says(GOOD)
    say(*["hi"] * 20)
    commands = [place for place, asked in enumerate(engine.asked) if asked["message"] == session_command(SECRET)]
    assert commands == [24]  # right after the turn that left the form, and not again before 20 more


def test_a_session_that_cannot_be_renewed_is_no_failure(say: Said, engine: Engine) -> None:
    engine.says(GOOD)
    engine.breaks_after = 20
    with capture_logs() as logs:
        turns = say(*["hi"] * 20)
    assert turns[-1].messages[0]["text"] == "Hello!"
    assert [entry["log_level"] for entry in logs] == ["warning"]
    assert len(engine.asked) == 21


@pytest.mark.parametrize("text", ["/session_start", "/restart", "new session", "/back"])
def test_what_a_user_types_is_no_command(text: str) -> None:
    assert text != session_command(SECRET)
    assert session_command(SECRET) != session_command("another start")


# Several messages at once


def test_messages_of_one_conversation_wait_for_each_other(say: Said, engine: Engine) -> None:
    engine.says(GOOD)
    engine.delay = 0.05

    async def talk() -> int:
        client = DialogueClient(engine.url, 5.0, SECRET)
        chat = Chat(say.conversations, client, tongue_so_far, lambda tongue: say._wording)
        found = await asyncio.gather(*(chat.say(say.id, f"message {number}", None) for number in range(12)), return_exceptions=True)
        await client.close()
        return sum(isinstance(one, TooManyWaiting) for one in found)

    refused = asyncio.run(talk())
    assert refused == 4  # eight may wait
    assert [asked["message"] for asked in engine.asked] == [f"message {number}" for number in range(8)]


def test_a_turn_goes_on_when_its_caller_hangs_up(say: Said, engine: Engine) -> None:
    engine.says(GOOD)
    engine.delay = 0.2

    async def talk() -> None:
        client = DialogueClient(engine.url, 5.0, SECRET)
        chat = Chat(say.conversations, client, tongue_so_far, lambda tongue: say._wording)
        waiting = asyncio.create_task(chat.say(say.id, "hi", None))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.sleep(0.5)
        await client.close()

    asyncio.run(talk())
    assert say.kinds() == ["seller", "message", "turn"]


def test_the_next_message_waits_for_a_turn_whose_caller_hung_up(say: Said, engine: Engine) -> None:
    engine.says(GOOD)
    engine.delay = 0.2

    async def talk() -> None:
        client = DialogueClient(engine.url, 5.0, SECRET)
        chat = Chat(say.conversations, client, tongue_so_far, lambda tongue: say._wording)
        gone = asyncio.create_task(chat.say(say.id, "first", None))
        await asyncio.sleep(0.05)
        gone.cancel()
        await chat.say(say.id, "second", None)
        await client.close()

    asyncio.run(talk())
    assert say.kinds() == ["seller", "message", "turn"] * 2  # and not two sellers at once


def test_closing_waits_for_the_turns_that_have_begun(say: Said, engine: Engine) -> None:
    engine.says(GOOD)
    engine.delay = 0.2

    async def talk() -> None:
        client = DialogueClient(engine.url, 5.0, SECRET)
        chat = Chat(say.conversations, client, tongue_so_far, lambda tongue: say._wording)
        gone = asyncio.create_task(chat.say(say.id, "hi", None))
        await asyncio.sleep(0.05)
        gone.cancel()
        await chat.close()
        await client.close()

    asyncio.run(talk())
    assert say.kinds() == ["seller", "message", "turn"]


def test_a_stranger_s_message_is_not_kept(say: Said, engine: Engine) -> None:
    say.id = "nobody"
    with pytest.raises(UnknownConversation):
        say("hi")
    assert engine.asked == []
    assert say.kinds() == []


# A database that somebody else has locked


def test_a_message_that_cannot_be_kept_is_not_taken(say: Said, engine: Engine, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "conversations.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ConversationsUnavailable):
            say("hi")
        other.execute("ROLLBACK")
    other.close()
    assert engine.asked == []
    assert say.kinds() == []


def test_an_answer_that_can_be_kept_a_little_later_is(say: Said, engine: Engine, tmp_path: Path) -> None:
    (turn,) = locked_while_answering(say, engine, tmp_path, seconds=3.0)
    assert turn.messages[0]["id"]
    assert say.kinds() == ["seller", "message", "turn"]


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(say: Said, engine: Engine, tmp_path: Path) -> None:
    with capture_logs() as logs:
        (turn,) = locked_while_answering(say, engine, tmp_path, seconds=30.0)
    assert turn.messages[0]["text"] == "Hello!"
    assert "id" not in turn.messages[0]  # it is in no event that could bring it once more
    assert say.kinds() == ["seller"]  # what was written is not lost
    assert [entry["log_level"] for entry in logs] == ["error"]


def locked_while_answering(say: Said, engine: Engine, tmp_path: Path, seconds: float) -> list[ChatTurn]:
    """The turn during which somebody locks the database for so long, after the message has been kept."""
    engine.says(GOOD)
    engine.delay = 0.3

    async def talk() -> list[ChatTurn]:
        client = DialogueClient(engine.url, 5.0, SECRET)
        turn = asyncio.create_task(Chat(say.conversations, client, tongue_so_far, lambda tongue: say._wording).say(say.id, "hi", None))
        while not engine.asked:
            await asyncio.sleep(0.01)
        other = sqlite3.connect(tmp_path / "conversations.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await asyncio.wait({turn}, timeout=seconds)
        other.execute("ROLLBACK")
        other.close()
        await client.close()
        return [await turn]

    return asyncio.run(talk())


# The client alone


def test_a_session_is_begun_by_a_command_that_holds_the_secret(engine: Engine) -> None:
    async def begin() -> None:
        client = DialogueClient(engine.url, SECONDS, SECRET)
        await client.start_session("someone")  # the engine says nothing to it, and that is no failure
        await client.close()

    asyncio.run(begin())
    assert engine.asked == [{"sender": "someone", "message": session_command(SECRET)}]
    assert SECRET not in session_command(SECRET)  # it ends up in the engine's database


def test_the_clients_failure_tells_what_came(engine: Engine) -> None:
    engine.says([{"text": "a stock message"}])

    async def send() -> None:
        client = DialogueClient(engine.url, SECONDS, SECRET)
        try:
            await client.send("someone", "hi", None)
        finally:
            await client.close()

    with pytest.raises(DialogueFailed, match="a list of 1: an object of text") as failed:
        asyncio.run(send())
    assert failed.value.reason == "silent"
    assert "stock" not in str(failed.value)  # it goes into the log, and may quote what a seller wrote

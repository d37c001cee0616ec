"""A chat turn from the seller's words to the messages that answer it, whatever channel they came by.

Loses nothing: what was written is kept before it is answered, and every failure becomes an honest message.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import structlog

from bot.conversations import Conversations, ConversationsUnavailable, Event, Kind
from bot.dialogue.client import DialogueClient, DialogueFailed
from bot.handover.desk import Desk, Ruling
from bot.line import Line
from bot.metrics import DIALOGUE_FAILURES, TURNS
from bot.receipts import Case, identify
from knowledge.wording import Wording

_LOG = structlog.get_logger("chat")
_TURNS_A_SESSION = 20  # a longer session costs the dialogue engine ever more per turn (docs/measurements.md)
_MOST_WAITING = 8
_CLOSE_SECONDS = 5.0
_PAUSES = (0.2, 1.0)  # seconds between the tries to keep an answer
_NOTICES = {"down": "dialogue_down", "slow": "dialogue_slow", "silent": "failure"}


class TongueOf(Protocol):
    """The language of a message, from its text, the language named with it, the one spoken before, and the rule and input that a form waits for."""

    def __call__(self, text: str, named: str, before: str, *, rule: str, awaited: str) -> str:
        """Two letters."""
        ...


AfterTurn = Callable[[str, str, Mapping[str, Any], Mapping[str, Any]], Awaitable[None]]
"""Looks at a turn that has been kept: conversation, what the seller wrote, the turn before, the turn."""


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """The answer to one message of a conversation."""

    conversation: str
    messages: list[dict[str, Any]]
    turn: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The form of the HTTP contract."""
        return {"conversation_id": self.conversation, "messages": self.messages, "turn": self.turn}


class Chat:
    """Runs turns, one after the other within a conversation."""

    def __init__(
        self,
        conversations: Conversations,
        dialogue: DialogueClient,
        tongue_of: TongueOf,
        wording_of: Callable[[str], Wording],
        *,
        after_turn: AfterTurn | None = None,
        desk: Desk | None = None,
    ) -> None:
        """`desk` decides whether a person answers; without one the assistant always does."""
        self.conversations, self._dialogue, self._after_turn, self._desk = conversations, dialogue, after_turn, desk
        self._tongue_of, self._wording_of = tongue_of, wording_of
        self._line = Line(_MOST_WAITING)

    async def say(self, conversation: str, text: str, today: str | None, language: str = "auto", *, filled: str = "") -> ChatTurn:
        """The turn that answers `text`, or a form that was `filled` (knowledge.understanding.filled) and that the text tells in words.

        Raises TooManyWaiting, UnknownConversation and, when the message could not be kept, ConversationsUnavailable.
        The message has its place in line before this first waits, and keeps it when the caller hangs up: the answer is then among the conversation's events.
        """
        turn = self._line.join(conversation, lambda: self._turn(conversation, text, today, language, filled))
        try:
            return await asyncio.shield(turn)
        except asyncio.CancelledError:
            turn.add_done_callback(_tell_failure)
            raise

    async def after_turns(self, conversation: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Does `work` when the turns of the conversation that came before have ended, and before any later one. Raises TooManyWaiting and what it raises."""
        await asyncio.shield(self._line.join(conversation, work))

    async def _turn(self, conversation: str, text: str, today: str | None, language: str, filled: str) -> ChatTurn:
        began = time.monotonic()
        turns = await self.conversations.apart(self.conversations.hear, conversation, text)
        last = await self._last_turn(conversation)
        so_far, rule, awaited = (str(last.get(key) or "") for key in ("language", "rule", "asks_for"))
        tongue = await asyncio.to_thread(self._tongue_of, text, language, so_far, rule=rule, awaited=awaited)
        ruling = await self._desk.rule(conversation, text, tongue) if self._desk else Ruling()
        if ruling.silences:
            return await self._left_to_person(conversation, ruling, last, tongue)
        try:
            found = await self._dialogue.send(conversation, filled or text, today, tongue)
        except DialogueFailed as failure:
            return await self._failed(conversation, failure, last, tongue)
        turn = _turn_of([item["turn"] for item in found])
        messages = [self._message(conversation, item, is_last=item is found[-1]) for item in found]
        taken = round((time.monotonic() - began) * 1000)
        if self._desk and turn["decision"] == "handoff":
            messages = await self._desk.called(conversation, messages, turn, ruling)
        messages = [*ruling.messages, *messages]
        grounds: list[tuple[Kind, Mapping[str, Any]]] = [("grounds", item["grounds"]) for item in found[:1] if "grounds" in item]
        events = await self._keep(conversation, *(("message", message) for message in messages), *grounds, ("turn", {**turn, "milliseconds": taken}))
        TURNS.labels(turn["decision"]).inc()
        if self._desk and ruling.case:
            await self._desk.refresh(ruling.case)
        if self._after_turn and events:
            await self._after_turn(conversation, text, last, turn)
        if turns >= _TURNS_A_SESSION and not turn["asks_for"]:
            await self._new_session(conversation)
        return ChatTurn(conversation, _numbered(messages, events), turn)

    async def _left_to_person(self, conversation: str, ruling: Ruling, last: Mapping[str, Any], tongue: str) -> ChatTurn:
        """A turn in which the assistant says nothing of its own; a form that was open stays open for when it is back."""
        turn = {"decision": "handoff", **_waited_for(last), "articles": [], "language": tongue}
        messages = [dict(message) for message in ruling.messages]
        events = await self._keep(conversation, *(("message", message) for message in messages), ("turn", turn))
        TURNS.labels(turn["decision"]).inc()
        return ChatTurn(conversation, _numbered(messages, events), turn)

    def _message(self, conversation: str, item: Mapping[str, Any], *, is_last: bool) -> dict[str, Any]:
        """A message as the seller's side gets it, with the language of its words; a computed one with the id of its receipt, one that asks marked as such."""
        answer = dict(item["answer"])
        if receipt := answer.get("receipt"):
            case = Case.of_conversation(conversation, receipt["rule"], item["case"]["number"], item["case"]["changes"])
            answer["receipt_id"] = identify(receipt, case)
        # A question in German is understood and answered in English: the words are not in the turn's language.
        language = self._wording_of(item["turn"]["language"]).language
        picked = {"input": item["input"]} if item.get("input") else {}
        asking = {"asks": True} if picked or _asks(item, is_last=is_last) else {}
        return {"text": answer["text"], "buttons": answer["follow_ups"], "answer": answer, "language": language} | picked | asking

    async def _new_session(self, conversation: str) -> None:
        try:
            await self._dialogue.start_session(conversation)
            await self.conversations.apart(self.conversations.begin_session, conversation)
        except (DialogueFailed, ConversationsUnavailable) as failure:  # the old session goes on; it is only slower
            _LOG.warning("no new session", detail=str(failure))

    async def _failed(self, conversation: str, failure: DialogueFailed, last: Mapping[str, Any], tongue: str) -> ChatTurn:
        _LOG.error("a chat turn failed", reason=failure.reason, detail=str(failure))
        DIALOGUE_FAILURES.labels(failure.reason).inc()
        wording = self._wording_of(tongue)
        text = wording.notice(_NOTICES[failure.reason])
        message: dict[str, Any] = {"text": text, "buttons": [], "language": wording.language}
        turn = {"decision": "no_answer", **_waited_for(last), "articles": [], "language": tongue}
        events = await self._keep(conversation, ("message", message), ("error", {"detail": text, "reason": failure.reason}), ("turn", turn))
        return ChatTurn(conversation, _numbered([message], events), turn)

    async def _last_turn(self, conversation: str) -> Mapping[str, Any]:
        """What the turn before decided; empty when there is none that can be read."""
        try:
            return await self.conversations.apart(self.conversations.last, conversation, "turn") or {}
        except ConversationsUnavailable:
            return {}

    async def _keep(self, conversation: str, *happened: tuple[Kind, Mapping[str, Any]]) -> list[Event]:
        """The events of what happened. None when the database stays locked: the seller gets the answer all the same, by this reply alone."""
        add = partial(self.conversations.apart, self.conversations.add, conversation, *happened)
        for pause in _PAUSES:
            with suppress(ConversationsUnavailable):
                return await add()
            await asyncio.sleep(pause)
        try:
            return await add()
        except ConversationsUnavailable as error:
            _LOG.error("an answer could not be kept", detail=str(error))
            return []

    async def close(self) -> None:
        """Waits for the turns that have begun."""
        await self._line.close(_CLOSE_SECONDS)


def _numbered(messages: list[dict[str, Any]], events: list[Event]) -> list[dict[str, Any]]:
    """Messages with the ids under which they are kept, if they are."""
    ids = [str(event.number) for event in events if event.kind == "message"]
    return [{"id": identity, **message} for identity, message in zip(ids, messages, strict=True)] if ids else messages


def _turn_of(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """One turn of several messages: what was decided first, and what is waited for in the end."""
    rule = next((part["rule"] for part in reversed(parts) if part["rule"]), None)
    first = parts[0]
    return {"decision": first["decision"], "rule": rule, "asks_for": parts[-1]["asks_for"], "articles": first["articles"], "language": first["language"]}


def _asks(item: Mapping[str, Any], *, is_last: bool) -> bool:
    """Whether a message asks something back: for an input, for a yes or no, or what is meant. An article's follow-ups ask nothing."""
    answer, turn = item["answer"], item["turn"]
    if is_last and turn["asks_for"]:
        return True
    return turn["decision"] in ("rule", "clarify") and bool(answer["follow_ups"]) and not answer.get("receipt")


def _waited_for(last: Mapping[str, Any]) -> dict[str, Any]:
    """The form that is still open, as far as we know: the engine, which knows, has said nothing."""
    return {"rule": last["rule"], "asks_for": last["asks_for"]} if last.get("asks_for") else {"rule": None, "asks_for": None}


def _tell_failure(turn: asyncio.Task[ChatTurn]) -> None:
    """Logs what went wrong in a turn for which nobody listens any more."""
    if not turn.cancelled() and (error := turn.exception()):
        _LOG.error("a chat turn failed after its caller had gone", exc_info=error)

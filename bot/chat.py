"""A chat turn from the seller's words to the messages that answer it, whatever channel they came by.

Loses nothing: what was written is kept before it is answered, and every failure becomes an honest message.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import structlog

from bot.conversations import Conversations
from bot.dialogue.client import DialogueClient, DialogueFailed
from bot.metrics import DIALOGUE_FAILURES, TURNS
from knowledge.wording import Wording

_LOG = structlog.get_logger("chat")
_TURNS_A_SESSION = 20  # a longer session costs the dialogue engine ever more per turn (docs/measurements.md)
_MOST_WAITING = 8
_NOTICES = {"down": "dialogue_down", "slow": "dialogue_slow", "silent": "failure"}


class TooManyWaiting(Exception):
    """The conversation has more unanswered messages than are kept waiting."""


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

    def __init__(self, conversations: Conversations, dialogue: DialogueClient, wording: Wording) -> None:
        self.conversations, self._dialogue, self._wording = conversations, dialogue, wording
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = defaultdict(int)

    async def say(self, conversation: str, text: str, today: str | None) -> ChatTurn:
        """The turn that answers `text`. Raises TooManyWaiting."""
        if self._waiting[conversation] >= _MOST_WAITING:
            raise TooManyWaiting(conversation)
        self._waiting[conversation] += 1
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        try:
            async with lock:
                # A turn goes on when its caller hangs up: the answer then waits in the conversation's events.
                return await asyncio.shield(self._turn(conversation, text, today))
        finally:
            self._waiting[conversation] -= 1
            if not self._waiting[conversation]:
                del self._waiting[conversation]
                self._locks.pop(conversation, None)

    async def _turn(self, conversation: str, text: str, today: str | None) -> ChatTurn:
        self.conversations.add(conversation, "seller", {"text": text})
        try:
            turns = self.conversations.count_turn(conversation)
            found = await self._dialogue.send(conversation, text, today)
        except DialogueFailed as failure:
            return self._failed(conversation, failure)
        messages = [self._message(conversation, item) for item in found]
        turn = _turn_of([item["turn"] for item in found])
        self.conversations.add(conversation, "turn", turn)
        TURNS.labels(turn["decision"]).inc()
        if turns % _TURNS_A_SESSION == 0 and not turn["asks_for"]:
            await self._new_session(conversation)
        return ChatTurn(conversation, messages, turn)

    async def _new_session(self, conversation: str) -> None:
        try:
            await self._dialogue.start_session(conversation)
        except DialogueFailed as failure:  # the old session goes on; it is only slower
            _LOG.warning("no new session", reason=failure.reason, detail=str(failure))

    def _message(self, conversation: str, item: dict[str, Any]) -> dict[str, Any]:
        answer = item["answer"]
        content = {"text": answer["text"], "buttons": answer["follow_ups"], "answer": answer}
        event = self.conversations.add(conversation, "message", content)
        return {"id": str(event.number), **content}

    def _failed(self, conversation: str, failure: DialogueFailed) -> ChatTurn:
        _LOG.error("a chat turn failed", reason=failure.reason, detail=str(failure))
        DIALOGUE_FAILURES.labels(failure.reason).inc()
        text = self._wording.notice(_NOTICES[failure.reason])
        event = self.conversations.add(conversation, "message", {"text": text, "buttons": []})
        self.conversations.add(conversation, "error", {"detail": text, "reason": failure.reason})
        turn: dict[str, Any] = {"decision": "no_answer", "rule": None, "asks_for": None, "articles": []}
        self.conversations.add(conversation, "turn", turn)
        return ChatTurn(conversation, [{"id": str(event.number), "text": text, "buttons": []}], turn)


def _turn_of(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """One turn of several messages: what was decided first, and what is waited for in the end."""
    rule = next((part["rule"] for part in reversed(parts) if part["rule"]), None)
    return {"decision": parts[0]["decision"], "rule": rule, "asks_for": parts[-1]["asks_for"], "articles": parts[0]["articles"]}

"""Decides which questions are kept for the learning loop, and redacts them: unanswered, asked back in vain, voted down.

Never keeps a question as it was written, nor one on which the dialogue engine failed: that tells nothing about the knowledge.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog

from bot.clock import Now
from bot.conversations import Conversations, ConversationsUnavailable, UnknownConversation
from bot.gaps.redaction import Redaction
from bot.gaps.store import Asked, Complaint, Question, Reason, Store
from knowledge.calendars import PARIS
from knowledge.checks.questions import plain
from knowledge.clock import Clock
from knowledge.languages import Languages

_LOG = structlog.get_logger("gaps")
_NEAREST = 3


class Keeper:
    """Keeps questions of the conversations of one installation."""

    def __init__(self, conversations: Conversations, languages: Languages, redaction: Redaction, now: Now) -> None:
        self._conversations, self._store = conversations, Store(conversations)
        self._languages, self._redaction, self._now = languages, redaction, now

    async def after_turn(self, conversation: str, text: str, before: Mapping[str, Any], turn: Mapping[str, Any]) -> None:
        """Looks at a turn that has ended, and at the one `before` it. A question that cannot be kept is lost, and the log says so."""
        reason: Reason
        if before.get("decision") == "clarify" and self._declines(text, turn["language"]):
            back, reason, decided = 1, "asked back", before
        elif turn["decision"] == "no_answer":
            back, reason, decided = 0, "unanswered", turn
        else:
            return
        try:
            asked = await self._conversations.apart(self._store.last_asked, conversation, back)
            if asked:
                question = await asyncio.to_thread(self._question, asked.text, decided["decision"], decided["language"], reason)
                await self._conversations.apart(self._store.keep, conversation, asked, question)
        except ConversationsUnavailable as error:
            _LOG.warning("a question was not kept", detail=str(error))
        except UnknownConversation:
            return  # its seller has deleted it meanwhile

    async def vote(self, conversation: str, message: str, *, helpful: bool, complaint: Complaint | None) -> None:
        """Takes a vote on a message. Raises UnknownConversation, UnknownMessage and ConversationsUnavailable."""
        await self._conversations.apart(self._conversations.require, conversation)
        asked: Asked = await self._conversations.apart(self._store.asked_for, conversation, message)
        wrong = "" if helpful else complaint or ""
        question = await asyncio.to_thread(self._question, asked.text, asked.decision, asked.language, "down-voted", wrong)
        await self._conversations.apart(lambda: self._store.vote(conversation, message, asked, question, helpful=helpful))

    async def votes(self, conversation: str) -> Mapping[str, Mapping[str, Any]]:
        """The votes that stand in a conversation, by message: `helpful`, and the `reason` where one was given. Raises ConversationsUnavailable."""
        return await self._conversations.apart(self._store.votes, conversation)

    def _question(self, text: str, decision: str, language: str, reason: Reason, complaint: str = "") -> Question:
        now = self._now().astimezone(PARIS)
        found = self._languages.assistant(language).ask(text, Clock.of(None, now)).articles[:_NEAREST]
        nearest = tuple((candidate.article, round(candidate.score, 4)) for candidate in found)
        return Question(self._redaction.redacted(text), language, decision, nearest, reason, complaint, now.date())

    def _declines(self, text: str, language: str) -> bool:
        """Whether a message says that none of what was offered is meant: by the button, or in the words taught for that."""
        base = self._languages.assistant(language).base
        words = (base.wording.phrases.buttons["none_of_these"], *base.phrasings.talk.get("deny", ()))
        return plain(text) in {plain(word) for word in words}

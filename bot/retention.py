"""How long conversations are kept: those silent for too long are deleted at the start and once a day, one at once when its seller asks.

Deletes what was said in a conversation and what the dialogue engine remembers of it, or tells that it could not. Receipts
and calendar addresses need no deleting: they hold what they show in themselves, and nothing on the server.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from bot.clock import Now
from bot.conversations import Conversations, ConversationsUnavailable
from bot.dialogue.memory import DialogueMemory, DialogueMemoryUnavailable

_LOG = structlog.get_logger("retention")
_DAY, _SOON = 24 * 3600.0, 600.0  # seconds between two rounds, and after one that failed
_AT_ONCE = 100  # conversations in one transaction: whoever writes waits no longer than that takes


class Retention:
    """Deletes from both databases, in threads: nothing else waits for it."""

    def __init__(self, conversations: Conversations, memory: DialogueMemory, days: int, now: Now) -> None:
        """`days` without a message make a conversation too old."""
        self._conversations, self._memory, self._kept, self._now = conversations, memory, timedelta(days=days), now

    async def forget(self, conversation: str) -> None:
        """Deletes one conversation; its turn in line must have come. Raises UnknownConversation, ConversationsUnavailable and DialogueMemoryUnavailable."""
        await self._conversations.apart(self._conversations.require, conversation)
        # In this order the seller can ask again after a failure: the id still opens the conversation.
        await asyncio.to_thread(self._memory.forget, [conversation])
        await self._conversations.apart(self._conversations.forget, conversation)

    async def forget_old(self) -> int:
        """Deletes every conversation that is too old; how many. Raises ConversationsUnavailable and DialogueMemoryUnavailable."""
        since, count = self._now() - self._kept, 0
        while found := await self._conversations.apart(self._conversations.forget_silent, since, _AT_ONCE):
            count += found
        # Also what an earlier round left behind, and a turn that ended after its conversation had gone. The engine's list is
        # read first: a conversation that begins meanwhile is not in it.
        remembered = await asyncio.to_thread(self._memory.conversations)
        gone = await self._conversations.apart(self._conversations.unknown, remembered)
        await asyncio.to_thread(self._memory.forget, gone)
        return count

    async def keep(self) -> None:
        """Deletes now and once a day, until it is cancelled; tries again sooner after a failure."""
        while True:
            pause = _DAY
            try:
                count = await self.forget_old()
            except (ConversationsUnavailable, DialogueMemoryUnavailable) as error:
                _LOG.warning("old conversations could not be deleted; it is tried again", detail=str(error), pause_seconds=_SOON)
                pause = _SOON
            else:
                _LOG.info("old conversations deleted", count=count)
            await asyncio.sleep(pause)

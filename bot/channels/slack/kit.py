"""What everything in the Slack bot stands on, put together once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.channels.gateway import Gateway
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.errands import Errands
from bot.channels.slack.people import People
from bot.channels.slack.web import Web
from bot.channels.slack.words import Tongues
from bot.channels.surface import Parts
from bot.conversations import Event

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Kit:
    """The parts of the installation, and those of the bot. `web` and `channel` have patience with Slack, for what somebody has set off."""

    parts: Parts
    web: Web
    tongues: Tongues
    people: People
    channel: SlackChannel
    gateway: Gateway
    errands: Errands

    async def apart(self, work: Any, *given: object) -> Any:
        """Runs what waits for the database. Raises ConversationsUnavailable."""
        return await self.parts.chat.conversations.apart(work, *given)

    async def in_thread(self, work: Callable[..., R], *given: object) -> R:
        """Runs what takes the processor for long in a thread."""
        return await asyncio.to_thread(work, *given)

    async def message(self, conversation: str, identity: str) -> Event | None:
        """A message of a conversation by its id; None for one that it has not."""
        if not (identity.isascii() and identity.isdigit() and len(identity) < 19):
            return None
        found: list[Event] = await self.apart(self.parts.chat.conversations.events, conversation, int(identity) - 1, ("message",))
        return found[0] if found and found[0].number == int(identity) else None

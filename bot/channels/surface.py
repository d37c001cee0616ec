"""What the application needs of a platform's bot, and what it gives it.

A platform that is not configured has no surface: nothing of it is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fastapi import APIRouter

from bot.accounts.reception import Reception
from bot.channels.deliveries import Deliveries
from bot.channels.gateway import Gateway
from bot.channels.passes import Passes
from bot.channels.seat import Channel
from bot.channels.seats import Seats
from bot.chat import Chat
from bot.clock import Now
from bot.computation import Computing
from bot.gaps.keeper import Keeper
from bot.handover.handing import Handing
from bot.lookup import Lookup
from bot.reminders.reminders import Reminders
from bot.retention import Retention
from bot.sentences import Sentences
from bot.settings import Settings


class Parts:
    """The parts of an installation on which every surface stands."""

    def __init__(
        self,
        settings: Settings,
        lookup: Lookup,
        chat: Chat,
        *,
        computing: Computing,
        keeper: Keeper,
        retention: Retention,
        handing: Handing,
        reception: Reception,
        sentences: Sentences,
    ) -> None:
        self.settings, self.lookup, self.chat, self.computing = settings, lookup, chat, computing
        self.keeper, self.retention, self.handing, self.sentences = keeper, retention, handing, sentences
        self.accounts, self.audit = reception.accounts, reception.audit
        self.now: Now = lookup.now
        self.seats, self.passes = Seats(chat.conversations), Passes(chat.conversations, lookup.now)
        self.deliveries, self.reminders = Deliveries(chat.conversations.database, lookup.now), Reminders(chat.conversations.database)

    def gateway(self, channel: Channel) -> Gateway:
        """The way of a channel to the conversations."""
        return Gateway(channel, self.chat, self.lookup, seats=self.seats, deliveries=self.deliveries, passes=self.passes, sentences=self.sentences)


class Surface(Protocol):
    """A platform's bot within the application."""

    @property
    def routers(self) -> Sequence[APIRouter]:
        """The addresses at which the platform reaches it."""
        ...

    async def start(self) -> None:
        """Connects, and sets off what runs beside the requests."""
        ...

    async def stop(self) -> None:
        """Ends that, when what is being answered has been."""
        ...

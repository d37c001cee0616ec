"""Sees to it that reminders of a channel come in time: leaves them to the platform as far as that keeps messages, and sends the others itself.

Refuses to send one twice: it is claimed before it is sent. One that was in hand as the program ended is told at the next start, late rather than never.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.channels.seat import Gone, Later
from bot.clock import Now
from bot.reminders.reminder import Draft, Reminder, Reminding, State
from bot.reminders.reminders import Reminders
from bot.store.errors import DatabaseUnavailable

_LOG = structlog.get_logger("reminders")
_LOOK_SECONDS = 20.0
_MOST_TRIES = 5
_KEPT = timedelta(days=1)


class ReminderKeeper:
    """The keeper of one channel's reminders."""

    def __init__(self, channel: str, reminding: Reminding, reminders: Reminders, now: Now) -> None:
        self._channel, self._reminding, self._reminders, self._now = channel, reminding, reminders, now

    async def plan(self, draft: Draft) -> Reminder:
        """Keeps a reminder and takes back those of the same matter whose deadline has changed since. Raises TooManyReminders and DatabaseUnavailable."""
        for old in await self._reminders.apart(self._reminders.outdated, draft.channel, draft.owner, draft.matter, draft.due):
            await self.cancel(old)
        made: Reminder = await self._reminders.apart(self._reminders.plan, draft)
        with suppress(DatabaseUnavailable):  # the next look finds it
            await self.look()
        return made

    async def cancel(self, reminder: Reminder) -> bool:
        """Takes a reminder back; False where the platform has sent it already. Raises DatabaseUnavailable, Gone and Later."""
        if reminder.ticket and not await self._reminding.withdraw(reminder):
            await self._reminders.apart(self._reminders.note, reminder, State.SENT)
            return False
        if not await self._reminders.apart(self._reminders.claim, reminder, State.CANCELLED):
            return False
        await self._reminders.apart(self._reminders.note, reminder, State.CANCELLED)
        return True

    async def run(self) -> None:
        """Looks again and again, until it is cancelled."""
        is_released = False
        while True:
            try:
                if not is_released:
                    await self._reminders.apart(self._reminders.release, self._channel)
                    is_released = True
                await self.look()
                await self._reminders.apart(self._reminders.forget_old, self._channel, self._now() - _KEPT)
            except DatabaseUnavailable as error:
                _LOG.warning("reminders cannot be looked at now", detail=str(error))
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Sends what is due, and leaves to the platform what it will keep. Raises DatabaseUnavailable."""
        now = self._now()
        horizon = self._reminding.horizon
        for reminder in await self._reminders.apart(self._reminders.due, self._channel, now + (horizon or timedelta(0))):
            is_due = reminder.draft.at <= now
            if await self._reminders.apart(self._reminders.claim, reminder, State.CLAIMED):
                await self._see_to(reminder, is_due=is_due)

    async def _see_to(self, reminder: Reminder, *, is_due: bool) -> None:
        try:
            if is_due:
                await self._reminding.remind(reminder)
                await self._reminders.apart(self._reminders.note, reminder, State.SENT)
            else:
                ticket = await self._reminding.hand(reminder)
                await self._reminders.apart(lambda: self._reminders.note(reminder, State.HANDED, ticket=ticket))
        except Gone:
            await self._reminders.apart(self._reminders.note, reminder, State.FAILED)
        except Exception as error:  # noqa: BLE001 - whatever a platform does, the other reminders are seen to
            if not isinstance(error, Later):
                _LOG.error("a reminder could not be seen to", channel=self._channel, exc_info=error)
            tries = reminder.tries + 1
            state = State.PLANNED if tries < _MOST_TRIES or not is_due else State.FAILED
            await self._reminders.apart(lambda: self._reminders.note(reminder, state, tries=tries))

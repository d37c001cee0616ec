"""Brings what happens in conversations to the seats of one channel: each event in its order, and again after a failure.

Refuses to let one place that cannot be written to hold up another.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from functools import partial

import structlog

from bot.channels.seat import Channel, Gone, Later, Seat
from bot.channels.seats import Seats
from bot.conversations import TOLD, Conversations, ConversationsUnavailable, Event
from bot.news import EVERYTHING

_LOG = structlog.get_logger("courier")
_LOOK_SECONDS = 3.0  # news that another process keeps in the database wake nobody here
_AGAIN_SECONDS = 5.0  # after a failure for which the platform has named no time
_MOST_TRIES = 5


class Courier:
    """The courier of a channel."""

    def __init__(self, channel: Channel, seats: Seats, conversations: Conversations) -> None:
        self._channel, self._seats, self._conversations = channel, seats, conversations
        self._locks: dict[int, asyncio.Lock] = {}
        self._paused: dict[int, float] = {}
        self._failures: Counter[tuple[int, int]] = Counter()
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Brings all there is, until it is cancelled."""
        try:
            with self._conversations.news.following(EVERYTHING) as follower:
                while True:
                    for seat in await self._behind():
                        if seat.number not in self._tasks:
                            task = asyncio.create_task(self.bring(seat.key))
                            self._tasks[seat.number] = task
                            task.add_done_callback(partial(self._done, seat.number))
                    await follower.wait(_LOOK_SECONDS)
        finally:
            for task in tuple(self._tasks.values()):
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _done(self, seat: int, task: asyncio.Task[None]) -> None:
        self._tasks.pop(seat, None)
        if not task.cancelled() and (error := task.exception()):
            _LOG.error("a courier has stumbled", channel=self._channel.name, exc_info=error)

    async def bring(self, key: str) -> None:
        """Brings what has happened to one place; nothing while the platform has asked to wait."""
        try:
            seat = await self._conversations.apart(self._seats.of, self._channel.name, key)
            if seat is None:
                return
            lock = self._locks.setdefault(seat.number, asyncio.Lock())
            async with lock:
                await self._bring(key)
            if not lock.locked():
                self._locks.pop(seat.number, None)
        except ConversationsUnavailable as error:
            _LOG.warning("what has happened cannot be read now; it is looked at again", channel=self._channel.name, detail=str(error))

    async def _bring(self, key: str) -> None:
        seat = await self._conversations.apart(self._seats.of, self._channel.name, key)  # others may have brought something meanwhile
        if seat and self._paused.get(seat.number, 0.0) > time.monotonic():
            return
        while seat and (events := await self._conversations.apart(self._conversations.events, seat.conversation, seat.told, TOLD)):
            for event in events:
                if (brought := await self._one(seat, event)) is None:
                    return
                seat = brought

    async def _one(self, seat: Seat, event: Event) -> Seat | None:
        """The seat after one event; None where it has to wait, is gone or has been left."""
        memo = None
        try:
            memo = await self._channel.deliver(seat, event)
        except Later as later:
            self._paused[seat.number] = time.monotonic() + later.seconds
            return None
        except Gone:
            _LOG.info("a place can no longer be written to", channel=self._channel.name)
            await self._conversations.apart(self._seats.leave, seat)
            return None
        except Exception as error:  # noqa: BLE001 - whatever a platform does, the others go on
            self._failures[seat.number, event.number] += 1
            tries = self._failures[seat.number, event.number]
            _LOG.error("an event could not be delivered", channel=self._channel.name, tries=tries, exc_info=error)
            if tries < _MOST_TRIES:
                self._paused[seat.number] = time.monotonic() + _AGAIN_SECONDS * tries
                return None
        self._failures.pop((seat.number, event.number), None)
        self._paused.pop(seat.number, None)
        return await self._conversations.apart(self._seats.note, seat, event.number, seat.memo if memo is None else memo)

    async def _behind(self) -> list[Seat]:
        try:
            return await self._conversations.apart(self._seats.behind, self._channel.name)
        except ConversationsUnavailable:
            return []

"""What a platform has delivered to us, so that what it delivers twice is answered once.

Remembers for a day, longer than any platform tries again. Refuses nothing while the database is locked: then this process's memory must do.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta

import sqlalchemy as sa

from bot.channels.tables import DELIVERIES
from bot.clock import Now
from bot.store import moment
from bot.store.database import Database
from bot.store.errors import DatabaseUnavailable

_KEPT = timedelta(days=1)
_MOST_IN_MIND = 10_000


class Deliveries:
    """The deliveries of all channels."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now
        self._in_mind: OrderedDict[tuple[str, str], None] = OrderedDict()

    def comes_again(self, channel: str, delivery: str) -> bool:
        """Whether this process has seen it; a first time counts from now on. Answers at once, without the database."""
        known = (channel, delivery) in self._in_mind
        self._in_mind[channel, delivery] = None
        self._in_mind.move_to_end((channel, delivery))
        if len(self._in_mind) > _MOST_IN_MIND:
            self._in_mind.popitem(last=False)
        return known

    async def is_first(self, channel: str, delivery: str) -> bool:
        """Whether no process has seen it before; it counts as seen from now on."""
        try:
            return await self._database.apart(self._first, channel, delivery[:255])
        except DatabaseUnavailable:
            return True

    def _first(self, channel: str, delivery: str) -> bool:
        now = self._now()
        try:
            with self._database.transaction() as connection:
                connection.execute(DELIVERIES.delete().where(DELIVERIES.c.at < moment.written(now - _KEPT)))
                connection.execute(DELIVERIES.insert().values(channel=channel, id=delivery, at=moment.written(now)))
        except sa.exc.IntegrityError:
            return False
        return True

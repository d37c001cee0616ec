"""The reminders of an installation, in its database.

Every method waits for the database: call them apart. They raise DatabaseUnavailable.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.reminders.reminder import TO_COME, Draft, Reminder, State
from bot.reminders.tables import REMINDERS
from bot.store import moment
from bot.store.database import Database
from bot.tables import MOST_NUMBER

_MOST_EACH = 100  # to come, of one owner


class TooManyReminders(Exception):
    """One owner has as many reminders to come as are kept."""


class Reminders:
    """All reminders."""

    def __init__(self, database: Database) -> None:
        self.apart, self._transaction = database.apart, database.transaction

    def plan(self, draft: Draft) -> Reminder:
        """Keeps a reminder; the one that there is where the same is planned twice. Raises TooManyReminders."""
        same = sa.and_(REMINDERS.c.matter == draft.matter, REMINDERS.c.due == draft.due, REMINDERS.c.at == moment.written(draft.at))
        with self._transaction() as connection:
            connection.execute(REMINDERS.update().where(sa.false()).values(tries=0))  # in SQLite the first write takes the lock
            mine = connection.execute(_to_come(draft.channel, draft.owner).where(same)).first()
            if mine is not None:
                return _read(mine)
            if len(connection.execute(_to_come(draft.channel, draft.owner)).all()) >= _MOST_EACH:
                raise TooManyReminders
            values = {name: getattr(draft, name) for name in ("channel", "owner", "matter", "due", "text", "language")}
            held = {"place": json.dumps(dict(draft.place), ensure_ascii=False), "at": moment.written(draft.at)}
            done = connection.execute(REMINDERS.insert().values(**values, **held, state=State.PLANNED, ticket="", tries=0))
        return Reminder(int((done.inserted_primary_key or (0,))[0]), draft, State.PLANNED)

    def of(self, channel: str, owner: str) -> list[Reminder]:
        """An owner's reminders to come, the soonest first."""
        with self._transaction() as connection:
            return [_read(row) for row in connection.execute(_to_come(channel, owner))]

    def outdated(self, channel: str, owner: str, matter: str, due: str) -> list[Reminder]:
        """The owner's reminders to come of a matter whose deadline is now `due`, and was another one."""
        return [found for found in self.of(channel, owner) if found.draft.matter == matter and found.draft.due != due]

    def due(self, channel: str, by: datetime) -> list[Reminder]:
        """The planned reminders of a channel whose moment comes no later than that one."""
        this = sa.and_(REMINDERS.c.channel == channel, REMINDERS.c.state == State.PLANNED, REMINDERS.c.at <= moment.written(by))
        with self._transaction() as connection:
            return [_read(row) for row in connection.execute(sa.select(REMINDERS).where(this).order_by(REMINDERS.c.at))]

    def claim(self, reminder: Reminder, state: State) -> bool:
        """Puts a reminder into a state before anything is done about it, so that no other process does the same; whether that was ours to do."""
        this = sa.and_(REMINDERS.c.number == reminder.number, REMINDERS.c.state == reminder.state)
        with self._transaction() as connection:
            return bool(connection.execute(REMINDERS.update().where(this).values(state=state)).rowcount)

    def release(self, channel: str) -> None:
        """Plans anew what was in hand when the program ended: told late, and perhaps twice, is better than not at all."""
        this = sa.and_(REMINDERS.c.channel == channel, REMINDERS.c.state == State.CLAIMED)
        with self._transaction() as connection:
            connection.execute(REMINDERS.update().where(this).values(state=State.PLANNED))

    def note(self, reminder: Reminder, state: State, *, ticket: str = "", tries: int = 0) -> None:
        """Keeps what has become of a reminder; one that has been said or cancelled is forgotten."""
        this = REMINDERS.c.number == reminder.number
        with self._transaction() as connection:
            if state in (State.SENT, State.CANCELLED):
                connection.execute(REMINDERS.delete().where(this))
            else:
                connection.execute(REMINDERS.update().where(this).values(state=state, ticket=ticket, tries=tries))

    def find(self, channel: str, owner: str, number: int) -> Reminder | None:
        """One of an owner's reminders to come; None where it is not, or is another's."""
        if not 0 < number <= MOST_NUMBER:
            return None
        with self._transaction() as connection:
            row = connection.execute(_to_come(channel, owner).where(REMINDERS.c.number == number)).first()
        return _read(row) if row else None

    def forget_old(self, channel: str, before: datetime) -> None:
        """Forgets the reminders of a channel whose moment has passed: those that the platform has sent, and those that failed."""
        ended: Iterable[State] = (State.HANDED, State.FAILED, State.SENT)
        with self._transaction() as connection:
            this = sa.and_(REMINDERS.c.channel == channel, REMINDERS.c.state.in_(ended), REMINDERS.c.at < moment.written(before))
            connection.execute(REMINDERS.delete().where(this))


def _to_come(channel: str, owner: str) -> sa.Select[Any]:
    mine = sa.and_(REMINDERS.c.channel == channel, REMINDERS.c.owner == owner, REMINDERS.c.state.in_(TO_COME))
    return sa.select(REMINDERS).where(mine).order_by(REMINDERS.c.at, REMINDERS.c.number)


def _read(row: Any) -> Reminder:
    draft = Draft(row.channel, row.owner, json.loads(row.place), row.matter, row.due, row.text, row.language, moment.read(row.at))
    return Reminder(row.number, draft, State(row.state), row.ticket, row.tries)

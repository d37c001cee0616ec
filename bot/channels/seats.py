"""The seats of an installation, in the conversations' database.

Every method waits for the database: call them apart. They raise ConversationsUnavailable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.channels.seat import Seat
from bot.channels.tables import SEATS
from bot.conversations import TOLD, Conversations, hold
from bot.tables import EVENTS


class Seats:
    """Who sits where."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations, self._transaction = conversations, conversations.transaction

    def sit(self, channel: str, key: str, place: Mapping[str, Any]) -> Seat:
        """The seat in a place, with a new conversation where there was none; `place` is kept anew each time."""
        if found := self._placed(channel, key, place):
            return found
        self.move(channel, key, place, self._conversations.start())
        if found := self.of(channel, key):
            return found
        raise LookupError(f"the seat {key} was left as it was taken")

    def of(self, channel: str, key: str) -> Seat | None:
        """The seat in a place, if somebody has sat there."""
        with self._transaction() as connection:
            row = connection.execute(sa.select(SEATS).where(SEATS.c.channel == channel, SEATS.c.key == key)).first()
        return _read(row) if row else None

    def move(self, channel: str, key: str, place: Mapping[str, Any], conversation: str) -> None:
        """Puts a conversation into a place; what has been said in it is not delivered there once more. Raises UnknownConversation.

        It leaves every other place, of whatever channel: those who read there would go on hearing what is said here.
        """
        with self._transaction() as connection:
            hold(connection, conversation)
            told = connection.execute(sa.select(sa.func.max(EVENTS.c.number)).where(EVENTS.c.conversation == conversation)).scalar() or 0
            connection.execute(SEATS.delete().where(sa.or_(sa.and_(SEATS.c.channel == channel, SEATS.c.key == key), SEATS.c.conversation == conversation)))
            values = {"channel": channel, "key": key, "place": _written(place), "memo": "{}", "conversation": conversation, "told": told}
            connection.execute(SEATS.insert().values(**values))

    def leave(self, seat: Seat) -> None:
        """Frees a place; what is said there next begins a new conversation."""
        with self._transaction() as connection:
            connection.execute(SEATS.delete().where(SEATS.c.number == seat.number))

    def free(self, conversation: str) -> None:
        """Frees every place of a conversation, which goes on where there are no seats: on the web page."""
        with self._transaction() as connection:
            connection.execute(SEATS.delete().where(SEATS.c.conversation == conversation))

    def beginning(self, channel: str, start: str) -> list[Seat]:
        """The seats whose key begins so, the latest first."""
        this = sa.and_(SEATS.c.channel == channel, SEATS.c.key.startswith(start, autoescape=True))
        with self._transaction() as connection:
            return [_read(row) for row in connection.execute(sa.select(SEATS).where(this).order_by(SEATS.c.number.desc()))]

    def behind(self, channel: str) -> list[Seat]:
        """The seats of a channel in whose conversations something has happened that was not delivered."""
        news = sa.exists().where(EVENTS.c.conversation == SEATS.c.conversation, EVENTS.c.number > SEATS.c.told, EVENTS.c.kind.in_(TOLD))
        with self._transaction() as connection:
            return [_read(row) for row in connection.execute(sa.select(SEATS).where(SEATS.c.channel == channel, news))]

    def note(self, seat: Seat, told: int, memo: Mapping[str, Any]) -> Seat | None:
        """The seat after an event was delivered; None where it has been left meanwhile."""
        with self._transaction() as connection:
            done = connection.execute(SEATS.update().where(SEATS.c.number == seat.number).values(told=told, memo=_written(memo)))
        if not done.rowcount:
            return None
        return Seat(seat.number, seat.channel, seat.key, seat.conversation, seat.place, memo, told)

    def _placed(self, channel: str, key: str, place: Mapping[str, Any]) -> Seat | None:
        this = sa.and_(SEATS.c.channel == channel, SEATS.c.key == key)
        with self._transaction() as connection:
            connection.execute(SEATS.update().where(this).values(place=_written(place)))
            row = connection.execute(sa.select(SEATS).where(this)).first()
        return _read(row) if row else None


def _written(held: Mapping[str, Any]) -> str:
    return json.dumps(dict(held), ensure_ascii=False)


def _read(row: Any) -> Seat:
    return Seat(row.number, row.channel, row.key, row.conversation, json.loads(row.place), json.loads(row.memo), row.told)

"""The conversations that exist and what was said in them, in an SQL database.

An id is a secret of 192 random bits: whoever has it may read and continue the conversation; nobody can guess one.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa

from bot.channels.tables import CASE_POSTS, PASSES, SEATS
from bot.handover.tables import CASES, NOTES
from bot.news import News
from bot.store.database import Database
from bot.store.errors import DatabaseUnavailable
from bot.tables import CONVERSATIONS, EVENTS, MOST_NUMBER, ORIGINS, VOTES

Kind = Literal["seller", "message", "grounds", "turn", "error", "state"]
"""What the seller wrote, a message to the seller, why a turn was decided as it was (for agents alone), its end, an error, who answers."""
TOLD: tuple[Kind, ...] = ("message", "turn", "error", "state")
"""What whoever follows a conversation from the seller's side gets."""
ConversationsUnavailable = DatabaseUnavailable
"""What those see of a database out of reach who know only conversations."""
_ID_BYTES = 24
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_AT_ONCE = 500  # ids in one query; databases bound how many


class UnknownConversation(Exception):
    """No conversation has this id."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a conversation."""

    number: int
    kind: Kind
    content: Mapping[str, Any]


class Conversations:
    """All conversations of an installation. Every method but `apart` waits for the database: call them through it. They raise ConversationsUnavailable."""

    def __init__(self, database: Database) -> None:
        self.database, self.news = database, News()
        self.apart, self.transaction = database.apart, database.transaction

    def start(self) -> str:
        """The id of a new conversation."""
        identity = secrets.token_urlsafe(_ID_BYTES)
        with self.transaction() as connection:
            connection.execute(CONVERSATIONS.insert().values(id=identity, started_at=_now(), turns=0))
        return identity

    def require(self, identity: str) -> None:
        """Raises UnknownConversation unless there is one of this id."""
        if not _ID.fullmatch(identity):  # nothing that a database could choke on
            raise UnknownConversation(identity)
        with self.transaction() as connection:
            if connection.execute(sa.select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == identity)).first() is None:
                raise UnknownConversation(identity)

    def hear(self, identity: str, text: str) -> int:
        """Keeps what the seller wrote, and tells how many turns the session has with this one. Raises UnknownConversation."""
        if not _ID.fullmatch(identity):
            raise UnknownConversation(identity)
        with self.transaction() as connection:
            this = CONVERSATIONS.c.id == identity
            if not connection.execute(CONVERSATIONS.update().where(this).values(turns=CONVERSATIONS.c.turns + 1)).rowcount:
                raise UnknownConversation(identity)
            insert_event(connection, identity, "seller", {"text": text})
            turns = int(connection.execute(sa.select(CONVERSATIONS.c.turns).where(this)).scalar_one())
        self.news.tell(identity)
        return turns

    def begin_session(self, identity: str) -> None:
        """Counts the turns from nought again."""
        with self.transaction() as connection:
            connection.execute(CONVERSATIONS.update().where(CONVERSATIONS.c.id == identity).values(turns=0))

    def add(self, identity: str, *happened: tuple[Kind, Mapping[str, Any]]) -> list[Event]:
        """Keeps events, all or none, and wakes whoever follows the conversation. Raises UnknownConversation."""
        with self.transaction() as connection:
            hold(connection, identity)
            events = [Event(insert_event(connection, identity, kind, content), kind, content) for kind, content in happened]
        self.news.tell(identity)
        return events

    def events(self, identity: str, after: int = 0, kinds: tuple[Kind, ...] = TOLD) -> list[Event]:
        """Events of these kinds with a number above `after`, in order."""
        query = _select(identity, kinds).where(EVENTS.c.number > min(after, MOST_NUMBER)).order_by(EVENTS.c.number)
        with self.transaction() as connection:
            return [Event(row.number, row.kind, json.loads(row.content)) for row in connection.execute(query)]

    def last(self, identity: str, kind: Kind) -> Mapping[str, Any] | None:
        """The last event of a kind; None before the first one."""
        with self.transaction() as connection:
            row = connection.execute(_select(identity, (kind,)).order_by(EVENTS.c.number.desc()).limit(1)).first()
        return json.loads(row.content) if row else None

    def forget(self, *identities: str) -> None:
        """Deletes conversations and all that was said in them; whoever follows one is woken."""
        with self.transaction() as connection:
            _delete(connection, identities)
        for identity in identities:
            self.news.tell(identity)
        self.database.shorten()

    def forget_silent(self, since: datetime, most: int) -> int:
        """Deletes conversations in which nothing was said since then, at most so many at once; how many they were.

        Whoever writes at this moment either comes first, and is no longer silent, or finds no conversation any more.
        """
        moment = _iso(since)
        # That others ahead in the queue have been answered is told in events too, and nothing that was said.
        spoken = sa.exists().where(EVENTS.c.conversation == CONVERSATIONS.c.id, EVENTS.c.kind != "state", EVENTS.c.at >= moment)
        silent = sa.select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.started_at < moment, ~spoken)
        with self.transaction() as connection:
            # In SQLite, which locks no rows, a first write takes the lock: nobody writes between the look and the deletion.
            connection.execute(CONVERSATIONS.update().where(sa.false()).values(turns=0))
            some = list(connection.execute(silent.limit(most).with_for_update()).scalars())
            # Where rows are locked, somebody may have spoken while we waited for one: that shows only in a second look.
            found = list(connection.execute(silent.where(CONVERSATIONS.c.id.in_(some))).scalars())
            _delete(connection, found)
        if found:
            self.database.shorten()
        return len(found)

    def unknown(self, identities: Iterable[str]) -> list[str]:
        """Those of the ids that no conversation has."""
        wanted, known = list(identities), set[str]()
        with self.transaction() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                some = CONVERSATIONS.c.id.in_(wanted[start : start + _AT_ONCE])
                known.update(connection.execute(sa.select(CONVERSATIONS.c.id).where(some)).scalars())
        return [identity for identity in wanted if identity not in known]


def _delete(connection: sa.Connection, identities: Iterable[str]) -> None:
    """Deletes conversations with their events, votes, cases, notes and seats, and what leads from them to questions that are kept."""
    gone = list(identities)
    for table in (SEATS, PASSES, CASE_POSTS, NOTES, CASES, VOTES, ORIGINS, EVENTS):
        connection.execute(table.delete().where(table.c.conversation.in_(gone)))
    connection.execute(CONVERSATIONS.delete().where(CONVERSATIONS.c.id.in_(gone)))


def hold(connection: sa.Connection, identity: str) -> None:
    """Lets nobody else write into a conversation before the transaction has ended. Raises UnknownConversation.

    Whoever writes must hold it: a follower could miss a number that is seen later than a higher one.
    """
    if not connection.execute(CONVERSATIONS.update().where(CONVERSATIONS.c.id == identity).values(turns=CONVERSATIONS.c.turns)).rowcount:
        raise UnknownConversation(identity)


def insert_event(connection: sa.Connection, identity: str, kind: Kind, content: Mapping[str, Any]) -> int:
    """Keeps an event of a conversation that is held, and gives its number; whoever follows the conversation is to be told once the transaction has ended."""
    written = json.dumps(content, ensure_ascii=False)
    done = connection.execute(EVENTS.insert().values(conversation=identity, kind=kind, at=_now(), content=written))
    return int((done.inserted_primary_key or (0,))[0])


def _select(identity: str, kinds: tuple[Kind, ...]) -> sa.Select[Any]:
    return sa.select(EVENTS.c.number, EVENTS.c.kind, EVENTS.c.content).where(EVENTS.c.conversation == identity, EVENTS.c.kind.in_(kinds))


def _now() -> str:
    return _iso(datetime.now(UTC))


def _iso(moment: datetime) -> str:
    """All moments in one form, so that they sort as texts."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")

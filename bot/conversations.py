"""The conversations that exist and what was said in them, in an SQL database.

An id is a secret of 192 random bits: whoever has it may read and continue the conversation; nobody can guess one.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

import sqlalchemy as sa

from bot.news import News
from bot.tables import CONVERSATIONS, EVENTS, METADATA, ORIGINS, VOTES
from knowledge.errors import KnowledgeError

Kind = Literal["seller", "message", "turn", "error"]
R = TypeVar("R")
_ID_BYTES = 24
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_THREADS = 8
_AT_ONCE = 500  # ids in one query; databases bound how many
_PATIENCE_SECONDS = 2.0  # with a database that somebody else has locked, and with the calls ahead in line for it


class UnknownConversation(Exception):
    """No conversation has this id."""


class ConversationsUnavailable(KnowledgeError):
    """The database of conversations is locked, full or out of reach."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a conversation: what the seller wrote, a message, the end of a turn, an error."""

    number: int
    kind: Kind
    content: Mapping[str, Any]


class Conversations:
    """All conversations of an installation. Every method but `apart` waits for the database: call them through it. They raise ConversationsUnavailable."""

    def __init__(self, url: str) -> None:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self._engine = sa.create_engine(parsed, hide_parameters=True)
        if parsed.get_backend_name() == "sqlite":
            sa.event.listen(self._engine, "connect", _write_ahead)
        self.news = News()
        self._threads = ThreadPoolExecutor(_THREADS, "conversations")
        with self.transaction() as connection:
            METADATA.create_all(connection)

    async def apart(self, work: Callable[..., R], *given: object) -> R:
        """Runs one of the other methods in a thread of the database's own: while it is locked, only those wait who need it."""
        asked = time.monotonic()

        def run() -> R:
            if time.monotonic() - asked > _PATIENCE_SECONDS:
                raise ConversationsUnavailable("The calls ahead of this one have taken too long.")
            return work(*given)

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """A transaction, for what else is kept in the same database. Raises ConversationsUnavailable."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, sqlite3.OperationalError) as error:
            raise ConversationsUnavailable(f"The database of conversations cannot be used: {getattr(error, 'orig', None) or error}.") from error

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
            _insert(connection, identity, "seller", {"text": text})
            return int(connection.execute(sa.select(CONVERSATIONS.c.turns).where(this)).scalar_one())

    def begin_session(self, identity: str) -> None:
        """Counts the turns from nought again."""
        with self.transaction() as connection:
            connection.execute(CONVERSATIONS.update().where(CONVERSATIONS.c.id == identity).values(turns=0))

    def add(self, identity: str, *happened: tuple[Kind, Mapping[str, Any]]) -> list[Event]:
        """Keeps events, all or none, and wakes whoever follows the conversation."""
        with self.transaction() as connection:
            events = [Event(_insert(connection, identity, kind, content), kind, content) for kind, content in happened]
        self.news.tell(identity)
        return events

    def events(self, identity: str, after: int = 0, kinds: tuple[Kind, ...] = ("message", "turn", "error")) -> list[Event]:
        """Events of these kinds with a number above `after`, in order."""
        query = _select(identity, kinds).where(EVENTS.c.number > after).order_by(EVENTS.c.number)
        with self.transaction() as connection:
            return [Event(row.number, row.kind, json.loads(row.content)) for row in connection.execute(query)]

    def last_turn(self, identity: str) -> Mapping[str, Any] | None:
        """How the last turn ended; None before the first one has."""
        with self.transaction() as connection:
            row = connection.execute(_select(identity, ("turn",)).order_by(EVENTS.c.number.desc()).limit(1)).first()
        return json.loads(row.content) if row else None

    def forget(self, *identities: str) -> None:
        """Deletes conversations and all that was said in them."""
        with self.transaction() as connection:
            _delete(connection, identities)
        self._shorten()

    def forget_silent(self, since: datetime, most: int) -> int:
        """Deletes conversations in which nothing was said since then, at most so many at once; how many they were.

        Whoever writes at this moment either comes first, and is no longer silent, or finds no conversation any more.
        """
        moment = _iso(since)
        spoken = sa.exists().where(EVENTS.c.conversation == CONVERSATIONS.c.id, EVENTS.c.at >= moment)
        silent = sa.select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.started_at < moment, ~spoken).limit(most).with_for_update()
        with self.transaction() as connection:
            # In SQLite, which locks no rows, a first write takes the lock: nobody writes between the look and the deletion.
            connection.execute(CONVERSATIONS.update().where(sa.false()).values(turns=0))
            found = list(connection.execute(silent).scalars())
            _delete(connection, found)
        if found:
            self._shorten()
        return len(found)

    def unknown(self, identities: Iterable[str]) -> list[str]:
        """Those of the ids that no conversation has."""
        wanted, known = list(identities), set[str]()
        with self.transaction() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                some = CONVERSATIONS.c.id.in_(wanted[start : start + _AT_ONCE])
                known.update(connection.execute(sa.select(CONVERSATIONS.c.id).where(some)).scalars())
        return [identity for identity in wanted if identity not in known]

    def _shorten(self) -> None:
        """Empties SQLite's write-ahead log, where what was deleted stands until it is written over."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Closes the connections."""
        self._threads.shutdown()
        self._engine.dispose()


def _delete(connection: sa.Connection, identities: Iterable[str]) -> None:
    """Deletes conversations with their events and votes, and what leads from them to questions that are kept."""
    gone = list(identities)
    for table in (VOTES, ORIGINS, EVENTS):
        connection.execute(table.delete().where(table.c.conversation.in_(gone)))
    connection.execute(CONVERSATIONS.delete().where(CONVERSATIONS.c.id.in_(gone)))


def _insert(connection: sa.Connection, identity: str, kind: Kind, content: Mapping[str, Any]) -> int:
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


def _write_ahead(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    # What is deleted is written over, not only given free.
    for setting in (f"busy_timeout={int(_PATIENCE_SECONDS * 1000)}", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()

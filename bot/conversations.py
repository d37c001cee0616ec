"""The conversations that exist and what was said in them, in an SQL database.

An id is a secret of 192 random bits: whoever has it may read and continue the conversation; nobody can guess one.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

Kind = Literal["seller", "message", "turn", "error"]
_ID_BYTES = 24
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

_METADATA = sa.MetaData()
_CONVERSATIONS = sa.Table(
    "conversations",
    _METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("started_at", sa.String(32), nullable=False),
    sa.Column("turns", sa.Integer, nullable=False, default=0),
)
_EVENTS = sa.Table(
    "events",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)


class UnknownConversation(Exception):
    """No conversation has this id."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a conversation: what the seller wrote, a message, the end of a turn, an error."""

    number: int
    kind: Kind
    content: Mapping[str, Any]


class Conversations:
    """All conversations of an installation."""

    def __init__(self, url: str) -> None:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self._engine = sa.create_engine(parsed, hide_parameters=True)
        if parsed.get_backend_name() == "sqlite":
            sa.event.listen(self._engine, "connect", _write_ahead)
        _METADATA.create_all(self._engine)
        self._news: dict[str, set[asyncio.Event]] = defaultdict(set)

    def start(self) -> str:
        """The id of a new conversation."""
        identity = secrets.token_urlsafe(_ID_BYTES)
        with self._engine.begin() as connection:
            connection.execute(_CONVERSATIONS.insert().values(id=identity, started_at=_now(), turns=0))
        return identity

    def require(self, identity: str) -> None:
        """Raises UnknownConversation unless there is one of this id."""
        if not _ID.fullmatch(identity):  # nothing that a database could choke on
            raise UnknownConversation(identity)
        with self._engine.connect() as connection:
            if connection.execute(sa.select(_CONVERSATIONS.c.id).where(_CONVERSATIONS.c.id == identity)).first() is None:
                raise UnknownConversation(identity)

    def count_turn(self, identity: str) -> int:
        """Counts one more turn, and tells how many there have been."""
        with self._engine.begin() as connection:
            connection.execute(_CONVERSATIONS.update().where(_CONVERSATIONS.c.id == identity).values(turns=_CONVERSATIONS.c.turns + 1))
            return int(connection.execute(sa.select(_CONVERSATIONS.c.turns).where(_CONVERSATIONS.c.id == identity)).scalar_one())

    def add(self, identity: str, kind: Kind, content: Mapping[str, Any]) -> Event:
        """Keeps an event, and wakes whoever waits for news of the conversation."""
        written = json.dumps(content, ensure_ascii=False)
        with self._engine.begin() as connection:
            done = connection.execute(_EVENTS.insert().values(conversation=identity, kind=kind, at=_now(), content=written))
            number = int((done.inserted_primary_key or (0,))[0])
        for waiting in self._news.get(identity, ()):
            waiting.set()
        return Event(number, kind, content)

    def events(self, identity: str, after: int = 0, kinds: tuple[Kind, ...] = ("message", "turn", "error")) -> list[Event]:
        """Events of these kinds with a number above `after`, in order."""
        query = (
            sa.select(_EVENTS.c.number, _EVENTS.c.kind, _EVENTS.c.content)
            .where(_EVENTS.c.conversation == identity, _EVENTS.c.number > after, _EVENTS.c.kind.in_(kinds))
            .order_by(_EVENTS.c.number)
        )
        with self._engine.connect() as connection:
            return [Event(row.number, row.kind, json.loads(row.content)) for row in connection.execute(query)]

    async def news(self, identity: str, seconds: float) -> None:
        """Returns when something happens in the conversation, or after `seconds`."""
        waiting = asyncio.Event()
        self._news[identity].add(waiting)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(waiting.wait(), seconds)
        finally:
            self._news[identity].discard(waiting)
            if not self._news[identity]:
                del self._news[identity]

    def close(self) -> None:
        """Closes the connections."""
        self._engine.dispose()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write_ahead(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()

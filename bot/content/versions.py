"""The versions of all articles, in the database. Every method waits for it and raises DatabaseUnavailable.

Refuses to save over what its writer has not seen, and to change the text of a version.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.content.tables import VERSIONS
from bot.content.version import FILES, Author, ContentError, History, Key, Outdated, State, Version
from bot.store import moment
from bot.store.database import Database


class Versions:
    """The versions of one installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def history(self, key: Key) -> History:
        """All versions of a file."""
        with self._database.transaction() as connection:
            return _history(connection, key)

    def histories(self) -> dict[Key, History]:
        """Those of every file that was ever changed here."""
        found: dict[Key, list[Version]] = {}
        with self._database.transaction() as connection:
            for row in connection.execute(sa.select(VERSIONS).order_by(VERSIONS.c.version)):
                found.setdefault(Key(row.language, row.article), []).append(_version(row))
        return {key: History(key, tuple(versions)) for key, versions in found.items()}

    def heed_file(self, key: Key, text: str | None, now: datetime) -> History:
        """Keeps the text of the file where nothing is kept yet, or where the file has changed since: then it holds, being newer."""
        if text is not None:
            with suppress(sa.exc.IntegrityError):  # another process has kept the same at this moment
                self._heed(key, text, now)
        return self.history(key)

    def _heed(self, key: Key, text: str, now: datetime) -> None:
        with self._database.transaction() as connection:
            history = _history(connection, key)
            last = next((one for one in reversed(history.versions) if one.is_file), None)
            if text not in {one.text for one in (history.live, last) if one}:
                _insert(connection, key, len(history.versions), state=State.PUBLISHED, text=text, author=Author(None, FILES), now=now, comment="")

    def save(self, key: Key, text: str, author: Author, now: datetime, *, comment: str = "", seen: int = -1) -> Version:
        """Keeps a text as the draft that is worked on. `seen` is the newest version that its writer knows, -1 for none.

        Raises Outdated where there is a newer one.
        """
        try:
            with self._database.transaction() as connection:
                history = _history(connection, key)
                if history.newest and history.newest.version != seen:
                    raise Outdated(history.newest)
                connection.execute(VERSIONS.update().where(_of(key), VERSIONS.c.open).values(open=False))
                place = len(history.versions)
                _insert(connection, key, place, state=State.DRAFT, text=text, author=author, now=now, comment=comment, is_open=True)
                return _history(connection, key).version(place)
        except sa.exc.IntegrityError:  # somebody was faster by a moment
            newest = self.history(key).newest
            assert newest
            raise Outdated(newest) from None

    def publish(self, drafts: Iterable[tuple[Key, int]], by: Author, now: datetime) -> list[Version]:
        """Makes drafts hold, all or none. Raises ContentError for one that is not the draft worked on, or whose file has changed since."""
        done = []
        with self._database.transaction() as connection:
            for key, number in sorted(drafts):
                newest = _history(connection, key).newest
                if newest and newest.is_file and newest.version > number:
                    raise Outdated(newest)
                this = VERSIONS.update().where(_of(key), VERSIONS.c.version == number, VERSIONS.c.open)
                if not connection.execute(this.values(state=State.PUBLISHED, open=False, **_decided(by, now))).rowcount:
                    raise ContentError(f"Version {number} of {key} is no longer the draft. Look at the history, and publish what stands there now.")
                done.append(_history(connection, key).version(number))
        return done

    def withdraw(self, key: Key, number: int, by: Author, now: datetime) -> Version:
        """Gives the draft up, or lets the version before hold again. Raises ContentError for any other version."""
        with self._database.transaction() as connection:
            history = _history(connection, key)
            this = history.version(number)
            if this.is_file or this not in (history.draft, history.live):
                raise ContentError(f"Version {number} of {key} can not be withdrawn: it is neither the draft nor what was published last.")
            still = VERSIONS.update().where(_of(key), VERSIONS.c.version == number, VERSIONS.c.state == this.state)
            connection.execute(still.values(state=State.WITHDRAWN, open=False, **_decided(by, now)))
            return _history(connection, key).version(number)


def _of(key: Key) -> sa.ColumnElement[bool]:
    return sa.and_(VERSIONS.c.article == key.article, VERSIONS.c.language == key.language)


def _history(connection: sa.Connection, key: Key) -> History:
    rows = connection.execute(sa.select(VERSIONS).where(_of(key)).order_by(VERSIONS.c.version))
    return History(key, tuple(_version(row) for row in rows))


def _insert(
    connection: sa.Connection, key: Key, version: int, *, state: State, text: str, author: Author, now: datetime, comment: str, is_open: bool = False
) -> None:
    written = {"account": author.number, "email": author.email, "at": moment.written(now), "comment": comment}
    values = {"article": key.article, "language": key.language, "version": version, "state": state, "open": is_open, "text": text}
    connection.execute(VERSIONS.insert().values(**values, **written))


def _decided(by: Author, now: datetime) -> dict[str, str]:
    return {"decided_at": moment.written(now), "decided_by": by.email}


def _version(row: Any) -> Version:
    decided = moment.read(row.decided_at) if row.decided_at else None
    author = Author(row.account, row.email)
    key = Key(row.language, row.article)
    return Version(key, row.version, State(row.state), row.open, row.text, author, moment.read(row.at), row.comment, decided, row.decided_by or "")

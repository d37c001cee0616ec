"""The one database of an installation: its connections, its transactions, and the threads in which others wait for it.

Refuses to be used before its tables are those of this program; bot/store/migration.py sees to that when it is opened.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.store.errors import DatabaseUnavailable, UnusableDatabase
from bot.store.migration import migrate

R = TypeVar("R")
_THREADS = 8
_PATIENCE_SECONDS = 2.0  # with a database that somebody else has locked
_LINE_SECONDS = 3.5  # with the calls ahead in line for it, which a busy machine alone can hold up
_OPENING_SECONDS = 10.0  # with others that open the same new database
_AGAIN_SECONDS = 0.05
_UNAVAILABLE = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, sqlite3.OperationalError)
_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


class Database:
    """An open database whose tables are those of this program."""

    def __init__(self, url: str) -> None:
        """Opens it, and brings its tables up to date. Raises UnusableDatabase and DatabaseUnavailable."""
        self._engine = engine(url)
        self._threads = ThreadPoolExecutor(_THREADS, "database")
        try:
            with _told():
                migrate(self._engine)
        except sa.exc.DBAPIError as error:
            self.close()
            raise UnusableDatabase(f"The database cannot be opened: {error.orig}. Correct SELLER_ASSISTANT_DATABASE.") from error
        except BaseException:
            self.close()
            raise

    async def apart(self, work: Callable[..., R], *given: object) -> R:
        """Runs what waits for the database in a thread of its own: while it is locked, only those wait who need it."""
        asked = time.monotonic()

        def run() -> R:
            if time.monotonic() - asked > _LINE_SECONDS:
                raise DatabaseUnavailable("The calls ahead of this one have taken too long.")
            return work(*given)

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """A transaction. Raises DatabaseUnavailable."""
        with _told(), self._engine.begin() as connection:
            yield connection

    def shorten(self) -> None:
        """Empties SQLite's write-ahead log, where what was deleted stands until it is written over."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Closes the connections."""
        self._threads.shutdown()
        self._engine.dispose()


def address(url: str) -> sa.URL:
    """The URL of a database with the driver that is installed for it. Raises ArgumentError."""
    parsed = sa.make_url(url)
    return parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))


def engine(url: str) -> sa.Engine:
    """Connections to the database of this URL, whose folder is made. Raises UnusableDatabase."""
    try:
        parsed = address(url)
        is_sqlite = parsed.get_backend_name() == "sqlite"
        if is_sqlite and parsed.database and not parsed.database.startswith((":memory:", "file:")):
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        found = sa.create_engine(parsed, hide_parameters=True, pool_pre_ping=not is_sqlite)
    except (sa.exc.SQLAlchemyError, ImportError, ValueError, OSError) as error:
        raise UnusableDatabase(f"The database cannot be opened: {error}. Correct SELLER_ASSISTANT_DATABASE.") from error
    sa.event.listen(found, "connect", _write_ahead if is_sqlite else _patient)
    return found


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except _UNAVAILABLE as error:
        raise DatabaseUnavailable(f"The database cannot be used: {getattr(error, 'orig', None) or error}.") from error


def _write_ahead(connection: Any, record: Any) -> None:
    _set(connection, f"PRAGMA busy_timeout={_milliseconds()}")
    given_up = time.monotonic() + _OPENING_SECONDS
    while True:  # only the first to open a new database changes its journal; SQLite refuses the others at once instead of letting them wait
        try:
            _set(connection, "PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError:
            if time.monotonic() > given_up:
                raise
            time.sleep(_AGAIN_SECONDS)
    _set(connection, "PRAGMA synchronous=NORMAL", "PRAGMA secure_delete=ON")  # what is deleted is written over, not only given free


def _patient(connection: Any, record: Any) -> None:
    _set(connection, f"SET lock_timeout = {_milliseconds()}")
    connection.commit()


def _milliseconds() -> int:
    return int(_PATIENCE_SECONDS * 1000)


def _set(connection: Any, *statements: str) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()

"""What the dialogue engine remembers of conversations, in its tracker store: slots, and every text that was said.

Refuses all but to name and to delete; the engine alone reads and writes it otherwise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from knowledge.errors import KnowledgeError

_PATIENCE_SECONDS = 5.0  # with the engine, which writes a turn in milliseconds
_AT_ONCE = 100  # conversations deleted in one transaction: the engine waits no longer than that takes
_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'events'"


class DialogueMemoryUnavailable(KnowledgeError):
    """The database of the dialogue engine is locked or cannot be read."""


class DialogueMemory:
    """The tracker store's file, which need not exist yet."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def conversations(self) -> list[str]:
        """The ids of all conversations that it remembers. Raises DialogueMemoryUnavailable."""
        with self._opened() as connection:
            return [str(row[0]) for row in connection.execute("SELECT DISTINCT sender_id FROM events")] if connection else []

    def forget(self, conversations: Iterable[str]) -> None:
        """Deletes all that it remembers of them. Raises DialogueMemoryUnavailable."""
        gone = [(conversation,) for conversation in conversations]
        if not gone:
            return
        with self._opened() as connection:
            if connection is None:
                return
            for start in range(0, len(gone), _AT_ONCE):
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("DELETE FROM events WHERE sender_id = ?", gone[start : start + _AT_ONCE])
                connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was deleted stands in the write-ahead log until then

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection | None]:
        """A connection; None before the engine has made its table."""
        if not self._path.is_file():
            yield None
            return
        try:
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS, isolation_level=None)) as connection:
                connection.execute("PRAGMA secure_delete=ON")  # written over, not only given free
                yield connection if connection.execute(_TABLE).fetchone() else None
        except sqlite3.Error as error:
            raise DialogueMemoryUnavailable(f"What the dialogue engine remembers cannot be used: {error}.") from error

"""What can be wrong with a database: it cannot be reached now, or it is none that this program can use."""

from __future__ import annotations

from knowledge.errors import KnowledgeError


class DatabaseUnavailable(KnowledgeError):
    """The database is locked, full or out of reach; another try may pass."""


class UnusableDatabase(KnowledgeError):
    """The database is none that this program can use; the message says what to do."""

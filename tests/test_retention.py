"""How long conversations are kept, against both databases as they are on disk; the engine's table is that of its tracker store."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversations import Conversations, ConversationsUnavailable, UnknownConversation
from bot.dialogue.memory import DialogueMemory, DialogueMemoryUnavailable
from bot.retention import Retention
from bot.store.database import Database

_TABLE = """CREATE TABLE events (id INTEGER NOT NULL, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL, timestamp FLOAT,
intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT, PRIMARY KEY (id)); CREATE INDEX ix_events_sender_id ON events (sender_id)"""
NOTICE = "Violation number: 7755-A of the shop Sous le Pommier"


class Installation:
    """Both databases of an installation, and what looks after them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, datetime.now(UTC)
        self.engine = folder / "dialogue.db"
        self.conversations = Conversations(Database(f"sqlite:///{folder / 'conversations.db'}"))
        self.memory = DialogueMemory(self.engine)
        self.retention = Retention(self.conversations, self.memory, 30, lambda: self.now)

    def begin_engine(self) -> None:
        """The engine makes its table."""
        with closing(sqlite3.connect(self.engine)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_TABLE)

    def talk(self, days_ago: float = 0) -> str:
        """A conversation whose last message is so old, as both databases hold it."""
        conversation = self.conversations.start()
        self.conversations.hear(conversation, NOTICE)
        self.conversations.add(conversation, ("message", {"text": "I read this as the notice of a sanction."}), ("turn", {"asks_for": None}))
        self.remember(conversation)
        at = (self.now - timedelta(days=days_ago)).isoformat(timespec="seconds")
        with closing(sqlite3.connect(self.folder / "conversations.db")) as connection, connection:
            connection.execute("UPDATE conversations SET started_at = ? WHERE id = ?", (at, conversation))
            connection.execute("UPDATE events SET at = ? WHERE conversation = ?", (at, conversation))
        return conversation

    def remember(self, conversation: str) -> None:
        """What the engine writes of a turn."""
        with closing(sqlite3.connect(self.engine)) as connection, connection:
            connection.execute("INSERT INTO events (sender_id, type_name, data) VALUES (?, 'user', ?)", (conversation, f'{{"text": "{NOTICE}"}}'))

    def known(self, conversation: str) -> bool:
        """Whether the conversation exists."""
        return not self.conversations.unknown([conversation])

    def traces(self, text: str) -> list[str]:
        """The files in which a text still stands, byte by byte: databases, write-ahead logs."""
        return [path.name for path in sorted(self.folder.iterdir()) if text.encode() in path.read_bytes()]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    found = Installation(tmp_path)
    found.begin_engine()
    yield found
    found.conversations.database.close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock for writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_old_conversations_go_and_young_ones_stay(installation: Installation) -> None:
    old, young = installation.talk(31), installation.talk(29)
    assert asyncio.run(installation.retention.forget_old()) == 1
    assert not installation.known(old)
    assert installation.conversations.events(old, 0, ("seller", "message", "turn")) == []
    assert installation.known(young)
    assert len(installation.conversations.events(young, 0, ("seller", "message", "turn"))) == 3
    assert installation.memory.conversations() == [young]


def test_an_old_conversation_that_goes_on_stays(installation: Installation) -> None:
    conversation = installation.talk(400)
    installation.conversations.hear(conversation, "and now?")
    assert asyncio.run(installation.retention.forget_old()) == 0
    assert installation.known(conversation)
    assert installation.memory.conversations() == [conversation]


def test_a_conversation_in_which_nothing_was_said_goes_too(installation: Installation) -> None:
    empty = installation.conversations.start()
    installation.now += timedelta(days=31)
    assert asyncio.run(installation.retention.forget_old()) == 1
    assert not installation.known(empty)


def test_more_conversations_than_go_at_once(installation: Installation) -> None:
    old = [installation.talk(31) for _ in range(230)]
    young = installation.talk()
    assert asyncio.run(installation.retention.forget_old()) == 230
    assert set(installation.conversations.unknown([*old, young])) == set(old)
    assert installation.memory.conversations() == [young]


def test_nothing_that_was_deleted_stands_in_a_file(installation: Installation) -> None:
    conversation = installation.talk(31)
    assert installation.traces(NOTICE)  # the look into the files finds what is there
    asyncio.run(installation.retention.forget_old())
    assert installation.traces(NOTICE) == []
    assert installation.traces(conversation) == []


def test_what_the_engine_wrote_after_the_end_goes_with_the_next_round(installation: Installation) -> None:
    conversation = installation.talk()
    asyncio.run(installation.retention.forget(conversation))
    installation.remember(conversation)  # by a turn that took too long
    asyncio.run(installation.retention.forget_old())
    assert installation.memory.conversations() == []


def test_a_seller_deletes_one_conversation_and_no_other(installation: Installation) -> None:
    mine, other = installation.talk(), installation.talk()
    asyncio.run(installation.retention.forget(mine))
    assert not installation.known(mine)
    assert installation.known(other)
    assert installation.memory.conversations() == [other]
    assert installation.traces(mine) == []
    with pytest.raises(UnknownConversation):
        asyncio.run(installation.retention.forget(mine))


def test_while_the_engines_database_is_locked_nothing_is_deleted(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.dialogue.memory._PATIENCE_SECONDS", 0.1)
    conversation = installation.talk()
    with locked(installation.engine), pytest.raises(DialogueMemoryUnavailable, match="locked"):
        asyncio.run(installation.retention.forget(conversation))
    assert installation.known(conversation)
    asyncio.run(installation.retention.forget(conversation))
    assert not installation.known(conversation)


def test_before_the_engine_has_made_its_table_there_is_nothing_to_delete(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    conversation = installation.conversations.start()
    asyncio.run(installation.retention.forget(conversation))
    assert not installation.known(conversation)
    assert not installation.engine.exists()  # the engine makes it, with its own settings
    sqlite3.connect(installation.engine).close()
    installation.engine.touch()
    assert installation.memory.conversations() == []
    installation.conversations.database.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "dialogue.db").write_bytes(b"no database, but longer than its header would be" * 10)
    with pytest.raises(DialogueMemoryUnavailable):
        DialogueMemory(tmp_path / "dialogue.db").conversations()


async def _kept(installation: Installation, seconds: float) -> float:
    """Looks after the installation for so long; the longest time for which the loop stood still."""
    keeping, longest = asyncio.create_task(installation.retention.keep()), 0.0
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        before = time.monotonic()
        await asyncio.sleep(0.01)
        longest = max(longest, time.monotonic() - before)
    assert not keeping.done()
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping
    return longest


def test_it_looks_at_the_start_and_again_later(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.retention._DAY", 0.05)
    first = installation.talk(31)

    async def look() -> None:
        keeping = asyncio.create_task(installation.retention.keep())
        await _until(lambda: not installation.known(first))
        second = installation.talk(31)
        await _until(lambda: not installation.known(second))
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping

    asyncio.run(look())


def test_a_locked_database_stops_neither_the_loop_nor_the_next_try(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.retention._SOON", 0.05)
    conversation = installation.talk(31)
    with locked(installation.folder / "conversations.db"):
        assert asyncio.run(_kept(installation, 2.5)) < 0.5
        with pytest.raises(ConversationsUnavailable):
            asyncio.run(installation.retention.forget_old())
    assert installation.known(conversation)
    asyncio.run(_kept(installation, 0.5))
    assert not installation.known(conversation)


async def _until(holds: object) -> None:
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        if callable(holds) and holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")

"""The database itself: who waits for it, and what is said of one that cannot be used."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.conversations import Conversations
from bot.store.database import Database
from bot.store.errors import DatabaseUnavailable, UnusableDatabase
from tests.postgresql import Cluster


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of a test is, in a folder that has to be made."""
    return tmp_path / "state" / "conversations.db"


@pytest.fixture
def conversations(path: Path) -> Iterator[Conversations]:
    found = Conversations(Database(f"sqlite:///{path}"))
    yield found
    found.database.close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock for writing."""
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    other.close()


@pytest.mark.usefixtures("conversations")
def test_the_folder_of_the_database_is_made(path: Path) -> None:
    assert path.is_file()


def test_a_locked_database_is_told_and_harms_nothing(conversations: Conversations, path: Path) -> None:
    one = conversations.start()
    with locked(path):
        started = time.monotonic()
        with pytest.raises(DatabaseUnavailable, match="locked"):
            conversations.hear(one, "a secret")
        assert time.monotonic() - started < 4
        assert conversations.events(one) == []  # reading goes on
    assert conversations.hear(one, "hi") == 1
    assert [event.content for event in conversations.events(one, 0, ("seller",))] == [{"text": "hi"}]


def test_while_it_is_locked_nobody_waits_for_long_and_the_loop_goes_on(conversations: Conversations, path: Path) -> None:
    one = conversations.start()

    async def ask() -> tuple[list[object], float, float]:
        started = time.monotonic()
        calls = asyncio.gather(*(conversations.apart(conversations.hear, one, "hi") for _ in range(60)), return_exceptions=True)
        longest = 0.0
        while not calls.done():
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)
        return list(await calls), time.monotonic() - started, longest

    with locked(path):
        found, seconds, longest = asyncio.run(ask())
    assert {type(one) for one in found} == {DatabaseUnavailable}
    assert seconds < 6  # and not the time of one after the other
    assert longest < 0.5  # other requests go on meanwhile


def test_a_row_that_somebody_else_has_locked_is_not_waited_for_for_long(cluster: Cluster) -> None:
    url = cluster.fresh()
    mine, other = Database(url), Database(url)
    one = Conversations(mine).start()
    with other.transaction() as connection:
        connection.execute(sa.text("UPDATE conversations SET turns = 5"))
        started = time.monotonic()
        with pytest.raises(DatabaseUnavailable, match="lock"):
            Conversations(mine).hear(one, "a secret")
        assert time.monotonic() - started < 4
    assert Conversations(mine).hear(one, "hi") == 6
    mine.close()
    other.close()


def test_a_connection_that_has_died_is_made_anew(cluster: Cluster) -> None:
    """As after a restart of the server: the next transaction works, not only the one after it."""
    url = cluster.fresh()
    mine, other = Database(url), Database(url)
    one = Conversations(mine).start()
    with other.transaction() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"))
    Conversations(mine).require(one)
    mine.close()
    other.close()


@pytest.mark.parametrize("url", ["", "nonsense", "oracle://nobody@nowhere/none", "sqlite:////proc/none/conversations.db", "unknown+driver://x"])
def test_a_url_that_cannot_be_used_is_told(url: str) -> None:
    with pytest.raises(UnusableDatabase, match="SELLER_ASSISTANT_DATABASE"):
        Database(url)


def test_a_password_is_not_told() -> None:
    with pytest.raises(UnusableDatabase) as refused:
        Database("unknown+driver://user:the-password@host/base")
    assert "the-password" not in str(refused.value)


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("not a database " * 100, encoding="utf-8")
    with pytest.raises(UnusableDatabase, match="not a database"):
        Database(f"sqlite:///{path}")
    assert path.read_text(encoding="utf-8") == "not a database " * 100


def test_a_server_that_is_not_there_is_out_of_reach(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="cannot be used"):
        Database(f"postgresql://nobody@/none?host={tmp_path}")

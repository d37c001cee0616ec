"""How tables come to be what the code expects, on both kinds of database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import bot.app  # noqa: F401 - every module that holds tables
from bot.conversations import Conversations
from bot.store.database import Database, engine
from bot.store.errors import DatabaseUnavailable, UnusableDatabase
from bot.store.migration import FOLDER, VERSIONS, downgrade, migrate, version
from bot.tables import METADATA
from tests.conftest import ROOT

BASELINE = ("conversations", "events", "votes", "origins", "questions")


@pytest.fixture
def opened(database_url: str) -> Iterator[sa.Engine]:
    """An empty database that nothing has migrated."""
    found = engine(database_url)
    yield found
    found.dispose()


def names(opened: sa.Engine) -> set[str]:
    """The tables that are there."""
    return set(sa.inspect(opened).get_table_names()) - {"alembic_version"}


def before_versions(opened: sa.Engine, *tables: str) -> None:
    """Makes tables as the program made them before it counted versions."""
    METADATA.create_all(opened, [METADATA.tables[name] for name in tables])


def at(opened: sa.Engine) -> str | None:
    """The version of the tables."""
    with opened.begin() as connection:
        return version(connection)


def test_the_migrated_tables_are_those_of_the_code(opened: sa.Engine) -> None:
    migrate(opened)
    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_versions_are_a_chain_in_the_order_of_their_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert [script.revision for script in reversed(scripts)] == list(VERSIONS)
    assert [script.down_revision for script in reversed(scripts)] == [None, *VERSIONS[:-1]]


def test_migrations_are_found_wherever_the_program_is_started(tmp_path: Path) -> None:
    code = f"from bot.store.database import Database; Database('sqlite:///{tmp_path}/x.db').close()"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, timeout=60)
    assert (tmp_path / "x.db").is_file()


def test_when_there_is_nothing_to_do_alembic_is_not_even_loaded(tmp_path: Path) -> None:
    code = f"import sys; from bot.store.database import Database; Database('sqlite:///{tmp_path}/x.db').close(); sys.exit('alembic' in sys.modules)"
    for expected in (1, 0):
        done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False, timeout=60)
        assert done.returncode == expected


def test_each_step_back_and_forth_ends_at_the_same_tables(opened: sa.Engine) -> None:
    migrate(opened)
    everything = names(opened)
    for before in reversed(VERSIONS[:-1]):
        downgrade(opened, before)
        assert at(opened) == before
    assert names(opened) == set(BASELINE)
    migrate(opened)
    assert names(opened) == everything
    downgrade(opened, "base")
    assert names(opened) == set()


def test_what_was_kept_survives_the_way_from_the_baseline_and_back(opened: sa.Engine) -> None:
    database = Database(opened.url.render_as_string(hide_password=False))
    conversations = Conversations(database)
    downgrade(opened, VERSIONS[0])
    one = conversations.start()
    conversations.hear(one, "a question")
    conversations.add(one, ("message", {"text": "Réunion 😀"}))
    for to in (VERSIONS[-1], VERSIONS[0], VERSIONS[-1]):
        (migrate(opened) if to == VERSIONS[-1] else downgrade(opened, to))
        assert [event.content for event in conversations.events(one)] == [{"text": "Réunion 😀"}]
    assert conversations.hear(one, "another") == 2
    database.close()


# Databases from before versions were counted


@pytest.mark.parametrize("tables", [BASELINE, ("conversations", "events")], ids=["all tables", "from before there were votes"])
def test_a_database_without_versions_is_taken_over_with_what_it_holds(opened: sa.Engine, tables: tuple[str, ...]) -> None:
    before_versions(opened, *tables)
    with opened.begin() as connection:
        connection.execute(sa.text("INSERT INTO conversations (id, started_at, turns) VALUES ('kept', '2026-11-01T00:00:00+00:00', 3)"))
    migrate(opened)
    assert at(opened) == VERSIONS[-1]
    assert names(opened) >= set(BASELINE)
    with opened.begin() as connection:
        assert connection.execute(sa.text("SELECT turns FROM conversations")).scalar_one() == 3


@pytest.mark.parametrize("columns", ["id INTEGER", "number INTEGER, text TEXT, a_column_of_theirs TEXT"])
def test_tables_of_another_program_are_refused_and_left_as_they_were(opened: sa.Engine, columns: str) -> None:
    before_versions(opened, "conversations")
    with opened.begin() as connection:
        connection.execute(sa.text(f"CREATE TABLE questions ({columns})"))
    with pytest.raises(UnusableDatabase, match=r"questions with columns that are not this program's.*SELLER_ASSISTANT_DATABASE"):
        migrate(opened)
    assert names(opened) == {"conversations", "questions"}
    assert at(opened) is None


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_was(database_url: str) -> None:
    Database(database_url).close()
    opened = engine(database_url)
    with opened.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnusableDatabase, match=f"version 9999.*up to {VERSIONS[-1]}.*newer"):
        Database(database_url)
    with opened.begin() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
    opened.dispose()


def test_a_step_that_fails_leaves_nothing_half_done(opened: sa.Engine) -> None:
    """The second migration finds a table of its own there already, after the first has made all of its."""
    with opened.begin() as connection:
        connection.execute(sa.text("CREATE TABLE audit (number INTEGER)"))
    with pytest.raises(sa.exc.DBAPIError):
        migrate(opened)
    assert names(opened) == {"audit"}
    assert at(opened) is None


# Several at once


def test_many_that_open_an_empty_database_at_once_do_not_collide(database_url: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(Database, [database_url] * 6))
    for database in found:
        Conversations(database).start()
        database.close()


def test_processes_that_start_at_once_do_not_collide(database_url: str) -> None:
    code = f"from bot.store.database import Database; Database({database_url!r}).close()"
    started = [subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE) for _ in range(3)]
    for process in started:
        _, complaints = process.communicate(timeout=120)
        assert process.returncode == 0, complaints
    opened = engine(database_url)
    assert at(opened) == VERSIONS[-1]
    opened.dispose()


def test_whoever_writes_while_tables_change_waits_or_is_told(opened: sa.Engine) -> None:
    """Nothing is written into tables that are being changed."""
    migrate(opened)
    database = Database(opened.url.render_as_string(hide_password=False))
    with opened.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if opened.dialect.name == "sqlite" else "LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DatabaseUnavailable):
            Conversations(database).start()
        connection.rollback()
    assert Conversations(database).start()
    database.close()

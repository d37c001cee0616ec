"""Brings the tables of a database to what this program expects, one migration after the other; mostly there is nothing to do.

Refuses a database that a newer program has changed, and one whose tables are not this program's. Whatever goes wrong on the way, it
leaves the tables as they were: all steps are one transaction. Of two programs that start at once the second waits for the first.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from bot.store.errors import UnusableDatabase

FOLDER = Path(__file__).parent / "migrations"
VERSIONS = tuple(sorted(path.stem.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*_*.py")))
"""The versions that the tables have had, in order; each is the beginning of its migration's file name."""

_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))
_PATIENCE_SECONDS = 60  # with another program that migrates the same database
_LOCK = 0x5E11E2  # the number of our lock in PostgreSQL


def migrate(engine: sa.Engine) -> None:
    """Brings all tables up to date. Raises UnusableDatabase and what the database raises."""
    with engine.begin() as connection:
        newest = version(connection) == VERSIONS[-1]
    if not newest:
        _alone(engine, lambda connection: _step(connection, "upgrade", VERSIONS[-1]) if version(connection) != VERSIONS[-1] else None)


def downgrade(engine: sa.Engine, to: str) -> None:
    """Brings all tables back to an earlier version; what only later ones can hold is lost."""
    _alone(engine, lambda connection: _step(connection, "downgrade", to))


def version(connection: sa.Connection) -> str | None:
    """The version of the tables; None before the first. Raises UnusableDatabase for one that is not known here."""
    if not sa.inspect(connection).has_table(_VERSION.name):
        return None
    found = connection.execute(sa.select(_VERSION.c.version_num)).scalar_one_or_none()
    if found is not None and found not in VERSIONS:
        raise UnusableDatabase(
            f"The database has version {found}, and this program knows only those up to {VERSIONS[-1]}: a newer one has used it. "
            "Start that one, or set SELLER_ASSISTANT_DATABASE to another database."
        )
    return found


def _alone(engine: sa.Engine, work: Callable[[sa.Connection], None]) -> None:
    """Does `work` in one transaction while nobody else migrates."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            (patience,) = connection.exec_driver_sql("PRAGMA busy_timeout").one()
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE_SECONDS * 1000}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # Python's driver would begin one only with the first INSERT
        else:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE_SECONDS}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        work(connection)
        connection.commit()
        if is_sqlite:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")


def _step(connection: sa.Connection, direction: str, to: str) -> None:
    from alembic import command  # noqa: PLC0415 - takes longer than all the rest, and is seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    (command.upgrade if direction == "upgrade" else command.downgrade)(config, to)

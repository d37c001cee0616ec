"""The tables as they were before their versions were counted: conversations, and the questions that were not answered well.

Such a database keeps what it holds: tables that are there are taken over after a look at their columns, and missing ones are made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.errors import UnusableDatabase

revision = "0001"
down_revision = None

BASELINE = sa.MetaData()
sa.Table(
    "conversations",
    BASELINE,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("started_at", sa.String(32), nullable=False),
    sa.Column("turns", sa.Integer, nullable=False),
)
sa.Table(
    "events",
    BASELINE,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)
sa.Table(
    "votes",
    BASELINE,
    sa.Column("message", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("asked", sa.Integer, nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("complaint", sa.String(16), nullable=False),
)
sa.Table(
    "origins",
    BASELINE,
    sa.Column("asked", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("question", sa.Integer, nullable=False),
)
sa.Table(
    "questions",
    BASELINE,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("decision", sa.String(16), nullable=False),
    sa.Column("nearest", sa.Text, nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("complaint", sa.String(16), nullable=False),
    sa.Column("day", sa.String(10), index=True, nullable=False),
    sa.Column("settled", sa.String(64), nullable=False),
    sqlite_autoincrement=True,
)


def upgrade() -> None:
    """Takes over what is there and makes the rest. Raises UnusableDatabase."""
    inspector = sa.inspect(op.get_bind())
    for table in BASELINE.sorted_tables:
        if inspector.has_table(table.name):
            found, wanted = {column["name"] for column in inspector.get_columns(table.name)}, set(table.columns.keys())
            if found != wanted:
                raise UnusableDatabase(
                    f"The database has a table {table.name} with columns that are not this program's ({', '.join(sorted(found ^ wanted))}). "
                    "Set SELLER_ASSISTANT_DATABASE to a database of its own."
                )
    BASELINE.create_all(op.get_bind())


def downgrade() -> None:
    """Removes everything."""
    BASELINE.drop_all(op.get_bind())

"""Cases of sellers who want a person, and the notes of agents on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_OPEN = "state IN ('waiting', 'taken')"


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "cases",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
        sa.Column("state", sa.String(16), index=True, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("deadline", sa.String(32), nullable=True),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("attended", sa.Boolean, nullable=False),
        sa.Column("acknowledged", sa.Boolean, nullable=False),
        sa.Column("ahead", sa.Integer, nullable=False),
        sa.Column("taken_by", sa.Integer, nullable=True),
        sa.Column("taken_name", sa.String(254), nullable=True),
        sa.Column("taken_at", sa.String(32), nullable=True),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(16), nullable=True),
        sa.Column("remark", sa.Text, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("one_open_case", "cases", ["conversation"], unique=True, sqlite_where=sa.text(_OPEN), postgresql_where=sa.text(_OPEN))
    op.create_table(
        "notes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.number"), index=True, nullable=False),
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("name", sa.String(254), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Removes them."""
    for table in ("notes", "cases"):
        op.drop_table(table)

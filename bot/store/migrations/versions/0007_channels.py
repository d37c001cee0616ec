"""Seats in channels, deliveries, posts of cases, passes and reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "seats",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("memo", sa.Text, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.UniqueConstraint("channel", "key", name="one_seat_in_a_place"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deliveries",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("at", sa.String(32), index=True, nullable=False),
    )
    op.create_table(
        "case_posts",
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("key", sa.String(255), index=True, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
    )
    op.create_table(
        "passes",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
    )
    op.create_table(
        "reminders",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(255), index=True, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("matter", sa.String(128), nullable=False),
        sa.Column("due", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("at", sa.String(32), index=True, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ticket", sa.String(255), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Removes them."""
    for table in ("reminders", "passes", "case_posts", "deliveries", "seats"):
        op.drop_table(table)

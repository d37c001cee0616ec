"""The table of reminders.

A reminder outlives its conversation, which may be deleted long before the deadline: it holds no more than what will be said, to whom.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.tables import METADATA

REMINDERS = sa.Table(
    "reminders",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("owner", sa.String(255), index=True, nullable=False),
    sa.Column("place", sa.Text, nullable=False),  # JSON: what the channel needs to write there
    sa.Column("matter", sa.String(128), nullable=False),
    sa.Column("due", sa.String(32), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("at", sa.String(32), index=True, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("ticket", sa.String(255), nullable=False),  # by which the platform names what it has been given to send
    sa.Column("tries", sa.Integer, nullable=False),
    sqlite_autoincrement=True,
)

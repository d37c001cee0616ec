"""The tables of the console, in the database of the conversations."""

from __future__ import annotations

import sqlalchemy as sa

from bot.tables import METADATA

LOOKUPS = sa.Table(
    "lookups",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("account", sa.Integer, sa.ForeignKey("accounts.number"), index=True, nullable=False),
    sa.Column("text", sa.Text, nullable=False),  # redacted
    sa.Column("language", sa.String(8), nullable=False),  # that was chosen; auto where none was
    sa.Column("at", sa.String(32), nullable=False),
)

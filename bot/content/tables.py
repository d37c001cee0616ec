"""The table of the versions of articles, in the database of the conversations.

Nothing in it is deleted: what somebody has written stays, whatever becomes of it.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.tables import METADATA

VERSIONS = sa.Table(
    "article_versions",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("article", sa.String(64), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),  # 0 is the file as it was before the first change
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("open", sa.Boolean, nullable=False),  # whether it is the draft that is worked on
    sa.Column("text", sa.Text, nullable=False),  # of the whole file, character by character
    sa.Column("account", sa.Integer, nullable=True),  # that wrote it; none for a file
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("decided_at", sa.String(32), nullable=True),  # published or withdrawn
    sa.Column("decided_by", sa.String(254), nullable=True),
    # Of two who save at the same moment, perhaps through two processes, one comes second and is told so.
    sa.UniqueConstraint("article", "language", "version", name="one_of_each_version"),
    sa.Index("one_open_draft", "article", "language", unique=True, sqlite_where=sa.text("open"), postgresql_where=sa.text("open")),
)

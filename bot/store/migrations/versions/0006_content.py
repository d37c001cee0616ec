"""The versions of articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "article_versions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("article", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("account", sa.Integer, nullable=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("decided_at", sa.String(32), nullable=True),
        sa.Column("decided_by", sa.String(254), nullable=True),
        sa.UniqueConstraint("article", "language", "version", name="one_of_each_version"),
    )
    op.create_index("one_open_draft", "article_versions", ["article", "language"], unique=True, sqlite_where=sa.text("open"), postgresql_where=sa.text("open"))


def downgrade() -> None:
    """Removes it."""
    op.drop_table("article_versions")

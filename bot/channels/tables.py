"""The tables of the channels beyond our own pages: who sits where, what was delivered, where cases are discussed.

All but deliveries and passes, which soon expire, go with their conversation.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.tables import METADATA

SEATS = sa.Table(
    "seats",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("key", sa.String(255), nullable=False),  # names the place within its channel
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("place", sa.Text, nullable=False),  # JSON: what the channel needs to write there
    sa.Column("memo", sa.Text, nullable=False),  # JSON: what the channel remembers of what it has written
    sa.Column("told", sa.Integer, nullable=False),  # the last event that was delivered
    sa.UniqueConstraint("channel", "key", name="one_seat_in_a_place"),
    sqlite_autoincrement=True,
)
DELIVERIES = sa.Table(
    "deliveries",
    METADATA,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("id", sa.String(255), primary_key=True),  # by which the platform names what it delivers, the second time as well
    sa.Column("at", sa.String(32), index=True, nullable=False),
)
CASE_POSTS = sa.Table(
    "case_posts",
    METADATA,
    sa.Column("case", sa.Integer, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("key", sa.String(255), index=True, nullable=False),  # of the thread in which colleagues answer
    sa.Column("told", sa.Integer, nullable=False),
)
PASSES = sa.Table(
    "passes",
    METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),  # of the code, which is nowhere kept
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("until", sa.String(32), nullable=False),
)

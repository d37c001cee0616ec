"""The tables of cases and of their internal notes, in the conversations' database.

Both go with their conversation: nothing in them outlives it.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.tables import METADATA

_OPEN = "state IN ('waiting', 'taken')"
CASES = sa.Table(
    "cases",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("state", sa.String(16), index=True, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("asked_at", sa.String(32), nullable=False),
    sa.Column("deadline", sa.String(32), nullable=True),  # in UTC, so that it sorts as a text; the summary has it as it was computed
    sa.Column("summary", sa.Text, nullable=False),  # JSON
    sa.Column("attended", sa.Boolean, nullable=False),  # whether the seller waits for somebody who is there; else the assistant goes on
    sa.Column("acknowledged", sa.Boolean, nullable=False),
    sa.Column("ahead", sa.Integer, nullable=False),  # as last told to the seller
    sa.Column("taken_by", sa.Integer, nullable=True),  # the number of an account
    sa.Column("taken_name", sa.String(254), nullable=True),  # as it stood then, and as the seller was told
    sa.Column("taken_at", sa.String(32), nullable=True),
    sa.Column("ended_at", sa.String(32), nullable=True),
    sa.Column("reason", sa.String(16), nullable=True),
    sa.Column("remark", sa.Text, nullable=True),
    # Two requests at the same moment, perhaps by two processes, make one case.
    sa.Index("one_open_case", "conversation", unique=True, sqlite_where=sa.text(_OPEN), postgresql_where=sa.text(_OPEN)),
    sqlite_autoincrement=True,  # the number of a deleted case is not given again: the audit log still names it
)
NOTES = sa.Table(
    "notes",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("case", sa.Integer, sa.ForeignKey("cases.number"), index=True, nullable=False),
    sa.Column("account", sa.Integer, nullable=False),
    sa.Column("name", sa.String(254), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

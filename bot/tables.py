"""The tables of the database of conversations.

Only `questions` outlives the conversations: nothing in it leads back to one. What leads from a conversation to a question that
was kept of it stands in `origins` and goes with the conversation.
"""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()
MOST_NUMBER = 2**31 - 1
"""The highest number that an integer column holds in every database; PostgreSQL refuses to compare with a higher one."""
CONVERSATIONS = sa.Table(
    "conversations",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("started_at", sa.String(32), nullable=False),
    sa.Column("turns", sa.Integer, nullable=False, default=0),  # of the dialogue engine's session
)
EVENTS = sa.Table(
    "events",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)
VOTES = sa.Table(
    "votes",
    METADATA,
    sa.Column("message", sa.Integer, primary_key=True, autoincrement=False),  # the event that was voted on
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("asked", sa.Integer, nullable=False),  # the event of what the seller had asked
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("complaint", sa.String(16), nullable=False),
)
ORIGINS = sa.Table(
    "origins",
    METADATA,
    sa.Column("asked", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), index=True, nullable=False),
    sa.Column("question", sa.Integer, nullable=False),
)
QUESTIONS = sa.Table(
    "questions",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("text", sa.Text, nullable=False),  # redacted
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("decision", sa.String(16), nullable=False),
    sa.Column("nearest", sa.Text, nullable=False),  # articles with their scores, in JSON
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("complaint", sa.String(16), nullable=False),
    sa.Column("day", sa.String(10), index=True, nullable=False),
    sa.Column("settled", sa.String(64), nullable=False, default=""),  # the article that it was taught to
    sqlite_autoincrement=True,  # a number that was deleted is not given again: an origin may still hold it
)

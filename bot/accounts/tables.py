"""The tables of accounts, in the database of the conversations.

Holds tokens only as their SHA-256: whoever reads the database, or a copy of it, cannot log in with what it holds.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.tables import METADATA

LONGEST_EMAIL = 254  # that can be delivered to
LONGEST_NAME = 120

ACCOUNTS = sa.Table(
    "accounts",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("email", sa.String(LONGEST_EMAIL), nullable=False, unique=True),  # as Email writes it
    sa.Column("name", sa.String(LONGEST_NAME), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("password", sa.Text, nullable=False),  # the hash; empty where there is none
    sa.Column("made_at", sa.String(32), nullable=False),
    sqlite_autoincrement=True,  # the record goes on naming the numbers that were
)
SESSIONS = sa.Table(
    "sessions",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("account", sa.Integer, sa.ForeignKey("accounts.number"), index=True, nullable=False),
    sa.Column("began_at", sa.String(32), nullable=False),
    sa.Column("seen_at", sa.String(32), nullable=False),
)
INVITATIONS = sa.Table(
    "invitations",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("account", sa.Integer, sa.ForeignKey("accounts.number"), index=True, nullable=False),
    sa.Column("expires_at", sa.String(32), nullable=False),
)
IDENTITIES = sa.Table(
    "identities",
    METADATA,
    sa.Column("issuer", sa.String(255), primary_key=True),
    sa.Column("subject", sa.String(255), primary_key=True),
    sa.Column("account", sa.Integer, sa.ForeignKey("accounts.number"), index=True, nullable=False),
)
AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String(32), index=True, nullable=False),
    sa.Column("account", sa.Integer, index=True),  # none: the command line
    sa.Column("email", sa.String(LONGEST_EMAIL), nullable=False),  # as it was then
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("object", sa.String(200), nullable=False),
    sa.Column("details", sa.Text, nullable=False),  # names with texts, in JSON
    sqlite_autoincrement=True,
)

"""One-time links by which somebody chooses a password: for a new account, or where the old password is lost.

Ends a link when it has been used, when another one is made for the same account, and after some hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.accounts import token as tokens
from bot.accounts.account import Account
from bot.accounts.accounts import account_of
from bot.accounts.tables import ACCOUNTS, INVITATIONS
from bot.store import moment
from bot.store.database import Database


class Invitations:
    """All open invitations. Every method waits for the database and raises DatabaseUnavailable."""

    def __init__(self, database: Database, hours: float) -> None:
        self._database, self._lasting = database, timedelta(hours=hours)

    def make(self, account: Account, now: datetime) -> tuple[str, datetime]:
        """The token of a new invitation, and until when it can be used. It takes the place of an earlier one."""
        token, expires = tokens.new(), now + self._lasting
        with self._database.transaction() as connection:
            connection.execute(INVITATIONS.delete().where(sa.or_(INVITATIONS.c.account == account.number, INVITATIONS.c.expires_at <= moment.written(now))))
            connection.execute(INVITATIONS.insert().values(token=tokens.digest(token), account=account.number, expires_at=moment.written(expires)))
        return token, expires

    def find(self, token: str, now: datetime) -> Account | None:
        """Whom an invitation is for; None when it cannot be used, or no longer."""
        if not tokens.is_token(token):
            return None
        query = sa.select(ACCOUNTS).join(INVITATIONS, INVITATIONS.c.account == ACCOUNTS.c.number).where(_usable(token, now), ACCOUNTS.c.active.is_(True))
        with self._database.transaction() as connection:
            row = connection.execute(query).first()
        return account_of(row) if row else None

    def take(self, token: str, now: datetime) -> bool:
        """Uses an invitation up: of two who use it at once, one gets True."""
        with self._database.transaction() as connection:
            return connection.execute(INVITATIONS.delete().where(_usable(token, now))).rowcount == 1


def _usable(token: str, now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(INVITATIONS.c.token == tokens.digest(token), INVITATIONS.c.expires_at > moment.written(now))

"""Who is logged in: the sessions of an installation, in its database.

Ends a session that has not been used for too long, and any after some hours; an account that is not active has none.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.accounts import token as tokens
from bot.accounts.account import Account
from bot.accounts.accounts import account_of
from bot.accounts.tables import ACCOUNTS, SESSIONS
from bot.store import moment
from bot.store.database import Database

_SEEN = timedelta(minutes=1)  # a session that is used is written down no more often


class Sessions:
    """All sessions. Every method waits for the database and raises DatabaseUnavailable."""

    def __init__(self, database: Database, idle_hours: float, hours: float) -> None:
        self._database, self._idle, self._longest = database, timedelta(hours=idle_hours), timedelta(hours=hours)

    def begin(self, account: Account, now: datetime) -> str:
        """The token of a new session. Those that have expired are forgotten meanwhile."""
        token, at = tokens.new(), moment.written(now)
        with self._database.transaction() as connection:
            connection.execute(SESSIONS.delete().where(sa.not_(self._lasting(now))))
            connection.execute(SESSIONS.insert().values(token=tokens.digest(token), account=account.number, began_at=at, seen_at=at))
        return token

    def account(self, token: str, now: datetime) -> Account | None:
        """Whose session it is, and that it is used; None where there is none or it has expired."""
        if not tokens.is_token(token):
            return None
        this = SESSIONS.c.token == tokens.digest(token)
        query = sa.select(ACCOUNTS, SESSIONS.c.seen_at).join(SESSIONS, SESSIONS.c.account == ACCOUNTS.c.number)
        with self._database.transaction() as connection:
            row = connection.execute(query.where(this, ACCOUNTS.c.active.is_(True), self._lasting(now))).first()
        if row is None:
            return None
        if now - moment.read(row.seen_at) >= _SEEN:
            with self._database.transaction() as connection:
                connection.execute(SESSIONS.update().where(this).values(seen_at=moment.written(now)))
        return account_of(row)

    def end(self, token: str) -> None:
        """Ends one session."""
        if tokens.is_token(token):
            with self._database.transaction() as connection:
                connection.execute(SESSIONS.delete().where(SESSIONS.c.token == tokens.digest(token)))

    def end_all(self, account: Account) -> int:
        """Ends every session of an account; how many there were."""
        with self._database.transaction() as connection:
            return connection.execute(SESSIONS.delete().where(SESSIONS.c.account == account.number)).rowcount

    def _lasting(self, now: datetime) -> sa.ColumnElement[bool]:
        """That a session has not expired."""
        return sa.and_(SESSIONS.c.seen_at > moment.written(now - self._idle), SESSIONS.c.began_at > moment.written(now - self._longest))

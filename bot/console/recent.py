"""What an account looked up last, in the database: the twenty latest, the newest first, without personal data.

Keeps nothing of what others looked up together with it, and forgets when it is told to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.accounts.account import Account
from bot.clock import Now
from bot.console.tables import LOOKUPS
from bot.gaps.redaction import Redaction
from bot.store import moment
from bot.store.database import Database

_KEPT = 20


@dataclass(frozen=True, slots=True)
class Recent:
    """One look-up."""

    number: int
    text: str
    language: str
    at: datetime


class Lookups:
    """The look-ups of all accounts. Its methods raise DatabaseUnavailable."""

    def __init__(self, database: Database, redaction: Redaction, now: Now) -> None:
        self._database, self._redaction, self._now = database, redaction, now

    async def keep(self, account: Account, text: str, language: str) -> None:
        """Puts a look-up first; the same one further down goes, as does what is beyond the twentieth."""
        await self._database.apart(self._keep, account.number, text, language)

    async def of(self, account: Account) -> list[Recent]:
        """The look-ups of an account, the newest first."""
        return await self._database.apart(self._of, account.number)

    async def forget(self, account: Account, number: int | None = None) -> None:
        """Deletes one look-up of an account, or all of them."""
        await self._database.apart(self._forget, account.number, number)

    def _keep(self, account: int, text: str, language: str) -> None:
        redacted, own = self._redaction.redacted(text), LOOKUPS.c.account == account
        with self._database.transaction() as connection:
            connection.execute(LOOKUPS.delete().where(own, LOOKUPS.c.text == redacted))
            connection.execute(LOOKUPS.insert().values(account=account, text=redacted, language=language, at=moment.written(self._now())))
            old = list(connection.execute(sa.select(LOOKUPS.c.number).where(own).order_by(LOOKUPS.c.number.desc()).offset(_KEPT)).scalars())
            connection.execute(LOOKUPS.delete().where(LOOKUPS.c.number.in_(old)))

    def _of(self, account: int) -> list[Recent]:
        query = sa.select(LOOKUPS).where(LOOKUPS.c.account == account).order_by(LOOKUPS.c.number.desc()).limit(_KEPT)
        with self._database.transaction() as connection:
            return [Recent(row.number, row.text, row.language, moment.read(row.at)) for row in connection.execute(query)]

    def _forget(self, account: int, number: int | None) -> None:
        which = [LOOKUPS.c.account == account] + ([LOOKUPS.c.number == number] if number is not None else [])
        with self._database.transaction() as connection:
            connection.execute(LOOKUPS.delete().where(*which))

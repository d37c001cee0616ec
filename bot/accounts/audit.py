"""The record of who did what: logged in, saw, changed, published, took over.

Refuses to change or forget an entry; keeps the e-mail address as it was at the time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.accounts.account import Account
from bot.accounts.tables import AUDIT, LONGEST_EMAIL
from bot.clock import Now
from bot.store import moment
from bot.store.database import Database
from bot.tables import MOST_NUMBER

LOGGED_IN = "logged in"
"""The action of whoever has shown who they are."""
COMMAND_LINE = "command line"
"""Who acts where no account does."""
_LONGEST_OBJECT, _LONGEST_ACTION, _LONGEST_DETAIL = 200, 40, 500


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done; `account` is None for the command line."""

    number: int
    at: datetime
    account: int | None
    email: str
    action: str
    object: str
    details: Mapping[str, str]


class Audit:
    """The record of an installation."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database, self._now = database, now

    async def record(self, account: Account | None, action: str, object: str, **details: str) -> None:
        """Writes down that an account, or the command line, did something to an object. Raises DatabaseUnavailable."""
        await self._database.apart(lambda: self.write(account, action, object, **details))

    def write(self, account: Account | None, action: str, object: str, **details: str) -> None:
        """The same, waiting for the database."""
        values = {
            "at": moment.written(self._now()),
            "account": account.number if account else None,
            "email": account.email if account else COMMAND_LINE,
            "action": _plain(action, _LONGEST_ACTION),
            "object": _plain(object, _LONGEST_OBJECT),
            "details": json.dumps({name: _plain(value, _LONGEST_DETAIL) for name, value in details.items()}, ensure_ascii=False),
        }
        with self._database.transaction() as connection:
            connection.execute(AUDIT.insert().values(**values))

    async def entries(self, *, email: str = "", action: str = "", object: str = "", before: int = MOST_NUMBER, most: int = 50) -> list[AuditEntry]:
        """The newest entries with a number below `before`: of this e-mail address, of this action, about an object that begins so."""
        wanted = [AUDIT.c.number < min(before, MOST_NUMBER)]
        if email:
            wanted.append(AUDIT.c.email == _plain(email, LONGEST_EMAIL))
        if action:
            wanted.append(AUDIT.c.action == _plain(action, _LONGEST_ACTION))
        if object:
            wanted.append(AUDIT.c.object.startswith(_plain(object, _LONGEST_OBJECT), autoescape=True))
        query = sa.select(AUDIT).where(*wanted).order_by(AUDIT.c.number.desc()).limit(most)

        def look() -> list[AuditEntry]:
            with self._database.transaction() as connection:
                return [
                    AuditEntry(row.number, moment.read(row.at), row.account, row.email, row.action, row.object, json.loads(row.details))
                    for row in connection.execute(query)
                ]

        return await self._database.apart(look)

    async def actions(self) -> list[str]:
        """Every action that was ever recorded."""
        return await self._database.apart(self._all, AUDIT.c.action)

    async def people(self) -> list[str]:
        """The e-mail address of everybody who ever did something that was recorded."""
        return await self._database.apart(self._all, AUDIT.c.email)

    def _all(self, column: sa.Column[str]) -> list[str]:
        with self._database.transaction() as connection:
            return list(connection.execute(sa.select(column).distinct().order_by(column)).scalars())


def _plain(text: str, most: int) -> str:
    """Text that every database takes and that fits its column."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")[:most]

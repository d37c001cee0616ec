"""The accounts of an installation, in its database.

Refuses two accounts with one e-mail address, and to leave the console without an active admin. Whatever makes an account less than
it was, or replaces its password, ends its sessions in the same transaction.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.accounts.account import Account, AccountError, Role
from bot.accounts.audit import LOGGED_IN
from bot.accounts.tables import ACCOUNTS, AUDIT, IDENTITIES, INVITATIONS, LONGEST_EMAIL, LONGEST_NAME, SESSIONS
from bot.store import moment
from bot.store.database import Database

_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")
_COLUMNS = (ACCOUNTS.c.number, ACCOUNTS.c.email, ACCOUNTS.c.name, ACCOUNTS.c.role, ACCOUNTS.c.active)


class UnknownAccount(AccountError):
    """There is no account of this number or e-mail address."""


class LastAdmin(AccountError):
    """The console would have no admin left."""

    def __init__(self) -> None:
        super().__init__("This is the only active admin. Make somebody else an admin first.")


class Accounts:
    """All accounts. Every method waits for the database and raises DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, email: str, name: str, role: Role, now: datetime, password: str = "") -> Account:
        """A new account; `password` is the hash of one. Raises AccountError."""
        values = {"email": normal_email(email), "name": normal_name(name), "role": role.value, "active": True, "password": password}
        try:
            with self._database.transaction() as connection:
                done = connection.execute(ACCOUNTS.insert().values(**values, made_at=moment.written(now)))
        except sa.exc.IntegrityError as error:
            raise AccountError(f"There is an account of {values['email']} already.") from error
        return Account(int((done.inserted_primary_key or (0,))[0]), str(values["email"]), str(values["name"]), role)

    def all(self) -> list[Account]:
        """Every account, those that are active first, by e-mail address."""
        with self._database.transaction() as connection:
            return [account_of(row) for row in connection.execute(sa.select(*_COLUMNS).order_by(ACCOUNTS.c.active.desc(), ACCOUNTS.c.email))]

    def standing(self) -> dict[int, tuple[bool, datetime | None]]:
        """Of every account, by its number: whether it has a password, and when it last logged in."""
        last = sa.select(AUDIT.c.account, sa.func.max(AUDIT.c.at).label("at")).where(AUDIT.c.action == LOGGED_IN).group_by(AUDIT.c.account).subquery()
        query = sa.select(ACCOUNTS.c.number, ACCOUNTS.c.password, last.c.at).outerjoin(last, last.c.account == ACCOUNTS.c.number)
        with self._database.transaction() as connection:
            rows = connection.execute(query).all()
        return {row.number: (bool(row.password), moment.read(row.at) if row.at else None) for row in rows}

    def get(self, number: int) -> Account:
        """The account of this number. Raises UnknownAccount."""
        with self._database.transaction() as connection:
            return _get(connection, number)

    def of_email(self, email: str) -> Account:
        """The account of this e-mail address. Raises UnknownAccount."""
        with self._database.transaction() as connection:
            row = connection.execute(sa.select(*_COLUMNS).where(ACCOUNTS.c.email == _sought(email))).first()
        if row is None:
            raise UnknownAccount(f"There is no account of {email[:LONGEST_EMAIL]}. `seller-assistant account list` lists them.")
        return account_of(row)

    def secret(self, email: str) -> tuple[Account | None, str]:
        """The account of this e-mail address, if there is one, and the hash of its password, which is empty where there is none."""
        with self._database.transaction() as connection:
            row = connection.execute(sa.select(*_COLUMNS, ACCOUNTS.c.password).where(ACCOUNTS.c.email == _sought(email))).first()
        return (account_of(row), str(row.password)) if row else (None, "")

    def set_role(self, number: int, role: Role) -> Account:
        """Gives an account another role. Raises UnknownAccount and LastAdmin."""
        return self._change(number, ends=(SESSIONS,), role=role.value)

    def set_active(self, number: int, *, active: bool) -> Account:
        """Lets an account log in, or no longer. Raises UnknownAccount and LastAdmin."""
        return self._change(number, ends=() if active else (SESSIONS, INVITATIONS), active=active)

    def set_password(self, number: int, password: str) -> Account:
        """Takes the hash of a new password. Raises UnknownAccount."""
        return self._change(number, ends=(SESSIONS, INVITATIONS), password=password)

    def rehash(self, number: int, old: str, new: str) -> None:
        """Replaces the hash of a password by a stronger one of the same, unless there is another password meanwhile."""
        with self._database.transaction() as connection:
            connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.number == number, ACCOUNTS.c.password == old).values(password=new))

    def of_identity(self, issuer: str, subject: str) -> Account | None:
        """The account that has logged in with this identity before."""
        both = sa.select(*_COLUMNS).join(IDENTITIES, IDENTITIES.c.account == ACCOUNTS.c.number)
        with self._database.transaction() as connection:
            row = connection.execute(both.where(IDENTITIES.c.issuer == issuer, IDENTITIES.c.subject == subject)).first()
        return account_of(row) if row else None

    def identify(self, number: int, issuer: str, subject: str) -> None:
        """Remembers that an account belongs to an identity."""
        with suppress(sa.exc.IntegrityError), self._database.transaction() as connection:  # two tabs at once say the same
            connection.execute(IDENTITIES.insert().values(issuer=issuer, subject=subject, account=number))

    def _change(self, number: int, *, ends: tuple[sa.Table, ...], **values: Any) -> Account:
        with self._database.transaction() as connection:
            # A write that changes nothing takes SQLite's lock; in PostgreSQL it holds all admins, so that two cannot remove each other.
            admins = ACCOUNTS.c.role == Role.ADMIN.value, ACCOUNTS.c.active.is_(True)
            connection.execute(ACCOUNTS.update().where(*admins).values(role=ACCOUNTS.c.role))
            before = _get(connection, number)
            after = values.get("role", before.role.value), values.get("active", before.active)
            is_admin, stays_admin = before.active and before.role is Role.ADMIN, after == (Role.ADMIN.value, True)
            if is_admin and not stays_admin and connection.execute(sa.select(sa.func.count()).select_from(ACCOUNTS).where(*admins)).scalar_one() == 1:
                raise LastAdmin
            connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.number == number).values(**values))
            for table in ends:
                connection.execute(table.delete().where(table.c.account == number))
            return _get(connection, number)


def normal_email(text: str) -> str:
    """An e-mail address as accounts are found by it. Raises AccountError for what is none."""
    found = _sought(text)
    if not (text.isascii() and text.strip().isprintable() and _EMAIL.fullmatch(found) and len(found) <= LONGEST_EMAIL):
        raise AccountError("This is no e-mail address that can be used here. Write it like name@example.com.")
    return found


def normal_name(text: str) -> str:
    """A name as it is shown. Raises AccountError."""
    found = " ".join(text.split())
    if not (found.isprintable() and len(found) <= LONGEST_NAME):
        raise AccountError(f"This name cannot be used: at most {LONGEST_NAME} characters, and none that cannot be seen.")
    return found


def shown_name(text: str) -> str:
    """What can be shown of a name that somebody else has given; empty for none."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST_NAME]


def account_of(row: Any) -> Account:
    """The account of a row that holds its columns."""
    return Account(row.number, row.email, row.name, Role(row.role), row.active)


def _sought(text: str) -> str:
    """What an account is looked for by; nothing that a database could choke on."""
    return text.strip().casefold().encode("utf-8", "replace").decode().replace("\0", "?")[: LONGEST_EMAIL + 1]


def _get(connection: sa.Connection, number: int) -> Account:
    row = connection.execute(sa.select(*_COLUMNS).where(ACCOUNTS.c.number == number)).first()
    if row is None:
        raise UnknownAccount("There is no such account.")
    return account_of(row)

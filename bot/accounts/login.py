"""Logging in with a password, and changing it: the way from an e-mail address and a password to a session.

Refuses with one and the same answer whatever was wrong, and hashes no more passwords at once than the machine can bear.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

import structlog

from bot.accounts.account import Account, AccountError, Role
from bot.accounts.accounts import Accounts, shown_name
from bot.accounts.attempts import Attempts
from bot.accounts.audit import LOGGED_IN, Audit
from bot.accounts.invitations import Invitations
from bot.accounts.openid import Identity
from bot.accounts.passwords import Passwords
from bot.accounts.sessions import Sessions
from bot.accounts.tables import LONGEST_EMAIL
from bot.clock import Now
from bot.limits import TooMuch
from bot.store.database import Database

_LOG = structlog.get_logger("accounts")
_AT_ONCE, _WAITING = 2, 16  # passwords that are hashed, and that wait for it; each takes 64 MB and a tenth of a second
_WAIT_SECONDS = 2


class Refused(AccountError):
    """No active account has this e-mail address and this password."""

    def __init__(self) -> None:
        super().__init__("There is no active account with this e-mail address and this password.")


class LogIn:
    """Logs people in. Its methods raise DatabaseUnavailable, and TooMuch after too many failures."""

    def __init__(
        self, database: Database, accounts: Accounts, sessions: Sessions, invitations: Invitations, *, passwords: Passwords, audit: Audit, now: Now, role: Role
    ) -> None:
        self._apart, self._accounts, self._sessions, self._invitations = database.apart, accounts, sessions, invitations
        self._passwords, self._audit, self._now, self._role = passwords, audit, now, role
        self._attempts, self._hashing, self._waiting = Attempts(), asyncio.Semaphore(_AT_ONCE), 0
        self._recording = set[asyncio.Task[None]]()

    async def with_password(self, email: str, password: str, address: str) -> str:
        """The token of a new session. Raises Refused."""
        account = await self._checked(email, password, address)
        return await self.begin(account, "password")

    async def begin(self, account: Account, by: str) -> str:
        """The token of a new session of an account that has shown who it is."""
        token = await self._apart(self._sessions.begin, account, self._now())
        await self._audit.record(account, LOGGED_IN, account.email, by=by)
        return token

    async def with_invitation(self, invitation: str, password: str) -> str | None:
        """The token of a session of whoever was invited and has chosen this password; None where the invitation cannot be used. Raises UnfitPassword."""
        account = await self._apart(self._invitations.find, invitation, self._now())
        if account is None:
            return None
        hashed = await self.hashed(password, account)  # before: an unfit password does not use the invitation up
        if not await self._apart(self._invitations.take, invitation, self._now()):
            return None
        await self._apart(self._accounts.set_password, account.number, hashed)
        return await self.begin(account, "invitation")

    async def with_identity(self, identity: Identity, domains: Collection[str]) -> str:
        """The token of a session of whom the provider knows. Raises Refused.

        That is an account that has logged in so before, one of the same e-mail address, or one that is made now for an address of these domains.
        """
        account = await self._apart(self._accounts.of_identity, identity.issuer, identity.subject)
        if account is None:
            account = await self._found_or_made(identity, domains)
            await self._apart(self._accounts.identify, account.number, identity.issuer, identity.subject)
        if not account.active:
            raise Refused
        return await self.begin(account, "provider")

    async def _found_or_made(self, identity: Identity, domains: Collection[str]) -> Account:
        if not identity.email:
            raise Refused  # an address that nobody has verified may be anybody's
        account, _ = await self._apart(self._accounts.secret, identity.email)
        if account:
            return account
        if identity.email.rpartition("@")[2].casefold() not in domains:
            raise Refused
        account = await self._apart(self._accounts.add, identity.email, shown_name(identity.name), self._role, self._now())
        await self._audit.record(account, "added", account.email, role=account.role, by="provider")
        return account

    async def change_password(self, account: Account, old: str, new: str, address: str) -> str:
        """Takes a new password and ends all sessions; the token of the one that takes their place. Raises Refused and UnfitPassword."""
        await self._checked(account.email, old, address)
        await self._apart(self._accounts.set_password, account.number, await self.hashed(new, account))
        await self._audit.record(account, "changed password", account.email)
        return await self._apart(self._sessions.begin, account, self._now())

    async def _checked(self, email: str, password: str, address: str) -> Account:
        """The active account whose password this is. Raises Refused."""
        sought = email.strip().casefold()[:LONGEST_EMAIL]
        self._attempts.admit(sought, address)
        account, hashed = await self._apart(self._accounts.secret, email)
        async with self._turn():
            fits = await asyncio.to_thread(self._passwords.fits, password, hashed)
        if not (fits and account and account.active):
            if account:  # nobody waits for this: the time would tell that there is such an account
                task = asyncio.create_task(self._audit.record(account, "failed to log in", account.email))
                self._recording.add(task)
                task.add_done_callback(self._recorded)
            raise Refused
        self._attempts.succeeded(sought, address)
        if self._passwords.is_outdated(hashed):
            await self._apart(self._accounts.rehash, account.number, hashed, await asyncio.to_thread(self._passwords.again, password))
        return account

    async def hashed(self, password: str, account: Account) -> str:
        """The hash of a new password of the account. Raises UnfitPassword."""
        async with self._turn():
            return await asyncio.to_thread(self._passwords.hash, password, account.email, account.name)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Waits for a place among those whose passwords are hashed. Raises TooMuch when too many wait."""
        if self._waiting >= _WAITING:
            raise TooMuch(_WAIT_SECONDS)
        self._waiting += 1
        try:
            async with self._hashing:
                yield
        finally:
            self._waiting -= 1

    def _recorded(self, task: asyncio.Task[None]) -> None:
        self._recording.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _LOG.warning("a failed log-in was not recorded", detail=str(error))

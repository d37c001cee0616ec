"""Everything that is needed to know people and let them in, put together over one database.

Refuses to be a layer of its own: each part does its own work, and whoever needs one takes it from here.
"""

from __future__ import annotations

from bot.accounts.access import Access
from bot.accounts.account import Role
from bot.accounts.accounts import Accounts
from bot.accounts.audit import Audit
from bot.accounts.invitations import Invitations
from bot.accounts.login import LogIn
from bot.accounts.passwords import Passwords
from bot.accounts.sessions import Sessions
from bot.clock import Now
from bot.sentences import Sentences
from bot.settings import Settings
from bot.store.database import Database


class Reception:
    """The parts, each under its name."""

    def __init__(self, database: Database, settings: Settings, sentences: Sentences, now: Now, passwords: Passwords | None = None) -> None:
        """`passwords` sets how hard hashes are made."""
        self.database, self.now = database, now
        self.accounts, self.audit = Accounts(database), Audit(database, now)
        self.sessions = Sessions(database, settings.session_idle_hours, settings.session_hours)
        self.invitations = Invitations(database, settings.invitation_hours)
        self.access = Access(database, self.sessions, sentences, now, settings.public_url)
        self.log_in = LogIn(
            database, self.accounts, self.sessions, self.invitations, passwords=passwords or Passwords(), audit=self.audit, now=now, role=settings.openid_role
        )

    def has_agents(self) -> bool:
        """Whether any account may answer sellers; waits for the database."""
        return any(account.active and account.role.may(Role.AGENT) for account in self.accounts.all())

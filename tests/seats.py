"""A seat at the console: the whole application in this process, and a browser's part of it with a session of an account of that role.

Refuses to log anybody in by password: the tests of logging in do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from bot.accounts.account import Account, Role
from bot.accounts.accounts import Accounts
from bot.accounts.sessions import Sessions
from bot.accounts.token import derived
from bot.lookup import Lookup
from bot.settings import Settings
from bot.store.database import Database
from tests.hosting import application

HTML = {"Accept": "text/html,*/*;q=0.8"}


@dataclass(frozen=True, slots=True)
class Pass:
    """An account with the token of its session, and the one that its forms carry."""

    account: Account
    token: str

    @property
    def csrf(self) -> str:
        """What a form of the session carries."""
        return derived(self.token, "csrf")


def settings_of(var: Path, folder: Path, **more: Any) -> Settings:
    """Settings with the built parts of `var`, and a database in the folder."""
    return Settings(var=var, database=f"sqlite:///{folder / 'console.db'}", dialogue_port=1, **more)


def admitted(settings: Settings, lookup: Lookup, role: Role, email: str = "", name: str = "Robin Berger") -> Pass:
    """A new account of that role, and a session of it."""
    database = Database(settings.database_url)
    try:
        account = Accounts(database).add(email or f"{role}@example.org", name, role, datetime.now(UTC))
        return Pass(account, Sessions(database, settings.session_idle_hours, settings.session_hours).begin(account, lookup.now()))
    finally:
        database.close()


class Seat:
    """What somebody at the console does."""

    def __init__(self, client: TestClient, admission: Pass) -> None:
        self.client, self.admission = client, admission
        client.cookies.set("console", admission.token)

    def get(self, path: str, status: int = 200, **more: Any) -> Any:
        """Asks for a page."""
        found = self.client.get(path, headers=HTML, follow_redirects=False, **more)
        assert found.status_code == status, (path, found.status_code, found.text[:2000])
        return found

    def post(self, path: str, data: dict[str, Any], status: int = 303, **more: Any) -> Any:
        """Sends a form of the session."""
        sent = {"csrf": self.admission.csrf} | data
        found = self.client.post(path, data=sent, headers=HTML, follow_redirects=False, **more)
        assert found.status_code == status, (path, found.status_code, found.text[:2000])
        return found


@contextmanager
def seated(lookup: Lookup, settings: Settings, role: Role = Role.VIEWER) -> Iterator[Seat]:
    """A seat of a new account of that role."""
    with TestClient(application(lookup, settings), raise_server_exceptions=False) as client:
        yield Seat(client, admitted(settings, lookup, role))

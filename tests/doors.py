"""The pages of accounts over HTTP, with a database of their own and a clock that a test moves; passwords are hashed as fast as can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot import problems
from bot.accounts import access
from bot.accounts.account import Account, Role
from bot.accounts.passwords import Passwords
from bot.accounts.reception import Reception
from bot.console import entrance, passwords, people, record
from bot.console.guests import Guests
from bot.console.pages import Pages
from bot.middleware import Protection
from bot.sentences import Sentences
from bot.settings import Settings
from bot.store.database import Database

PASSWORD = "quiet otter lamp 77"
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


class House:
    """The pages, and people who have keys to them."""

    def __init__(self, database: Database, sentences: Sentences, **settings: Any) -> None:
        self.now = NOON
        self.reception = Reception(database, Settings(**settings), sentences, lambda: self.now, QUICK)
        self.app = FastAPI()
        self.app.add_middleware(Protection, most_bytes=65536, sentences=sentences)
        problems.install(self.app, sentences)
        access.install(self.app)
        pages = Pages(self.reception.access)
        guests = Guests(self.reception.access, pages)
        for routes in (entrance.router(self.reception, guests), passwords.router(self.reception, guests, pages)):
            self.app.router.routes.extend(routes.routes)
        for routes in (people.router(self.reception, pages), record.router(self.reception, pages)):
            self.app.router.routes.extend(routes.routes)

    def wait(self, **time: float) -> None:
        """Time passes."""
        self.now += timedelta(**time)

    def person(self, role: Role = Role.ADMIN, email: str = "", password: str = PASSWORD) -> Account:
        """Somebody who may log in."""
        return self.reception.accounts.add(email or f"{role}@example.com", "", role, self.now, QUICK.again(password) if password else "")

    def browser(self, base: str = "http://testserver", **more: Any) -> Browser:
        """A browser that has not been here before."""
        return Browser(TestClient(self.app, base_url=base, follow_redirects=False, raise_server_exceptions=True, headers=BROWSER, **more))

    def entered(self, role: Role = Role.ADMIN, email: str = "", **more: Any) -> Browser:
        """The browser of somebody new who has logged in."""
        person = self.person(role, email)
        browser = self.browser(**more)
        assert browser.log_in(person.email).status_code == 303
        return browser


class Browser:
    """A browser that sends forms with the token of the page that holds them, as a person would."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **more: Any) -> Any:
        """A page."""
        found: Any = self.client.get(path, **more)
        return found

    def token(self, path: str) -> str:
        """The token in the form of a page."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(path).text)
        assert found
        return found[1]

    def send(self, path: str, page: str = "", **fields: Any) -> Any:
        """Fills in the form on `page`, which leads to `path`."""
        return self.post(path, {"csrf": self.token(page or path), **fields})

    def post(self, path: str, fields: Any, **more: Any) -> Any:
        """Sends just this."""
        found: Any = self.client.post(path, data=fields, **more)
        return found

    def log_in(self, email: str, password: str = PASSWORD, **more: Any) -> Any:
        """Logs in."""
        return self.send("/console/login", email=email, password=password, **more)

    @property
    def is_in(self) -> bool:
        """Whether the browser has a session."""
        return bool(self.get("/console/password").status_code == 200)


@contextmanager
def opened(url: str, sentences: Sentences, **settings: Any) -> Iterator[House]:
    """A house over the database of this URL."""
    database = Database(url)
    yield House(database, sentences, **settings)
    database.close()

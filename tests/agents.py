"""Accounts of a served installation, logged in without a password: their clients and cookies; and an engine that knows the guide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from actions.messages import message
from bot.accounts import token as tokens
from bot.accounts.account import Account, Role
from bot.accounts.accounts import Accounts
from bot.accounts.sessions import Sessions
from bot.lookup import Lookup
from bot.settings import Settings
from bot.store.database import Database
from knowledge.memory import Memory
from tests.engine import Engine


@dataclass(frozen=True)
class Login:
    """Somebody who is logged in: the account, and the token of its session."""

    account: Account
    token: str

    @property
    def csrf(self) -> str:
        """What a form of this session carries."""
        return tokens.derived(self.token, "csrf")

    def client(self, url: str) -> httpx.Client:
        """A browser of this account, as far as HTTP goes."""
        return httpx.Client(base_url=url, timeout=30, trust_env=False, cookies={"console": self.token}, headers={"Accept": "text/html"})

    def cookie(self, url: str) -> dict[str, Any]:
        """The session for playwright."""
        return {"name": "console", "value": self.token, "url": url}


@contextmanager
def staff(settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[Callable[[str, Role], Login]]:
    """Hires somebody: a new account of this name and role, logged in at this time."""
    database = Database(settings.database_url)
    accounts, sessions = Accounts(database), Sessions(database, settings.session_idle_hours, settings.session_hours)

    def hire(name: str, role: Role) -> Login:
        address = "-".join(name.lower().split()) or "nobody"
        account = accounts.add(f"{address}@example.com", name, role, now())
        return Login(account, sessions.begin(account, now()))

    yield hire
    database.close()


def knowing(engine: Engine, lookup: Lookup) -> Callable[[dict[str, Any]], None]:
    """Lets a stand-in for the dialogue engine say what the assistant would say to a message without a conversation."""
    memories: dict[str, Memory] = {}

    def say(sent: dict[str, Any]) -> None:
        clock = lookup.clock(None)
        understood = lookup.languages.assistant(sent["metadata"]["language"]).understander.understand(sent["message"], clock)
        conversation = lookup.languages.form(sent["metadata"]["language"]).conversation
        memory = memories.get(sent["sender"], Memory())
        turn = conversation.talk if understood.decision in ("smalltalk", "handoff") else conversation.answer
        said = turn(understood, memory, clock)
        if understood.decision == "rule":
            said = conversation.begin(understood, memory, clock)
        memories[sent["sender"]] = said.memory
        replies = said.replies or (conversation.assistant.reply(understood, clock),)  # a form asks its first question
        engine.says([{"custom": message(reply, said.memory)} for reply in replies])

    return say

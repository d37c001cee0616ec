"""Somebody in Teams: what they write, press and search reaches the application as Microsoft's connector delivers it, and they wait for what it says.

Refuses to look behind what Teams gets: everything is checked by what was written there.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from fastapi.testclient import TestClient

from bot.lookup import Lookup
from bot.settings import Settings
from tests.engine import Engine
from tests.hosting import application
from tests.microsoft import BOT, TENANT, Microsoft, Written
from tests.validation import card_complaints

BOT_IN_TEAMS = f"28:{BOT}"
SOURCE = {"id": "q058", "title": "When does a buyer get his money back?", "section": "V. Order management", "checked_on": "2026-11-24", "language": "en"}
_NUMBERS = itertools.count(1)


class Person:
    """Somebody, in one chat or thread."""

    def __init__(self, client: Any, microsoft: Microsoft, conversation: str = "a:chat-of-anna", scope: str = "personal", **more: Any) -> None:
        self.client, self.microsoft, self.conversation, self.scope = client, microsoft, conversation, scope
        self.tenant, self.locale, self.name = more.get("tenant", TENANT), more.get("locale", "en-GB"), more.get("name", "anna")
        self._seen = 0

    def deliver(self, status: int = 202, token: str | None = None, **activity: Any) -> Any:
        """One activity."""
        sent = {
            "type": "message",
            "id": f"d{next(_NUMBERS)}",
            "channelId": "msteams",
            "serviceUrl": self.microsoft.url,
            "from": {"id": f"29:{self.name}", "aadObjectId": f"of-{self.name}", "name": self.name},
            "recipient": {"id": BOT_IN_TEAMS, "name": "Seller Support"},
            "conversation": {"id": self.conversation, "conversationType": self.scope, "tenantId": self.tenant},
            "channelData": {"tenant": {"id": self.tenant}},
            "locale": self.locale,
            **activity,
        }
        bearer = {"Authorization": f"Bearer {self.microsoft.token() if token is None else token}"}
        reply = self.client.post("/api/messages", json=sent, headers=bearer)
        assert reply.status_code == status, (reply.status_code, reply.text)
        return reply.json() if reply.content and status == 200 else None

    def write(self, text: str, **more: Any) -> None:
        """A message."""
        self.deliver(text=text, textFormat="plain", **more)

    def press(self, card: Written, title: str, **inputs: Any) -> Any:
        """A button of a card with what was filled in; the next look of the card, which is then what everybody sees."""
        action = next(found for found in actions(card.card) if found["title"] == title and found["type"] != "Action.ShowCard")
        if action["type"] == "Action.Submit":
            said = action["data"]["msteams"]
            self.write(said["text"], value=said["value"])
            return None
        value = {"action": {"type": action["type"], "verb": action["verb"], "title": title, "data": {**action["data"], **inputs}}, "trigger": "manual"}
        reply = self.deliver(200, type="invoke", name="adaptiveCard/action", replyToId=card.id, value=value)
        look = reply["value"]
        if isinstance(look, dict):
            with self.microsoft.news:
                self.microsoft.faults += card_complaints(look)
                if card.activity["attachments"][0]["content"] == card.card:
                    card.activity["attachments"][0]["content"] = look
        return look

    def hears(self, words: str) -> Written:
        """The first thing written here, since the last one that was heard, that has these words."""

        def found(microsoft: Microsoft) -> Written | None:
            mine = [one for one in microsoft.written if one.conversation == self.conversation]
            for place, one in enumerate(mine[self._seen :], self._seen):
                if words in one.text:
                    self._seen = place + 1
                    return one
            return None

        heard: Written = self.microsoft.wait(found)
        return heard


@dataclass(frozen=True)
class Chats:
    """The application with its bot in Teams, and what stands in for the others."""

    client: TestClient
    microsoft: Microsoft
    engine: Engine
    settings: Settings

    def person(self, conversation: str = "a:chat", scope: str = "personal", **more: Any) -> Person:
        """Somebody in a chat or a thread."""
        return Person(self.client, self.microsoft, conversation, scope, **more)

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of the application's database, once there are some or two seconds have passed."""
        database, ends = sa.create_engine(self.settings.database_url), time.monotonic() + 2
        try:
            while True:
                with database.connect() as connection:
                    found = [tuple(row) for row in connection.execute(sa.text(query), values)]
                if found or time.monotonic() > ends:
                    return found
                time.sleep(0.05)
        finally:
            database.dispose()

    @property
    def heard(self) -> list[str]:
        """What the engine was asked."""
        return [str(sent["message"]) for sent in self.engine.asked]

    @property
    def conversations(self) -> int:
        """In how many conversations that was."""
        return len({sent["sender"] for sent in self.engine.asked})


def actions(part: Any) -> Iterator[dict[str, Any]]:
    """Every button of a card, those that unfold too."""
    if isinstance(part, list):
        for one in part:
            yield from actions(one)
    elif isinstance(part, dict):
        if str(part.get("type", "")).startswith("Action."):
            yield part
        for key in ("body", "actions", "items", "columns", "card", "selectAction"):
            yield from actions(part.get(key))


def inputs(part: Any) -> dict[str, dict[str, Any]]:
    """Every field of a card by its id."""
    if isinstance(part, list):
        return {name: found for one in part for name, found in inputs(one).items()}
    if not isinstance(part, dict):
        return {}
    own = {part["id"]: part} if str(part.get("type", "")).startswith("Input.") else {}
    return own | {name: found for key in ("body", "actions", "items", "columns", "card") for name, found in inputs(part.get(key)).items()}


def answer(text: str, **more: Any) -> list[dict[str, Any]]:
    """What the dialogue engine says: an answer of an article, with a caveat and its source; `more` is for the answer."""
    blocks = [{"kind": "lead", "heading": "", "text": text}]
    said = {"text": text, "blocks": blocks, "follow_ups": [], "sources": [SOURCE], "caveats": ["Count on it."]} | more
    turn = {"decision": "answer", "rule": None, "asks_for": None, "articles": ["q058"], "language": "en"}
    return [{"custom": {"answer": said, "turn": turn, "case": {"number": 1, "changes": 0}, "input": None}}]


@contextmanager
def opened(lookup: Lookup, var: Path, folder: Path, microsoft: Microsoft, engine_port: int = 1, **more: Any) -> Iterator[TestClient]:
    """The application with its bot in Teams, until the block ends."""
    settings = settings_of(var, folder, microsoft, engine_port, **more)
    with TestClient(application(lookup, settings), client=("127.0.0.1", 50000)) as client:
        yield client


def settings_of(var: Path, folder: Path, microsoft: Microsoft, engine_port: int = 1, **more: Any) -> Settings:
    """The settings by which the application has its bot in Teams."""
    return Settings(var=var, database=f"sqlite:///{folder / 'teams.db'}", dialogue_port=engine_port, **{**microsoft.settings, **more})

"""An installation whose articles may be changed: a copy of the data, the look-ups over it, and editors at work on it.

Refuses to touch the real data.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from bot.accounts.account import Role
from bot.accounts.tables import AUDIT
from bot.content import fields
from bot.content.tables import VERSIONS
from bot.content.version import Key
from bot.lookup import Lookup
from bot.settings import Settings
from bot.store.database import Database
from knowledge.base import KnowledgeBase
from knowledge.languages import Languages
from tests.hosting import application
from tests.seats import Seat, admitted, settings_of


def copied(folder: Path) -> Path:
    """A copy of the data."""
    return Path(shutil.copytree(Path(__file__).parent.parent / "data", folder / "data"))


def own(lookup: Lookup, data: Path) -> Lookup:
    """Look-ups whose knowledge lies in that copy, over the same search."""
    base = KnowledgeBase(data)
    english, others = (lookup.languages.assistants[tongue].understander.ranker for tongue in ("en", "fr"))
    return Lookup(Languages(base, english, others), lookup.now, 2000)


class Newsroom:
    """The console of one installation, with an editor at it."""

    def __init__(self, lookup: Lookup, settings: Settings, client: TestClient) -> None:
        self.lookup, self.settings, self.client = lookup, settings, client
        self.data = lookup.base.data
        self.editor = Seat(client, admitted(settings, lookup, Role.EDITOR))
        base = lookup.base
        self._articles = {spoken.language: list(spoken.library) for spoken in (base, *base.others.values())}
        self._seats: dict[str, Seat] = {}

    def seat(self, role: Role, email: str = "") -> Seat:
        """Somebody else's seat, with a browser of their own."""
        address = email or f"{role}-2@example.org"
        if address not in self._seats:
            self._seats[address] = Seat(TestClient(self.client.app, raise_server_exceptions=False), admitted(self.settings, self.lookup, role, address))
        return self._seats[address]

    def clear(self) -> None:
        """Takes back whatever was drafted, published and recorded."""
        database = Database(self.settings.database_url)
        with database.transaction() as connection:
            connection.execute(VERSIONS.delete())
            connection.execute(AUDIT.delete())
        database.close()
        for language, articles in self._articles.items():
            for article in articles:
                self.lookup.base.speaking(language).library.put(article)

    def text(self, key: Key) -> str:
        """What is in a file."""
        folder = self.data / "articles" / ("" if key.language == "en" else key.language)
        return (folder / f"{key.article}.md").read_bytes().decode("utf-8")

    def with_words(self, key: Key, words: str = "Half a year, that is.") -> str:
        """The body of a file with words added to its first sentence."""
        body = self.text(key).partition("\n---\n")[2]
        first, rest = body.split(". ", 1)
        return f"{first}. {words} {rest}"

    def form(self, key: Key, seat: Seat | None = None, **typed: str) -> dict[str, Any]:
        """The editor's form as a browser sends it back, with these fields typed anew."""
        page = (seat or self.editor).get(f"{at(key)}/edit").text
        hidden = dict(re.findall(r'name="(seen|from)" value="(-?\d+)"', page))
        shown = [*re.findall(r'<input class="input[^"]*"[^>]* name="(\w+)" value="([^"]*)"', page)]
        shown += re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
        shown += [("section", chosen) for chosen in re.findall(r'<option value="([^"]*)" selected', page)]
        found = {name: unescape(value) for name, value in shown}
        assert set(fields.names(key.language)) <= set(found), sorted(found)
        return {name: value.replace("\n", "\r\n") for name, value in {**found, **typed}.items()} | hidden

    def send(self, key: Key, action: str, status: int = 303, seat: Seat | None = None, sent: dict[str, Any] | None = None, **typed: str) -> Any:
        """Fills in the editor and presses a button."""
        return (seat or self.editor).post(f"{at(key)}/{action}", self.form(key, seat, **typed) if sent is None else sent, status)


def at(key: Key) -> str:
    """The address of an article's history."""
    return f"/console/content/{key.language}/{key.article}"


@contextmanager
def opened(lookup: Lookup, var: Path, folder: Path) -> Iterator[Newsroom]:
    """A newsroom over the data of these look-ups, with a database in the folder."""
    settings = settings_of(var, folder, data=lookup.base.data)
    with TestClient(application(lookup, settings), raise_server_exceptions=False) as client:
        yield Newsroom(lookup, settings, client)

"""The chat on pages of another origin: a shop that embeds it, and an assistant with a stand-in for the dialogue engine.

Refuses nothing; what the stand-in answers is told by each test.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from actions.messages import message
from bot.lookup import Lookup
from bot.settings import Settings
from knowledge.clock import Clock
from knowledge.memory import Memory
from tests.conftest import NOW
from tests.engine import Engine, running
from tests.hosting import hosting

SECONDS = 20_000  # milliseconds, as playwright counts
REFUND = "The buyer cancelled on 20 November 2026 before shipping. When is the refund due?"
PROMISED = "Thursday 10 December 2026"
"""The 14th working day after Friday 20 November 2026."""


@dataclass
class Assistant:
    """Where the assistant is served, and the engine that answers in it."""

    url: str
    engine: Engine
    lookup: Lookup

    def looks_up(self) -> None:
        """Answers as the look-up does."""

        def answer(sent: dict[str, Any]) -> None:
            if "metadata" not in sent:  # a new session, in which nothing is said
                self.engine.says([])
                return
            reply = self.lookup.languages.ask(sent["message"], Clock.of(None, NOW), sent["metadata"]["language"])
            self.engine.says([{"custom": message(reply, Memory())}])

        self.engine.while_asked = answer

    def says(self, text: str, language: str = "en", **more: Any) -> None:
        """Answers with this from now on; `more` is input (how what is asked for may be picked), asks (without that), buttons, or what else an answer holds."""
        self.engine.while_asked = lambda sent: None
        picked, buttons, asks = more.pop("input", None), more.pop("buttons", []), more.pop("asks", False)
        answer = {"text": text, "follow_ups": buttons, "sources": [], **more}
        waits: dict[str, Any] = (
            {"decision": "rule", "rule": "refund-timing", "asks_for": "event_date"}
            if picked or asks
            else {"decision": "answer", "rule": None, "asks_for": None}
        )
        turn: dict[str, Any] = {**waits, "articles": [], "language": language}
        self.engine.says([{"custom": {"answer": answer, "turn": turn, "case": {"number": 0, "changes": 0}, "input": picked}}])

    @property
    def heard(self) -> list[str]:
        """What was said to the engine."""
        return [sent["message"] for sent in self.engine.asked]


@contextmanager
def assistant(lookup: Lookup, var: Path, folder: Path, port: int = 0, **settings: Any) -> Iterator[Assistant]:
    """An assistant that is served until the block ends; what it keeps lies in the folder."""
    if not (folder / "index").exists():
        (folder / "index").symlink_to(var / "index", target_is_directory=True)
    with running() as engine:
        kept: dict[str, Any] = {"var": folder, "dialogue_port": engine.port, "log_level": "error", "turn_seconds": 5.0}
        with hosting(lookup, Settings(**kept | settings), port) as url:
            found = Assistant(url, engine, lookup)
            found.looks_up()
            yield found


@dataclass
class Shop:
    """The pages of a shop, by their path."""

    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""

    def embeds(self, url: str, tag: str = "<seller-assistant></seller-assistant>", head: str = "", path: str = "/") -> None:
        """Has a page with the two lines that the manual shows."""
        start = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title>{head}</head>'
        )
        script = f'<script src="{url}/widget.js" async></script>'
        self.pages[path] = f"{start}<body><main><h1>Shop</h1><button>Buy</button></main>{script}{tag}</body></html>"


@contextmanager
def shop(headers: Mapping[str, str] | None = None) -> Iterator[Shop]:
    """A shop on a port of its own, which is another origin, until the block ends."""
    found = Shop(headers=dict(headers or {}))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = found.pages.get(self.path.partition("?")[0])
            self.send_response(200 if page else 204)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if page:
                self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def say(page: Page, text: str) -> None:
    """Types a message and sends it."""
    page.locator("#message").fill(text)
    page.locator("#message").press("Enter")


def hears(served: Assistant, page: Page, text: str) -> None:
    """Waits until this is the last that the engine was told: the page shows a message before it has been sent."""
    ends = time.monotonic() + SECONDS / 1000
    while served.heard[-1:] != [text]:
        assert time.monotonic() < ends, served.heard
        page.wait_for_timeout(20)


def stored(page: Page, name: str) -> str:
    """What the chat has put into the browser's storage under this name."""
    found: str = page.evaluate(
        """(name) => {
          const key = (kept) => Object.keys(kept).find((key) => key.endsWith(` ${name}`));
          return localStorage[key(localStorage)] ?? sessionStorage[key(sessionStorage)] ?? "";
        }""",
        name,
    )
    return found

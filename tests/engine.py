"""A stand-in for the dialogue engine: a real HTTP server on this machine that answers as it is told, also badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = [
    {
        "recipient_id": "someone",
        "custom": {
            "answer": {"text": "Hello!", "follow_ups": [{"title": "Why?", "payload": "Why?"}], "sources": []},
            "turn": {"decision": "smalltalk", "rule": None, "asks_for": None, "articles": [], "language": "en"},
        },
    }
]
ASKING = [
    {
        "custom": {
            "answer": {"text": "What happened?", "follow_ups": [], "sources": []},
            "turn": {"decision": "rule", "rule": "refund-timing", "asks_for": "situation", "articles": ["q058"], "language": "en"},
        }
    }
]


@dataclass
class Engine:
    """How it answers, and what it was asked: `body` is sent as it is, after `delay` seconds at most.

    `breaks_after` is the number of messages after which it only fails; `while_asked` is called before it answers one.
    """

    body: bytes = b"[]"
    status: int = 200
    delay: float = 0.0
    breaks_after: int = 1_000_000
    asked: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    while_asked: Callable[[dict[str, Any]], None] = lambda sent: None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def says(self, content: Any) -> None:
        """Answers with this JSON from now on."""
        self.body = json.dumps(content).encode()


@contextmanager
def running() -> Iterator[Engine]:
    """An engine that runs until the block ends."""
    engine = Engine()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            engine.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            engine.while_asked(engine.asked[-1])
            engine.released.wait(engine.delay)
            self.send_response(engine.status if len(engine.asked) <= engine.breaks_after else 500)
            self.send_header("Content-Length", str(len(engine.body)))
            self.end_headers()
            self.wfile.write(engine.body)

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        engine.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield engine
        finally:
            engine.released.set()
            server.shutdown()
            thread.join()

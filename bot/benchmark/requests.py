"""Times requests to a running assistant: one after another, and several at once.

Refuses to count a turn as fast that failed: a reply that is no answer makes the figure a failed one.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from bot.benchmark.figure import Figure

AT_ONCE = 8
_CONVERSATION = (
    "When is my money released?",
    "The buyer cancelled before shipping. When is the refund due?",
    "It was yesterday",
    "and if it was last Friday?",
    "where does that come from?",
    "Can I link a debit card to my wallet?",
    "thank you",
)
Step = Callable[["Connection"], str]
"""One request over a connection; gives what was wrong with the reply, if anything."""


class Connection:
    """One kept-alive connection; Python's own client, because a richer one would take longer than some replies."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
        self.conversation: str | None = None
        self.turns = 0

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        """Status and content of the reply."""
        status, content = self.exchange(method, path, json.dumps(body).encode() if body is not None else None)
        return status, json.loads(content or b"null")

    def exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        """Status and bytes of the reply."""
        self._http.request(method, path, body, {"Content-Type": "application/json"})
        reply = self._http.getresponse()
        return reply.status, reply.read()

    def close(self) -> None:
        """Closes it."""
        self._http.close()


def empty(connection: Connection) -> str:
    """The least request there is."""
    return _status(connection.send("GET", "/health/live"))


def asking(texts: Sequence[str]) -> Step:
    """POST /api/ask with each text in turn."""
    places: dict[Connection, int] = {}

    def step(connection: Connection) -> str:
        place = places.setdefault(connection, 5 * len(places))  # not all the same question at once
        places[connection] = place + 1
        return _status(connection.send("POST", "/api/ask", {"text": texts[place % len(texts)]}))

    return step


def chatting(connection: Connection) -> str:
    """The next turn of a conversation; a new one when all has been said."""
    text = _CONVERSATION[connection.turns % len(_CONVERSATION)]
    if connection.turns % len(_CONVERSATION) == 0:
        connection.conversation = None
    connection.turns += 1
    known = {"conversation_id": connection.conversation} if connection.conversation else {}
    status, reply = connection.send("POST", "/api/chat", {"text": text, **known})
    if status != 200:
        return _status((status, reply))
    connection.conversation = reply["conversation_id"]
    return "" if all("answer" in message for message in reply["messages"]) else f"no answer: {reply['messages'][0]['text'][:80]}"


def _status(reply: tuple[int, Any]) -> str:
    return "" if reply[0] == 200 else f"status {reply[0]}: {str(reply[1])[:80]}"


def timed(name: str, port: int, step: Step, count: int, *, seconds: float, at_once: int = 1, beside: str = "") -> Figure:
    """Times `count` steps of each of `at_once` connections, at most for so many seconds."""
    samples: list[float] = []
    wrong: list[str] = []
    start = threading.Barrier(at_once + 1)

    def work() -> None:
        connection = Connection(port)
        try:
            step(connection)  # connects, and warms up
            start.wait(30)
            until = time.monotonic() + seconds
            for _ in range(count):
                began = time.perf_counter()
                problem = step(connection)
                samples.append((time.perf_counter() - began) * 1000)
                if problem:
                    wrong.append(problem)
                if time.monotonic() > until:
                    break
        except (OSError, http.client.HTTPException, ValueError, threading.BrokenBarrierError) as error:
            wrong.append(repr(error)[:120])
            start.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    try:
        start.wait(30)
    except threading.BrokenBarrierError:
        return Figure(name, "ms", (), failed=(wrong or ["the first replies took more than 30 s"])[0])
    began = time.monotonic()
    for thread in threads:
        thread.join(seconds + 20)
    note = f"{len(samples) / (time.monotonic() - began):.0f} a second" if at_once > 1 else ""
    return Figure(name, "ms", tuple(samples), beside, note, f"{len(wrong)} of {len(samples)} wrong, the first: {wrong[0]}" if wrong else "")

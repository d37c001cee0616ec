"""What every request but a plain one to compute (express.py) passes through: headers that protect the page, a limit on bodies, and measurement.

Refuses large bodies itself: the framework's own limit has no words for whoever sent one. Answers for faults of ours itself,
too: what the framework says of them would go out without the headers.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from prometheus_client import Counter, Histogram
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import problems
from bot.metrics import REQUESTS, SECONDS
from bot.sentences import Sentences

_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
JSON_KIND = (b"content-type", b"application/json")
PROTECTIVE_OF_DATA = (
    (b"content-security-policy", _POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
)
PROTECTIVE = (
    *PROTECTIVE_OF_DATA,
    # From here on, what only a page heeds: plain data asks for no camera, and leads nowhere.
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_OUR_OWN = ("/webhook",)  # whole conversations, from our own dialogue process
_LARGER = {"/slack/events": 1_000_000}  # with what is pressed, Slack sends back the whole window and every option in it
_MOST_DIGITS = 18  # of a length that is looked at as a number


class Protection:
    """Raw ASGI, so that streams pass through untouched."""

    def __init__(self, app: ASGIApp, most_bytes: int, sentences: Sentences) -> None:
        self._app, self._most_bytes, self._sentences = app, most_bytes, sentences

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, is_answered = time.perf_counter(), 500, False
        limited, most = scope["path"] not in _OUR_OWN, max(self._most_bytes, _LARGER.get(scope["path"], 0))
        received = 0

        async def incoming() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if limited and received > most:
                raise HTTPException(413)
            return message

        async def outgoing(message: Message) -> None:
            nonlocal status, is_answered
            if message["type"] == "http.response.start":
                status, is_answered = message["status"], True
                own = message.get("headers", ())
                names = {name for name, _ in own}
                wanted = PROTECTIVE_OF_DATA if JSON_KIND in own else PROTECTIVE
                message["headers"] = [*own, *(header for header in wanted if header[0] not in names)]
            await send(message)

        try:
            if limited and _declares_too_much(scope, most):
                await problems.response(413, self._sentences.say("too_large"))(scope, receive, outgoing)
            else:
                await self._app(scope, incoming, outgoing)
        except Exception as error:  # noqa: BLE001 - the last place that can answer; it logs and tells
            answer = problems.unforeseen(scope, error, self._sentences)
            if not is_answered:  # else the server ends the broken stream
                await answer(scope, receive, outgoing)
        finally:
            route: Any = scope.get("route")
            name = getattr(route, "path", "none")  # the pattern, not the address: an id would make a series of its own
            count(name, status, time.perf_counter() - started)


def _declares_too_much(scope: Scope, most: int) -> bool:
    length: bytes = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return length.isdigit() and (len(length) > _MOST_DIGITS or int(length) > most)


def count(route: str, status: int, seconds: float) -> None:
    """Counts a request that was answered, under the pattern of its route."""
    _requests(route, status).inc()
    _seconds(route).observe(seconds)


@cache
def _requests(route: str, status: int) -> Counter:
    """The counter of a route and status; finding it anew takes longer than counting."""
    return REQUESTS.labels(route, str(status))


@cache
def _seconds(route: str) -> Histogram:
    return SECONDS.labels(route)

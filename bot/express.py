"""The express lane: requests that are computed at once are answered before the framework has looked at them.

Refuses nothing itself: a request that is not a plain one goes the framework's way, which finds the words for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.middleware import JSON_KIND, PROTECTIVE_OF_DATA, count

Lane = Callable[[str, bytes], bytes]
"""Makes the JSON of an answer of the end of a path and a body. Raises Detour for a request about which there is something else to say."""

_LOG = structlog.get_logger("http")
_MOST_DIGITS = 18  # of a length that is looked at as a number


class Detour(Exception):
    """A request that the framework's way answers, which has the words for what is wrong with it."""


class Express:
    """Raw ASGI around everything else. `lanes`: by method, and path up to the part that differs, the route it stands for and its lane.

    Much of the time of a request to compute goes into the framework's layers, which look for routes, forms, files, dependencies and
    cookies that these requests have not. What they would add is added here: protective headers, the limit, and the count.
    """

    def __init__(self, app: ASGIApp, lanes: Mapping[tuple[str, str], tuple[str, Lane]], most_bytes: int) -> None:
        self._app, self._lanes, self._most_bytes = app, lanes, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a plain request, and passes any other on as it came."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, _, rest = scope["path"].rpartition("/")
        found = self._lanes.get((scope["method"], start))
        if found is None or not self._is_plain(scope):
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        body, last = await _read(receive)
        route, lane = found
        # A computation takes a fraction of a millisecond: less than the way to a worker thread and back.
        answer = _answer(lane, route, rest, body) if last["type"] == "http.request" else None
        if answer is None:
            await self._app(scope, _again(body, last, receive), send)
            return
        length = str(len(answer)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length), JSON_KIND, *PROTECTIVE_OF_DATA]})
        await send({"type": "http.response.body", "body": answer})
        count(route, 200, time.perf_counter() - began)

    def _is_plain(self, scope: Scope) -> bool:
        """Whether it comes from no page (a browser tells its origin) and has a JSON body of a bearable length, or asks for something and has none."""
        headers = dict(reversed(scope["headers"]))  # of two of a name, the first counts, as everywhere
        if b"origin" in headers or b"transfer-encoding" in headers:
            return False
        length: bytes = headers.get(b"content-length", b"")
        if scope["method"] == "GET":
            return not length
        kind: bytes = headers.get(b"content-type", b"")
        return kind.partition(b";")[0].strip().lower() == JSON_KIND[1] and length.isdigit() and len(length) <= _MOST_DIGITS and int(length) <= self._most_bytes


def _answer(lane: Lane, route: str, rest: str, body: bytes) -> bytes | None:
    """The answer of a lane; None where it has none."""
    try:
        return lane(rest, body)
    except Detour:
        return None
    except Exception as error:  # noqa: BLE001 - a fault of ours; the framework's way meets it again, and tells it in our words
        _LOG.error("unforeseen error in the express lane", route=route, exc_info=error)
        return None


async def _read(receive: Receive) -> tuple[bytes, Message]:
    """A whole body, and the message that ended it: its last part, or that the client has gone."""
    message = await receive()
    body = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body, message


def _again(body: bytes, last: Message, receive: Receive) -> Receive:
    """Receives once more what has been read."""
    gone = [] if last["type"] == "http.request" else [last]
    messages = [*gone, {"type": "http.request", "body": body, "more_body": bool(gone)}]

    async def received() -> Message:
        return messages.pop() if messages else await receive()

    return received

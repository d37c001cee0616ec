"""What every request passes through: headers that protect the page, and measurement."""

from __future__ import annotations

import time
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import problems
from bot.metrics import REQUESTS, SECONDS

_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_OUR_OWN = ("/webhook",)  # whole conversations, from our own dialogue process
_DOCUMENTATION = "/docs"  # FastAPI's page, which has its script from elsewhere


class Protection:
    """Raw ASGI, so that streams pass through untouched."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app, self._most_bytes = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def outgoing(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    if not (scope["path"].startswith(_DOCUMENTATION) and name == "Content-Security-Policy"):
                        headers.setdefault(name, value)
            await send(message)

        try:
            if self._declares_too_much(scope):  # the framework would refuse it too, but without our words
                await problems.response(413, problems.TOO_LARGE)(scope, receive, outgoing)
            else:
                await self._app(scope, receive, outgoing)
        finally:
            route: Any = scope.get("route")
            name = getattr(route, "path", "none")  # the pattern, not the address: an id would make a series of its own
            REQUESTS.labels(name, str(status)).inc()
            SECONDS.labels(name).observe(time.perf_counter() - started)

    def _declares_too_much(self, scope: Scope) -> bool:
        length = Headers(scope=scope).get("content-length", "")
        return scope["path"] not in _OUR_OWN and length.isascii() and length.isdigit() and int(length) > self._most_bytes

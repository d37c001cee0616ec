"""Which pages may use the assistant from another origin: those on the list, for the chat and nothing else.

Refuses every change that the page of another origin asks for, and lets nobody else read what it answers; needs no cookie and allows none.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import problems
from bot.middleware import PROTECTIVE
from bot.sentences import Sentences

_SHARED = re.compile(r"/api/chat(?:/.*)?|/api/articles/[^/]+|/api/receipts/[^/]+\.ics|/static/.*|/widget(?:-\w+)?\.js")
_SAFE = ("GET", "HEAD", "OPTIONS")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}


class Origins:
    """Raw ASGI around everything but the express lane, which answers no page, so that refusals of ours can be read by the pages that may."""

    def __init__(self, app: ASGIApp, listed: Collection[str], sentences: Sentences) -> None:
        self._app, self._listed, self._sentences = app, frozenset(listed), sentences

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, unless it comes from a page that may not make it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        is_shared = _SHARED.fullmatch(scope["path"]) is not None
        is_foreign = bool(origin) and not _is_own(origin, headers)
        allowed = is_foreign and is_shared and origin.lower() in self._listed

        async def outgoing(message: Message) -> None:
            if message["type"] == "http.response.start" and is_shared:
                found = MutableHeaders(scope=message)
                found.add_vary_header("Origin")
                if allowed:
                    found["Access-Control-Allow-Origin"] = origin
                    found["Access-Control-Expose-Headers"] = "Retry-After"
            await send(message)

        if allowed and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, outgoing)
        elif is_foreign and not allowed and scope["method"] not in _SAFE:
            refusal = problems.response(403, self._sentences.say("foreign_origin"))
            refusal.raw_headers.extend(PROTECTIVE)
            await refusal(scope, receive, outgoing)
        else:
            await self._app(scope, receive, outgoing)


def _is_own(origin: str, headers: Headers) -> bool:
    """Whether a request comes from a page of ours: the browser says so, or the address that was asked is the page's."""
    if headers.get("sec-fetch-site") == "same-origin":
        return True
    return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()

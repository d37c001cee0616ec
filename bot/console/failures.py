"""Problems as pages: what goes wrong under the console's addresses is told in its look to whoever asks for a page.

Leaves every other request alone, and the words of a problem as they are.
"""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.accounts.account import Account
from bot.console.navigation import PREFIX
from bot.console.pages import Pages
from bot.problems import Problem

_PROBLEM = b"application/problem+json"
_REPLACED = (b"content-type", b"content-length")


class Failures:
    """Raw ASGI, so that streams pass through untouched."""

    def __init__(self, app: ASGIApp, pages: Pages) -> None:
        self._app, self._pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and its answer back."""
        if scope["type"] != "http" or not _is_page(scope):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def outgoing(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _type(message) == _PROBLEM:
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await self._tell(scope, start, body, send)

        await self._app(scope, receive, outgoing)

    async def _tell(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        request, status, problem = Request(scope), start["status"], json.loads(body)
        said = {"what": HTTPStatus(status), "detail": problem["detail"], "errors": [error["detail"] for error in problem.get("errors", ())]}
        page = self._pages.page(request, "failure.html", await self._account(request), status=status, **said)
        kept = [header for header in start["headers"] if header[0] not in _REPLACED]
        own = [header for header in page.raw_headers if header[0] not in {name for name, _ in kept}]
        await send({"type": "http.response.start", "status": status, "headers": [*kept, *own]})
        await send({"type": "http.response.body", "body": page.body})

    async def _account(self, request: Request) -> Account | None:
        try:
            return await self._pages.access.account(request)
        except Problem:  # the database is away: the page has no navigation then
            return None


def _is_page(scope: Scope) -> bool:
    path = scope["path"]
    accepted = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return (path == PREFIX or path.startswith(f"{PREFIX}/")) and b"text/html" in accepted


def _type(message: Message) -> bytes:
    found: bytes = next((value for name, value in message.get("headers", ()) if name == b"content-type"), b"")
    return found.partition(b";")[0].strip()

"""The shortest way of a JSON request to a route that computes at once, past what the framework does for any kind of route.

Refuses nothing itself: a request that does not fit goes the framework's way, which finds the words for it.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, get_type_hints

from fastapi import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

_JSON = "application/json"


class Straight(APIRoute):
    """A route whose handler takes the texts of its path and perhaps one body, named `request`, and gives a response.

    The framework makes a request of the message, opens two stacks of contexts, and solves and validates path, query, headers,
    cookies and body one after another; here there is a body at most. What the handler raises meets the application's own handlers.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._usual = self.app
        self._shape: type[BaseModel] | None = get_type_hints(self.endpoint).get("request")
        self.app = self._answer_alone if self._shape is None else self._answer

    async def _answer_alone(self, scope: Scope, receive: Receive, send: Send) -> None:
        handler: Callable[..., Awaitable[Response]] = self.endpoint
        await (await handler(**scope["path_params"]))(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower() != _JSON:
            await self._usual(scope, receive, send)
            return
        body, last = await _read(receive)
        given = self._given(body) if last["type"] == "http.request" else None
        if given is None:
            await self._usual(scope, _again(body, last, receive), send)
            return
        handler: Callable[..., Awaitable[Response]] = self.endpoint
        await (await handler(**scope["path_params"], request=given))(scope, receive, send)

    def _given(self, body: bytes) -> BaseModel | None:
        """The body in its shape; None for one that does not fit, about which there is something to say."""
        try:
            return self._shape.model_validate(json.loads(body)) if self._shape else None
        except (ValueError, RecursionError):
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

"""The shortest way of a JSON request to a route that computes at once, past most of what the framework does for any kind of route.

Refuses nothing itself: a request that does not fit goes the framework's way, which finds the words for it.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, get_type_hints

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

_JSON = "application/json"


class Straight(APIRoute):
    """A route whose handler takes the texts of its path and perhaps one body, named `request`, and gives a response.

    The framework solves and validates path, query, headers, cookies and body one after another; here there is a body at most.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        usual = super().get_route_handler()
        handler: Callable[..., Awaitable[Response]] = self.endpoint
        shape: type[BaseModel] | None = get_type_hints(handler).get("request")

        async def answer_alone(request: Request) -> Response:
            return await handler(**request.path_params)

        if shape is None:
            return answer_alone

        async def answer(request: Request) -> Response:
            given = await _given(request, shape)
            return await usual(request) if given is None else await handler(**request.path_params, request=given)

        return answer


async def _given(request: Request, shape: type[BaseModel]) -> BaseModel | None:
    """The body in its shape; None for one that does not fit, about which there is something to say."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        return None
    try:
        return shape.model_validate(json.loads(await request.body()))
    except (ClientDisconnect, ValueError, RecursionError):
        return None

"""The forms of those who have no session: each carries a token that the same browser was given with the page.

Refuses a form from another site; one that is only out of date is shown again.
"""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from bot.accounts import token as tokens
from bot.accounts.access import Access
from bot.console.pages import Pages
from bot.problems import Problem

_COOKIE = "console-form"


class Guests:
    """Shows forms to guests, and lets them in."""

    def __init__(self, access: Access, pages: Pages, provider: str | None = None) -> None:
        """`provider` is what the log-in page calls the OpenID Connect provider, empty for a general word; None where there is none."""
        self._access, self._pages, self._provider = access, pages, provider

    def form(self, request: Request, template: str, *, status: int = 200, wait: int | None = None, **values: Any) -> Response:
        """A page with a form; `wait` is after how many seconds another try may pass."""
        token = self._access.cookie(request, _COOKIE) or tokens.new()
        response = self._pages.page(request, template, status=status, csrf=tokens.derived(token, "csrf"), wait=wait, provider=self._provider, **values)
        self._access.set_cookie(request, response, _COOKIE, token)
        return later(response, wait)

    async def is_ours(self, request: Request) -> bool:
        """Whether a form was given to this browser. Raises Problem for one from another site."""
        self._access.check_origin(request)
        token = self._access.cookie(request, _COOKIE)
        try:
            await self._access.check_form(request, tokens.derived(token, "csrf") if token else "")
        except Problem:
            return False
        return True

    def enter(self, request: Request, session: str, path: str) -> Response:
        """Leads on with a new session; no token from before has any meaning after that."""
        response = led(path)
        self._access.begin(request, response, session)
        self._access.set_cookie(request, response, _COOKIE, "")
        return response


def led(path: str) -> Response:
    """To the page of a path, which is asked for anew."""
    return RedirectResponse(path, 303, {"Cache-Control": "no-store"})


def later(response: Response, wait: int | None) -> Response:
    """The response with the seconds after which another try may pass."""
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response


def address_of(request: Request) -> str:
    """The client's address; the server has put in what trusted proxies say."""
    return request.client.host if request.client else ""

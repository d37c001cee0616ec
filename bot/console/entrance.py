"""The pages by which people come in and go: log-in and log-out.

Answers a wrong e-mail address and a wrong password alike, and leads nobody to another site.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from bot.accounts.access import LOG_IN, START, safe_path
from bot.accounts.account import Account, AccountError, Role
from bot.accounts.reception import Reception
from bot.console.guests import Guests, address_of, led
from bot.limits import TooMuch

_LONGEST_SHOWN = 254  # characters of what was typed that are shown again
Field = Annotated[str, Form()]


def router(reception: Reception, guests: Guests) -> APIRouter:
    """The routes of the pages."""
    routes = APIRouter(prefix=START, include_in_schema=False)
    access, apart = reception.access, reception.database.apart

    @routes.get("/login")
    async def ask(request: Request, next: str = "") -> Response:
        """The log-in; whoever has a session is led on."""
        after = safe_path(next)
        return led(after) if await access.account(request) else guests.form(request, "login.html", next=after, email="", complaint="")

    @routes.post("/login")
    async def enter(request: Request, email: Field = "", password: Field = "", next: Field = "") -> Response:
        """Logs somebody in."""
        after = safe_path(next)
        shown: dict[str, Any] = {"next": after, "email": email[:_LONGEST_SHOWN]}
        if not await guests.is_ours(request):
            return guests.form(request, "login.html", status=403, complaint="stale", **shown)
        try:
            session = await reception.log_in.with_password(email, password, address_of(request))
        except AccountError:
            return guests.form(request, "login.html", status=422, complaint="refused", **shown)
        except TooMuch as error:
            return guests.form(request, "login.html", status=429, complaint="often", wait=error.retry_after, **shown)
        if old := access.token(request):
            await apart(reception.sessions.end, old)
        return guests.enter(request, session, after)

    @routes.post("/logout")
    async def leave(request: Request, account: Account = Depends(access.require(Role.VIEWER))) -> Response:  # noqa: B008 - how a route names what it needs
        """Ends the session."""
        await apart(reception.sessions.end, access.token(request))
        await reception.audit.record(account, "logged out", account.email)
        response = led(LOG_IN)
        access.end(request, response)
        return response

    return routes

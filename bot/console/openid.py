"""The way to the OpenID Connect provider and back.

Shows nothing of what went wrong there but that it did; the log says more.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.accounts import token as tokens
from bot.accounts.access import START, safe_path
from bot.accounts.account import AccountError
from bot.accounts.login import Refused
from bot.accounts.openid import OpenId, OpenIdFailed
from bot.accounts.reception import Reception
from bot.console.guests import Guests, led

_LOG = structlog.get_logger("accounts")
_COOKIE, _AFTER = "console-openid", "after"
_LONGEST_AFTER = 1000  # characters, which a cookie has to hold
_SECONDS = 600  # for the way to the provider and back


def router(reception: Reception, guests: Guests, openid: OpenId) -> APIRouter:
    """The routes of the way."""
    routes = APIRouter(prefix=f"{START}/openid", include_in_schema=False)
    access = reception.access

    def back(request: Request) -> str:
        """Where the provider sends the browser; it must know this address."""
        return f"{access.address(request)}{START}/openid/back"

    def failed(request: Request, error: AccountError, after: str) -> Response:
        if isinstance(error, Refused):
            return guests.form(request, "login.html", status=403, complaint="stranger", next=after, email="")
        _LOG.warning("a log-in at the provider failed", detail=str(error))
        return guests.form(request, "login.html", status=502, complaint="provider", next=after, email="")

    @routes.get("")
    async def go(request: Request, next: str = "") -> Response:
        """To the provider."""
        secret, after = tokens.new(), safe_path(next if len(next) <= _LONGEST_AFTER else START)
        try:
            response = led(await openid.begin(secret, after, back(request)))
        except OpenIdFailed as error:
            return failed(request, error, after)
        access.set_cookie(request, response, _COOKIE, secret, _SECONDS)
        access.set_cookie(request, response, f"{_COOKIE}-{_AFTER}", quote(after, safe=""), _SECONDS)
        return response

    @routes.get("/back")
    async def come(request: Request) -> Response:
        """Back from there."""
        secret, after = access.cookie(request, _COOKIE), safe_path(unquote(access.text_cookie(request, f"{_COOKIE}-{_AFTER}")))
        try:
            identity = await openid.finish(secret, after, back(request), dict(request.query_params))
            session = await reception.log_in.with_identity(identity, openid.provider.domains)
        except AccountError as error:
            response = failed(request, error, after)
        else:
            response = guests.enter(request, session, after)
        access.set_cookie(request, response, _COOKIE, "")
        access.set_cookie(request, response, f"{_COOKIE}-{_AFTER}", "")
        return response

    return routes

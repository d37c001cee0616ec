"""The pages on which people choose a password: whoever was invited, and whoever wants another one.

Takes a password only from its owner: by the one-time link, or together with the present one.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from bot.accounts.access import START
from bot.accounts.account import Account, AccountError, Role
from bot.accounts.passwords import SHORTEST
from bot.accounts.reception import Reception
from bot.console.guests import Guests, address_of, later
from bot.console.pages import Pages
from bot.limits import TooMuch

Field = Annotated[str, Form()]


def router(reception: Reception, guests: Guests, pages: Pages) -> APIRouter:
    """The routes of the pages."""
    routes = APIRouter(prefix=START, include_in_schema=False)
    log_in, apart = reception.log_in, reception.database.apart
    viewer = Depends(reception.access.require(Role.VIEWER))

    def invitation(request: Request, account: Account | None, *, status: int = 200, complaint: str = "", wait: int | None = None) -> Response:
        values: dict[str, Any] = {"invited": account, "shortest": SHORTEST, "complaint": complaint}
        return guests.form(request, "invitation.html", status=status if account else 404, wait=wait, **values)

    @routes.get("/invitation/{token}")
    async def invited(request: Request, token: str) -> Response:
        """The page on which whoever was invited chooses a password."""
        return invitation(request, await apart(reception.invitations.find, token, reception.now()))

    @routes.post("/invitation/{token}")
    async def accept(request: Request, token: str, password: Field = "", again: Field = "") -> Response:
        """Takes the password, and logs in."""
        account = await apart(reception.invitations.find, token, reception.now())
        if not await guests.is_ours(request):
            return invitation(request, account, status=403, complaint="stale")
        if password != again:
            return invitation(request, account, status=422, complaint="different")
        try:
            session = await log_in.with_invitation(token, password)
        except AccountError as error:
            return invitation(request, account, status=422, complaint=str(error))
        except TooMuch as error:
            return invitation(request, account, status=429, complaint="often", wait=error.retry_after)
        return guests.enter(request, session, START) if session else invitation(request, None)

    async def own(request: Request, account: Account, *, status: int = 200, complaint: str = "", wait: int | None = None, done: bool = False) -> Response:
        _, hashed = await apart(reception.accounts.secret, account.email)
        values: dict[str, Any] = {"has_password": bool(hashed), "shortest": SHORTEST, "complaint": complaint, "wait": wait, "done": done}
        return later(pages.page(request, "password.html", account, status=status, **values), wait)

    @routes.get("/password")
    async def page(request: Request, done: str = "", account: Account = viewer) -> Response:
        """The page to change one's own password."""
        return await own(request, account, done=bool(done))

    @routes.post("/password")
    async def change(request: Request, old: Field = "", new: Field = "", again: Field = "", *, account: Account = viewer) -> Response:
        """Changes it; every other session of the account ends."""
        if new != again:
            return await own(request, account, status=422, complaint="different")
        try:
            session = await log_in.change_password(account, old, new, address_of(request))
        except AccountError as error:
            return await own(request, account, status=422, complaint=str(error))
        except TooMuch as error:
            return await own(request, account, status=429, complaint="often", wait=error.retry_after)
        return guests.enter(request, session, f"{START}/password?done=yes")

    return routes

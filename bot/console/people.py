"""The page on which admins look after accounts: who there is, invitations, roles, and who may no longer log in.

Shows the link of an invitation once, to whoever made it; nobody can read it again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from bot.accounts.access import START
from bot.accounts.account import Account, AccountError, Role
from bot.accounts.accounts import LastAdmin, UnknownAccount
from bot.accounts.reception import Reception
from bot.console.guests import led
from bot.console.pages import Pages
from bot.tables import MOST_NUMBER
from knowledge.calendars import PARIS

PEOPLE = f"{START}/people"
Field = Annotated[str, Form()]
DONE = {
    "role": "Has another role now, and was logged out everywhere.",
    "same": "Has this role already; nothing was changed.",
    "deactivated": "Deactivated: was logged out everywhere and can no longer log in, and no link made before works.",
    "activated": "Activated: may log in again.",
    "ended": "Logged out everywhere.",
}
"""What can have been done to an account, in words."""


def router(reception: Reception, pages: Pages) -> APIRouter:
    """The routes of the page."""
    routes = APIRouter(prefix=PEOPLE, include_in_schema=False)
    accounts, audit, apart = reception.accounts, reception.audit, reception.database.apart
    admin = Depends(reception.access.require(Role.ADMIN))

    async def page(request: Request, account: Account, *, status: int = 200, **more: Any) -> Response:
        values: dict[str, Any] = {
            "invited": None,
            "link": "",
            "until": None,
            "complaint": "",
            "typed": {"email": "", "name": "", "role": Role.AGENT},
            "done": None,
            "what": "",
            "roles": list(Role),
        }
        standing, everybody = await apart(accounts.standing), await apart(accounts.all)
        people = [
            (person, has_password, seen and seen.astimezone(PARIS))
            for person in everybody
            for has_password, seen in [standing.get(person.number, (False, None))]
        ]
        return pages.page(request, "people.html", account, status=status, people=people, **values | more)

    async def linked(request: Request, account: Account, invited: Account) -> Response:
        """The page with a new link for somebody."""
        token, until = await apart(reception.invitations.make, invited, reception.now())
        link = f"{reception.access.address(request)}{START}/invitation/{token}"
        return await page(request, account, invited=invited, link=link, until=until.astimezone(PARIS))

    async def changed(request: Request, account: Account, number: int, change: Callable[[Account], Awaitable[Response | str]]) -> Response:
        """Does something to the account of a number, and leads back to it with what was done; says why where it cannot be done."""
        try:
            person = await apart(accounts.get, min(number, MOST_NUMBER))
            done = await change(person)
            return done if isinstance(done, Response) else led(f"{PEOPLE}?done={number}&what={done}#person-{number}")
        except AccountError as error:
            status = 404 if isinstance(error, UnknownAccount) else 409 if isinstance(error, LastAdmin) else 422
            return await page(request, account, status=status, complaint=str(error))

    @routes.get("")
    async def everybody(request: Request, done: str = "", what: str = "", account: Account = admin) -> Response:
        """All accounts."""
        return await page(request, account, done=done, what=DONE.get(what, ""))

    @routes.post("")
    async def invite(request: Request, email: Field = "", name: Field = "", role: Field = "", *, account: Account = admin) -> Response:
        """A new account, and the link by which its owner chooses a password."""
        try:
            invited = await apart(accounts.add, email, name, _role(role), reception.now())
        except AccountError as error:
            return await page(request, account, status=422, complaint=str(error), typed={"email": email, "name": name, "role": role})
        await audit.record(account, "invited", invited.email, role=invited.role)
        return await linked(request, account, invited)

    @routes.post("/{number}/link")
    async def link(request: Request, number: int, account: Account = admin) -> Response:
        """Another link: for who has lost the first one, or the password."""

        async def make(person: Account) -> Response:
            await audit.record(account, "made a link", person.email)
            return await linked(request, account, person)

        return await changed(request, account, number, make)

    @routes.post("/{number}/role")
    async def change_role(request: Request, number: int, role: Field = "", account: Account = admin) -> Response:
        """Gives somebody another role."""

        async def give(person: Account) -> str:
            if (wanted := _role(role)) == person.role:
                return "same"
            await apart(accounts.set_role, number, wanted)
            await audit.record(account, "changed role", person.email, before=person.role, after=wanted)
            return "role"

        return await changed(request, account, number, give)

    @routes.post("/{number}/active")
    async def change_active(request: Request, number: int, active: Field = "", account: Account = admin) -> Response:
        """Lets somebody log in again, or no longer."""

        async def let(person: Account) -> str:
            wanted = active == "yes"
            done = "activated" if wanted else "deactivated"
            if wanted != person.active:
                await apart(lambda: accounts.set_active(number, active=wanted))
                await audit.record(account, done, person.email)
            return done

        return await changed(request, account, number, let)

    @routes.post("/{number}/end-sessions")
    async def end_sessions(request: Request, number: int, account: Account = admin) -> Response:
        """Logs somebody out everywhere."""

        async def end(person: Account) -> str:
            ended = await apart(reception.sessions.end_all, person)
            await audit.record(account, "ended sessions", person.email, count=str(ended))
            return "ended"

        return await changed(request, account, number, end)

    return routes


def _role(text: str) -> Role:
    """A role of a form. Raises AccountError."""
    try:
        return Role(text)
    except ValueError as error:
        raise AccountError(f"Choose a role: {', '.join(Role)}.") from error

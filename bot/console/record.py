"""The page on which admins read the record of who did what, the newest first.

Refuses to change it.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from bot.accounts.access import START
from bot.accounts.account import Account, Role
from bot.accounts.reception import Reception
from bot.console.pages import Pages
from bot.tables import MOST_NUMBER
from knowledge.calendars import PARIS

RECORD = f"{START}/audit"
_A_PAGE = 50
_LONGEST = 254
Filter = Annotated[str, Query(max_length=_LONGEST)]


def router(reception: Reception, pages: Pages) -> APIRouter:
    """The route of the page."""
    routes = APIRouter(include_in_schema=False)
    audit = reception.audit

    @routes.get(RECORD)
    async def record(
        request: Request,
        who: Filter = "",
        action: Filter = "",
        about: Filter = "",
        *,
        before: Annotated[int, Query(ge=1, le=MOST_NUMBER)] = MOST_NUMBER,
        account: Account = Depends(reception.access.require(Role.ADMIN)),  # noqa: B008 - how a route names what it needs
    ) -> Response:
        """The entries that fit, and the way to earlier ones."""
        found = await audit.entries(email=who, action=action, object=about, before=before, most=_A_PAGE + 1)
        entries, more = found[:_A_PAGE], len(found) > _A_PAGE
        chosen = {"who": who, "action": action, "about": about}
        earlier = f"{RECORD}?{urlencode({**{key: value for key, value in chosen.items() if value}, 'before': entries[-1].number})}" if more else ""
        shown: dict[str, Any] = {
            "entries": [(entry, entry.at.astimezone(PARIS)) for entry in entries],
            "earlier": earlier,
            "is_first": before == MOST_NUMBER,
            "chosen": chosen,
        }
        return pages.page(request, "audit.html", account, people=await audit.people(), actions=await audit.actions(), **shown)

    return routes

"""The inbox: sellers who want a person, the least time left first, as it changes; and how many wait, for every other page.

Whoever may answer and has it open counts as being there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.account import Account, Role
from bot.console.casework import Casework
from bot.console.live import Told
from bot.console.navigation import PREFIX
from bot.handover.case import Case, State
from bot.handover.cases import INBOX
from bot.responses import Json


def router(work: Casework) -> APIRouter:
    """The routes of the inbox."""
    routes = APIRouter(prefix=f"{PREFIX}/inbox", include_in_schema=False, default_response_class=HTMLResponse)
    viewer = Depends(work.access.require(Role.VIEWER))
    handovers, presence = work.handing.handovers, work.handing.presence

    async def listed() -> tuple[list[Case], Collection[str]]:
        cases = await handovers.inbox()
        return cases, await work.conversations.apart(work.transcripts.unread, [case.conversation for case in cases if case.state == State.TAKEN])

    async def found(account: Account) -> dict[str, Any]:
        cases, unread = await listed()
        shown = [work.shown(case, account, unread) for case in cases]
        return {
            "standing": _standing(cases, unread),
            "waiting": [case for case in shown if case.state == State.WAITING],
            "mine": [case for case in shown if case.state == State.TAKEN and case.is_mine],
            "others": [case for case in shown if case.state == State.TAKEN and not case.is_mine],
        }

    def see(account: Account) -> None:
        if account.role.may(Role.AGENT):
            presence.see(account.number)

    @routes.get("")
    async def page(request: Request, account: Account = viewer) -> Response:
        """The whole page."""
        see(account)
        is_on = await handovers.is_on()
        return work.pages.page(request, "inbox.html", account, is_on=is_on, **await found(account))

    @routes.get("/list")
    async def part(request: Request, account: Account = viewer) -> Response:
        """The cases, alone: the page fetches them when something has changed."""
        return work.pages.page(request, "inbox_list.html", account, **await found(account))

    @routes.get("/count")
    async def count(account: Account = viewer) -> Json:
        """How many wait, for the navigation of the other pages; asking is a sign of being there."""
        see(account)
        return Json({"waiting": sum(case.state == State.WAITING for case in await handovers.inbox())}, headers={"Cache-Control": "no-store"})

    @routes.get("/events")
    async def events(request: Request, account: Account = viewer) -> Response:
        """Tells when the list has changed."""
        told = ""

        async def look(after: int) -> list[Told]:
            nonlocal told
            cases, unread = await listed()
            if (standing := _standing(cases, unread)) == told:
                return []
            told = standing
            return [Told("changed", {"standing": standing, "waiting": sum(case.state == State.WAITING for case in cases)})]

        return work.stream(request, account, handovers.news, INBOX, look)

    return routes


def _standing(cases: Collection[Case], unread: Collection[str]) -> str:
    """A mark of all that the list shows, by which a page knows whether it has missed a change before it began to follow."""
    shown = [(case.number, case.state, case.deadline, case.taken_by, case.attended, case.conversation in unread) for case in cases]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]

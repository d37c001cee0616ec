"""A case: what the seller needs, the conversation so far, and the box to answer in.

Shows to every account what is going on; what may be done with it stands in case_actions.py.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.account import Account, Role
from bot.console.casework import REASONS, Casework, standing
from bot.console.navigation import PREFIX
from bot.console.transcript import lines
from bot.handover.case import Reason

MOST_CHARACTERS = 4000
"""The longest answer or note."""


def router(work: Casework) -> APIRouter:
    """The route of the page."""
    routes = APIRouter(prefix=f"{PREFIX}/cases", include_in_schema=False, default_response_class=HTMLResponse)
    viewer = Depends(work.access.require(Role.VIEWER))
    handovers, apart = work.handing.handovers, work.conversations.apart

    @routes.get("/{number}")
    async def page(request: Request, number: int, refused: bool = False, account: Account = viewer) -> Response:
        """The whole page; `refused` when something was not done because somebody else was faster."""
        case = await work.case(number)
        await work.audit.record(account, "saw", f"case {number}")
        found = await apart(work.transcripts.happened, case.conversation)
        conversation = found[0].number if found else 0
        values: dict[str, Any] = {
            "case": work.shown(case, account),
            "conversation": conversation,
            "lines": lines(found, work.lookup.base),
            "newest": found[-1].number if found else 0,
            "standing": standing(case),
            "notes": [work.noted(note) for note in await handovers.notes(number)],
            "reasons": {reason: words for reason, words in REASONS.items() if reason != Reason.WITHDRAWN},
            "refused": refused,
            "most": MOST_CHARACTERS,
            "may_answer": account.role.may(Role.AGENT),
        }
        return work.pages.page(request, "case.html", account, **values)

    return routes

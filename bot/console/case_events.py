"""A case as it goes on: what is said and noted from now on, already drawn, and that it has changed hands.

Ends when the conversation has been deleted.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from bot.accounts.account import Account, Role
from bot.console.casework import Casework, standing
from bot.console.live import Told
from bot.console.navigation import PREFIX
from bot.console.transcript import lines
from bot.handover.rows import UnknownCase

Standing = Annotated[str, Query(alias="standing")]
Note = Annotated[int, Query(alias="note")]


def router(work: Casework) -> APIRouter:
    """The route of the stream."""
    routes = APIRouter(prefix=f"{PREFIX}/cases", include_in_schema=False)
    viewer = Depends(work.access.require(Role.VIEWER))
    handovers, apart = work.handing.handovers, work.conversations.apart

    async def gone(after: int) -> list[Told]:
        return [Told("gone", {}, ends=True)]

    @routes.get("/{number}/events")
    async def events(request: Request, number: int, standing_shown: Standing = "", note_shown: Note = 0, account: Account = viewer) -> Response:
        """What is said and noted after what the page shows, drawn, and when the case stands otherwise than it shows."""
        try:
            begun = await handovers.case(number)
        except UnknownCase:  # deleted since the page was loaded: a stream can say so, a refusal is not heard
            return work.stream(request, account, work.conversations.news, "", gone)
        told: dict[str, Any] = {"note": note_shown, "standing": standing_shown or standing(begun)}

        async def news(after: int) -> list[Told]:
            case = await handovers.case(number)
            found = await apart(work.transcripts.happened, case.conversation, after)
            drawn = [line for line in lines(found, work.lookup.base) if (line.author, line.text) != ("state", "waiting")]  # only others ahead are gone
            shown = [Told("line", {"html": work.pages.render(request, "line.html", account, line=line)}, line.number) for line in drawn]
            if found:  # what is not shown has been seen as well
                shown.append(Told("seen", {}, found[-1].number))
            noted = [work.noted(note) for note in await handovers.notes(number) if note.number > told["note"]]
            shown += [Told("note", {"html": work.pages.render(request, "note.html", account, note=note)}) for note in noted]
            told["note"] = max([told["note"], *(note.number for note in noted)])
            if (now := standing(case)) != told["standing"]:
                told["standing"] = now
                shown.append(Told("state", {}))
            return shown

        async def look(after: int) -> list[Told]:
            try:
                return await news(after)
            except UnknownCase:  # at whichever of the steps the seller deleted it
                return await gone(after)

        return work.stream(request, account, work.conversations.news, begun.conversation, look)

    return routes

"""Passages of the guide for an answer to a seller: found by words, written in the seller's language where it is spoken, each with its source.

Composes nothing: a passage is written as it is when it is copied.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.account import Account, Role
from bot.console.casework import Casework
from bot.console.navigation import PREFIX
from bot.copies import Form
from bot.lookup import UnusableText

_FOUND = 4


def router(work: Casework) -> APIRouter:
    """The route of what is found."""
    routes = APIRouter(prefix=f"{PREFIX}/cases", include_in_schema=False, default_response_class=HTMLResponse)
    viewer = Depends(work.access.require(Role.VIEWER))

    @routes.get("/{number}/passages")
    async def passages(request: Request, number: int, text: Annotated[str, Query(alias="q")] = "", account: Account = viewer) -> Response:
        """Passages of the guide for an answer, in the seller's language where it is spoken, each with its source."""
        case = await work.case(number)
        spoken = case.language if case.language in work.answers.languages else "en"

        def found() -> list[dict[str, Any]]:
            search, library = work.lookup.search(text, None), work.lookup.base.speaking(spoken).library
            shown = []
            for hit in search.articles[:_FOUND]:
                article = library.article(hit.article)
                written = work.answers.copy_of_passages(hit.article, hit.place, Form.REPLY, spoken)
                shown.append({"title": article.title, "section": article.section, "language": article.language, "text": _bare(written)})
            return shown

        try:
            hits, complaint = (await asyncio.to_thread(found) if text.strip() else []), ""
        except UnusableText as error:
            hits, complaint = [], str(error)
        return work.pages.page(request, "passages.html", account, hits=hits, complaint=complaint, query=text)

    return routes


def _bare(reply: str) -> str:
    """A reply without its greeting and its sign-off: in a chat they stand in the way."""
    return "\n\n".join(reply.split("\n\n")[1:-1])

"""The look-up page: one field, what is found while somebody types, the answer as a seller would get it, and the latest look-ups.

Works without JavaScript: the address holds what is looked for, and the page is whole.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.accounts.account import Account, Role
from bot.console.answers import Answers
from bot.console.hits import Hits
from bot.console.navigation import PREFIX
from bot.console.pages import Pages
from bot.console.recent import Lookups
from bot.lookup import Lookup, UnusableText
from bot.problems import Problem
from bot.requests import AnswerLanguage
from bot.tables import MOST_NUMBER

Asked = Annotated[str, Query(alias="q")]


def router(pages: Pages, lookup: Lookup, hits: Hits, answers: Answers, lookups: Lookups) -> APIRouter:
    """The routes of the page. What encodes a question runs in worker threads: it would block the event loop."""
    routes = APIRouter(prefix=PREFIX, include_in_schema=False, default_response_class=HTMLResponse)
    viewer = Depends(pages.access.require(Role.VIEWER))

    def found(text: str, language: str) -> dict[str, Any]:
        """What a search found, or why there is none."""
        try:
            return {"found": hits.of(lookup.search(text, None, language)), "complaint": ""}
        except UnusableText as error:
            return {"found": None, "complaint": str(error)}

    def answered(text: str, language: str) -> dict[str, Any]:
        """The answer to a question; none to what cannot be asked, nor to a name, which asks nothing."""
        try:
            return {"shown": None if lookup.named(text) else answers.to_question(text, language)}
        except UnusableText:
            return {"shown": None}

    @routes.get("")
    async def page(request: Request, text: Asked = "", language: AnswerLanguage = "auto", account: Account = viewer) -> Response:
        """The whole page, with what is found where the address says what to look for."""
        text = text.strip()
        given: dict[str, Any] = {"query": text, "language": language, "found": None, "complaint": "", "shown": None}
        if text:
            given |= await asyncio.to_thread(found, text, language)
            given |= await asyncio.to_thread(answered, text, language)
            if given["found"]:
                await lookups.keep(account, given["found"].query, language)
        return pages.page(request, "search.html", account, **given, recent=await lookups.of(account))

    @routes.get("/search")
    async def part(request: Request, text: Asked = "", language: AnswerLanguage = "auto", account: Account = viewer) -> Response:
        """What is found, alone: the page fetches it while somebody types."""
        if not text.strip():
            return pages.page(request, "search_recent.html", account, recent=await lookups.of(account))
        return pages.page(request, "search_found.html", account, query=text, **await asyncio.to_thread(found, text, language))

    @routes.get("/answer")
    async def answer(request: Request, text: Asked = "", language: AnswerLanguage = "auto", account: Account = viewer) -> Response:
        """The answer, alone: the page fetches it when nobody types any more."""
        return pages.page(request, "search_answer.html", account, **await asyncio.to_thread(answered, text, language))

    @routes.post("/lookups")
    async def remember(text: Annotated[str, Form(alias="q")], language: Annotated[AnswerLanguage, Form()] = "auto", account: Account = viewer) -> Response:
        """Keeps what somebody has looked at for a while."""
        try:
            await lookups.keep(account, lookup.readable(text), language)
        except UnusableText as error:
            raise Problem(422, str(error)) from error
        return Response(status_code=204)

    @routes.post("/lookups/forget")
    async def forget(number: Annotated[int | None, Form()] = None, account: Account = viewer) -> Response:
        """Deletes one of the latest look-ups, or all of them."""
        await lookups.forget(account, None if number is None else min(number, MOST_NUMBER))
        return RedirectResponse(PREFIX, 303)

    return routes

"""The editor of an article: beginning, saving, publishing and withdrawing.

Refuses to publish while the checks complain; the draft is kept all the same.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.accounts.account import Account, Role
from bot.console.content_pages import CONTENT
from bot.console.writing import Writing, number_of, text_of
from bot.content import fields
from bot.content.editorial import Faulty
from bot.content.version import ContentError, Key, UnknownVersion
from bot.problems import Problem
from bot.responses import Json
from bot.tables import MOST_NUMBER

_NOTHING = "Nothing was changed, so there is nothing to keep."
_NAMING = "Begin with a number of the guide, then a hyphen and words in small letters, as in q011-costs."


def router(writing: Writing) -> APIRouter:
    """The routes; every one of them is for editors."""
    routes = APIRouter(prefix=CONTENT, include_in_schema=False, default_response_class=HTMLResponse)
    pages, editorial = writing.pages, writing.editorial
    editor = Depends(pages.access.require(Role.EDITOR))

    @routes.get("/new")
    async def new(request: Request, account: Account = editor) -> Response:
        """Asks what a new article is called."""
        return pages.page(request, "content_new.html", account, typed="", complaint="")

    @routes.post("/new")
    async def name(request: Request, article: Annotated[str, Form()] = "", *, account: Account = editor) -> Response:
        """Begins a new article."""
        try:
            history = await editorial.history("en", article.strip(), may_be_new=True)
        except UnknownVersion:
            return pages.page(request, "content_new.html", account, status=422, typed=article, complaint=_NAMING)
        return RedirectResponse(f"{CONTENT}/en/{history.key.article}/edit", 303, {"Cache-Control": "no-store"})

    @routes.get("/{language}/{article}/edit")
    async def edit(
        request: Request, language: str, article: str, version: Annotated[int, Query(alias="from", ge=-1, le=MOST_NUMBER)] = -1, *, account: Account = editor
    ) -> Response:
        """The editor, with the draft, with what holds, or with the version that is named."""
        history = await writing.begun(language, article)
        chosen = text_of(history, version)
        if chosen is None and version >= 0:
            raise Problem(404, f"{history.key} has no version {version}.")
        origin: dict[str, Any] = {"origin": history.versions[version]} if version >= 0 else {}
        text = chosen if chosen is not None else await asyncio.to_thread(writing.first, history.key)
        return await writing.page(request, account, history, fields.read(text, history.key), **origin)

    @routes.post("/{language}/{article}/save")
    async def save(request: Request, language: str, article: str, account: Account = editor) -> Response:
        """Keeps a draft; a script that stays in the editor gets its version alone."""
        sent = await writing.typed(request, language, article)
        if not sent.is_changed and not sent.history.draft:
            return await writing.again(request, account, sent, complaint=_NOTHING)
        kept = await writing.saved(request, account, sent)
        if isinstance(kept, Response):
            return kept
        if request.headers.get("accept") == "application/json":
            return Json({"version": kept.version}, headers={"Cache-Control": "no-store"})
        return _back(sent.key, "saved")

    @routes.post("/{language}/{article}/publish")
    async def publish(request: Request, language: str, article: str, account: Account = editor) -> Response:
        """Keeps a draft where something was changed, and lets it hold, together with those of other languages that are named."""
        sent = await writing.typed(request, language, article)
        if not sent.is_changed and not sent.history.draft:
            return await writing.again(request, account, sent, complaint=_NOTHING)
        kept = await writing.saved(request, account, sent)
        if isinstance(kept, Response):
            return kept
        beside = [draft for key, draft in (await editorial.beside(sent.key)).items() if key.language in sent.together]
        try:
            told = await editorial.publish([kept, *beside], account)
        except ContentError as error:
            remarks = error.remarks if isinstance(error, Faulty) else None
            said = f"{error} What you wrote is kept as the draft, version {kept.version}." if remarks else str(error)
            history = await writing.begun(language, article)
            more = {"complaint": said, "remarks": remarks, "together": sent.together, "origin": kept}
            return await writing.page(request, account, history, sent.fields, status=409, **more)
        return _back(sent.key, "published" if all(told.values()) else "waits")

    @routes.post("/{language}/{article}/withdraw")
    async def withdraw(request: Request, language: str, article: str, version: Annotated[str, Form()] = "", *, account: Account = editor) -> Response:
        """Gives a draft up, or lets the version before hold again."""
        history = await writing.begun(language, article)
        try:
            await editorial.withdraw(history.key, number_of(version), account)
        except UnknownVersion as error:
            raise Problem(404, str(error)) from error
        except ContentError as error:
            raise Problem(409, str(error)) from error
        return _back(history.key, "withdrawn")

    return routes


def _back(key: Key, done: str) -> Response:
    return RedirectResponse(f"{CONTENT}/{key.language}/{key.article}?done={done}", 303, {"Cache-Control": "no-store"})

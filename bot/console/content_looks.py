"""What an editor sees of a draft before it is kept: the preview, the checks and the replay of test questions.

Changes nothing.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.account import Account, Role
from bot.console.content_pages import CONTENT
from bot.console.writing import Typed, Writing
from knowledge.errors import DataError, UnknownArticle


def router(writing: Writing) -> APIRouter:
    """The routes; parts of the page for a browser with JavaScript, and the whole page for one without."""
    routes = APIRouter(prefix=f"{CONTENT}/{{language}}/{{article}}", include_in_schema=False, default_response_class=HTMLResponse)
    pages, editorial = writing.pages, writing.editorial
    editor = Depends(pages.access.require(Role.EDITOR))

    async def heard(sent: Typed) -> dict[str, Any]:
        """The replay, or what keeps it from being made."""
        try:
            return {"replay": await editorial.replay(sent.key, sent.text), "problem": ""}
        except (DataError, UnknownArticle) as error:
            return {"replay": None, "problem": f"{error.key}: {error.problem}" if isinstance(error, DataError) and error.key else _said(error)}

    @routes.post("/preview")
    async def preview(request: Request, language: str, article: str, account: Account = editor) -> Response:
        """The article as it would be shown."""
        sent = await writing.typed(request, language, article)
        return pages.page(request, "content_preview.html", account, preview=await writing.preview(sent))

    @routes.post("/check")
    async def check(request: Request, language: str, article: str, account: Account = editor) -> Response:
        """What the checks say."""
        sent = await writing.typed(request, language, article)
        return pages.page(request, "content_checked.html", account, remarks=await editorial.check(await writing.drafts(sent)))

    @routes.post("/replay")
    async def replay(request: Request, language: str, article: str, account: Account = editor) -> Response:
        """What test questions find."""
        return pages.page(request, "content_replay.html", account, **await heard(await writing.typed(request, language, article)))

    @routes.post("/look")
    async def whole(request: Request, language: str, article: str, account: Account = editor) -> Response:
        """All three at once."""
        sent = await writing.typed(request, language, article)
        remarks = await editorial.check(await writing.drafts(sent))
        return await writing.again(request, account, sent, preview=await writing.preview(sent), remarks=remarks, **await heard(sent))

    return routes


def _said(error: Exception) -> str:
    return error.problem if isinstance(error, DataError) else str(error)

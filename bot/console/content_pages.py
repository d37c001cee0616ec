"""The articles as content: which there are, what becomes of each, its history and what differs between two versions.

Changes nothing; everybody with an account may read it.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.accounts.account import Account, Role
from bot.console.diffs import diff
from bot.console.navigation import PREFIX
from bot.console.pages import Pages
from bot.content.editorial import Editorial, Row
from bot.content.version import UnknownVersion
from bot.problems import Problem
from bot.tables import MOST_NUMBER
from knowledge.calendars import PARIS
from knowledge.wording import ORIGINAL

CONTENT = f"{PREFIX}/content"
Show = Literal["all", "overdue", "draft", "changed"]
Number = Annotated[int, Query(ge=0, le=MOST_NUMBER)]


def router(pages: Pages, editorial: Editorial) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix=CONTENT, include_in_schema=False, default_response_class=HTMLResponse)
    viewer = Depends(pages.access.require(Role.VIEWER))

    @routes.get("")
    async def articles(request: Request, show: Show = "all", language: str = "en", account: Account = viewer) -> Response:
        """Every article of a language."""
        if language not in editorial.files.languages:
            raise Problem(404, f"There are no articles in {language!r}.")
        rows = await editorial.rows(language)
        counts = {name: sum(_shown(row, name) for row in rows) for name in Show.__args__}  # type: ignore[attr-defined]
        chosen = [row for row in rows if _shown(row, show)]
        given: dict[str, Any] = {"rows": chosen, "counts": counts, "show": show, "language": language, "languages": editorial.files.languages, "paris": PARIS}
        return pages.page(request, "content.html", account, **given)

    @routes.get("/{article}")
    async def without_language(article: str, account: Account = viewer) -> Response:
        """The English one, where the address names no language."""
        return RedirectResponse(f"{CONTENT}/{ORIGINAL}/{quote(article)}", 303)

    @routes.get("/{language}/{article}")
    async def history(request: Request, language: str, article: str, done: str = "", account: Account = viewer) -> Response:
        """The history of one article."""
        try:
            found = await editorial.history(language, article)
        except UnknownVersion as error:
            raise Problem(404, str(error)) from error
        others = [tongue for tongue in editorial.files.languages if tongue != language]
        given: dict[str, Any] = {
            "history": found,
            "article": editorial.live.article(found.key),
            "others": others,
            "done": done,
            "today": editorial.today,
            "paris": PARIS,
        }
        return pages.page(request, "content_history.html", account, **given)

    @routes.get("/{language}/{article}/changes")
    async def changes(request: Request, language: str, article: str, old: Number = 0, new: Number = 0, *, account: Account = viewer) -> Response:
        """What differs between two versions."""
        try:
            found = await editorial.history(language, article)
            before, after = found.version(old), found.version(new)
        except UnknownVersion as error:
            raise Problem(404, str(error)) from error
        lines = await asyncio.to_thread(diff, before.text, after.text)
        return pages.page(request, "content_changes.html", account, history=found, before=before, after=after, lines=lines, paris=PARIS)

    @routes.get("/{language}/{article}/versions/{number}.md")
    async def text(language: str, article: str, number: int, account: Account = viewer) -> Response:
        """A version as a file."""
        try:
            found = (await editorial.history(language, article)).version(min(number, MOST_NUMBER))
        except UnknownVersion as error:
            raise Problem(404, str(error)) from error
        named = {"Content-Disposition": f'attachment; filename="{found.key.article}.md"', "Cache-Control": "no-store"}
        return Response(found.text.encode("utf-8"), media_type="text/markdown; charset=utf-8", headers=named)

    return routes


def _shown(row: Row, show: str) -> bool:
    """Whether an article belongs to what is looked for."""
    return {"all": True, "overdue": row.is_overdue, "draft": row.draft is not None, "changed": row.is_ahead}[show]

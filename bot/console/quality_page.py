"""How well the assistant answers: figures by day and language, what was asked in vain, and answers that sellers voted down.

Everybody may see it; only editors make phrasings, drafts or nothing of what was asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from bot.accounts.account import Account, Role
from bot.accounts.audit import Audit
from bot.console.charts import Series, bars, lines
from bot.console.conversation_pages import DECISIONS
from bot.console.languages import language_name
from bot.console.navigation import PREFIX
from bot.console.pages import Pages
from bot.console.tallies import Counted, Tally, counted
from bot.content.version import is_new_id
from bot.gaps.draft import DraftExists, NoDraft
from bot.gaps.report import UnknownGap
from bot.gaps.workbench import Workbench
from bot.lookup import Lookup
from bot.problems import Problem
from bot.store.database import Database
from bot.tables import MOST_NUMBER
from knowledge.errors import DataError, UnknownArticle

QUALITY = f"{PREFIX}/quality"
_GAPS = f"{QUALITY}/gaps"
Period = Literal["7", "14", "30", "90"]
Numbers = Annotated[list[int], Form()]


def router(pages: Pages, lookup: Lookup, database: Database, workbench: Workbench, audit: Audit) -> APIRouter:
    """The routes of its three pages."""
    routes = APIRouter(prefix=QUALITY, include_in_schema=False, default_response_class=HTMLResponse)
    viewer, editor = Depends(pages.access.require(Role.VIEWER)), Depends(pages.access.require(Role.EDITOR))
    likely = lookup.assistant.understander.tuning.refuse_below  # below, the assistant itself would not take the article for an answer
    titles = {article.id: article.title for article in sorted(lookup.base.library, key=lambda article: article.id)}

    @routes.get("")
    async def figures(request: Request, days: Period = "14", language: str = "", account: Account = viewer) -> Response:
        """The figures of a period."""
        today = lookup.clock(None).day
        found: Counted = await database.apart(counted, database, today, int(days), language)
        given = {"found": found, "plots": _plots(found), "period": days, "periods": Period.__args__, "language": language}  # type: ignore[attr-defined]
        return pages.page(request, "quality.html", account, **given)

    async def gaps_page(request: Request, account: Account, *, status: int = 200, **more: Any) -> Response:
        found = await workbench.clusters()
        suggested = {cluster.number: workbench.suggested(cluster) for cluster in found}
        given: dict[str, Any] = {"clusters": found, "suggested": suggested, "titles": titles, "likely": likely, "wanted": None, "can_be_edited": is_new_id}
        given |= {"lesson": None, "draft": "", "dropped": None, "complaint": ""}
        return pages.page(request, "gaps.html", account, status=status, **given | more)

    @routes.get("/gaps")
    async def gaps(request: Request, dropped: int | None = None, draft: str = "", account: Account = viewer) -> Response:
        """What was asked in vain, by meaning."""
        return await gaps_page(request, account, dropped=dropped, draft=draft if workbench.written(draft) is not None else "")

    @routes.post("/gaps/{number}/phrase")
    async def phrase(
        request: Request,
        number: int,
        article: Annotated[str, Form()] = "",
        take: Numbers = [],  # noqa: B006
        sure: Annotated[str, Form()] = "",
        *,
        account: Account = editor,
    ) -> Response:
        """Adds examples to the questions of an article, once whoever wants it has been asked with the article's name and likeness."""
        try:
            if sure != "yes":
                wanted = await workbench.wanted(min(number, MOST_NUMBER), article, take)
                return await gaps_page(request, account, wanted=wanted)
            lesson = await workbench.phrase(min(number, MOST_NUMBER), article, take)
        except (UnknownGap, UnknownArticle, DataError) as error:
            return await gaps_page(request, account, status=_status(error), complaint=str(error))
        for _, question in lesson.added:
            await audit.record(account, "changed", f"article {article}", added=question.text)
        return await gaps_page(request, account, lesson=lesson)

    @routes.post("/gaps/{number}/draft")
    async def draft(request: Request, number: int, take: Numbers = [], *, account: Account = editor) -> Response:  # noqa: B006
        """Begins an article."""
        try:
            path = await workbench.draft(min(number, MOST_NUMBER), take)
        except (UnknownGap, NoDraft) as error:
            begun = error.name if isinstance(error, DraftExists) else ""
            return await gaps_page(request, account, status=_status(error), complaint=str(error), draft=begun)
        await audit.record(account, "changed", f"draft {path.stem}", begun_from=f"the question {number} asked in vain")
        return RedirectResponse(f"{_GAPS}?draft={path.stem}", 303)

    @routes.post("/gaps/{number}/drop")
    async def drop(request: Request, number: int, account: Account = editor) -> Response:
        """Deletes the questions of a cluster."""
        try:
            cluster = await workbench.drop(min(number, MOST_NUMBER))
        except UnknownGap as error:
            return await gaps_page(request, account, status=_status(error), complaint=str(error))
        await audit.record(account, "dropped", f"gap {cluster.number}", questions=str(len(cluster.questions)))
        return RedirectResponse(f"{_GAPS}?dropped={len(cluster.questions)}", 303)

    @routes.get("/drafts/{name}")
    async def written(request: Request, name: str, account: Account = viewer) -> Response:
        """The text of a draft."""
        text = await asyncio.to_thread(workbench.written, name)
        if text is None:
            raise Problem(404, f"There is no draft {name!r}.")
        return pages.page(request, "draft.html", account, name=name, text=text)

    @routes.get("/votes")
    async def votes(request: Request, account: Account = viewer) -> Response:
        """Answers that sellers voted down, the latest first."""
        every = await workbench.questions()
        languages = {question.language: language_name(question.language) for question in every}
        down = [question for question in reversed(every) if question.reason == "down-voted" or question.complaint]
        return pages.page(request, "votes.html", account, down=down, titles=titles, decisions=DECISIONS, languages=languages)

    return routes


def _status(error: Exception) -> int:
    return 404 if isinstance(error, UnknownGap | UnknownArticle) else 409


def _plots(found: Counted) -> dict[str, Markup]:
    """The three plots: how many turns, what share was answered and handed over, and how long answers took."""
    days = list(found.days)
    named = [f"{day.day} {day:%b}" for day in days]
    volumes = [Series(language or "unknown", tuple(_turns(found, day, language) for day in days)) for language in found.languages]
    tallies = list(found.days.values())
    rates = [
        Series("given an answer", tuple(_percent(tally.answer_rate) for tally in tallies)),
        Series("handed over", tuple(_percent(tally.handover_rate) for tally in tallies)),
    ]
    per, unit = _unit(tallies)
    medians = Series("median", tuple(None if tally.median is None else tally.median / per for tally in tallies))
    return {
        "volumes": bars("Messages a day, by language", named, volumes),
        "rates": lines("Share of questions given an answer, and of conversations handed over, by day", named, rates, " %", 100),
        "times": lines("Median time of an answer, by day", named, [medians], unit),
    }


def _turns(found: Counted, day: date, language: str) -> float:
    tally = found.each.get((day, language))
    return tally.turns if tally else 0


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _unit(tallies: Sequence[Tally]) -> tuple[int, str]:
    """How many milliseconds the unit of the plot has, and its sign: seconds once a day took one."""
    return (1000, " s") if any((tally.median or 0) >= 1000 for tally in tallies) else (1, " ms")

"""An article with everything that is known about it: facts, contradictions, when it was checked, and what belongs to it.

Shows an article in English where it is not there in the language that was asked for, and says so.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup, escape

from bot.accounts.account import Account, Role
from bot.console import markdown
from bot.console.highlighting import Highlighters
from bot.console.hits import article_url, copies_url
from bot.console.navigation import PREFIX
from bot.console.pages import Pages
from bot.console.recent import Lookups
from bot.lookup import Lookup, UnusableText
from bot.requests import AnswerLanguage
from knowledge import yamlfile
from knowledge.articles import Conflict, Library
from knowledge.checks.material import Fact
from knowledge.wording import ORIGINAL


@dataclass(frozen=True, slots=True)
class Part:
    """A passage as the page draws it, with the contradictions that it touches and that matter to a seller."""

    anchor: str
    heading: str
    text: Markup
    copies: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact of the guide in words, with its figures."""

    words: str
    figures: tuple[str, ...]


def router(pages: Pages, lookup: Lookup, highlighters: Highlighters, lookups: Lookups) -> APIRouter:
    """The routes; the words that led to an article are marked in it."""
    routes = APIRouter(prefix=f"{PREFIX}/articles", include_in_schema=False, default_response_class=HTMLResponse)
    viewer = Depends(pages.access.require(Role.VIEWER))
    base = lookup.base
    ledger = yamlfile.load(base.data / "facts.yaml", dict[str, Fact])

    @routes.get("/{article_id}")
    async def page(
        request: Request, article_id: str, query: Annotated[str, Query(alias="q")] = "", language: AnswerLanguage = "en", account: Account = viewer
    ) -> Response:
        """One article."""
        spoken = base.speaking(language)
        library = spoken.library
        article = library.article(article_id)
        try:
            words = lookup.readable(query)
            await lookups.keep(account, words, "auto")
        except UnusableText:  # it was opened by itself
            words = ""
        mark = await asyncio.to_thread(highlighters.of(spoken.language).marking, words) if words else escape
        parts = []
        for place, passage in enumerate(article.passages):
            text, copies = markdown.render(passage.text, mark), copies_url(article.id, place, language)
            parts.append(Part(f"p{place}", passage.heading, text, copies, _conflicts(library, passage.conflicts)))
        return pages.page(
            request,
            "article.html",
            account,
            article=article,
            parts=parts,
            query=words,
            language=language,
            languages={code: article_url(article.id, code, query=words) for code in (ORIGINAL, *_translated(lookup, article.id))},
            copies=copies_url(article.id, None, language),
            facts=[_stated(name, ledger[name]) for name in article.front.facts if name in ledger],
            conflicts=len(_conflicts(library, tuple(mark for passage in article.passages for mark in passage.conflicts))),
            related=[library.article(one) for one in article.front.related],
            siblings=[one for one in library if one.guide_id == article.guide_id and one.id != article.id],
            rules=[(rule, base.wording.rules[rule]) for rule in article.front.rules if rule in base.rules],
            overdue=article.front.review_by < lookup.clock(None).day,
            library=library,
        )

    return routes


def _translated(lookup: Lookup, article_id: str) -> list[str]:
    """The languages in which an article is there beside English."""
    return [language for language, other in lookup.base.others.items() if other.library.article(article_id).language == language]


def _stated(name: str, fact: Fact) -> Stated:
    """The name of a fact says what it states, behind the number of the guide."""
    return Stated(name.removeprefix(f"{fact.article}-").replace("-", " "), tuple(str(figure) for figure in fact.figures))


def _conflicts(library: Library, marks: tuple[str, ...]) -> tuple[Conflict, ...]:
    """The contradictions of these marks that matter to sellers, each once."""
    return tuple(conflict for mark in dict.fromkeys(marks) if (conflict := library.conflicts.get(mark)) and conflict.says)

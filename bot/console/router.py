"""The look-up side of the console, put together: search, articles, calculators, copies, quality.

Knows how its parts fit, and nothing else.
"""

from __future__ import annotations

from fastapi import APIRouter

from bot.accounts.reception import Reception
from bot.computation import Computing
from bot.console import article_page, calculator_page, copy_page, quality_page, search_page
from bot.console.answers import Answers
from bot.console.fields import Fields
from bot.console.highlighting import Highlighters
from bot.console.hits import Hits
from bot.console.pages import Pages
from bot.console.recent import Lookups
from bot.copies import Copies
from bot.gaps.redaction import Redaction
from bot.gaps.workbench import Workbench
from bot.lookup import Lookup


def routers(pages: Pages, lookup: Lookup, computing: Computing, reception: Reception, workbench: Workbench) -> tuple[APIRouter, ...]:
    """The routes of all its pages. Raises DataError where words are missing."""
    base, answers = lookup.base, answers_of(lookup)
    highlighters, fields = Highlighters(base), Fields(base)
    lookups = Lookups(reception.database, Redaction(base.data), lookup.now)
    return (
        search_page.router(pages, lookup, Hits(lookup, highlighters), answers, lookups),
        article_page.router(pages, lookup, highlighters, lookups),
        calculator_page.router(pages, computing, answers, fields),
        copy_page.router(pages.access, answers, computing, fields),
        quality_page.router(pages, lookup, reception.database, workbench, reception.audit),
    )


def answers_of(lookup: Lookup) -> Answers:
    """The answers, with the words to copy them in every language that is spoken. Raises DataError where words are missing."""
    return Answers(lookup, Copies.of(lookup.base))

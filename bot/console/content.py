"""The content side of the console, put together: list, history, editor.

Knows how its parts fit, and lets what was published hold from the start.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter

from bot.accounts.reception import Reception
from bot.console import content_editor, content_looks, content_pages
from bot.console.pages import Pages
from bot.console.writing import Writing
from bot.content.editorial import Editorial
from bot.conversations import Conversations
from bot.lookup import Lookup


def routers(reception: Reception, pages: Pages, conversations: Conversations, lookup: Lookup, drafts: Path) -> tuple[APIRouter, ...]:
    """The routes of all its pages. Waits for the database, and raises DatabaseUnavailable."""
    editorial = Editorial(conversations, lookup.languages, reception.audit, lookup.now)
    editorial.begin()
    writing = Writing(pages, lookup.base, editorial, drafts)
    return content_editor.router(writing), content_looks.router(writing), content_pages.router(pages, editorial)

"""What somebody writes in the editor of an article: read from the form, shown again, kept as a draft.

Refuses to save over somebody else's newer draft, and shows both texts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from bot.accounts.account import Account
from bot.console.content_preview import Preview, previewed
from bot.console.diffs import diff
from bot.console.pages import Pages
from bot.content import fields
from bot.content.editorial import Editorial
from bot.content.version import ContentError, History, Key, Outdated, UnknownVersion, Version, is_new_id
from bot.problems import Problem
from bot.tables import MOST_NUMBER
from knowledge.base import KnowledgeBase
from knowledge.wording import ORIGINAL

_DIGITS = len(str(MOST_NUMBER))


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed, and the text of the file that it makes."""

    history: History
    fields: Mapping[str, str]
    text: str
    comment: str
    seen: int
    together: frozenset[str]
    origin: Version | None = None
    """The version that it began from."""

    @property
    def key(self) -> Key:
        """Which file."""
        return self.history.key

    @property
    def is_changed(self) -> bool:
        """Whether it says anything that is not kept already."""
        kept = self.history.draft or self.history.live
        return kept is None or kept.text != self.text


class Writing:
    """The editor of one installation."""

    def __init__(self, pages: Pages, base: KnowledgeBase, editorial: Editorial, begun_from_gaps: Path) -> None:
        """`begun_from_gaps` is the folder of articles that were begun from questions asked in vain."""
        self.pages, self.base, self.editorial, self._begun_from_gaps = pages, base, editorial, begun_from_gaps

    def first(self, key: Key) -> str:
        """A text to begin an article with: what was begun from questions asked in vain, else hardly anything."""
        path = self._begun_from_gaps / f"{key.article}.md"  # of an id that may be new, or is known: no other path
        is_begun = key.language == ORIGINAL and is_new_id(key.article) and path.is_file()
        return path.read_text(encoding="utf-8") if is_begun else self.editorial.blank(key)

    async def begun(self, language: str, article: str) -> History:
        """The history of an article that is there or may come to be there. Raises Problem."""
        try:
            return await self.editorial.history(language, article, may_be_new=True)
        except UnknownVersion as error:
            raise Problem(404, str(error)) from error

    async def typed(self, request: Request, language: str, article: str) -> Typed:
        """What the form of a request holds. Raises Problem."""
        history, form = await self.begun(language, article), await request.form()
        given = {name: value for name in fields.names(language) if isinstance(value := form.get(name), str)}
        begun_from = number_of(form.get("from"))
        origin = history.versions[begun_from] if 0 <= begun_from < len(history.versions) else history.draft or history.live or history.newest
        before = origin.text if origin else self.editorial.blank(history.key)
        text = await asyncio.to_thread(fields.written, given, history.key, before)
        comment = form.get("comment")
        together = frozenset(value for value in form.getlist("together") if isinstance(value, str))
        return Typed(
            history, fields.read(text, history.key) | given, text, comment if isinstance(comment, str) else "", number_of(form.get("seen")), together, origin
        )

    async def page(self, request: Request, account: Account, history: History, shown: Mapping[str, str], *, status: int = 200, **more: Any) -> Response:
        """The editor with these fields."""
        given: dict[str, Any] = {
            "history": history,
            "shown": shown,
            "names": fields.names(history.key.language),
            "sections": self.editorial.live.sections,
            "seen": history.newest.version if history.newest else -1,
            "origin": history.draft or history.live or history.newest,
            "beside": await self.editorial.beside(history.key),
            "preview": None,
            "remarks": None,
            "replay": None,
            "problem": "",
            "complaint": "",
            "comment": "",
            "together": None,
            "conflict": None,
            "lines": (),
        }
        return self.pages.page(request, "content_edit.html", account, status=status, **given | more)

    async def again(self, request: Request, account: Account, sent: Typed, *, status: int = 200, **more: Any) -> Response:
        """The editor with what was typed."""
        kept = {"comment": sent.comment, "together": sent.together, "seen": sent.seen, "origin": sent.origin}
        return await self.page(request, account, sent.history, sent.fields, status=status, **kept | more)

    async def preview(self, sent: Typed) -> Preview:
        """The article as it would be shown."""
        return await asyncio.to_thread(previewed, self.base, self.editorial, sent.key, sent.text)

    async def drafts(self, sent: Typed) -> dict[Key, str]:
        """What is checked: the text that was typed, and the drafts that are to be published with it."""
        beside = await self.editorial.beside(sent.key)
        return {sent.key: sent.text} | {key: draft.text for key, draft in beside.items() if key.language in sent.together}

    async def saved(self, request: Request, account: Account, sent: Typed) -> Version | Response:
        """The draft that was kept; the editor with both texts where somebody else was faster."""
        draft = sent.history.draft
        if draft and draft == sent.history.newest and not sent.is_changed and sent.seen == draft.version:
            return draft
        try:
            return await self.editorial.save(sent.key, sent.text, account, comment=sent.comment, seen=sent.seen)
        except Outdated as error:
            history = await self.begun(sent.key.language, sent.key.article)
            lines = await asyncio.to_thread(diff, error.newest.text, sent.text)
            more = {
                "complaint": str(error),
                "conflict": error.newest,
                "lines": lines,
                "comment": sent.comment,
                "together": sent.together,
                "origin": sent.origin,
            }
            return await self.page(request, account, history, sent.fields, status=409, **more)
        except ContentError as error:
            return await self.again(request, account, sent, status=422, complaint=str(error))


def text_of(history: History, number: int) -> str | None:
    """The text of a version; of the draft or what holds where none is named. None where there is nothing."""
    if number >= 0:
        return history.versions[number].text if number < len(history.versions) else None
    chosen = history.draft or history.live or history.newest
    return chosen.text if chosen else None


def number_of(value: object) -> int:
    """A number of a form; -1 for anything else."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _DIGITS else -1

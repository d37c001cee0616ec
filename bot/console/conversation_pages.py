"""Conversations to look at: a list that can be narrowed, and each with everything that was said and why.

Names a conversation by the number of its first event: its own id would let whoever sees it write as the seller.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from bot.accounts.account import Account, Role
from bot.console.casework import STATES, Casework
from bot.console.languages import language_name
from bot.console.navigation import PREFIX
from bot.console.transcript import lines
from bot.conversations import UnknownConversation
from bot.handover.case import State
from bot.handover.transcripts import Wanted
from bot.problems import Problem
from bot.tables import MOST_NUMBER
from knowledge.calendars import PARIS

_PAGE = 30
_LONGEST = 200  # characters that are looked for
DECISIONS = {
    "answer": "Answered",
    "rule": "Computed",
    "clarify": "Asked back",
    "no_answer": "No answer",
    "handoff": "Person wanted",
    "smalltalk": "Small talk",
}
_LANGUAGES = ("en", "fr", "es", "it", "de", "pl", "pt")


class _Asked(BaseModel):
    """What the address narrows the list to. What cannot be used narrows nothing."""

    state: str = ""
    language: str = ""
    decision: str = ""
    day: str = ""
    q: str = ""
    before: int = MOST_NUMBER

    @property
    def wanted(self) -> Wanted:
        """The same, as the list takes it."""
        return Wanted(
            state=State(self.state) if self.state in STATES else None,
            language=self.language if self.language in _LANGUAGES else "",
            decision=self.decision if self.decision in DECISIONS else "",
            day=_day(self.day),
            text=self.q.strip()[:_LONGEST],
        )


def router(work: Casework) -> APIRouter:
    """The routes to look at conversations."""
    routes = APIRouter(prefix=f"{PREFIX}/conversations", include_in_schema=False, default_response_class=HTMLResponse)
    viewer = Depends(work.access.require(Role.VIEWER))
    apart = work.conversations.apart

    @routes.get("")
    async def page(request: Request, asked: Annotated[_Asked, Query()], account: Account = viewer) -> Response:
        """The list."""
        wanted, before = asked.wanted, asked.before
        found = await apart(work.transcripts.listed, wanted, before, _PAGE + 1)
        given = {"state": wanted.state or "", "language": wanted.language, "decision": wanted.decision, "day": wanted.day or "", "q": wanted.text}
        narrowed = {name: str(value) for name, value in given.items() if value}
        older = f"{PREFIX}/conversations?{urlencode(narrowed | {'before': found[_PAGE - 1].newest})}" if len(found) > _PAGE else ""
        return work.pages.page(
            request,
            "conversations.html",
            account,
            found=[(listed, listed.last_at.astimezone(PARIS)) for listed in found[:_PAGE]],
            wanted=given,
            narrowed=bool(narrowed),
            older=older,
            is_first=before == MOST_NUMBER,
            states=STATES,
            decisions=DECISIONS,
            languages={code: language_name(code) for code in _LANGUAGES},
        )

    @routes.get("/{number}")
    async def one(request: Request, number: int, account: Account = viewer) -> Response:
        """Everything that happened in a conversation."""
        try:
            conversation = await apart(work.transcripts.find, number)
            found = await apart(work.transcripts.happened, conversation)
        except UnknownConversation as error:
            raise Problem(404, work.sentences.say("unknown_case")) from error
        await work.audit.record(account, "saw", f"conversation {number}")
        cases = [work.shown(case, account) for case in await work.handing.handovers.of(conversation)]
        drawn = lines(found, work.lookup.base)
        return work.pages.page(request, "conversation.html", account, number=number, lines=drawn, cases=cases, decisions=DECISIONS)

    return routes


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

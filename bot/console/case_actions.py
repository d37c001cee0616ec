"""What agents do with a case: take it, answer, note, return it to the assistant, close it.

Refuses whoever may only look, what another agent has in hand, and what comes from an internal note until that is confirmed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.accounts.account import Account, Role
from bot.console.case_page import MOST_CHARACTERS
from bot.console.casework import Casework, agent_of
from bot.console.navigation import PREFIX
from bot.handover.case import Reason
from bot.handover.cases import NotYours
from bot.handover.rows import UnknownCase
from bot.problems import Problem, response
from bot.sentences import Sentences

_SHORT = 12  # letters of a note; a shorter one may well stand in an answer by chance
Text = Annotated[str, Form(max_length=MOST_CHARACTERS * 2)]


class _Refused(Exception):
    """Somebody else was faster."""


def router(work: Casework) -> APIRouter:
    """The routes that change a case."""
    routes = APIRouter(prefix=f"{PREFIX}/cases", include_in_schema=False)
    may_answer = Depends(work.access.require(Role.AGENT))
    handovers = work.handing.handovers

    @routes.post("/{number}/take")
    async def take(request: Request, number: int, holder: Annotated[int | None, Form()] = None, account: Account = may_answer) -> Response:
        """Takes a case over; from another agent only when the form names that one as its `holder`."""
        try:
            async with _told(work.sentences):
                case = await handovers.take(number, agent_of(account), holder)
        except _Refused:
            return _done(work.sentences, request, number, refused=True)
        await work.audit.record(account, "took over", f"case {number}", **({"from": str(holder)} if holder is not None else {}))
        work.handing.presence.see(account.number)
        return _done(work.sentences, request, case.number)

    @routes.post("/{number}/messages")
    async def say(request: Request, number: int, text: Text = "", confirmed: Annotated[bool, Form()] = False, account: Account = may_answer) -> Response:
        """Says something to the seller."""
        words = _cleaned(work.sentences, text)
        if not words:
            return _done(work.sentences, request, number)
        try:
            async with _told(work.sentences):
                if not confirmed and any(len(note.text) >= _SHORT and note.text in words for note in await handovers.notes(number)):
                    if _is_page(request):
                        return work.pages.page(request, "confirm_note.html", account, number=number, text=words)
                    doubt = work.sentences.say("from_a_note")
                    return response(409, doubt, [{"field": "text", "code": "from_a_note", "detail": doubt}])
                await handovers.say(number, agent_of(account), words)
        except _Refused:
            return _done(work.sentences, request, number, refused=True)
        await work.audit.record(account, "said", f"case {number}")
        return _done(work.sentences, request, number)

    @routes.post("/{number}/notes")
    async def note(request: Request, number: int, text: Text = "", account: Account = may_answer) -> Response:
        """Notes something for colleagues."""
        if words := _cleaned(work.sentences, text):
            async with _told(work.sentences):
                await handovers.note(number, agent_of(account), words)
            await work.audit.record(account, "noted", f"case {number}")
        return _done(work.sentences, request, number)

    @routes.post("/{number}/return")
    async def give_back(request: Request, number: int, account: Account = may_answer) -> Response:
        """Returns the conversation to the assistant."""
        try:
            async with _told(work.sentences):
                await handovers.give_back(number, agent_of(account))
        except _Refused:
            return _done(work.sentences, request, number, refused=True)
        await work.audit.record(account, "returned", f"case {number}")
        return _done(work.sentences, request, number)

    @routes.post("/{number}/close")
    async def close(request: Request, number: int, reason: Annotated[Reason, Form()], remark: Text = "", account: Account = may_answer) -> Response:
        """Closes the case."""
        if reason == Reason.WITHDRAWN:
            raise Problem(422, work.sentences.say("unknown_reason"))
        try:
            async with _told(work.sentences):
                await handovers.close(number, agent_of(account), reason, _cleaned(work.sentences, remark))
        except _Refused:
            return _done(work.sentences, request, number, refused=True)
        await work.audit.record(account, "closed", f"case {number}", reason=reason.value)
        return _done(work.sentences, request, number)

    return routes


@asynccontextmanager
async def _told(sentences: Sentences) -> AsyncIterator[None]:
    """Turns what can go wrong into a problem, or into the page that shows who was faster."""
    try:
        yield
    except UnknownCase as error:
        raise Problem(404, sentences.say("unknown_case")) from error
    except NotYours as error:
        raise _Refused from error


def _cleaned(sentences: Sentences, text: str) -> str:
    """The text as it is kept; empty when it says nothing. Raises Problem for one that is too long."""
    kept = "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text.replace("\r\n", "\n")).strip()
    if len(kept) > MOST_CHARACTERS:
        raise Problem(422, sentences.say("long_answer", limit=MOST_CHARACTERS))
    return kept


def _done(sentences: Sentences, request: Request, number: int, *, refused: bool = False) -> Response:
    """The case's page, or a word for a script that asked."""
    if _is_page(request):
        return RedirectResponse(f"{PREFIX}/cases/{number}{'?refused=true' if refused else ''}", 303)
    return response(409, sentences.say("not_your_case")) if refused else Response(status_code=204)


def _is_page(request: Request) -> bool:
    """Whether a browser asks for a page, and not a script of ours."""
    return "text/html" in request.headers.get("accept", "text/html")

"""Receipts by their id: the computation once more, and its dates as a calendar file."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from bot.computation import Computing, UnusableInputs
from bot.copies import Copies
from bot.express import Detour, Lane
from bot.lookup import Lookup
from bot.problems import Problem
from bot.receipts import Ticket, UnknownReceipt, open_ticket
from bot.responses import Json, encode
from bot.schedule import calendar_file
from bot.sentences import Sentences
from knowledge.clock import BadClock
from knowledge.errors import UnknownRule
from knowledge.rule import Computation

_UNKNOWN: dict[int | str, dict[str, Any]] = {404: {"description": "There is no receipt of this id.", "content": {"application/problem+json": {}}}}
_NO_DATES: dict[int | str, dict[str, Any]] = {404: {"description": "There is no receipt of this id, or it has no dates.", "content": _UNKNOWN[404]["content"]}}
_CALENDAR: dict[int | str, dict[str, Any]] = {200: {"description": "An event for each date.", "content": {"text/calendar": {}}}}


class _Outdated(Exception):
    """The rule has changed since: it would give another receipt, so the id is none any more."""


def router(lookup: Lookup, computing: Computing, sentences: Sentences) -> APIRouter:
    """The routes over one knowledge base."""
    routes = APIRouter(default_response_class=Json, prefix="/api/receipts", tags=["look-ups"])
    copies = Copies.of(lookup.base)

    def computed(receipt_id: str) -> tuple[Ticket, Computation]:
        try:
            return _opened(receipt_id, computing)
        except _Outdated as error:
            raise Problem(404, sentences.say("outdated_receipt")) from error
        except (UnknownReceipt, UnknownRule, UnusableInputs, BadClock) as error:
            raise Problem(404, sentences.say("unknown_receipt")) from error

    @routes.get("/{receipt_id}.ics", summary="Take the dates along", response_class=Response, responses=_CALENDAR | _NO_DATES)
    def calendar(receipt_id: str) -> Response:
        """The dates as iCalendar events. The same matter keeps its events: importing again updates them."""
        ticket, computation = computed(receipt_id)
        spoken = lookup.base.speaking(ticket.language)
        answer = spoken.speaker.rule_answer(computation)
        if not answer.dates:
            raise Problem(404, sentences.say("no_dates"))
        title = spoken.wording.rules[ticket.rule].title
        text = copies.plain(answer, spoken.wording.language)
        content = calendar_file(title, text, answer.dates, ticket.case, lookup.now(), limits=lookup.base.limits)
        return Response(content, media_type="text/calendar; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{ticket.rule}.ics"'})

    @routes.get("/{receipt_id}", summary="Read a receipt", response_model=dict[str, Any], responses=_UNKNOWN)
    def receipt(receipt_id: str) -> Json:
        """The receipt, computed again from its inputs, with the answer in words."""
        ticket, computation = computed(receipt_id)
        return Json(computing.reply(computation, ticket.told, ticket.language))

    return routes


def express(computing: Computing) -> dict[tuple[str, str], tuple[str, Lane]]:
    """The way to read a receipt that `GET /api/receipts/{receipt_id}` describes, without the framework."""

    def receipt(receipt_id: str, _: bytes) -> bytes:
        try:
            ticket, computation = _opened(receipt_id, computing)
        except (UnknownReceipt, UnknownRule, UnusableInputs, BadClock, _Outdated) as error:
            raise Detour from error
        return encode(computing.reply(computation, ticket.told, ticket.language))

    return {("GET", "/api/receipts"): ("/api/receipts/{receipt_id}", receipt)}


def _opened(receipt_id: str, computing: Computing) -> tuple[Ticket, Computation]:
    """What the id stands for, computed again. Raises UnknownReceipt, UnknownRule, UnusableInputs, BadClock and _Outdated."""
    ticket = open_ticket(receipt_id)
    computation = computing.computation(ticket.rule, ticket.inputs, ticket.today)
    if computation.rule.version != ticket.version:
        raise _Outdated
    return ticket, computation

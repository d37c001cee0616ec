"""Until when a buyer may return goods, whether the seller must accept it, and who pays the way back.

Never closes the window early: an end on a day off moves to the next working day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class ReturnReason(StrEnum):
    """Why the buyer wants to return the goods."""

    WITHDRAWAL = "withdrawal"
    NOT_AS_DESCRIBED = "not_as_described"


class ReturnRequestStatus(StrEnum):
    """Whether the request came in time."""

    NO_REQUEST = "no_request"
    IN_TIME = "in_time"
    IN_TIME_BY_EXTENSION = "in_time_by_extension"
    LATE = "late"


class ReturnPayer(StrEnum):
    """Who pays the way back."""

    BUYER = "buyer"
    SELLER = "seller"
    NOT_STATED = "not_stated_plan_seller"


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """When the buyer got the goods, when and why he wants to return them, and the seller's own offer."""

    received_on: date
    request_on: date | None = None
    reason: ReturnReason = ReturnReason.WITHDRAWAL
    seller_pays_return: bool = False


@dataclass(frozen=True, slots=True)
class ReturnOutcome:
    """The end of the window as written and the safe one, and what follows for the request."""

    last_day: date
    last_day_safe: date
    status: ReturnRequestStatus
    seller_must_accept: bool | None
    who_pays_return: ReturnPayer


_LATE_BUT_FAULTY = "late_not_as_described"
"""Too late to withdraw, but a dispute about the goods may still be open."""


def _check(facts: ReturnFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.request_on and facts.request_on < facts.received_on:
        yield InputProblem("request_on", "bad_order", facts.request_on, related="received_on")


def compute(facts: ReturnFacts, params: ParameterView, calendar: Calendar) -> Finding[ReturnOutcome]:
    """The last day of the right to return, and what it means for this request (guide, question 57)."""
    days = params.days("returns.withdrawal_within")
    last_day = calendar.add_days(facts.received_on, days)
    safe = calendar.next_working_day(last_day)
    steps = [Step("last_day", {"start": facts.received_on, "days": days, "result": last_day})]
    if safe != last_day:
        steps.append(Step("moved_end", {"start": last_day, "result": safe}))
    status = _status(facts.request_on, last_day, safe)
    faulty = facts.reason == ReturnReason.NOT_AS_DESCRIBED
    late = status == ReturnRequestStatus.LATE
    must = None if status == ReturnRequestStatus.NO_REQUEST or (late and faulty) else not late
    node = _LATE_BUT_FAULTY if late and faulty else status
    conflicts = (
        *(("c-14-vs-15",) if late else ()),
        *(("c-return-pickup",) if facts.seller_pays_return else ("c-return-defect-cost",) if faulty else ("c-return-who-pays",)),
    )
    return Finding(ReturnOutcome(last_day, safe, status, must, _payer(facts)), node, tuple(steps), conflicts)


def _status(request_on: date | None, last_day: date, safe: date) -> ReturnRequestStatus:
    if request_on is None:
        return ReturnRequestStatus.NO_REQUEST
    if request_on <= last_day:
        return ReturnRequestStatus.IN_TIME
    return ReturnRequestStatus.IN_TIME_BY_EXTENSION if request_on <= safe else ReturnRequestStatus.LATE


def _payer(facts: ReturnFacts) -> ReturnPayer:
    if facts.seller_pays_return:
        return ReturnPayer.SELLER
    return ReturnPayer.BUYER if facts.reason == ReturnReason.WITHDRAWAL else ReturnPayer.NOT_STATED


RULE = Rule(
    id="return-window",
    version=1,
    facts=ReturnFacts,
    outcome=ReturnOutcome,
    articles=("q057",),
    nodes=(*ReturnRequestStatus, _LATE_BUT_FAULTY),
    governed_by="received_on",
    check=_check,
    compute=compute,
)

"""Until when a buyer must enter the tracking code of a return, and what becomes of the dispute.

Never calls a dispute closed by itself: that is the platform's to show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import LATER, Finding, Rule, Step


class ReturnTrackingStatus(StrEnum):
    """Where the buyer's tracking code stands."""

    WAITING = "waiting"
    ADDED = "added"
    ADDED_LATE = "added_late"
    EXPIRED = "expired"


class ReturnTrackingResult(StrEnum):
    """What that leads to."""

    WAITING = "none_yet"
    ADDED = "seller_chooses_confirm_receipt_or_refund_now"
    ADDED_LATE = "platform_decides_expected_closed"
    EXPIRED = "dispute_closed_refund_0_payment_released_to_seller"


@dataclass(frozen=True, slots=True)
class ReturnTrackingFacts:
    """When the buyer had the return address, the day asked about, and when the code was entered."""

    address_given_on: date
    today: date
    tracking_added_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReturnTrackingOutcome:
    """The last day for the code, and the state of the return."""

    last_day: date
    days_left: int | None
    status: ReturnTrackingStatus
    result: ReturnTrackingResult


_CONFLICTS = {
    ReturnTrackingStatus.WAITING: ("c-return-pickup",),
    ReturnTrackingStatus.ADDED: ("c-return-order",),
}


def _check(facts: ReturnTrackingFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.today < facts.address_given_on:
        yield InputProblem("today", "bad_order", facts.today, related="address_given_on")
    added = facts.tracking_added_on
    if added and added < facts.address_given_on:
        yield InputProblem("tracking_added_on", "bad_order", added, related="address_given_on")
    elif added and added > facts.today:
        yield InputProblem("tracking_added_on", "bad_order", added, related="today", detail=LATER)


def compute(facts: ReturnTrackingFacts, params: ParameterView, calendar: Calendar) -> Finding[ReturnTrackingOutcome]:
    """The last day for the buyer's code and what follows from it (guide, question 57)."""
    days = params.days("returns.tracking_within")
    last_day = calendar.add_days(facts.address_given_on, days)
    if facts.tracking_added_on:
        status = ReturnTrackingStatus.ADDED if facts.tracking_added_on <= last_day else ReturnTrackingStatus.ADDED_LATE
    else:
        status = ReturnTrackingStatus.WAITING if facts.today <= last_day else ReturnTrackingStatus.EXPIRED
    left = (last_day - facts.today).days if status == ReturnTrackingStatus.WAITING else None
    outcome = ReturnTrackingOutcome(last_day, left, status, ReturnTrackingResult[status.name])
    steps = (Step("last_day", {"start": facts.address_given_on, "days": days, "result": last_day}),)
    return Finding(outcome, status, steps, _CONFLICTS.get(status, ()))


RULE = Rule(
    id="return-tracking",
    version=1,
    facts=ReturnTrackingFacts,
    outcome=ReturnTrackingOutcome,
    articles=("q057",),
    nodes=tuple(ReturnTrackingStatus),
    governed_by="address_given_on",
    check=_check,
    compute=compute,
)

"""When a parcel had to arrive, whether it is late, and what the buyer may claim then.

Never calls a parcel in time that is late on the earlier of two starts: that is a "maybe".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Quantity
from knowledge.parameters import ParameterView
from knowledge.rule import LATER, Finding, Rule, Step


class DeliveryStatus(StrEnum):
    """Whether the parcel is, or was, in time."""

    IN_TRANSIT = "in_transit"
    MAYBE_LATE = "maybe_late"
    LATE = "late"
    ON_TIME = "on_time"
    DELIVERED_MAYBE_LATE = "delivered_maybe_late"
    DELIVERED_LATE = "delivered_late"


class DeliveryClaim(StrEnum):
    """What the buyer may claim for the delay."""

    NONE = "none"
    FULL_REFUND = "open_dispute_expect_automatic_full_refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFacts:
    """When the parcel left, the delivery time set for it, and when it arrived."""

    tracking_added_on: date
    handed_over_on: date | None = None
    delivery_days: Quantity
    delivery_confirmed_on: date | None = None
    today: date


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """The last day of delivery, from the tracking code and from the earlier start, and the state of the parcel."""

    due: date
    due_safe: date
    status: DeliveryStatus
    days_late: int
    buyer_may: DeliveryClaim


_UNDER_WAY = (DeliveryStatus.IN_TRANSIT, DeliveryStatus.MAYBE_LATE, DeliveryStatus.LATE)
_DELIVERED = (DeliveryStatus.ON_TIME, DeliveryStatus.DELIVERED_MAYBE_LATE, DeliveryStatus.DELIVERED_LATE)
"""In time, late by the earlier start only, late: of a parcel on its way, and of one delivered."""


def _start(facts: DeliveryFacts) -> date:
    """The earlier of tracking code and hand-over."""
    return min(facts.tracking_added_on, facts.handed_over_on or facts.tracking_added_on)


def _check(facts: DeliveryFacts, params: ParameterView) -> Iterable[InputProblem]:
    start, confirmed = _start(facts), facts.delivery_confirmed_on
    earlier = "tracking_added_on" if start == facts.tracking_added_on else "handed_over_on"
    if confirmed and confirmed < start:
        yield InputProblem("delivery_confirmed_on", "bad_order", confirmed, related=earlier)
    elif confirmed and confirmed > facts.today:
        yield InputProblem("delivery_confirmed_on", "bad_order", confirmed, related="today", detail=LATER)
    if facts.today < start:
        yield InputProblem("today", "bad_order", facts.today, related=earlier)


def compute(facts: DeliveryFacts, params: ParameterView, calendar: Calendar) -> Finding[DeliveryOutcome]:
    """The last day of the delivery time, and whether the parcel keeps it (guide, questions 21 and 56)."""
    start, days = _start(facts), facts.delivery_days
    due, due_safe = calendar.add_days(facts.tracking_added_on, days), calendar.add_days(start, days)
    steps = [Step("due", {"start": facts.tracking_added_on, "days": days, "result": due})]
    if due_safe != due:
        steps.append(Step("due_safe", {"start": start, "days": days, "result": due_safe}))
    reached = facts.delivery_confirmed_on or facts.today
    in_time, maybe, late = _DELIVERED if facts.delivery_confirmed_on else _UNDER_WAY
    status = in_time if reached <= due_safe else maybe if reached <= due else late
    claim = DeliveryClaim.NONE if status == in_time else DeliveryClaim.FULL_REFUND
    conflicts = ("c-delivery-start", "c-delivery-end", *(("c-late-auto-refund",) if status != in_time else ()))
    outcome = DeliveryOutcome(due, due_safe, status, max(0, (reached - due).days), claim)
    return Finding(outcome, status, tuple(steps), conflicts)


RULE = Rule(
    id="delivery-deadline",
    version=1,
    facts=DeliveryFacts,
    outcome=DeliveryOutcome,
    articles=("q056", "q021"),
    nodes=tuple(DeliveryStatus),
    governed_by="tracking_added_on",
    check=_check,
    compute=compute,
)

"""By when an order must be shipped, that is its tracking code entered, before it is cancelled by itself.

Never counts on a holiday or a weekend bonus: the date to act on is the earliest reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from knowledge.calendars import Calendar, day_of, in_time, is_weekend, latest, precedes
from knowledge.errors import InputProblem
from knowledge.inputs import Moment, Quantity
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class ShippingStatus(StrEnum):
    """Where the countdown stands on the day asked about, or stood when the tracking code was entered."""

    COUNTING = "counting"
    SHOULD_BE_SHIPPED = "should_be_shipped"
    MAYBE_CANCELLED = "maybe_cancelled"
    CANCELLED = "cancelled"
    STOPPED_IN_TIME = "stopped_in_time"
    STOPPED_MAYBE_LATE = "stopped_maybe_late"
    STOPPED_LATE = "stopped_late"


@dataclass(frozen=True, slots=True)
class ShippingFacts:
    """When the order was placed and paid, the product's preparation time, and what is known since."""

    ordered_on: Moment
    paid_on: Moment
    handling_days: Quantity
    tracking_added_on: date | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class ShippingOutcome:
    """The deadline as written, the safe one and the longest one; `act_by` is the minute to keep."""

    ship_by: date
    ship_by_safe: date
    ship_by_latest: date
    act_by: datetime
    weekend_order: bool
    status: ShippingStatus | None


_DEADLINE = "deadline"
"""Neither a day to look at nor a tracking code is known."""
_LAST_HOURS = "counting_last_day"
"""The safe minute has passed; the countdown may still run until the end of the last safe day."""
_LAST_DAY = "stopped_on_last_day"
"""The tracking code came on the last safe day, perhaps after the safe minute."""
_LOST = (ShippingStatus.MAYBE_CANCELLED, ShippingStatus.CANCELLED, ShippingStatus.STOPPED_MAYBE_LATE, ShippingStatus.STOPPED_LATE)


def _check(facts: ShippingFacts, params: ParameterView) -> Iterable[InputProblem]:
    if precedes(facts.paid_on, facts.ordered_on):
        yield InputProblem("paid_on", "bad_order", facts.paid_on, related="ordered_on")
    for name, day in (("tracking_added_on", facts.tracking_added_on), ("today", facts.today)):
        if day and day < day_of(facts.paid_on):
            yield InputProblem(name, "bad_order", day, related="paid_on")


def compute(facts: ShippingFacts, params: ParameterView, calendar: Calendar) -> Finding[ShippingOutcome]:
    """The end of the shipping countdown in every reading (guide, questions 51, 52 and 56)."""
    paid, days = day_of(facts.paid_on), facts.handling_days
    weekend_order = is_weekend(day_of(facts.ordered_on))
    bonus = params.days("shipping.weekend_bonus") if weekend_order else 0
    ship_by = calendar.add_working_days(paid, days)
    safe = calendar.add_weekdays(paid, days)
    act_by = _act_by(facts, safe, calendar)
    steps = [Step("ship_by", {"start": paid, "days": days, "result": ship_by}), Step("ship_by_safe", {"start": paid, "days": days, "result": safe})]
    longest = calendar.add_days(ship_by, bonus)
    if weekend_order:
        steps.append(Step("ship_by_latest", {"start": ship_by, "days": bonus, "result": longest}))
    steps.append(Step("act_by", {"result": act_by}))
    status = _status(facts, safe, ship_by, longest)
    outcome = ShippingOutcome(ship_by, safe, longest, act_by, weekend_order, status)
    conflicts = (
        "c-countdown-start",
        *(("c-countdown-time-of-day",) if not is_weekend(paid) else ()),
        *(("c-national-holidays",) if safe != ship_by else ()),
        *(("c-unsent-unreceived",) if status in _LOST else ()),
    )
    return Finding(outcome, _node(facts, status, act_by), tuple(steps), conflicts)


def _act_by(facts: ShippingFacts, safe: date, calendar: Calendar) -> datetime:
    """The last minute that is safe in every reading: a weekday's payment may end the day at its own hour."""
    paid = day_of(facts.paid_on)
    if is_weekend(paid):
        return latest(safe)
    if isinstance(facts.paid_on, datetime):
        return calendar.add_days_to(facts.paid_on, (safe - paid).days)
    return latest(calendar.add_weekdays(paid, facts.handling_days - 1))


def _status(facts: ShippingFacts, safe: date, ship_by: date, longest: date) -> ShippingStatus | None:
    added, today = facts.tracking_added_on, facts.today
    if added:
        if added <= safe:
            return ShippingStatus.STOPPED_IN_TIME
        return ShippingStatus.STOPPED_MAYBE_LATE if added <= longest else ShippingStatus.STOPPED_LATE
    if today is None:
        return None
    if today <= safe:
        return ShippingStatus.COUNTING
    if today <= ship_by:
        return ShippingStatus.SHOULD_BE_SHIPPED
    return ShippingStatus.MAYBE_CANCELLED if today <= longest else ShippingStatus.CANCELLED


def _node(facts: ShippingFacts, status: ShippingStatus | None, act_by: datetime) -> str:
    if status == ShippingStatus.COUNTING and facts.today and facts.today > act_by.date():
        return _LAST_HOURS
    if status == ShippingStatus.STOPPED_IN_TIME and facts.tracking_added_on and not in_time(latest(facts.tracking_added_on), act_by):
        return _LAST_DAY
    return status or _DEADLINE


RULE = Rule(
    id="ship-countdown",
    version=1,
    facts=ShippingFacts,
    outcome=ShippingOutcome,
    articles=("q051", "q056", "q052"),
    nodes=(_DEADLINE, _LAST_HOURS, _LAST_DAY, *ShippingStatus),
    governed_by="paid_on",
    check=_check,
    compute=compute,
)

"""Until when an order of the X-day delivery programme must be delivered.

Never counts on the longer of two readings: the earliest date is the one to keep.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import OneOf
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


@dataclass(frozen=True, slots=True)
class XdayClockFacts:
    """When the order was paid and shipped, and what its label promises."""

    paid_on: date
    shipped_on: date
    x: Annotated[int, OneOf("xday.labels")]


@dataclass(frozen=True, slots=True)
class XdayClockOutcome:
    """The last day on each reading, and the earliest of them."""

    by_working_days: date
    by_weekdays: date
    by_calendar: date
    deliver_by_safe: date


def _check(facts: XdayClockFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.shipped_on < facts.paid_on:
        yield InputProblem("shipped_on", "bad_order", facts.shipped_on, related="paid_on")


def compute(facts: XdayClockFacts, params: ParameterView, calendar: Calendar) -> Finding[XdayClockOutcome]:
    """The last day of delivery, counted from payment and from shipment (guide, questions 21, 54 and 56)."""
    working = calendar.add_working_days(facts.paid_on, facts.x)
    weekdays = calendar.add_weekdays(facts.paid_on, facts.x)
    days = calendar.add_days(facts.shipped_on, facts.x)
    outcome = XdayClockOutcome(working, weekdays, days, min(working, weekdays, days))
    steps = (
        Step("by_working_days", {"start": facts.paid_on, "days": facts.x, "result": working}),
        Step("by_weekdays", {"start": facts.paid_on, "days": facts.x, "result": weekdays}),
        Step("by_calendar", {"start": facts.shipped_on, "days": facts.x, "result": days}),
    )
    beyond = facts.x > params.days("xday.entry_longest")
    conflicts = ("c-xday-days", *(("c-national-holidays",) if working != weekdays else ()), *(("c-xday-label",) if beyond else ()))
    return Finding(outcome, "beyond_entry" if beyond else "deliver_by", steps, conflicts)


RULE = Rule(
    id="xday-clock",
    version=1,
    facts=XdayClockFacts,
    outcome=XdayClockOutcome,
    articles=("q056", "q021", "q054"),
    nodes=("deliver_by", "beyond_entry"),
    governed_by="paid_on",
    check=_check,
    compute=compute,
)

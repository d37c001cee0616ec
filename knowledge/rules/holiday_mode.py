"""When products leave the shop and come back with Holiday Mode, and by when to switch it on.

Promises nothing before the longest delay has passed; the shortest one stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from knowledge.calendars import Calendar, in_time, precedes
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Given, Rule, Step


class HolidayPhase(StrEnum):
    """What the seller is about: a closure to come, one that runs (in time or not for the day wanted), or the return."""

    PLANNING = "planning"
    CLOSING = "closing"
    CLOSING_LATE = "closing_late"
    REOPENING = "reopening"


@dataclass(frozen=True, slots=True)
class HolidayFacts:
    """When the mode was switched on and off, and when everything is to be offline; one of them at least."""

    activated_at: datetime | None = None
    offline_wanted_by: datetime | None = None
    reactivated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HolidayOutcome:
    """The spans in which products go offline and online; earlier visibility does not return, so the guide advises against it."""

    offline_from: datetime | None
    offline_by: datetime | None
    activate_by: datetime | None
    online_from: datetime | None
    online_by: datetime | None
    visibility_restored: Literal[False]
    recommended: Literal[False]


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    if not given:
        yield InputProblem("activated_at", "missing_input")


def _check(facts: HolidayFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.activated_at and facts.reactivated_at and precedes(facts.reactivated_at, facts.activated_at):
        yield InputProblem("reactivated_at", "bad_order", facts.reactivated_at, related="activated_at")


def compute(facts: HolidayFacts, params: ParameterView, calendar: Calendar) -> Finding[HolidayOutcome]:
    """The delays from each moment that is known (guide, question 19); hours are elapsed time."""
    steps: list[Step] = []
    offline_from = offline_by = activate_by = online_from = online_by = None
    if facts.offline_wanted_by:
        longest = params.hours("holiday_mode.offline_longest")
        activate_by = calendar.add_hours(facts.offline_wanted_by, -longest)
        steps.append(Step("activate_by", {"end": facts.offline_wanted_by, "hours": longest, "result": activate_by}))
    if facts.activated_at:
        shortest, longest = params.hours("holiday_mode.offline_shortest"), params.hours("holiday_mode.offline_longest")
        offline_from, offline_by = calendar.add_hours(facts.activated_at, shortest), calendar.add_hours(facts.activated_at, longest)
        steps.append(Step("offline", {"start": facts.activated_at, "hours": (shortest, longest), "results": (offline_from, offline_by)}))
    if facts.reactivated_at:
        shortest, longest = params.hours("holiday_mode.online_shortest"), params.hours("holiday_mode.online_longest")
        online_from, online_by = calendar.add_hours(facts.reactivated_at, shortest), calendar.add_hours(facts.reactivated_at, longest)
        steps.append(Step("online", {"start": facts.reactivated_at, "hours": (shortest, longest), "results": (online_from, online_by)}))
    outcome = HolidayOutcome(offline_from, offline_by, activate_by, online_from, online_by, visibility_restored=False, recommended=False)
    return Finding(outcome, _phase(facts, offline_by), tuple(steps))


def _phase(facts: HolidayFacts, offline_by: datetime | None) -> HolidayPhase:
    """The last stage that the seller tells of."""
    if facts.reactivated_at:
        return HolidayPhase.REOPENING
    if offline_by is None:
        return HolidayPhase.PLANNING
    late = facts.offline_wanted_by is not None and not in_time(offline_by, facts.offline_wanted_by)
    return HolidayPhase.CLOSING_LATE if late else HolidayPhase.CLOSING


RULE = Rule(
    id="holiday-mode",
    version=1,
    facts=HolidayFacts,
    outcome=HolidayOutcome,
    articles=("q019",),
    nodes=tuple(HolidayPhase),
    governed_by="activated_at",
    requires=_requires,
    check=_check,
    compute=compute,
)

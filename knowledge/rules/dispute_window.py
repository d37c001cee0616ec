"""From when to when a buyer can open a dispute on an order.

Never shortens the buyer's right: the window is surely over only after the latest reading.
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


class DisputeWindow(StrEnum):
    """How the window stands on the day asked about."""

    NOT_YET = "not_yet"
    OPEN = "open"
    MAYBE_CLOSED = "maybe_closed"
    CLOSED = "closed"
    OPEN_NO_END = "open_no_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeWindowFacts:
    """The days on which the order was shipped, delivered, confirmed and completed, as far as they are known."""

    shipped_on: date
    delivered_on: date | None = None
    confirmed_on: date | None = None
    completed_on: date | None = None
    today: date


@dataclass(frozen=True, slots=True)
class DisputeWindowOutcome:
    """The window's ends on the shortest and on the longest reading; None where no day starts its last part."""

    opens_on: date
    closes_earliest: date | None
    closes_latest: date | None
    status: DisputeWindow


def _check(facts: DisputeWindowFacts, params: ParameterView) -> Iterable[InputProblem]:
    for name in ("delivered_on", "confirmed_on", "completed_on"):
        day: date | None = getattr(facts, name)
        if day and day < facts.shipped_on:
            yield InputProblem(name, "bad_order", day, related="shipped_on")


def compute(facts: DisputeWindowFacts, params: ParameterView, calendar: Calendar) -> Finding[DisputeWindowOutcome]:
    """The window's opening, its two possible ends and its state (guide, questions 50, 61 and 75)."""
    days = params.days("disputes.open_within")
    ending = [day for day in (facts.confirmed_on, facts.completed_on) if day]
    starts = [*ending, *([facts.delivered_on] if facts.delivered_on else [])]
    steps = [Step("opening", {"result": facts.shipped_on})]
    earliest = latest = None
    if starts:
        earliest = calendar.add_days(min(starts), days)
        steps.append(Step("shortest", {"start": min(starts), "days": days, "result": earliest}))
    if ending:
        latest = calendar.add_days(max(ending), days)
        steps.append(Step("longest", {"start": max(ending), "days": days, "result": latest}))
    status = _status(facts, earliest, latest)
    outcome = DisputeWindowOutcome(facts.shipped_on, earliest, latest, status)
    return Finding(outcome, status, tuple(steps), _touched(facts, ended=bool(starts)))


def _status(facts: DisputeWindowFacts, earliest: date | None, latest: date | None) -> DisputeWindow:
    if facts.today < facts.shipped_on:
        return DisputeWindow.NOT_YET
    if earliest is None:
        return DisputeWindow.OPEN_NO_END
    if facts.today <= earliest:
        return DisputeWindow.OPEN
    return DisputeWindow.MAYBE_CLOSED if latest is None or facts.today <= latest else DisputeWindow.CLOSED


def _touched(facts: DisputeWindowFacts, *, ended: bool) -> tuple[str, ...]:
    """The contradictions of the guide that the window depends on."""
    found = ["c-14-vs-15"] if ended else ["c-cancel-vs-dispute"]
    return (*found, "c-completed-circular") if facts.completed_on else tuple(found)


RULE = Rule(
    id="dispute-window",
    version=1,
    facts=DisputeWindowFacts,
    outcome=DisputeWindowOutcome,
    articles=("q061", "q050", "q062", "q057", "q070", "q075"),
    nodes=tuple(DisputeWindow),
    governed_by="shipped_on",
    check=_check,
    compute=compute,
)

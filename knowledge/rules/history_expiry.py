"""Until when a sale and its rating stand in a product's history.

Refuses to choose between the guide's rule and its example: on the days between them the sale may be gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class HistoryStatus(StrEnum):
    """Whether the sale still shows."""

    VISIBLE = "visible"
    UNCERTAIN = "uncertain"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class HistoryFacts:
    """The day of the purchase, and the day asked about."""

    purchased_on: date
    today: date


@dataclass(frozen=True, slots=True)
class HistoryOutcome:
    """The first day without the sale by the rule, the last one by the example, and the last day to rely on."""

    gone_on: date
    example_last_day: date
    rely_until: date
    status: HistoryStatus


def _check(facts: HistoryFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.today < facts.purchased_on:
        yield InputProblem("today", "bad_order", facts.today, related="purchased_on")


def compute(facts: HistoryFacts, params: ParameterView, calendar: Calendar) -> Finding[HistoryOutcome]:
    """The days on which the sale leaves the history (guide, question 47)."""
    months = params.months("history.kept_for")
    gone_on = calendar.add_months(facts.purchased_on, months)
    example = calendar.add_days(gone_on, 1)
    rely_until = gone_on - timedelta(days=1)
    status = HistoryStatus.GONE
    if facts.today <= example:
        status = HistoryStatus.VISIBLE if facts.today <= rely_until else HistoryStatus.UNCERTAIN
    steps = (
        Step("gone_on", {"start": facts.purchased_on, "months": months, "result": gone_on}),
        Step("rely_until", {"start": gone_on, "result": rely_until}),
        Step("example_last_day", {"start": gone_on, "result": example}),
    )
    return Finding(HistoryOutcome(gone_on, example, rely_until, status), status, steps)


RULE = Rule(
    id="history-expiry",
    version=1,
    facts=HistoryFacts,
    outcome=HistoryOutcome,
    articles=("q047",),
    nodes=tuple(HistoryStatus),
    governed_by="purchased_on",
    check=_check,
    compute=compute,
)

"""Into how many files, and which periods, an export of orders has to be cut.

Leaves no day out and counts none twice: each period begins on the day after the one before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.periods import shift_months
from knowledge.rule import Finding, Rule, Step


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """The first and the last day wanted."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True)
class ExportPeriod:
    """The first and the last day of one file."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """The number of files and their periods, in order."""

    files: int
    periods: tuple[ExportPeriod, ...]


_ONE, _SEVERAL = "one_file", "several_files"
_DAY = timedelta(days=1)


def _check(facts: ExportFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.to < facts.from_:
        yield InputProblem("to", "bad_order", facts.to, related="from")


def compute(facts: ExportFacts, params: ParameterView, calendar: Calendar) -> Finding[ExportOutcome]:
    """The periods of the export files, one after the other (guide, question 60)."""
    months = params.months("orders.export_months")
    periods = [ExportPeriod(facts.from_, _end(facts.from_, months, facts.to))]
    while periods[-1].to < facts.to:
        start = periods[-1].to + _DAY
        periods.append(ExportPeriod(start, _end(start, months, facts.to)))
    outcome = ExportOutcome(len(periods), tuple(periods))
    steps = (Step("cut", {"months": months, "start": facts.from_, "first_end": periods[0].to, "files": len(periods)}),)
    return Finding(outcome, _ONE if len(periods) == 1 else _SEVERAL, steps)


def _end(start: date, months: int, last: date) -> date:
    """The last day of a file that begins on `start`; `last` where the months lead beyond it, or beyond every year."""
    try:
        return min(shift_months(start, months) - _DAY, last)
    except ValueError:
        return last


RULE = Rule(
    id="order-export-chunks",
    version=1,
    facts=ExportFacts,
    outcome=ExportOutcome,
    articles=("q060",),
    nodes=(_ONE, _SEVERAL),
    governed_by="from",
    check=_check,
    compute=compute,
)

"""Which exposure goes with a GMV level, or which level with an exposure.

Refuses bounds for the levels in the middle, and a turnover to reach: the guide states neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Limits, Percent
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Given, Rule, Step


class GmvLevel(StrEnum):
    """The levels that the guide tells apart."""

    LOWEST = "1"
    MIDDLE = "2_to_4"
    HIGHEST = "5"


@dataclass(frozen=True, slots=True)
class GmvFacts:
    """Either the level or the exposure."""

    level: Annotated[int, Limits(low=1, high="exposure.highest_level")] | None = None
    exposure_percent: Percent | None = None


@dataclass(frozen=True, slots=True)
class GmvOutcome:
    """The level and its exposure; `stated` tells whether the guide gives these bounds for it."""

    level: GmvLevel
    exposure_min: Decimal
    exposure_max: Decimal
    stated: bool
    window_days: int
    basis: Literal["category GMV ranking"]


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    if "level" not in given and "exposure_percent" not in given:
        yield InputProblem("level", "missing_input")


def _check(facts: GmvFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.level is not None and facts.exposure_percent is not None:
        yield InputProblem("exposure_percent", "inconsistent", facts.exposure_percent, related="level")


def compute(facts: GmvFacts, params: ParameterView, calendar: Calendar) -> Finding[GmvOutcome]:
    """The level and the span of its exposure (guide, question 23)."""
    lowest_to, highest_from = params.percent("exposure.lowest_level_to"), params.percent("exposure.highest_level_from")
    level = GmvLevel.MIDDLE
    if facts.level == 1 or (facts.exposure_percent is not None and facts.exposure_percent <= lowest_to):
        level = GmvLevel.LOWEST
    elif facts.level == params.count("exposure.highest_level") or (facts.exposure_percent is not None and facts.exposure_percent >= highest_from):
        level = GmvLevel.HIGHEST
    low, high = lowest_to, highest_from
    if level == GmvLevel.LOWEST:
        low, high = params.percent("exposure.lowest_level_from"), lowest_to
    elif level == GmvLevel.HIGHEST:
        low, high = highest_from, params.percent("exposure.highest_level_to")
    window = params.days("exposure.turnover_window")
    stated = level != GmvLevel.MIDDLE
    outcome = GmvOutcome(level, low, high, stated, window, "category GMV ranking")
    span = Step("stated_span", {"level": level, "low": low, "high": high}) if stated else Step("span_between", {"low": low, "high": high})
    return Finding(outcome, level, (span, Step("window", {"days": window})))


RULE = Rule(
    id="gmv-level",
    version=1,
    facts=GmvFacts,
    outcome=GmvOutcome,
    articles=("q023",),
    nodes=tuple(GmvLevel),
    requires=_requires,
    check=_check,
    compute=compute,
)

"""Small made-up rules, parameters and articles, where a test needs a case that the guide does not have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import AnySpelling, Code, Country, CountryApart, Limits, MinItems, Moment, Money
from knowledge.parameters import Parameter, ParameterBook, ParameterView
from knowledge.periods import Month
from knowledge.rule import AHEAD_OF_MISSING, Finding, Given, Rule, Step


class ToyColour(StrEnum):
    """Two colours."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class ToySale:
    """One sale of a list of sales."""

    amount: Annotated[Money, Limits(low=Decimal("0.01"))]
    colour: ToyColour = ToyColour.RED
    sold_on: date | None = None


class ToyNever(StrEnum):
    """In place of a day."""

    NEVER = "never"


@dataclass(frozen=True, slots=True)
class EveryKind:
    """One input of each kind, and the marks that go with it."""

    flag: bool
    day: date
    minute: datetime
    moment: Moment
    colour: ToyColour
    pieces: Annotated[int, Limits(low=1, high=9)]
    share: Annotated[Decimal, Limits(low=0, high=100)]
    price: Annotated[Money, Limits(low=0)]
    note: str
    places: Annotated[tuple[Code, ...], MinItems(1)]
    sales: tuple[ToySale, ...] = ()
    as_of: datetime | None = None
    later: Moment | None = None
    from_: Month | None = None
    contacts: tuple[date | ToyNever, ...] = ()
    shade: Annotated[ToyColour, AnySpelling()] | None = None
    home: Country | None = None
    away: CountryApart | None = None


@dataclass(frozen=True, slots=True)
class ToyFacts:
    """A parcel and its return."""

    sent_at: Moment
    colour: ToyColour | None = None
    returned_on: date | None = None


@dataclass(frozen=True, slots=True)
class ToyOutcome:
    """The last day."""

    until: date


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    if given.get("colour") == "blue" and "returned_on" in given:
        yield InputProblem("returned_on", "inconsistent", given["returned_on"], related="colour", detail=AHEAD_OF_MISSING)
    if given.get("colour") == "red" and "returned_on" not in given:
        yield InputProblem("returned_on", "missing_input")


def _check(facts: ToyFacts, params: ParameterView) -> Iterable[InputProblem]:
    sent = facts.sent_at.date() if isinstance(facts.sent_at, datetime) else facts.sent_at
    if facts.returned_on and facts.returned_on < sent:
        yield InputProblem("returned_on", "bad_order", facts.returned_on, related="sent_at")


def compute(facts: ToyFacts, params: ParameterView, calendar: Calendar) -> Finding[ToyOutcome]:
    """The last day, some days after sending."""
    sent = facts.sent_at.date() if isinstance(facts.sent_at, datetime) else facts.sent_at
    days = params.days("toys.within")
    until = calendar.add_days(sent, days)
    return Finding(ToyOutcome(until), "found", (Step("until", {"start": sent, "days": days, "result": until}),))


TOY_RULE = Rule(
    id="toy",
    version=1,
    facts=ToyFacts,
    outcome=ToyOutcome,
    articles=("q001",),
    nodes=("found",),
    governed_by="sent_at",
    requires=_requires,
    check=_check,
    compute=compute,
)


def parameter(unit: str, *history: tuple[str, object], conflicts: tuple[str, ...] = (), review_by: str = "2027-05-24") -> Parameter:
    """A parameter with these (from, value) pairs."""
    entries: list[Mapping[str, Any]] = [
        {"from": date.fromisoformat(start), "value": value, "source": {"article": "q001", "states": "some words"}, "conflicts": conflicts}
        for start, value in history
    ]
    head = {"title": "A toy figure", "unit": unit, "checked_on": date(2026, 11, 24), "review_by": date.fromisoformat(review_by)}
    return Parameter.model_validate({**head, "history": entries})


def toy_book() -> ParameterBook:
    """Three days from 2015 on, five from March 2020 on, nothing from 2025 on."""
    return ParameterBook({"toys.within": parameter("calendar_days", ("2015-01-01", 3), ("2020-03-01", 5), ("2025-01-01", None))})

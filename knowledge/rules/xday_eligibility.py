"""Whether the orders of the last 30 days qualify a shop for the X-day delivery programme.

Never adds carriers together, and never rounds a share up to the one that is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Count, MinItems
from knowledge.money import CENT, percent_of, steps_up
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step

_HUNDREDTH = CENT


@dataclass(frozen=True, slots=True)
class CarrierOrders:
    """One carrier's orders of the last 30 days, and how many of them arrived in time."""

    name: str
    shipped: Count
    on_time: Count


@dataclass(frozen=True, slots=True)
class XdayEligibilityFacts:
    """The carriers a shop ships with."""

    carriers: Annotated[tuple[CarrierOrders, ...], MinItems(1)]


@dataclass(frozen=True, slots=True)
class CarrierStanding:
    """How far one carrier is from qualifying the shop."""

    name: str
    rate_percent: Decimal | None
    missing_orders: int
    missing_on_time: int


@dataclass(frozen=True, slots=True)
class XdayEligibilityOutcome:
    """Whether some carrier qualifies the shop, which ones, and what each lacks."""

    eligible: bool
    qualifying: tuple[str, ...]
    details: tuple[CarrierStanding, ...]


def _check(facts: XdayEligibilityFacts, params: ParameterView) -> Iterable[InputProblem]:
    for carrier in facts.carriers:
        if carrier.on_time > carrier.shipped:
            yield InputProblem("carriers.on_time", "inconsistent", carrier.on_time, related="carriers")
            return


def compute(facts: XdayEligibilityFacts, params: ParameterView, calendar: Calendar) -> Finding[XdayEligibilityOutcome]:
    """Each carrier beside the two conditions of the programme (guide, question 54)."""
    orders, percent = params.count("xday.orders_least"), params.percent("xday.on_time_least")
    share = percent * _HUNDREDTH
    details = tuple(
        CarrierStanding(
            name=carrier.name,
            rate_percent=percent_of(carrier.on_time, carrier.shipped, 1),
            missing_orders=max(0, orders - carrier.shipped),
            missing_on_time=max(0, steps_up(share * max(carrier.shipped, orders)) - carrier.on_time),
        )
        for carrier in facts.carriers
    )
    qualifying = tuple(detail.name for detail in details if not (detail.missing_orders or detail.missing_on_time))
    outcome = XdayEligibilityOutcome(bool(qualifying), qualifying, details)
    steps = (
        Step("conditions", {"orders": orders, "percent": percent}),
        *(
            Step("carrier", {"name": carrier.name, "shipped": carrier.shipped, "on_time": carrier.on_time, "rate": detail.rate_percent})
            for carrier, detail in zip(facts.carriers, details, strict=True)
        ),
    )
    return Finding(outcome, "eligible" if qualifying else "not_eligible", steps)


RULE = Rule(
    id="xday-eligibility",
    version=1,
    facts=XdayEligibilityFacts,
    outcome=XdayEligibilityOutcome,
    articles=("q054",),
    nodes=("eligible", "not_eligible"),
    check=_check,
    compute=compute,
)

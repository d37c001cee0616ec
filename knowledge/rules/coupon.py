"""Whether a coupon or promotional code applies to a basket, what the buyer pays, and how many items reach the minimum.

Refuses to promise a reduction exactly at the minimum: the guide says both that it is there and that it is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Amount, Limits, Percent, Price, Quantity
from knowledge.money import CENT, cents
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Given, Rule, Step


class CouponKind(StrEnum):
    """The two tools that lower the price for a buyer."""

    COUPON = "coupon"
    CODE = "code"


class CouponApplies(StrEnum):
    """Whether the reduction applies."""

    YES = "yes"
    NO = "no"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class CouponFacts:
    """Equal items in a basket, and the reduction with its minimum."""

    kind: CouponKind
    item_price: Price
    units: Quantity
    minimum: Amount = Decimal(0)
    amount_off: Price | None = None
    percent_off: Annotated[Percent, Limits(low=CENT)] | None = None
    code_used: bool = True


@dataclass(frozen=True, slots=True)
class CouponOutcome:
    """What the buyer pays, the safe amount first, and what is needed to be above the minimum."""

    basket: Decimal
    applies: CouponApplies
    to_pay: Decimal
    to_pay_if_applied: Decimal
    counts: bool
    units_needed: int
    missing: Decimal


_OFF = {CouponKind.COUPON: "amount_off", CouponKind.CODE: "percent_off"}


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    for kind, name in _OFF.items():
        if given.get("kind") == kind and name not in given:
            yield InputProblem(name, "missing_input", related="kind")


def _check(facts: CouponFacts, params: ParameterView) -> Iterable[InputProblem]:
    for kind, name in _OFF.items():
        if facts.kind != kind and (value := getattr(facts, name)) is not None:
            yield InputProblem(name, "inconsistent", value, related="kind")


def compute(facts: CouponFacts, params: ParameterView, calendar: Calendar) -> Finding[CouponOutcome]:
    """The price with and without the reduction (guide, questions 28 and 41)."""
    basket = facts.item_price * facts.units
    counts = facts.kind == CouponKind.COUPON or facts.code_used
    applies = CouponApplies.NO
    if counts and basket >= facts.minimum:
        applies = CouponApplies.CONFLICT if basket == facts.minimum else CouponApplies.YES
    if facts.kind == CouponKind.COUPON:
        assert facts.amount_off is not None
        reduced = max(Decimal(0), basket - facts.amount_off)
    else:
        assert facts.percent_off is not None
        reduced = cents(basket * (1 - facts.percent_off * CENT))  # a cent is the hundredth that a percentage counts in
    needed = int(facts.minimum // facts.item_price) + 1
    missing = max(Decimal(0), facts.minimum - basket + CENT)
    outcome = CouponOutcome(
        basket=basket,
        applies=applies,
        to_pay=reduced if applies == CouponApplies.YES else basket,
        to_pay_if_applied=basket if applies == CouponApplies.NO else reduced,
        counts=counts,
        units_needed=needed,
        missing=missing,
    )
    node = str(applies) if counts else "unused"
    steps = [Step("basket", {"price": facts.item_price, "units": facts.units, "result": basket})]
    if applies != CouponApplies.NO:
        steps.append(Step("reduced", {"basket": basket, "amount": facts.amount_off, "percent": facts.percent_off, "result": reduced}))
    if facts.minimum:
        steps.append(Step("units_needed", {"minimum": facts.minimum, "price": facts.item_price, "result": needed}))
    return Finding(outcome, node, tuple(steps), ("c-coupon-threshold",) if missing else ())


RULE = Rule(
    id="coupon",
    version=1,
    facts=CouponFacts,
    outcome=CouponOutcome,
    articles=("q028", "q041"),
    nodes=(*CouponApplies, "unused"),
    requires=_requires,
    check=_check,
    compute=compute,
)

"""How many units a promotion keeps reserved, and how many are left to sell outside it.

Gives no number for what can be sold outside while the promotion runs: the guide has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Count
from knowledge.parameters import ParameterView
from knowledge.policy.promotions import PromotionPhase
from knowledge.rule import Finding, Rule, Step


@dataclass(frozen=True, slots=True)
class StockFacts:
    """The units there were before the promotion's sales, those put into it, and those sold in it."""

    stock: Count
    registered_units: Count
    phase: PromotionPhase
    add_units: Count = 0
    sold_in_promotion: Count = 0


@dataclass(frozen=True, slots=True)
class StockOutcome:
    """The units kept for the promotion and those free for other sales."""

    reserved: int
    sellable_outside: int | None
    can_take_back: Literal[False]


def _check(facts: StockFacts, params: ParameterView) -> Iterable[InputProblem]:
    entered = facts.registered_units + facts.add_units
    if facts.registered_units > facts.stock:
        yield InputProblem("registered_units", "inconsistent", facts.registered_units, related="stock")
    elif entered > facts.stock:
        yield InputProblem("add_units", "inconsistent", facts.add_units, related="stock")
    if facts.sold_in_promotion > entered:
        yield InputProblem("sold_in_promotion", "inconsistent", facts.sold_in_promotion, related="registered_units")
    elif facts.phase == PromotionPhase.BEFORE and facts.sold_in_promotion > 0:
        yield InputProblem("sold_in_promotion", "inconsistent", facts.sold_in_promotion, related="phase")


def compute(facts: StockFacts, params: ParameterView, calendar: Calendar) -> Finding[StockOutcome]:
    """Reserved and free units in each phase (guide, questions 80 and 87)."""
    left = facts.registered_units + facts.add_units - facts.sold_in_promotion
    counted = {"registered": facts.registered_units, "added": facts.add_units, "sold": facts.sold_in_promotion, "stock": facts.stock}
    if facts.phase == PromotionPhase.ENDED:
        rest = facts.stock - facts.sold_in_promotion
        return Finding(StockOutcome(0, rest, False), facts.phase, (Step("left_in_stock", counted | {"result": rest}),))
    reserved = Step("reserved", counted | {"result": left})
    if facts.phase == PromotionPhase.RUNNING:
        return Finding(StockOutcome(left, None, False), facts.phase, (reserved,), ("c-promo-unreserved", "c-promo-cancel"))
    free = facts.stock - left
    steps = (reserved, Step("outside", {"stock": facts.stock, "reserved": left, "result": free}))
    return Finding(StockOutcome(left, free, False), facts.phase, steps, ("c-promo-unreserved", "c-promo-cancel"))


RULE = Rule(
    id="promo-stock",
    version=1,
    facts=StockFacts,
    outcome=StockOutcome,
    articles=("q080", "q087"),
    nodes=tuple(PromotionPhase),
    check=_check,
    compute=compute,
)

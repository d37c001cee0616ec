"""How many units are still on offer while orders wait for their payment, and whether more is sold than there is.

Refuses nothing but negative numbers; how long an unpaid order lives is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.inputs import Count
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class StockDeduction(StrEnum):
    """When stock goes down."""

    ORDER = "order"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class StockFacts:
    """Units on hand before these orders, when they are deducted, and the units ordered."""

    stock: Count
    deduct_on: StockDeduction
    unpaid_units: Count
    paid_units: Count


@dataclass(frozen=True, slots=True)
class StockOutcome:
    """Units still on offer; units owed beyond the stock now, and if all unpaid orders are paid."""

    available: int
    oversold: int
    oversold_if_all_pay: int


_ENOUGH, _RISK, _OVERSOLD = "enough", "may_be_oversold", "oversold"


def compute(facts: StockFacts, params: ParameterView, calendar: Calendar) -> Finding[StockOutcome]:
    """What is left to sell and what is owed beyond the stock (guide, question 50)."""
    ordered = facts.paid_units + facts.unpaid_units
    taken = ordered if facts.deduct_on == StockDeduction.ORDER else facts.paid_units
    outcome = StockOutcome(max(0, facts.stock - taken), max(0, facts.paid_units - facts.stock), max(0, ordered - facts.stock))
    node = _OVERSOLD if outcome.oversold else _RISK if outcome.oversold_if_all_pay else _ENOUGH
    steps = (
        Step("available", {"stock": facts.stock, "taken": taken, "result": outcome.available}),
        Step("owed", {"stock": facts.stock, "paid": facts.paid_units, "ordered": ordered, "now": outcome.oversold, "then": outcome.oversold_if_all_pay}),
    )
    return Finding(outcome, node, steps)


RULE = Rule(
    id="stock-deduction",
    version=1,
    facts=StockFacts,
    outcome=StockOutcome,
    articles=("q050",),
    nodes=(_ENOUGH, _RISK, _OVERSOLD),
    compute=compute,
)

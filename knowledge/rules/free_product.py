"""When the draw of a Free Product is, and what the giveaway costs the seller.

Refuses to count on one winner only: the cost covers every unit offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from knowledge.calendars import Calendar
from knowledge.inputs import Amount, Quantity
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveawayFacts:
    """When requests open, and what each unit costs."""

    opens_on: date
    units: Quantity = 1
    unit_cost: Amount
    shipping_cost: Amount = Decimal(0)


@dataclass(frozen=True, slots=True)
class GiveawayOutcome:
    """The day of the draw, the money, and what follows for the order."""

    draw_on: date
    buyer_pays_total: Decimal
    seller_cost: Decimal
    net_cost: Decimal
    order_status: Literal["pending_shipment"]
    review_required: bool
    winners_safe: int


def compute(facts: GiveawayFacts, params: ParameterView, calendar: Calendar) -> Finding[GiveawayOutcome]:
    """The draw and its cost (guide, question 42)."""
    days, price = params.days("free_products.requests_open_for"), params.euros("free_products.price")
    draw_on = calendar.add_days(facts.opens_on, days)
    paid = price * facts.units
    cost = (facts.unit_cost + facts.shipping_cost) * facts.units
    outcome = GiveawayOutcome(
        draw_on=draw_on,
        buyer_pays_total=paid,
        seller_cost=cost,
        net_cost=cost - paid,
        order_status="pending_shipment",
        review_required=False,
        winners_safe=params.count("free_products.certain_winners"),
    )
    steps = (
        Step("draw_on", {"start": facts.opens_on, "days": days, "result": draw_on}),
        Step("seller_cost", {"units": facts.units, "goods": facts.unit_cost, "shipping": facts.shipping_cost, "result": cost}),
        Step("net_cost", {"cost": cost, "units": facts.units, "price": price, "result": outcome.net_cost}),
    )
    return Finding(outcome, "one_unit" if facts.units == 1 else "several_units", steps, ("c-status-names",))


RULE = Rule(
    id="free-product",
    version=1,
    facts=GiveawayFacts,
    outcome=GiveawayOutcome,
    articles=("q042",),
    nodes=("one_unit", "several_units"),
    governed_by="opens_on",
    compute=compute,
)

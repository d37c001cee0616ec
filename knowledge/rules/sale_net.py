"""What a seller keeps of one sale after AliExpress's commission and, where there is one, the affiliate's.

Refuses to invent the rate of a category: while it is unknown there is only a span, from the highest rate to the lowest.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.inputs import Amount, Limits, Percent, Price, Quantity
from knowledge.money import share
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


@dataclass(frozen=True, slots=True)
class SaleNetFacts:
    """The sale, its rates as far as known, and the seller's own costs of all its units."""

    price: Price
    units: Quantity = 1
    commission_percent: Annotated[Decimal, Limits(low="commissions.lowest", high="commissions.highest")] | None = None
    affiliate_sale: bool = False
    affiliate_percent: Annotated[Percent, Limits(low="commissions.affiliate_lowest")] | None = None
    other_costs: Amount = Decimal(0)


@dataclass(frozen=True, slots=True)
class SaleNetOutcome:
    """What is paid and what is left; of an unknown rate only the two ends."""

    gross: Decimal
    commission: Decimal | None
    commission_low: Decimal
    commission_high: Decimal
    affiliate: Decimal
    net: Decimal | None
    net_low: Decimal
    net_high: Decimal


def compute(facts: SaleNetFacts, params: ParameterView, calendar: Calendar) -> Finding[SaleNetOutcome]:
    """The sale less commissions and own costs (guide, questions 1, 3 and 40)."""
    gross = facts.price * facts.units
    known = facts.commission_percent
    lowest = params.percent("commissions.lowest") if known is None else known
    highest = params.percent("commissions.highest") if known is None else known
    commission_low, commission_high = share(gross, lowest), share(gross, highest)
    steps = [Step("gross", {"price": facts.price, "units": facts.units, "result": gross})]
    steps.append(Step("commission", {"gross": gross, "percent": highest, "result": commission_high}))
    if known is None:
        steps.append(Step("commission_low", {"gross": gross, "percent": lowest, "result": commission_low}))
    affiliate = Decimal(0)
    if facts.affiliate_sale:
        percent = params.percent("commissions.affiliate_lowest") if facts.affiliate_percent is None else facts.affiliate_percent
        affiliate = share(gross, percent)
        steps.append(Step("affiliate", {"gross": gross, "percent": percent, "result": affiliate}))
    if facts.other_costs:
        steps.append(Step("other_costs", {"costs": facts.other_costs}))
    left = gross - affiliate - facts.other_costs
    net_low, net_high = left - commission_high, left - commission_low
    outcome = SaleNetOutcome(
        gross=gross,
        commission=None if known is None else commission_high,
        commission_low=commission_low,
        commission_high=commission_high,
        affiliate=affiliate,
        net=None if known is None else net_low,
        net_low=net_low,
        net_high=net_high,
    )
    unknown: tuple[str, ...] = ("c-commission-range",) if known is None else ()
    node = "rate_unknown" if known is None else "loss" if net_low < 0 else "known"
    return Finding(outcome, node, tuple(steps), (*unknown, "c-commission-base", "c-only-commission"))


RULE = Rule(
    id="sale-net",
    version=1,
    facts=SaleNetFacts,
    outcome=SaleNetOutcome,
    articles=("q003", "q040", "q070", "q001"),
    nodes=("known", "loss", "rate_unknown"),
    compute=compute,
)

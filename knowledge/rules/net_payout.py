"""How much of several sales reaches the bank after refunds, commissions and withdrawal fees, and from when.

Refuses to leave out what it had to assume: each assumption is named, and each is the one that costs more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Amount, Country, Limits, MinItems, Percent, Price, Quantity
from knowledge.money import share
from knowledge.parameters import ParameterView
from knowledge.policy.commissions import planned_rate, rate_problems
from knowledge.policy.withdrawals import BankZone, fee_for
from knowledge.rule import Finding, Rule, Step, Typed


class PayoutAssumption(StrEnum):
    """What had to be assumed, in the order in which it is told."""

    HIGHEST_RATE = "commission_rate_8_percent"
    FULL_COMMISSION = "commission_on_full_amount_after_refund"
    HIGHER_FEE = "fee_10_for_european_non_eu_bank"
    NOT_ALL_CONFIRMED = "not_all_sales_confirmed"


@dataclass(frozen=True, slots=True)
class PayoutSale:
    """One sale: its rates, what was refunded, and when the buyer confirmed receipt."""

    amount: Price
    commission_percent: Annotated[Decimal, Limits(low="commissions.lowest", high="commissions.highest")] | None = None
    affiliate_percent: Percent = Decimal(0)
    refund: Amount = Decimal(0)
    product_returned: bool = False
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class NetPayoutFacts:
    """The sales, where the bank is, and in how many withdrawals the money is taken out."""

    sales: Annotated[tuple[PayoutSale, ...], MinItems(1)]
    bank_country: Country
    withdrawals: Quantity = 1


@dataclass(frozen=True, slots=True)
class NetPayoutOutcome:
    """From the gross to what reaches the bank, and the day from which to plan with it."""

    gross: Decimal
    refunds: Decimal
    commission: Decimal
    affiliate: Decimal
    withdrawal_fees: Decimal
    net_to_bank: Decimal
    plan_on: date | None
    assumptions: tuple[PayoutAssumption, ...]


def _limits(typed: Typed, params: ParameterView) -> Iterable[InputProblem]:
    sales = typed.get("sales", ())
    if excessive := [sale for sale in sales if sale.refund > sale.amount]:
        yield InputProblem("sales.refund", "out_of_range", excessive[0].refund, high=excessive[0].amount)
    yield from rate_problems("sales.affiliate_percent", (sale.affiliate_percent for sale in sales), params)


def _check(facts: NetPayoutFacts, params: ParameterView) -> Iterable[InputProblem]:
    if any(sale.product_returned and not sale.refund for sale in facts.sales):
        yield InputProblem("sales.product_returned", "inconsistent", True, related="sales")


def compute(facts: NetPayoutFacts, params: ParameterView, calendar: Calendar) -> Finding[NetPayoutOutcome]:
    """Gross less refunds, commissions and fees (guide, questions 3, 40, 68, 70, 74 and 75)."""
    charged = [sale for sale in facts.sales if not sale.product_returned]
    commission = sum((share(sale.amount, planned_rate(sale.commission_percent, params)) for sale in charged), Decimal(0))
    affiliate = sum((share(sale.amount, sale.affiliate_percent) for sale in charged), Decimal(0))
    gross = sum((sale.amount for sale in facts.sales), Decimal(0))
    refunds = sum((sale.refund for sale in facts.sales), Decimal(0))
    fee = fee_for(facts.bank_country, params)
    fees = fee.each * facts.withdrawals
    net = gross - refunds - commission - affiliate - fees
    steps = [
        Step("gross", {"count": len(facts.sales), "result": gross}),
        Step("refunds", {"result": refunds}),
        Step("commission", {"count": len(charged), "result": commission}),
        Step("affiliate", {"result": affiliate}),
        Step("withdrawal_fees", {"count": facts.withdrawals, "fee": fee.each, "result": fees}),
        Step("net_to_bank", {"result": net}),
    ]
    confirmed = [sale.confirmed_on for sale in facts.sales if sale.confirmed_on]
    plan_on: date | None = None
    if len(confirmed) == len(facts.sales):
        last, days = max(confirmed), params.days("payouts.credited_within")
        plan_on = calendar.add_days(last, days)
        steps.append(Step("plan_on", {"start": last, "days": days, "result": plan_on}))
    assumed = {
        PayoutAssumption.HIGHEST_RATE: any(sale.commission_percent is None for sale in facts.sales),
        PayoutAssumption.FULL_COMMISSION: any(sale.refund for sale in charged),
        PayoutAssumption.HIGHER_FEE: fee.zone == BankZone.CONFLICT,
        PayoutAssumption.NOT_ALL_CONFIRMED: plan_on is None,
    }
    assumptions = tuple(code for code, applies in assumed.items() if applies)
    conflicts = tuple(conflict for code in assumptions for conflict in _CONFLICTS[code]) + (("c-commission-base",) if charged else ())
    outcome = NetPayoutOutcome(gross, refunds, commission, affiliate, fees, net, plan_on, assumptions)
    node = "nothing_left" if net <= 0 else "undated" if plan_on is None else "dated"
    return Finding(outcome, node, tuple(steps), (*conflicts, "c-only-commission"))


_CONFLICTS: dict[PayoutAssumption, tuple[str, ...]] = {
    PayoutAssumption.HIGHEST_RATE: ("c-commission-range",),
    PayoutAssumption.FULL_COMMISSION: ("c-commission-refund",),
    PayoutAssumption.HIGHER_FEE: ("c-european-bank",),
    PayoutAssumption.NOT_ALL_CONFIRMED: (),
}

RULE = Rule(
    id="net-payout",
    version=1,
    facts=NetPayoutFacts,
    outcome=NetPayoutOutcome,
    articles=("q003", "q070", "q074", "q068", "q040", "q075"),
    nodes=("dated", "undated", "nothing_left"),
    limits=_limits,
    check=_check,
    compute=compute,
)

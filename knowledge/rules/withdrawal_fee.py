"""What withdrawals from Alipay cost, and what arrives of each.

Refuses nothing for being small: there is no minimum, but a withdrawal that costs more than it brings is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.inputs import Country, MinItems, Price
from knowledge.money import percent_of
from knowledge.parameters import ParameterView
from knowledge.policy.withdrawals import BankZone, fee_for
from knowledge.rule import Finding, Rule, Step


class WithdrawalWarning(StrEnum):
    """What a seller should know before withdrawing."""

    FEE_EXCEEDS_AMOUNT = "fee_exceeds_amount"


@dataclass(frozen=True, slots=True)
class WithdrawalFeeFacts:
    """The amount of each withdrawal, and where the bank is."""

    amounts: Annotated[tuple[Price, ...], MinItems(1)]
    bank_country: Country


@dataclass(frozen=True, slots=True)
class WithdrawalFeeOutcome:
    """The fees, what arrives, and how sure it is that the bank counts as it is counted here."""

    fee_each: Decimal
    fees_total: Decimal
    net_total: Decimal
    fee_percent_of_total: Decimal
    per_withdrawal_net: tuple[Decimal, ...]
    verdict: BankZone
    warning: WithdrawalWarning | None


def compute(facts: WithdrawalFeeFacts, params: ParameterView, calendar: Calendar) -> Finding[WithdrawalFeeOutcome]:
    """One fee for each withdrawal, by the bank's country (guide, questions 70 and 74)."""
    fee = fee_for(facts.bank_country, params)
    total = sum(facts.amounts, Decimal(0))
    fees = fee.each * len(facts.amounts)
    portion = percent_of(fees, total)
    assert portion is not None  # each amount is at least a cent
    outcome = WithdrawalFeeOutcome(
        fee_each=fee.each,
        fees_total=fees,
        net_total=total - fees,
        fee_percent_of_total=portion,
        per_withdrawal_net=tuple(amount - fee.each for amount in facts.amounts),
        verdict=fee.zone,
        warning=WithdrawalWarning.FEE_EXCEEDS_AMOUNT if any(amount <= fee.each for amount in facts.amounts) else None,
    )
    steps = (
        Step("fee_each", {"country": facts.bank_country, "fee": fee.each}),
        Step("fees_total", {"count": len(facts.amounts), "fee": fee.each, "result": fees}),
        Step("net_total", {"total": total, "fees": fees, "result": outcome.net_total}),
    )
    return Finding(outcome, fee.zone, steps, fee.conflicts)


RULE = Rule(
    id="withdrawal-fee",
    version=1,
    facts=WithdrawalFeeFacts,
    outcome=WithdrawalFeeOutcome,
    articles=("q070", "q074"),
    nodes=tuple(BankZone),
    compute=compute,
)

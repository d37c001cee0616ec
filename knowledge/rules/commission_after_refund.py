"""What commission is left to pay after a dispute that ended with a refund.

Refuses to choose where the guide does not: of a kept and partly refunded product both readings are given, the higher one to budget.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Amount, Limits, Percent, Price
from knowledge.money import share
from knowledge.parameters import ParameterView
from knowledge.policy.commissions import rate_problems
from knowledge.rule import Finding, Rule, Step, Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionAfterRefundFacts:
    """The sale, its rates, what was refunded and who has the product in the end."""

    price: Price
    commission_percent: Annotated[Decimal, Limits(low="commissions.lowest", high="commissions.highest")]
    affiliate_percent: Percent = Decimal(0)
    refund: Amount
    buyer_keeps_product: bool


@dataclass(frozen=True, slots=True)
class CommissionAfterRefundOutcome:
    """Both commissions, at most (to budget) and at least."""

    commission_max: Decimal
    commission_min: Decimal
    affiliate_max: Decimal
    affiliate_min: Decimal


def _limits(typed: Typed, params: ParameterView) -> Iterable[InputProblem]:
    if "price" in typed and "refund" in typed and typed["refund"] > typed["price"]:
        yield InputProblem("refund", "out_of_range", typed["refund"], high=typed["price"])
    if "affiliate_percent" in typed:
        yield from rate_problems("affiliate_percent", (typed["affiliate_percent"],), params)


def compute(facts: CommissionAfterRefundFacts, params: ParameterView, calendar: Calendar) -> Finding[CommissionAfterRefundOutcome]:
    """The commissions on the whole price and on what the seller keeps of it (guide, questions 3, 40 and 68)."""
    nothing = Decimal(0)
    if not facts.buyer_keeps_product:
        return Finding(CommissionAfterRefundOutcome(nothing, nothing, nothing, nothing), "goods_not_kept", (Step("not_charged"),))
    kept = facts.price - facts.refund
    outcome = CommissionAfterRefundOutcome(
        commission_max=share(facts.price, facts.commission_percent),
        commission_min=share(kept, facts.commission_percent),
        affiliate_max=share(facts.price, facts.affiliate_percent),
        affiliate_min=share(kept, facts.affiliate_percent),
    )
    steps = [Step("commission_on_price", {"amount": facts.price, "percent": facts.commission_percent, "result": outcome.commission_max})]
    if facts.affiliate_percent:
        steps.append(Step("affiliate_on_price", {"amount": facts.price, "percent": facts.affiliate_percent, "result": outcome.affiliate_max}))
    if not facts.refund:
        return Finding(outcome, "nothing_refunded", tuple(steps), ("c-commission-base",))
    steps.append(Step("commission_on_rest", {"amount": kept, "percent": facts.commission_percent, "result": outcome.commission_min}))
    if facts.affiliate_percent:
        steps.append(Step("affiliate_on_rest", {"amount": kept, "percent": facts.affiliate_percent, "result": outcome.affiliate_min}))
    return Finding(outcome, "kept_and_refunded", tuple(steps), ("c-commission-refund", "c-commission-base"))


RULE = Rule(
    id="commission-after-refund",
    version=1,
    facts=CommissionAfterRefundFacts,
    outcome=CommissionAfterRefundOutcome,
    articles=("q068", "q003", "q040"),
    nodes=("goods_not_kept", "nothing_refunded", "kept_and_refunded"),
    limits=_limits,
    compute=compute,
)

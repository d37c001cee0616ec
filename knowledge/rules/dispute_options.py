"""What a buyer may ask for in a dispute, and what each of the seller's answers can cost.

Never counts on a buyer's consent: an offer or a rejection may still end with the whole price.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Amount, Price
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Given, Rule, Step, Typed


class DisputeChoice(StrEnum):
    """How the seller answers a dispute."""

    ACCEPT = "accept"
    COUNTER_PROPOSAL = "counter_proposal"
    REJECT = "reject"


class DisputeRequest(StrEnum):
    """What a buyer may ask for."""

    REFUND = "refund"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class DisputeOptionsFacts:
    """The order, what the buyer asks, and what the seller means to answer."""

    received: bool
    order_amount: Price
    asked_amount: Amount
    choice: DisputeChoice
    offered_amount: Amount | None = None
    return_agreed: bool = False
    return_address_set: bool = True


@dataclass(frozen=True, slots=True)
class DisputeOptionsOutcome:
    """What the buyer may ask, and what the answer costs if it stands and at worst."""

    buyer_may_ask: tuple[DisputeRequest, ...]
    refund: Decimal
    goods_come_back: bool
    worst_case_refund: Decimal
    buyer_can_escalate: bool


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    if given.get("choice") == DisputeChoice.COUNTER_PROPOSAL and "offered_amount" not in given:
        yield InputProblem("offered_amount", "missing_input", related="choice")


def _limits(typed: Typed, params: ParameterView) -> Iterable[InputProblem]:
    price = typed.get("order_amount")
    for name in ("asked_amount", "offered_amount"):
        amount = typed.get(name)
        if price is not None and amount is not None and amount > price:
            yield InputProblem(name, "out_of_range", amount, high=price)


def _check(facts: DisputeOptionsFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.offered_amount is not None and facts.choice != DisputeChoice.COUNTER_PROPOSAL:
        yield InputProblem("offered_amount", "inconsistent", facts.offered_amount, related="choice")
    if facts.return_agreed and not facts.received:
        yield InputProblem("return_agreed", "inconsistent", facts.return_agreed, related="received")


def compute(facts: DisputeOptionsFacts, params: ParameterView, calendar: Calendar) -> Finding[DisputeOptionsOutcome]:
    """What may be asked, the refund if the answer stands, and the worst case (guide, questions 55, 57, 61 and 62)."""
    accepted, rejected = facts.choice == DisputeChoice.ACCEPT, facts.choice == DisputeChoice.REJECT
    refund = facts.asked_amount if accepted else facts.offered_amount or Decimal(0)
    goods_lost = facts.return_agreed and not facts.return_address_set
    goods_come_back = facts.return_agreed and facts.return_address_set and not rejected
    outcome = DisputeOptionsOutcome(
        buyer_may_ask=tuple(DisputeRequest) if facts.received else (DisputeRequest.REFUND,),
        refund=refund,
        goods_come_back=goods_come_back,
        worst_case_refund=facts.asked_amount if accepted and not goods_lost else facts.order_amount,
        buyer_can_escalate=not accepted,
    )
    steps = (Step("requests", {"received": facts.received}), Step("refund", {"result": refund}), Step("worst_case", {"result": outcome.worst_case_refund}))
    conflicts = (*(("c-no-return-address",) if goods_lost else ()), *(("c-return-order",) if goods_come_back else ()))
    return Finding(outcome, facts.choice, steps, conflicts)


RULE = Rule(
    id="dispute-options",
    version=1,
    facts=DisputeOptionsFacts,
    outcome=DisputeOptionsOutcome,
    articles=("q061", "q062", "q055", "q057"),
    nodes=tuple(DisputeChoice),
    requires=_requires,
    limits=_limits,
    check=_check,
    compute=compute,
)

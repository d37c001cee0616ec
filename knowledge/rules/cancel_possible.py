"""Whether an order can still be cancelled, by whom and how, and what that does to the shop.

Refuses orders that cannot be: a parcel received that was never sent, a payment processed that was never made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class CancellingParty(StrEnum):
    """Who wants to cancel."""

    BUYER = "buyer"
    SELLER = "seller"


class CancelVerdict(StrEnum):
    """Whether it can be done."""

    YES_ALONE = "yes_alone"
    ON_REQUEST = "on_request"
    NO = "no"


class CancelWay(StrEnum):
    """How, or what takes the place of it."""

    DO_NOT_PAY = "do_not_pay_expires"
    WITHOUT_NOTICE = "cancel_without_notice"
    SELLER_DECIDES = "seller_accepts_or_refuses"
    DISPUTE = "open_dispute_if_not_received"
    RETURN = "refund_or_return_through_dispute"
    ASK_THE_BUYER = "buyer_must_request_or_countdown_runs_out"
    TOO_LATE = "no_cancellation_after_tracking"


class CancelEffect(StrEnum):
    """What it does to the shop; none where the guide names nothing."""

    NONE = "none"
    UNSENT = "counted_as_unsent_if_it_runs_out"


@dataclass(frozen=True, slots=True)
class CancelFacts:
    """Who wants to cancel, and how far the order has come."""

    who: CancellingParty
    paid: bool
    payment_processed: bool
    tracking_added: bool
    received: bool


@dataclass(frozen=True, slots=True)
class CancelOutcome:
    """The verdict, the way, and the effect on the shop."""

    possible: CancelVerdict
    how: CancelWay
    effect_on_shop: CancelEffect


_STAGES = ("paid", "payment_processed", "tracking_added", "received")
"""Each stage needs the one before it."""
_BUYER = (
    (CancelVerdict.YES_ALONE, CancelWay.DO_NOT_PAY),
    (CancelVerdict.YES_ALONE, CancelWay.WITHOUT_NOTICE),
    (CancelVerdict.ON_REQUEST, CancelWay.SELLER_DECIDES),
    (CancelVerdict.NO, CancelWay.DISPUTE),
    (CancelVerdict.NO, CancelWay.RETURN),
)
"""What a buyer can do, by the number of stages that the order has passed."""
_CONFLICTS = {
    CancelWay.WITHOUT_NOTICE: ("c-cancel-alone-24h",),
    CancelWay.DISPUTE: ("c-cancel-vs-dispute",),
    CancelWay.RETURN: ("c-cancel-vs-dispute",),
}


def _check(facts: CancelFacts, params: ParameterView) -> Iterable[InputProblem]:
    for earlier, later in pairwise(_STAGES):
        if getattr(facts, later) and not getattr(facts, earlier):
            yield InputProblem(later, "inconsistent", getattr(facts, later), related=earlier)


def compute(facts: CancelFacts, params: ParameterView, calendar: Calendar) -> Finding[CancelOutcome]:
    """Who can end the order at this stage, and how (guide, questions 50 to 52)."""
    steps = (Step("stage", {stage: getattr(facts, stage) for stage in _STAGES}),)
    if facts.who == CancellingParty.BUYER:
        possible, how = _BUYER[sum(getattr(facts, stage) for stage in _STAGES)]
        return Finding(CancelOutcome(possible, how, CancelEffect.NONE), how, steps, _CONFLICTS.get(how, ()))
    if facts.tracking_added:
        return Finding(CancelOutcome(CancelVerdict.NO, CancelWay.TOO_LATE, CancelEffect.NONE), CancelWay.TOO_LATE, steps)
    effect = CancelEffect.UNSENT if facts.payment_processed else CancelEffect.NONE
    outcome = CancelOutcome(CancelVerdict.NO, CancelWay.ASK_THE_BUYER, effect)
    if facts.payment_processed:
        return Finding(outcome, CancelWay.ASK_THE_BUYER, steps, ("c-unsent-unreceived", "c-fraud-unsent"))
    return Finding(outcome, _SELLER_CHECKED if facts.paid else _SELLER_UNPAID, steps, ("c-cancel-alone-24h",) if facts.paid else ())


_SELLER_UNPAID = "seller_before_payment"
_SELLER_CHECKED = "seller_during_payment"

RULE = Rule(
    id="cancel-possible",
    version=1,
    facts=CancelFacts,
    outcome=CancelOutcome,
    articles=("q052", "q050", "q051"),
    nodes=(*CancelWay, _SELLER_UNPAID, _SELLER_CHECKED),
    check=_check,
    compute=compute,
)

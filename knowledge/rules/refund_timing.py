"""When a buyer gets the money back after a cancellation or a return.

Gives no date where the guide gives no number: only a cancellation before shipping has one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Given, Rule, Step


class RefundSituation(StrEnum):
    """What happened to the order."""

    PAYMENT_NOT_PROCESSED = "payment_not_processed"
    CANCELLED_BEFORE_SHIPPING = "cancelled_before_shipping"
    COUNTDOWN_EXPIRED = "countdown_expired"
    TRACKING_ADDED_NOT_RECEIVED = "tracking_added_not_received"
    RETURN_AFTER_RECEIPT = "return_after_receipt"


class RefundBasis(StrEnum):
    """Which statement of the guide the outcome rests on."""

    PAYMENT_NOT_PROCESSED = "q050_cancelled_before_processing_no_number"
    CANCELLED_BEFORE_SHIPPING = "q058_7_to_14_days"
    COUNTDOWN_EXPIRED = "q051_automatic_no_number"
    TRACKING_ADDED_NOT_RECEIVED = "q050_no_cancellation_after_tracking"
    RETURN_AFTER_RECEIPT = "q058_few_more_days_no_number"


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """The order's situation, the day it arose, and the day the seller approved returned goods."""

    situation: RefundSituation
    event_date: date | None = None
    goods_checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    """The span in which the refund arrives; `latest_working` is the day to promise."""

    quantified: bool
    earliest: date | None
    latest: date | None
    latest_working: date | None
    not_before: date | None
    basis: RefundBasis


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    dated = given.get("situation") == RefundSituation.CANCELLED_BEFORE_SHIPPING or "goods_checked_on" in given
    if dated and "event_date" not in given:
        yield InputProblem("event_date", "missing_input")


def _check(facts: RefundFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.goods_checked_on is None:
        return
    if facts.event_date and facts.goods_checked_on < facts.event_date:
        yield InputProblem("goods_checked_on", "bad_order", facts.goods_checked_on, related="event_date")
    if facts.situation != RefundSituation.RETURN_AFTER_RECEIPT:
        yield InputProblem("goods_checked_on", "inconsistent", facts.goods_checked_on, related="situation")


def compute(facts: RefundFacts, params: ParameterView, calendar: Calendar) -> Finding[RefundOutcome]:
    """The refund's earliest and latest day, or why the guide gives none (guide, questions 50 to 52, 57, 58)."""
    basis = RefundBasis[facts.situation.name]
    if facts.situation != RefundSituation.CANCELLED_BEFORE_SHIPPING:
        outcome = RefundOutcome(False, None, None, None, facts.goods_checked_on, basis)
        return Finding(outcome, facts.situation, (Step("no_number"),), _CONFLICTS[facts.situation])
    assert facts.event_date is not None
    shortest, longest = params.days("refunds.cancelled_shortest"), params.days("refunds.cancelled_longest")
    earliest = calendar.add_days(facts.event_date, shortest)
    latest = calendar.add_days(facts.event_date, longest)
    working = calendar.add_working_days(facts.event_date, longest)
    steps = (
        Step("earliest", {"start": facts.event_date, "days": shortest, "result": earliest}),
        Step("latest", {"start": facts.event_date, "days": longest, "result": latest}),
        Step("latest_working", {"start": facts.event_date, "days": longest, "result": working}),
    )
    return Finding(RefundOutcome(True, earliest, latest, working, None, basis), facts.situation, steps)


_CONFLICTS: dict[RefundSituation, tuple[str, ...]] = {
    RefundSituation.PAYMENT_NOT_PROCESSED: (),
    RefundSituation.COUNTDOWN_EXPIRED: ("c-refund-auto-cancel",),
    RefundSituation.TRACKING_ADDED_NOT_RECEIVED: (),
    RefundSituation.RETURN_AFTER_RECEIPT: ("c-refund-after-receipt", "c-return-order"),
}

RULE = Rule(
    id="refund-timing",
    version=1,
    facts=RefundFacts,
    outcome=RefundOutcome,
    articles=("q058", "q050", "q051", "q052", "q057"),
    nodes=tuple(RefundSituation),
    governed_by="event_date",
    requires=_requires,
    check=_check,
    compute=compute,
)

"""When the money of a sale is in Alipay, and until when a dispute may take it back.

Gives no date where the guide gives none: before receipt is confirmed or recorded, and while a payment may be held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class PayoutStatus(StrEnum):
    """What can be said about the payment, the first that applies."""

    NO_DATE_YET = "no_date_yet"
    BLOCKED_DISPUTE = "blocked_dispute"
    MAY_BE_HELD = "may_be_held_no_date"
    DATED = "dated"


@dataclass(frozen=True, slots=True)
class PayoutFacts:
    """The two days that may start the payment, and what may stop it."""

    confirmed_on: date | None = None
    delivered_on: date | None = None
    dispute_open: bool = False
    metrics_weak_or_suspicious: bool = False


@dataclass(frozen=True, slots=True)
class PayoutOutcome:
    """The first day on which the money may come, the day to plan with, and the last day of disputes."""

    earliest: date | None
    plan_on: date | None
    dispute_until: date | None
    status: PayoutStatus


def _check(facts: PayoutFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.confirmed_on and facts.delivered_on and facts.confirmed_on < facts.delivered_on:
        yield InputProblem("confirmed_on", "bad_order", facts.confirmed_on, related="delivered_on")


def compute(facts: PayoutFacts, params: ParameterView, calendar: Calendar) -> Finding[PayoutOutcome]:
    """The days after confirmed receipt, or after delivery without it (guide, questions 57, 70 and 75)."""
    event = facts.confirmed_on or facts.delivered_on
    if event is None:
        return Finding(PayoutOutcome(None, None, None, PayoutStatus.NO_DATE_YET), PayoutStatus.NO_DATE_YET, (Step("no_event"),))
    earliest = plan_on = dispute_until = None
    steps = []
    conflicts: tuple[str, ...] = ()
    if facts.metrics_weak_or_suspicious:
        steps.append(Step("held"))
        conflicts += ("c-hold-length",)
    else:
        days = params.days("payouts.credited_within")
        plan_on = calendar.add_days(event, days)
        earliest = facts.confirmed_on or plan_on
        steps.append(Step("plan_on", {"start": event, "days": days, "result": plan_on}))
    if facts.confirmed_on:
        days = params.days("payouts.dispute_within")
        dispute_until = calendar.add_days(facts.confirmed_on, days)
        steps.append(Step("dispute_until", {"start": facts.confirmed_on, "days": days, "result": dispute_until}))
        conflicts += ("c-15-days-start",)
    status = PayoutStatus.DATED
    if facts.dispute_open:
        status = PayoutStatus.BLOCKED_DISPUTE
    elif facts.metrics_weak_or_suspicious:
        status = PayoutStatus.MAY_BE_HELD
    return Finding(PayoutOutcome(earliest, plan_on, dispute_until, status), status, tuple(steps), conflicts)


RULE = Rule(
    id="payout-date",
    version=1,
    facts=PayoutFacts,
    outcome=PayoutOutcome,
    articles=("q070", "q075", "q057"),
    nodes=tuple(PayoutStatus),
    governed_by="confirmed_on",
    check=_check,
    compute=compute,
    withheld={PayoutStatus.BLOCKED_DISPUTE: ("earliest", "plan_on")},
)

"""When the money of an account that was closed for penalties can be withdrawn, and how much of it is left.

Counts days, never half a year; says nothing of the fees and checks that a withdrawal meets besides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Amount
from knowledge.parameters import ParameterView
from knowledge.policy import freezes
from knowledge.rule import Finding, Rule, Step


class FreezeStatus(StrEnum):
    """Whether the money is out on the day asked about."""

    FROZEN = "frozen"
    RELEASE_DAY = "release_day"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class FreezeFacts:
    """The closure, the day asked about, the money frozen and what buyers have claimed from it since."""

    closed_on: date
    today: date
    balance: Amount | None = None
    claims: Amount = Decimal(0)


@dataclass(frozen=True, slots=True)
class FreezeOutcome:
    """The day the freeze runs out, the day to plan on, and what can be withdrawn; None where the balance is unknown."""

    release_earliest: date
    plan_from: date
    days_left: int
    status: FreezeStatus
    withdrawable: Decimal | None


def _check(facts: FreezeFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.today < facts.closed_on:
        yield InputProblem("today", "bad_order", facts.today, related="closed_on")


def compute(facts: FreezeFacts, params: ParameterView, calendar: Calendar) -> Finding[FreezeOutcome]:
    """The end of the freeze and the money left (guide, question 66)."""
    release_earliest = freezes.release_earliest(facts.closed_on, params, calendar)
    plan_from = freezes.plan_from(facts.closed_on, params, calendar)
    status = _status(facts.today, release_earliest)
    steps = [
        Step("release_earliest", {"start": facts.closed_on, "days": freezes.frozen_for(params), "result": release_earliest}),
        Step("plan_from", {"start": release_earliest, "result": plan_from}),
    ]
    withdrawable: Decimal | None = None
    if facts.balance is not None:
        left = max(Decimal(0), facts.balance - facts.claims)
        withdrawable = left if status == FreezeStatus.RELEASED else Decimal(0)
        steps.append(Step("left", {"balance": facts.balance, "claims": facts.claims, "result": left}))
    days_left = max(0, (plan_from - facts.today).days)
    return Finding(FreezeOutcome(release_earliest, plan_from, days_left, status, withdrawable), status, tuple(steps))


def _status(today: date, release_earliest: date) -> FreezeStatus:
    if today < release_earliest:
        return FreezeStatus.FROZEN
    return FreezeStatus.RELEASE_DAY if today == release_earliest else FreezeStatus.RELEASED


RULE = Rule(
    id="funds-freeze",
    version=1,
    facts=FreezeFacts,
    outcome=FreezeOutcome,
    articles=("q066",),
    nodes=tuple(FreezeStatus),
    governed_by="closed_on",
    check=_check,
    compute=compute,
)

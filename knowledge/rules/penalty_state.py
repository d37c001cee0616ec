"""How many points and serious violations count on a day, whether the account is lost, and when the count falls.

Never forgives: an account that is closed, or in danger of it, stays so when violations lapse later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from knowledge.calendars import Calendar
from knowledge.inputs import Count
from knowledge.parameters import ParameterView
from knowledge.policy import freezes
from knowledge.rule import Finding, Rule, Step


class AccountState(StrEnum):
    """What the violations have made of the account."""

    OPEN = "open"
    CLOSURE_RISK = "closure_risk"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Violation:
    """One violation on the record."""

    date_: date
    points: Count
    serious: bool = False
    intellectual_property: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class PenaltyFacts:
    """The day asked about and every violation so far."""

    as_of: date
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class PenaltyDrop:
    """The day on which violations leave the record, and what they take along."""

    date_: date
    points: int
    serious: int


@dataclass(frozen=True, slots=True)
class PenaltyOutcome:
    """What counts on the day, the state of the account and since when, and the next day on which the count falls."""

    points: int
    serious: int
    serious_ip: int
    account: AccountState
    risk_since: date | None
    closed_since: date | None
    money_from: date | None
    points_left: int
    next_drop: PenaltyDrop | None


@dataclass(frozen=True, slots=True)
class _Tally:
    """What some violations add up to."""

    points: int
    serious: int
    serious_ip: int

    @classmethod
    def of(cls, violations: Iterable[Violation]) -> _Tally:
        every = tuple(violations)
        serious = [violation for violation in every if violation.serious]
        return cls(sum(violation.points for violation in every), len(serious), sum(violation.intellectual_property for violation in serious))

    def after(self, come: _Tally, gone: _Tally) -> _Tally:
        """With some violations more and others gone."""
        return _Tally(self.points + come.points - gone.points, self.serious + come.serious - gone.serious, self.serious_ip + come.serious_ip - gone.serious_ip)


def _replayed(violations: Sequence[Violation], kept_for: int) -> Iterable[tuple[date, _Tally]]:
    """Each day with a violation, in order, and what counts on it; reading each violation twice, however many there are."""
    active: deque[Violation] = deque()
    tally = _Tally(0, 0, 0)
    for day, found in groupby(violations, key=attrgetter("date_")):
        new, lapsed = list(found), []
        active.extend(new)
        while (day - active[0].date_).days > kept_for:
            lapsed.append(active.popleft())
        tally = tally.after(_Tally.of(new), _Tally.of(lapsed))
        yield day, tally


def compute(facts: PenaltyFacts, params: ParameterView, calendar: Calendar) -> Finding[PenaltyOutcome]:
    """The count on the day, the state of the account, and the next fall of the count (guide, questions 65 and 66)."""
    risk_points, risk_serious = params.count("penalties.risk_points"), params.count("penalties.risk_serious")
    closing_points, closing_serious = params.count("penalties.closing_points"), params.count("penalties.closing_serious")
    kept_for = params.days("penalties.kept_for")
    counted = sorted((v for v in facts.violations if not v.cancelled and v.date_ <= facts.as_of), key=attrgetter("date_"))
    active = [violation for violation in counted if (facts.as_of - violation.date_).days <= kept_for]
    now = _Tally.of(active)
    steps = [Step("counted", {"day": facts.as_of, "days": kept_for, "points": now.points, "serious": now.serious})]
    risk_since = closed_since = money_from = None
    for day, tally in _replayed(counted, kept_for):
        if risk_since is None and (tally.points >= risk_points or tally.serious >= risk_serious):
            risk_since = day
            steps.append(Step("risk_since", {"day": day, "points": tally.points, "serious": tally.serious}))
        if closed_since is None and (tally.points > closing_points or tally.serious_ip > closing_serious):
            closed_since = day
            steps.append(Step("closed_since", {"day": day, "points": tally.points, "serious_ip": tally.serious_ip}))
    account = AccountState.CLOSED if closed_since else AccountState.CLOSURE_RISK if risk_since else AccountState.OPEN
    if lost_since := closed_since or risk_since:
        money_from = freezes.plan_from(lost_since, params, calendar)
        steps.append(Step("money_from", {"start": lost_since, "days": freezes.frozen_for(params), "result": money_from}))
    next_drop: PenaltyDrop | None = None
    if active:
        first = active[0].date_
        leaving = _Tally.of(violation for violation in active if violation.date_ == first)
        next_drop = PenaltyDrop(calendar.add_days(first, kept_for + 1), leaving.points, leaving.serious)
        steps.append(Step("next_drop", {"start": first, "days": kept_for, "result": next_drop.date_, "points": leaving.points, "serious": leaving.serious}))
    outcome = PenaltyOutcome(
        points=now.points,
        serious=now.serious,
        serious_ip=now.serious_ip,
        account=account,
        risk_since=risk_since,
        closed_since=closed_since,
        money_from=money_from,
        points_left=max(0, risk_points - 1 - now.points),
        next_drop=next_drop,
    )
    return Finding(outcome, account, tuple(steps), _touched(account, now, lapsing=bool(active)))


def _touched(account: AccountState, now: _Tally, *, lapsing: bool) -> tuple[str, ...]:
    """The contradictions of the guide that this outcome depends on, beyond those of its figures."""
    found = ["c-penalty-suspended-closed"] if account != AccountState.OPEN else []
    if now.serious > now.serious_ip:
        found.append("c-penalty-serious-kind")
    if lapsing:
        found.append("c-expired-points")
    return tuple(found)


RULE = Rule(
    id="penalty-state",
    version=1,
    facts=PenaltyFacts,
    outcome=PenaltyOutcome,
    articles=("q065", "q066"),
    nodes=tuple(AccountState),
    governed_by="as_of",
    compute=compute,
)

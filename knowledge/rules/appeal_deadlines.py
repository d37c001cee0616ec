"""Until when a seller may appeal against a sanction, add evidence and go on to the next round.

Never lengthens a limit: where the guide has two readings, the shorter is the one to act on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from knowledge.calendars import Calendar, in_time, precedes
from knowledge.errors import InputProblem
from knowledge.inputs import Moment
from knowledge.parameters import ParameterView
from knowledge.rule import AHEAD_OF_MISSING, Finding, Given, Rule, Step


class SanctionOrigin(StrEnum):
    """Where a sanction comes from."""

    PROHIBITED_GOODS = "prohibited_goods"
    SEARCH_QUALITY = "search_quality"
    IP_RIGHTS_HOLDER = "ip_rights_holder"
    IP_PLATFORM = "ip_platform"
    TRANSACTION = "transaction"


class AppealPath(StrEnum):
    """Where the appeal is made."""

    VIOLATIONS = "violations_view_details"
    COUNTER_NOTIFICATION = "ipp_my_counter_notification"


class AppealStatus(StrEnum):
    """Where the appeal stands at the moment asked about."""

    OPEN = "open"
    OPEN_RISKY = "open_risky"
    CHECK_TIME_LEFT = "check_time_left"
    EXPIRED = "expired"
    EVIDENCE_OPEN = "evidence_open"
    EVIDENCE_CLOSED = "evidence_closed"
    UNDER_REVIEW = "under_review"
    REJECTED = "rejected"
    ROUND_2_OPEN = "round_2_open"
    ROUND_2_EXPIRED = "round_2_expired"
    ROUND_2_RUNNING = "round_2_running"
    ROUND_3_OPEN = "round_3_open"
    ROUND_3_EXPIRED = "round_3_expired"
    FINAL_ROUND_RUNNING = "final_round_running"


class AppealBasis(StrEnum):
    """How firmly the guide states the limit."""

    STATED = "stated"
    BY_ANALOGY = "by_analogy"
    CONFLICT = "conflict"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """The sanction, and what has been filed and decided so far."""

    origin: SanctionOrigin
    notified_at: Moment
    now: datetime
    appeal_started_at: datetime | None = None
    rejected_1_at: Moment | None = None
    rejected_2_at: Moment | None = None
    appeal_2_filed_at: datetime | None = None
    appeal_3_filed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AppealOutcome:
    """The deadlines, the safe one first, and the state of the appeal."""

    path: AppealPath
    appeal_by: datetime
    appeal_by_latest: datetime | None
    evidence_by: datetime | None
    round_2_by: datetime | None
    round_3_by: datetime | None
    status: AppealStatus
    basis: AppealBasis


_BASIS = {
    SanctionOrigin.PROHIBITED_GOODS: AppealBasis.STATED,
    SanctionOrigin.SEARCH_QUALITY: AppealBasis.BY_ANALOGY,
    SanctionOrigin.IP_RIGHTS_HOLDER: AppealBasis.STATED,
    SanctionOrigin.IP_PLATFORM: AppealBasis.CONFLICT,
    SanctionOrigin.TRANSACTION: AppealBasis.NOT_STATED,
}
_WITH_ROUNDS = (SanctionOrigin.IP_RIGHTS_HOLDER, SanctionOrigin.IP_PLATFORM)
_WITHOUT_ROUNDS = tuple(origin for origin in SanctionOrigin if origin not in _WITH_ROUNDS)
_WITH_EVIDENCE = frozenset({SanctionOrigin.PROHIBITED_GOODS, SanctionOrigin.SEARCH_QUALITY, SanctionOrigin.IP_PLATFORM})
_CHRONOLOGY = (
    "notified_at",
    "appeal_started_at",
    "rejected_1_at",
    "appeal_2_filed_at",
    "rejected_2_at",
    "appeal_3_filed_at",
    "now",
)
_LATER_ROUNDS = ("appeal_2_filed_at", "rejected_2_at", "appeal_3_filed_at")


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    later = [name for name in _LATER_ROUNDS if name in given]
    if later and given.get("origin") in _WITHOUT_ROUNDS:
        for name in later:
            yield InputProblem(name, "inconsistent", given[name], related="origin", detail=AHEAD_OF_MISSING)
        later = []
    last = later[-1] if later else "rejected_1_at" if "rejected_1_at" in given else "notified_at"
    absent = [name for name in _CHRONOLOGY[1 : _CHRONOLOGY.index(last)] if name not in given]
    if absent:
        yield InputProblem(absent[0], "missing_input", related=last)


def _check(facts: AppealFacts, params: ParameterView) -> Iterable[InputProblem]:
    present = [(name, getattr(facts, name)) for name in _CHRONOLOGY if getattr(facts, name) is not None]
    for (earlier, before), (later, after) in pairwise(present):
        if precedes(after, before):
            yield InputProblem(later, "bad_order", after, related=earlier)


def compute(facts: AppealFacts, params: ParameterView, calendar: Calendar) -> Finding[AppealOutcome]:
    """The appeal's deadlines and state (guide, questions 65 and 67)."""
    origin = facts.origin
    shortest = params.days(f"appeals.{origin}_within")
    appeal_by = calendar.act_by(facts.notified_at, shortest)
    steps = [Step("appeal_by", {"start": facts.notified_at, "days": shortest, "result": appeal_by})]
    latest: datetime | None = None
    if origin != SanctionOrigin.TRANSACTION:
        longest = params.days("appeals.ip_platform_longest") if origin == SanctionOrigin.IP_PLATFORM else shortest
        latest = calendar.deadline(facts.notified_at, longest)
        if latest != appeal_by:
            steps.append(Step("appeal_by_latest", {"start": facts.notified_at, "days": longest, "result": latest}))
    evidence_by: datetime | None = None
    if facts.appeal_started_at and origin in _WITH_EVIDENCE:
        hours = params.hours("appeals.evidence_within")
        evidence_by = calendar.add_hours(facts.appeal_started_at, hours)
        steps.append(Step("evidence_by", {"start": facts.appeal_started_at, "hours": hours, "result": evidence_by}))
    rounds: dict[str, datetime | None] = {"round_2_by": None, "round_3_by": None}
    if origin in _WITH_ROUNDS:
        for key, rejected in (("round_2_by", facts.rejected_1_at), ("round_3_by", facts.rejected_2_at)):
            if rejected:
                days = params.days("appeals.later_round_within")
                rounds[key] = calendar.act_by(rejected, days)
                steps.append(Step(key, {"start": rejected, "days": days, "result": rounds[key]}))
    path = AppealPath.COUNTER_NOTIFICATION if origin == SanctionOrigin.IP_RIGHTS_HOLDER else AppealPath.VIOLATIONS
    outcome = AppealOutcome(
        path=path,
        appeal_by=appeal_by,
        appeal_by_latest=latest,
        evidence_by=evidence_by,
        round_2_by=rounds["round_2_by"],
        round_3_by=rounds["round_3_by"],
        status=_status(facts, appeal_by, latest, evidence_by, rounds),
        basis=_BASIS[origin],
    )
    conflicts = ("c-appeal-day-count", *(("c-appeal-later-rounds",) if rounds["round_2_by"] else ()))
    return Finding(outcome, outcome.status, tuple(steps), conflicts)


def _status(
    facts: AppealFacts,
    appeal_by: datetime,
    latest: datetime | None,
    evidence_by: datetime | None,
    rounds: dict[str, datetime | None],
) -> AppealStatus:
    """The first state that fits, the most advanced stage first."""
    now = facts.now
    if facts.appeal_3_filed_at:
        return AppealStatus.FINAL_ROUND_RUNNING
    if facts.rejected_2_at:
        return AppealStatus.ROUND_3_OPEN if _in_time(now, rounds["round_3_by"]) else AppealStatus.ROUND_3_EXPIRED
    if facts.appeal_2_filed_at:
        return AppealStatus.ROUND_2_RUNNING
    if facts.rejected_1_at:
        if facts.origin not in _WITH_ROUNDS:
            return AppealStatus.REJECTED
        return AppealStatus.ROUND_2_OPEN if _in_time(now, rounds["round_2_by"]) else AppealStatus.ROUND_2_EXPIRED
    if facts.appeal_started_at:
        if evidence_by is None:
            return AppealStatus.UNDER_REVIEW
        return AppealStatus.EVIDENCE_OPEN if in_time(now, evidence_by) else AppealStatus.EVIDENCE_CLOSED
    if in_time(now, appeal_by):
        return AppealStatus.OPEN
    if latest is None:
        return AppealStatus.CHECK_TIME_LEFT
    return AppealStatus.OPEN_RISKY if in_time(now, latest) else AppealStatus.EXPIRED


def _in_time(now: datetime, until: datetime | None) -> bool:
    return until is not None and in_time(now, until)


RULE = Rule(
    id="appeal-deadlines",
    version=1,
    facts=AppealFacts,
    outcome=AppealOutcome,
    articles=("q067", "q065"),
    nodes=tuple(AppealStatus),
    governed_by="notified_at",
    requires=_requires,
    check=_check,
    compute=compute,
)

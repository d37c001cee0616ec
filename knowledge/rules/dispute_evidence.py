"""Until when the evidence that AliExpress's dispute team asks for must be there, and who loses without it.

Never gives more time than the e-mail does; the usual limit is only used where none is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar, earliest, in_time, precedes
from knowledge.errors import InputProblem
from knowledge.inputs import Limits, Moment
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class EvidenceStage(StrEnum):
    """Whether evidence can still come."""

    WAITING = "waiting"
    CLOSED = "closed"


class EvidenceResult(StrEnum):
    """How the dispute ends once the evidence stage is over."""

    FULL_REFUND = "full_refund"
    ZERO_REFUND = "zero_refund"
    TEAM_DECIDES = "team_decides"


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """When the team asked, how long it gave, and who replied within that time."""

    asked_at: Moment
    now: Moment
    limit_days: Annotated[int, Limits(low=1, high="disputes.evidence_limit_longest")] | None = None
    seller_replied: bool = False
    buyer_replied: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceOutcome:
    """The safe end, the limit, and the end of the dispute; None as long as it is open."""

    act_by: datetime
    deadline_date: date
    deadline_at: datetime | None
    status: EvidenceStage
    outcome: EvidenceResult | None


def _check(facts: EvidenceFacts, params: ParameterView) -> Iterable[InputProblem]:
    if precedes(facts.now, facts.asked_at):
        yield InputProblem("now", "bad_order", facts.now, related="asked_at")


def compute(facts: EvidenceFacts, params: ParameterView, calendar: Calendar) -> Finding[EvidenceOutcome]:
    """The time for evidence, and what follows it (guide, question 62)."""
    days = facts.limit_days or params.days("disputes.evidence_within")
    act_by, deadline = calendar.act_by(facts.asked_at, days), calendar.deadline(facts.asked_at, days)
    result: EvidenceResult | None = None
    if facts.seller_replied and facts.buyer_replied:
        result = EvidenceResult.TEAM_DECIDES
    elif not in_time(earliest(facts.now), deadline):
        result = EvidenceResult.ZERO_REFUND if facts.seller_replied else EvidenceResult.FULL_REFUND
    outcome = EvidenceOutcome(
        act_by=act_by,
        deadline_date=deadline.date(),
        deadline_at=deadline if isinstance(facts.asked_at, datetime) else None,
        status=EvidenceStage.CLOSED if result else EvidenceStage.WAITING,
        outcome=result,
    )
    steps = (
        Step("act_by", {"start": facts.asked_at, "days": days, "result": act_by}),
        Step("deadline", {"start": facts.asked_at, "days": days, "result": deadline}),
    )
    waiting = "waiting" if in_time(earliest(facts.now), act_by) else "waiting_exposed"
    node = result or ("replied" if facts.seller_replied else waiting)
    both_silent = not (facts.seller_replied or facts.buyer_replied)
    return Finding(outcome, node, steps, ("c-dispute-both-silent",) if result and both_silent else ())


RULE = Rule(
    id="dispute-evidence",
    version=1,
    facts=EvidenceFacts,
    outcome=EvidenceOutcome,
    articles=("q062",),
    nodes=("waiting", "waiting_exposed", "replied", *EvidenceResult),
    governed_by="asked_at",
    check=_check,
    compute=compute,
)

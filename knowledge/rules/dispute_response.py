"""Until when a seller must answer a dispute, and what silence brings.

Never counts on the longer limit: AliExpress may step in before it ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from knowledge.calendars import Calendar, day_of, earliest, in_time, latest, precedes
from knowledge.errors import InputProblem
from knowledge.inputs import Moment
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class DisputeAnswer(StrEnum):
    """Where the seller's answer stands at the moment asked about."""

    WAITING_SAFE = "waiting_safe"
    WAITING_EXPOSED = "waiting_exposed"
    ANSWERED_IN_TIME = "answered_in_time"
    ANSWERED_LATE = "answered_late"
    EXPIRED = "expired"


class SilenceResult(StrEnum):
    """What no answer in time amounts to."""

    BUYER_PROPOSAL_ACCEPTED = "buyer_proposal_accepted"


@dataclass(frozen=True, slots=True)
class DisputeResponseFacts:
    """When the dispute was opened and, if it was, answered."""

    opened_at: Moment
    now: Moment
    answered_at: Moment | None = None


@dataclass(frozen=True, slots=True)
class DisputeResponseOutcome:
    """The safe end, the guide's limit, and what follows."""

    act_by: datetime
    deadline_date: date
    deadline_at: datetime | None
    intervention_from: date
    status: DisputeAnswer
    outcome: SilenceResult | None


def _check(facts: DisputeResponseFacts, params: ParameterView) -> Iterable[InputProblem]:
    for name in ("now", "answered_at"):
        moment: Moment | None = getattr(facts, name)
        if moment is not None and precedes(moment, facts.opened_at):
            yield InputProblem(name, "bad_order", moment, related="opened_at")


def compute(facts: DisputeResponseFacts, params: ParameterView, calendar: Calendar) -> Finding[DisputeResponseOutcome]:
    """The time to answer, and the state of the answer (guide, questions 61 and 62)."""
    longest, shortest = params.days("disputes.answer_within"), params.days("disputes.intervention_after")
    act_by = calendar.act_by(facts.opened_at, shortest)
    deadline = calendar.deadline(facts.opened_at, longest)
    intervention = calendar.add_days(day_of(facts.opened_at), shortest)
    if facts.answered_at is not None:
        status = DisputeAnswer.ANSWERED_IN_TIME if in_time(latest(facts.answered_at), deadline) else DisputeAnswer.ANSWERED_LATE
    elif in_time(earliest(facts.now), act_by):
        status = DisputeAnswer.WAITING_SAFE
    else:
        status = DisputeAnswer.WAITING_EXPOSED if in_time(earliest(facts.now), deadline) else DisputeAnswer.EXPIRED
    lost = status in (DisputeAnswer.ANSWERED_LATE, DisputeAnswer.EXPIRED)
    outcome = DisputeResponseOutcome(
        act_by=act_by,
        deadline_date=deadline.date(),
        deadline_at=deadline if isinstance(facts.opened_at, datetime) else None,
        intervention_from=intervention,
        status=status,
        outcome=SilenceResult.BUYER_PROPOSAL_ACCEPTED if lost else None,
    )
    steps = (
        Step("act_by", {"start": facts.opened_at, "days": shortest, "result": act_by}),
        Step("deadline", {"start": facts.opened_at, "days": longest, "result": deadline}),
        Step("intervention", {"start": day_of(facts.opened_at), "days": shortest, "result": intervention}),
    )
    conflicts = ("c-dispute-silence",) if lost else ("c-dispute-escalate-any-time",)
    return Finding(outcome, status, steps, conflicts)


RULE = Rule(
    id="dispute-response",
    version=1,
    facts=DisputeResponseFacts,
    outcome=DisputeResponseOutcome,
    articles=("q061", "q062"),
    nodes=tuple(DisputeAnswer),
    governed_by="opened_at",
    check=_check,
    compute=compute,
)

"""What the status of a violation means: whether it is active, whether its points count, whether it can be appealed.

Leaves open whether the points of an expired violation count: the guide does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class ViolationStatus(StrEnum):
    """What the Violations page shows beside a violation."""

    CURRENT = "current"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class StatusMeaning(StrEnum):
    """What a status says."""

    PENALTY_RUNNING = "penalty_running"
    DELETED = "deleted"
    PENALTY_PERIOD_OVER = "penalty_period_over"


@dataclass(frozen=True, slots=True)
class ViolationStatusFacts:
    """The status, and whether the option to appeal is shown with the time left."""

    status: ViolationStatus
    time_to_appeal_left: bool = False


@dataclass(frozen=True, slots=True)
class ViolationStatusOutcome:
    """What the status means for the seller; None where the guide does not say."""

    active: bool
    points_count: bool | None
    can_appeal: bool
    meaning: StatusMeaning


_MEANING = {
    ViolationStatus.CURRENT: StatusMeaning.PENALTY_RUNNING,
    ViolationStatus.CANCELLED: StatusMeaning.DELETED,
    ViolationStatus.EXPIRED: StatusMeaning.PENALTY_PERIOD_OVER,
}
_POINTS: dict[ViolationStatus, bool | None] = {ViolationStatus.CURRENT: True, ViolationStatus.CANCELLED: False, ViolationStatus.EXPIRED: None}


def _check(facts: ViolationStatusFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.time_to_appeal_left and facts.status != ViolationStatus.CURRENT:
        yield InputProblem("time_to_appeal_left", "inconsistent", facts.time_to_appeal_left, related="status")


def compute(facts: ViolationStatusFacts, params: ParameterView, calendar: Calendar) -> Finding[ViolationStatusOutcome]:
    """What a status means (guide, questions 66 and 67)."""
    status = facts.status
    outcome = ViolationStatusOutcome(
        active=status == ViolationStatus.CURRENT,
        points_count=_POINTS[status],
        can_appeal=facts.time_to_appeal_left,
        meaning=_MEANING[status],
    )
    conflicts = ("c-expired-points", "c-penalty-365") if status == ViolationStatus.EXPIRED else ()
    return Finding(outcome, status, (Step("meaning", {"status": status}),), conflicts)


RULE = Rule(
    id="violation-status",
    version=1,
    facts=ViolationStatusFacts,
    outcome=ViolationStatusOutcome,
    articles=("q066", "q067"),
    nodes=tuple(ViolationStatus),
    check=_check,
    compute=compute,
)

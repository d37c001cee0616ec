"""Until when an answer to a buyer's question counts as quick, and whether it did.

Counts round the clock: neither nights nor weekends stop the hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.calendars import Calendar, in_time, precedes
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class ReplyStatus(StrEnum):
    """How the answer stands."""

    IN_TIME = "in_time"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """When the buyer asked, the moment asked about, and when the seller answered."""

    asked_at: datetime
    now: datetime
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReplyOutcome:
    """The last minute for an answer, and how it stands."""

    reply_by: datetime
    status: ReplyStatus


def _check(facts: ReplyFacts, params: ParameterView) -> Iterable[InputProblem]:
    if precedes(facts.now, facts.asked_at):
        yield InputProblem("now", "bad_order", facts.now, related="asked_at")
    if facts.replied_at and precedes(facts.replied_at, facts.asked_at):
        yield InputProblem("replied_at", "bad_order", facts.replied_at, related="asked_at")


def compute(facts: ReplyFacts, params: ParameterView, calendar: Calendar) -> Finding[ReplyOutcome]:
    """The end of the time to answer, and the state of the answer (guide, question 64)."""
    hours = params.hours("messages.reply_within")
    reply_by = calendar.add_hours(facts.asked_at, hours)
    if facts.replied_at:
        status = ReplyStatus.IN_TIME if in_time(facts.replied_at, reply_by) else ReplyStatus.LATE
    else:
        status = ReplyStatus.WAITING if in_time(facts.now, reply_by) else ReplyStatus.OVERDUE
    steps = (Step("reply_by", {"start": facts.asked_at, "hours": hours, "result": reply_by}),)
    return Finding(ReplyOutcome(reply_by, status), status, steps)


RULE = Rule(
    id="chat-reply",
    version=1,
    facts=ReplyFacts,
    outcome=ReplyOutcome,
    articles=("q064",),
    nodes=tuple(ReplyStatus),
    governed_by="asked_at",
    check=_check,
    compute=compute,
)

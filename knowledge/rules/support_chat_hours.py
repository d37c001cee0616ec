"""Whether the seller support chat is open at a moment, and when it opens next.

Counts on nobody on a public holiday: the guide does not mention them, so both readings are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.calendars import PARIS, Calendar, is_weekend
from knowledge.parameters import ParameterView
from knowledge.policy import support
from knowledge.rule import Finding, Rule, Step


class SupportState(StrEnum):
    """How the chat stands: open, open by its hours only, or closed."""

    OPEN = "open"
    HOLIDAY = "holiday"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """The moment asked about."""

    now: datetime


@dataclass(frozen=True, slots=True)
class SupportOutcome:
    """Open by the hours, and surely open; the next openings by both readings."""

    open: bool
    open_reading_safe: bool
    next_opening: datetime | None
    next_sure_opening: datetime | None
    closes_at: datetime | None


def compute(facts: SupportFacts, params: ParameterView, calendar: Calendar) -> Finding[SupportOutcome]:
    """The state of the chat at a moment (guide, question 7)."""
    now, today = facts.now, facts.now.date()
    opened, holiday = support.is_open(now, params), calendar.is_holiday(today)
    opens, closes = params.time("support.chat_opens"), params.time("support.chat_closes")
    closes_at = datetime.combine(today, closes, tzinfo=PARIS) if opened else None
    steps = [Step("hours", {"moment": now, "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"})]
    if opened and not holiday:
        return Finding(SupportOutcome(True, True, None, None, closes_at), SupportState.OPEN, tuple(steps))
    early = now.time() < opens
    sure_day = today if early and calendar.is_working_day(today) else calendar.add_working_days(today, 1)
    sure = datetime.combine(sure_day, opens, tzinfo=PARIS)
    following: datetime | None = None
    if not opened:
        day = today if early and not is_weekend(today) else calendar.add_weekdays(today, 1)
        following = datetime.combine(day, opens, tzinfo=PARIS)
        steps.append(Step("next_opening", {"result": following}))
    steps.append(Step("next_sure_opening", {"result": sure}))
    outcome = SupportOutcome(opened, False, following, sure, closes_at)
    return Finding(outcome, SupportState.HOLIDAY if opened else SupportState.CLOSED, tuple(steps))


RULE = Rule(
    id="support-chat-hours",
    version=1,
    facts=SupportFacts,
    outcome=SupportOutcome,
    articles=("q007", "q087"),
    nodes=tuple(SupportState),
    governed_by="now",
    compute=compute,
)

"""When the users of a mailing may be written to again, and how many of them a message reaches today.

Counts nobody as reached whose pause may include today; the daily limit is unknown, so the number is the most there can be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import MinItems
from knowledge.parameters import ParameterView
from knowledge.rule import LATER, Finding, Rule, Step


class MarketingChannel(StrEnum):
    """How the marketing message is sent; each way has its own pause."""

    CHAT = "chat"
    EMAIL = "email"


class NeverContacted(StrEnum):
    """In the place of a day: no message on this channel yet."""

    NEVER = "never"


class MailingReach(StrEnum):
    """How many of the users a message of today surely reaches."""

    EVERYONE = "everyone"
    SOME = "some"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class CooldownFacts:
    """The channel, the day of the message, and for each user the last message before it."""

    channel: MarketingChannel
    today: date
    last_contacts: Annotated[tuple[date | NeverContacted, ...], MinItems(1)]


@dataclass(frozen=True, slots=True)
class UserPause:
    """The first day on which one user may and surely can be reached again; neither for one never written to."""

    earliest: date | None
    safe: date | None


@dataclass(frozen=True, slots=True)
class CooldownOutcome:
    """The users by what happens to a message of today, and the day on which nobody is left out."""

    cooldown_days: int
    reached: int
    blocked: int
    uncertain: int
    next_safe_all: date
    per_user: tuple[UserPause, ...]


def _check(facts: CooldownFacts, params: ParameterView) -> Iterable[InputProblem]:
    later = [day for day in facts.last_contacts if isinstance(day, date) and day > facts.today]
    if later:
        yield InputProblem("last_contacts", "bad_order", later[0], related="today", detail=LATER)


def compute(facts: CooldownFacts, params: ParameterView, calendar: Calendar) -> Finding[CooldownOutcome]:
    """The users reached, and when all of them are (guide, question 43); the pause may include its last day."""
    days = params.days(f"marketing_messages.{facts.channel}_pause")
    today = facts.today
    pauses = tuple(_pause(last, days, calendar) for last in facts.last_contacts)
    blocked = sum(pause.earliest is not None and today < pause.earliest for pause in pauses)
    reached = sum(pause.safe is None or today >= pause.safe for pause in pauses)
    next_safe_all = max([today, *(pause.safe for pause in pauses if pause.safe)])
    outcome = CooldownOutcome(days, reached, blocked, len(pauses) - reached - blocked, next_safe_all, pauses)
    reach = MailingReach.EVERYONE if reached == len(pauses) else MailingReach.SOME if reached else MailingReach.NOBODY
    steps = (Step("pause", {"channel": facts.channel, "days": days}), Step("everyone", {"result": next_safe_all}))
    return Finding(outcome, reach, steps, ("c-marketing-tool-names",))


def _pause(last: date | NeverContacted, days: int, calendar: Calendar) -> UserPause:
    if not isinstance(last, date):
        return UserPause(None, None)
    return UserPause(calendar.add_days(last, days), calendar.add_days(last, days + 1))


RULE = Rule(
    id="contact-cooldown",
    version=1,
    facts=CooldownFacts,
    outcome=CooldownOutcome,
    articles=("q043",),
    nodes=tuple(MailingReach),
    governed_by="today",
    check=_check,
    compute=compute,
)

"""A reminder of a computed deadline: what will be said, where and when.

Refuses moments that have passed: a reminder that comes too late is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from knowledge import yamlfile
from knowledge.calendars import PARIS, day_of, latest
from knowledge.values import read_moment


class State(StrEnum):
    """Where a reminder stands: planned, in hand this moment, left to the platform, said, taken back, or not to be said at all."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    HANDED = "handed"
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"


TO_COME = (State.PLANNED, State.HANDED)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to be reminded of: `owner` is whoever may see and cancel it, `place` where it is said, `matter` and `due` of what.

    `due` is the deadline's ISO value, a day or a minute in Paris; `at` when it is said. One matter has one reminder at a moment.
    """

    channel: str
    owner: str
    place: Mapping[str, Any]
    matter: str
    due: str
    text: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is kept. `ticket` is the platform's name for it, where the platform itself will send it."""

    number: int
    draft: Draft
    state: State
    ticket: str = ""
    tries: int = 0


class Reminding(Protocol):
    """What a channel does for reminders."""

    @property
    def horizon(self) -> timedelta | None:
        """How far ahead the platform itself keeps messages; None where it does not."""
        ...

    async def hand(self, reminder: Reminder) -> str:
        """Leaves a reminder to the platform; its ticket. Raises Gone and Later."""
        ...

    async def withdraw(self, reminder: Reminder) -> bool:
        """Takes a reminder back from the platform; False where that has sent it. Raises Gone and Later."""
        ...

    async def remind(self, reminder: Reminder) -> None:
        """Says it now. Raises Gone and Later."""
        ...


class Habits(yamlfile.Record):
    """When people want to be reminded: how many days before the deadline, and at which hour in Paris."""

    days_before: tuple[int, ...]
    hour: int

    @classmethod
    def read(cls, data: Path) -> Habits:
        """Those of an installation. Raises DataError."""
        return yamlfile.load(data / "reminders.yaml", cls)

    def moments(self, due: str, now: datetime) -> dict[int, datetime]:
        """The moments still to come at which a deadline may be told, by the days before it."""
        end = read_moment(due)
        found = {days: datetime.combine(day_of(end) - timedelta(days=days), time(self.hour), PARIS) for days in self.days_before}
        return {days: moment for days, moment in found.items() if now < moment < latest(end)}

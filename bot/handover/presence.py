"""Whether somebody is there to take a case: agents who have been seen a short while ago, within the hours in which people answer.

Remembers nobody beyond this process: whoever works in the console is seen again within seconds.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Now
from bot.handover.hours import Hours
from knowledge.calendars import PARIS, Calendar


class Presence:
    """The agents who are there."""

    def __init__(self, now: Now, away_after: timedelta, hours: Hours, calendar: Calendar) -> None:
        self._now, self._away_after, self._hours, self._calendar = now, away_after, hours, calendar
        self._seen: dict[int, datetime] = {}

    def see(self, agent: int) -> None:
        """An agent has done something in the console, or has its inbox open."""
        self._seen[agent] = self._now()

    def lose(self, agent: int) -> None:
        """An agent has left."""
        self._seen.pop(agent, None)

    @property
    def is_attended(self) -> bool:
        """Whether a seller who asks now may be told to wait."""
        now = self._now()
        is_open = self._hours.is_open(now.astimezone(PARIS), self._calendar.is_holiday)
        return is_open and any(now - seen < self._away_after for seen in tuple(self._seen.values()))

    @property
    def back_at(self) -> datetime | None:
        """When people are back, outside their hours; in Paris time. None where that cannot be told."""
        local, is_holiday = self._now().astimezone(PARIS), self._calendar.is_holiday
        return None if self._hours.is_open(local, is_holiday) else self._hours.next_opening(local, is_holiday)

"""The hours in which people answer, as an installation writes them: "Mon-Fri 09:00-18:00, Sat 10:00-12:30".

Refuses what it cannot read. On public holidays nobody is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART = re.compile(r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))? (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)", re.IGNORECASE)
_AHEAD = 31  # days that are looked through for the next opening


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours by day of the week, Monday first; none at all: always open."""

    week: tuple[tuple[tuple[time, time], ...], ...] = ()

    @classmethod
    def read(cls, text: str) -> Hours:
        """The hours that the text names; an empty one means always. Raises ValueError with a sentence."""
        if not text.strip():
            return cls()
        week: list[list[tuple[time, time]]] = [[] for _ in _DAYS]
        for part in text.split(","):
            found = _PART.fullmatch(part.strip())
            if not found:
                raise ValueError(f'"{part.strip()}" is not like "Mon-Fri 09:00-18:00".')
            first, last = found["first"].lower(), (found["last"] or found["first"]).lower()
            if first not in _DAYS or last not in _DAYS or _DAYS.index(first) > _DAYS.index(last):
                raise ValueError(f'"{part.strip()}" must name days from Mon to Sun, the earlier one first.')
            opens, closes = time.fromisoformat(found["opens"]), time.fromisoformat(found["closes"])
            if opens >= closes:
                raise ValueError(f'"{part.strip()}" must open before it closes.')
            for day in range(_DAYS.index(first), _DAYS.index(last) + 1):
                week[day].append((opens, closes))
        return cls(tuple(tuple(sorted(day)) for day in week))

    def is_open(self, local: datetime, is_holiday: Callable[[date], bool]) -> bool:
        """Whether somebody should be there, at this local time."""
        return not self.week or any(opens <= local.time() < closes for opens, closes in self._of(local.date(), is_holiday))

    def next_opening(self, local: datetime, is_holiday: Callable[[date], bool]) -> datetime | None:
        """When people are back after this local time; None when they always are there, or not for a long time."""
        return next((moment for moment in self._openings(local, is_holiday) if moment > local), None) if self.week else None

    def _openings(self, local: datetime, is_holiday: Callable[[date], bool]) -> Iterator[datetime]:
        for ahead in range(_AHEAD):
            day = local.date() + timedelta(days=ahead)
            for opens, _ in self._of(day, is_holiday):
                yield datetime.combine(day, opens, tzinfo=local.tzinfo)

    def _of(self, day: date, is_holiday: Callable[[date], bool]) -> tuple[tuple[time, time], ...]:
        return () if is_holiday(day) else self.week[day.weekday()]

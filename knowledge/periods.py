"""Calendar months and days of the year: arithmetic that needs no holidays and no time zone.

Refuses nothing that a date can hold; the years that results may lie in are the calendar's to check.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"(\d{4})-(\d\d)")
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")
_MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of one year."""

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Month:
        """From YYYY-MM. Raises ValueError."""
        if not (found := _MONTH.fullmatch(text)):
            raise ValueError(f"{text!r} is not YYYY-MM")
        first = date(int(found[1]), int(found[2]), 1)
        return cls(first.year, first.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day that comes every year; 29 February, which does not, is refused."""

    month: int
    day: int

    @classmethod
    def read(cls, text: str) -> MonthDay:
        """From MM-DD. Raises ValueError."""
        if not (found := _MONTH_DAY.fullmatch(text)):
            raise ValueError(f"{text!r} is not MM-DD")
        common = date(2023, int(found[1]), int(found[2]))
        return cls(common.month, common.day)

    def of(self, year: int) -> date:
        """That day of a year."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


def shift_months(day: date, months: int) -> date:
    """So many calendar months later (or earlier); the day is clamped to the end of the month it comes to.

    Raises ValueError outside the years 1 to 9999.
    """
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {day} is no year that exists")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def nth_weekday(month: Month, weekday: int, nth: int) -> date:
    """The nth Monday (weekday 0) to Sunday (6) of a month. Raises ValueError when the month has none."""
    first = month.first
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    if found > month.last or nth < 1:
        raise ValueError(f"{month} has no such day")
    return found

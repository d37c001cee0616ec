"""The ways in which a text names a day, each a pattern with the day it means.

Numeric dates are day first. Raises ValueError for a day that does not exist; moves none to one that does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from knowledge.calendars import PARIS
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.words import DayReading, said, unit_of

Lean = Literal["past", "future"]
"""Where a day without year, month or week lies: events in the past, plans in the future."""

Reader = Callable[[re.Match[str], datetime, Lean], tuple[date | datetime, bool]]
"""From a match to the day or minute it means, and whether year, month or week was filled in."""

_SLIP = timedelta(days=14)
_ISO = re.compile(r"(?<!\d)(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d)(?::\d\d)?)?(?!\d)")
_WITH_YEAR = (
    re.compile(r"(?<![\d/.,])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d\d)(?![\d/])"),
    re.compile(r"(?<![\d/.,])(?P<day>\d{1,2})(?P<sep>[.-]) ?(?P<month>\d{1,2})(?P=sep) ?(?P<year>\d{4}|\d\d)(?!\d|:\d| ?h(?:\d|\b))"),
)


class Days:
    """The ways in which one language names a day."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        dated = ((pattern, self._date) for pattern in _WITH_YEAR)
        self.readers: tuple[tuple[re.Pattern[str], Reader], ...] = (
            (_ISO, _iso),
            *dated,
            *((reading.pattern, self._reader(reading)) for reading in grammar.dates.readings),
        )

    def counted(self, match: re.Match[str], start: datetime, sign: int) -> date | datetime:
        """The day, or the minute for hours and minutes, so many units after `start`, or before it with sign -1."""
        count, unit = self._grammar.count(match["count"]), unit_of(match)
        if unit in ("hours", "minutes"):
            step = timedelta(hours=count) if unit == "hours" else timedelta(minutes=count)
            # Hours are elapsed time: across a clock change the hour on the wall moves.
            return (start.replace(tzinfo=PARIS).astimezone(UTC) + sign * step).astimezone(PARIS).replace(tzinfo=None)
        if unit in ("months", "years"):
            months = start.year * 12 + start.month - 1 + sign * int(count) * (12 if unit == "years" else 1)
            return _clamped(months // 12, months % 12 + 1, start.day)
        return start.date() + sign * timedelta(days=int(count) * (7 if unit == "weeks" else 1))

    def _reader(self, reading: DayReading) -> Reader:
        match reading.means:
            case "offset":
                return lambda match, now, lean: (now.date() + timedelta(days=reading.days), False)
            case "past":
                return lambda match, now, lean: (self.counted(match, now, -1), False)
            case "ahead":
                return lambda match, now, lean: (self.counted(match, now, 1), False)
        readers: dict[str, Reader] = {
            "date": self._date,
            "now": lambda match, now, lean: (now, False),
            "weekday": self._weekday,
            "weekday_before": self._weekday_before,
            "day_of_month": self._day_of_month,
            "yearly": lambda match, now, lean: _nearest(reading.month, reading.day, now, lean),
            "end_of_month": _end_of_month,
        }
        return readers[reading.means]

    def _date(self, match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
        """The day in the stated year, else in the nearest one."""
        day, month = self._grammar.day(said(match, "day") or "1"), self._grammar.month(match["month"])
        if year := said(match, "year"):
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day), False
        return _nearest(month, day, now, lean)

    def _weekday(self, match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
        wanted, today = self._grammar.weekday(match["weekday"]), now.date()
        monday = today - timedelta(days=today.weekday())
        if said(match, "week"):
            return monday + timedelta(days=wanted - 7), False
        if said(match, "next_week"):
            return monday + timedelta(days=wanted + 7), False
        if said(match, "this"):
            return monday + timedelta(days=wanted), True
        last, next_ = bool(said(match, "last")), bool(said(match, "next"))
        if next_ or (not last and lean == "future"):
            return today + timedelta(days=(wanted - today.weekday()) % 7 or (7 if next_ else 0)), not next_
        return today - timedelta(days=(today.weekday() - wanted) % 7 or (7 if last else 0)), not last

    def _weekday_before(self, match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
        """A week before the last one ("the Sunday before")."""
        back = (now.weekday() - self._grammar.weekday(match["weekday"])) % 7
        return now.date() - timedelta(days=back + 7), True

    def _day_of_month(self, match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
        day, today = self._grammar.day(said(match, "day") or "1"), now.date()
        if not 1 <= day <= 31:
            raise ValueError("no such day")
        months = today.year * 12 + today.month - 1
        if said(match, "last") or said(match, "this"):
            number = months - bool(said(match, "last"))
            return date(number // 12, number % 12 + 1, day), False
        for step in range(13):
            number = months - step if lean == "past" else months + step
            try:
                found = date(number // 12, number % 12 + 1, day)
            except ValueError:  # this month has no such day
                continue
            if (found <= today) if lean == "past" else (found >= today):
                return found, True
        raise ValueError("no such day near")


def _nearest(month: int, day: int, now: datetime, lean: Lean) -> tuple[date, bool]:
    """The day in the nearest year on the side that `lean` names.

    A day of the next weeks stays ahead even where a past one is wanted: it is rather a slip than a day of last year, and the rule says so.
    """
    date(2000, month, day)  # a leap year: raises for a day that no year has
    today, step = now.date(), -1 if lean == "past" else 1
    for number in range(today.year, today.year + step * 9, step):
        try:
            found = date(number, month, day)
        except ValueError:  # 29 February in a common year
            continue
        if (found <= today or found - today <= _SLIP) if lean == "past" else (found >= today):
            return found, True
    raise ValueError("no such day near")


def _iso(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date | datetime, bool]:
    day = date.fromisoformat(match["day"])
    if match["clock"]:
        return datetime.combine(day, datetime.strptime(match["clock"], "%H:%M").time()), False  # noqa: DTZ007
    return day, False


def _clamped(year: int, month: int, day: int) -> date:
    """The day of the month, or the month's last day when it is shorter."""
    for candidate in range(day, 27, -1):
        try:
            return date(year, month, candidate)
        except ValueError:
            continue
    return date(year, month, min(day, 27))


def _end_of_month(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    told = bool(said(match, "next")) - bool(said(match, "last"))
    months = now.year * 12 + now.month - 1 + told
    return _clamped(months // 12, months % 12 + 1, 31), not told

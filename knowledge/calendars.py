"""Days, working days and Paris wall-clock time.

Refuses results outside the years it covers, and working days of a country whose holidays it does not know.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import holidays

from knowledge.errors import DateNotCovered, UnknownCalendar
from knowledge.periods import shift_months

PARIS = ZoneInfo("Europe/Paris")
FIRST_YEAR, LAST_YEAR = 2015, 2100
_FIRST_MINUTE, _LAST_MINUTE = time(0, 0), time(23, 59)
_SATURDAY, _WEEKDAYS, _WEEK = 5, 5, 7
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def end_of(day: date) -> datetime:
    """The last minute (23:59, Paris) of `day`."""
    return datetime.combine(day, _LAST_MINUTE, tzinfo=PARIS)


def exists(moment: datetime) -> bool:
    """Whether a Paris wall-clock time really occurs (the hour skipped in spring does not)."""
    try:
        back = moment.astimezone(UTC).astimezone(PARIS)
    except OverflowError:  # the first and last hours of the years 1 and 9999 have no UTC time
        return True
    return back.replace(tzinfo=None) == moment.replace(tzinfo=None)


def start_of(day: date) -> datetime:
    """The first minute (00:00, Paris) of `day`."""
    return datetime.combine(day, _FIRST_MINUTE, tzinfo=PARIS)


def day_of(moment: date | datetime) -> date:
    """The day of a moment, or the day itself."""
    return moment.date() if isinstance(moment, datetime) else moment


def earliest(moment: date | datetime) -> datetime:
    """The first minute that is meant: 00:00 of a day without an hour."""
    return moment if isinstance(moment, datetime) else start_of(moment)


def latest(moment: date | datetime) -> datetime:
    """The last minute that is meant: 23:59 of a day without an hour."""
    return moment if isinstance(moment, datetime) else end_of(moment)


def precedes(one: date | datetime, other: date | datetime) -> bool:
    """Whether `one` lies before `other`: in real time, or by date when either has no hour."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return _elapsed(one) < _elapsed(other)
    return day_of(one) < day_of(other)


def in_time(moment: datetime, limit: datetime) -> bool:
    """Whether a moment is not after a limit, in real time: of two equal wall-clock times in autumn the first is earlier."""
    return _elapsed(moment) <= _elapsed(limit)


def _elapsed(moment: datetime) -> timedelta:
    # Two times of one zone would be compared by the wall clock.
    return moment - _EPOCH


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= _SATURDAY


class Calendar:
    """Arithmetic with days as the rule catalogue defines it.

    `country` and `subdivision` are the codes of the `holidays` package; French national holidays by default.
    Raises UnknownCalendar for codes it does not have.
    """

    def __init__(self, country: str = "FR", subdivision: str | None = None) -> None:
        self.country, self.subdivision = country, subdivision
        years = range(FIRST_YEAR, LAST_YEAR + 1)
        try:
            self._holidays = frozenset(holidays.country_holidays(country, subdiv=subdivision, years=years, language="en_US"))
        except NotImplementedError as error:
            raise UnknownCalendar(country, subdivision) from error

    @property
    def name(self) -> str:
        """What receipts call this calendar."""
        place = f"{self.country}-{self.subdivision}" if self.subdivision else self.country
        return f"{place} public holidays, Europe/Paris"

    def is_holiday(self, day: date) -> bool:
        """A public holiday, on whatever day of the week it falls."""
        return day in self._holidays

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and no public holiday."""
        return not is_weekend(day) and day not in self._holidays

    @cached_property
    def _working(self) -> list[int]:
        """The ordinals of every working day, so that counting many is as quick as counting one."""
        days = range(date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR + 1, 1, 1).toordinal())
        return [number for number in days if self.is_working_day(date.fromordinal(number))]

    def add_days(self, start: date, days: int) -> date:
        """`start` is day 0; weekends and holidays count. Raises DateNotCovered."""
        try:
            result = start + timedelta(days=days)
        except OverflowError as error:
            raise DateNotCovered(FIRST_YEAR, LAST_YEAR) from error
        self._covered(result)
        return result

    def add_working_days(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`; with none, `start` itself. Raises DateNotCovered."""
        self._covered(start)
        if not days:
            return start
        place = bisect_right(self._working, start.toordinal()) + days - 1
        if place >= len(self._working):
            raise DateNotCovered(FIRST_YEAR, LAST_YEAR)
        return date.fromordinal(self._working[place])

    def next_working_day(self, day: date) -> date:
        """The day itself if it is a working day, else the next one. Raises DateNotCovered."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def add_weekdays(self, start: date, days: int) -> date:
        """The `days`-th Monday to Friday after `start`, holidays or not; with none, `start` itself. Raises DateNotCovered."""
        if not days:
            return self.add_days(start, 0)
        friday = start - timedelta(days=max(0, start.weekday() - _SATURDAY + 1))
        weeks, rest = divmod(days, _WEEKDAYS)
        over_weekend = _WEEK - _WEEKDAYS if friday.weekday() + rest >= _WEEKDAYS else 0
        return self.add_days(friday, weeks * _WEEK + rest + over_weekend)

    def add_months(self, start: date, months: int) -> date:
        """So many calendar months later, clamped to the end of the month (31 August + 6 = 28 or 29 February). Raises DateNotCovered."""
        try:
            result = shift_months(start, months)
        except ValueError as error:
            raise DateNotCovered(FIRST_YEAR, LAST_YEAR) from error
        self._covered(result)
        return result

    def deadline(self, start: date | datetime, days: int) -> datetime:
        """The end of a limit in days as it is written: the same minute, or 23:59 of the last day. Raises DateNotCovered."""
        return self.add_days_to(start, days) if isinstance(start, datetime) else end_of(self.add_days(start, days))

    def act_by(self, start: date | datetime, days: int) -> datetime:
        """The last safe minute of that limit: with no hour known, 23:59 of the day before the last. Raises DateNotCovered."""
        return self.add_days_to(start, days) if isinstance(start, datetime) else end_of(self.add_days(start, days - 1))

    def add_days_to(self, moment: datetime, days: int) -> datetime:
        """The same wall-clock minute `days` days later, in Paris. Raises DateNotCovered."""
        return datetime.combine(self.add_days(moment.date(), days), moment.time(), tzinfo=PARIS)

    def add_hours(self, moment: datetime, hours: int) -> datetime:
        """`hours` of elapsed time later: across a clock change the wall-clock hour moves. Raises DateNotCovered."""
        self._covered(moment.date())
        try:
            later = (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(PARIS)
        except OverflowError as error:
            raise DateNotCovered(FIRST_YEAR, LAST_YEAR) from error
        self._covered(later.date())
        return later

    @staticmethod
    def _covered(day: date) -> None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise DateNotCovered(FIRST_YEAR, LAST_YEAR)

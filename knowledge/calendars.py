"""Days, working days and Paris wall-clock time.

Refuses results outside the years it covers, and working days of a country whose holidays it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from knowledge.errors import DateNotCovered, UnknownCalendar

PARIS = ZoneInfo("Europe/Paris")
FIRST_YEAR, LAST_YEAR = 2015, 2100
_LAST_MINUTE = time(23, 59)


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


class Calendar:
    """Arithmetic with days as the rule catalogue defines it.

    `country` and `subdivision` are the codes of the `holidays` package; French national holidays by default.
    Raises UnknownCalendar for codes it does not have.
    """

    def __init__(self, country: str = "FR", subdivision: str | None = None) -> None:
        self.country, self.subdivision = country, subdivision
        years = range(FIRST_YEAR, LAST_YEAR + 1)
        try:
            self._holidays: Mapping[date, str] = holidays.country_holidays(country, subdiv=subdivision, years=years, language="en_US")
        except NotImplementedError as error:
            raise UnknownCalendar(country, subdivision) from error

    @property
    def name(self) -> str:
        """What receipts call this calendar."""
        place = f"{self.country}-{self.subdivision}" if self.subdivision else self.country
        return f"{place} public holidays, Europe/Paris"

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and no public holiday."""
        return day.weekday() < 5 and day not in self._holidays

    def add_days(self, start: date, days: int) -> date:
        """`start` is day 0; weekends and holidays count. Raises DateNotCovered."""
        try:
            result = start + timedelta(days=days)
        except OverflowError as error:
            raise DateNotCovered(FIRST_YEAR, LAST_YEAR) from error
        self._covered(result)
        return result

    def add_working_days(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`. Raises DateNotCovered."""
        day, left = start, days
        self._covered(day)
        while left:
            day = self.add_days(day, 1)
            left -= self.is_working_day(day)
        return day

    def add_days_to(self, moment: datetime, days: int) -> datetime:
        """The same wall-clock minute `days` days later, in Paris. Raises DateNotCovered."""
        return datetime.combine(self.add_days(moment.date(), days), moment.time(), tzinfo=PARIS)

    def add_hours(self, moment: datetime, hours: int) -> datetime:
        """`hours` of elapsed time later: across a clock change the wall-clock hour moves. Raises DateNotCovered."""
        self._covered(moment.date())
        later = (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(PARIS)
        self._covered(later.date())
        return later

    @staticmethod
    def _covered(day: date) -> None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise DateNotCovered(FIRST_YEAR, LAST_YEAR)

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from knowledge.calendars import PARIS, Calendar, end_of, exists
from knowledge.errors import DateNotCovered, UnknownCalendar

# The eleven national holidays of 2024 (Easter is 31 March) and two days that only Alsace-Moselle keeps.
NATIONAL_2024 = ["01-01", "04-01", "05-01", "05-08", "05-09", "05-20", "07-14", "08-15", "11-01", "11-11", "12-25"]
ALSACE_MOSELLE_2024 = ["03-29", "12-26"]


def paris(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS, fold=fold)


def test_working_days_of_2024(calendar: Calendar) -> None:
    # 366 days from Monday 1 January to Tuesday 31 December: 52 weeks of 5 and 2 days more, less 10 holidays that fall
    # on weekdays (14 July is a Sunday).
    year = [date.fromordinal(date(2024, 1, 1).toordinal() + number) for number in range(366)]
    assert sum(calendar.is_working_day(day) for day in year) == 52 * 5 + 2 - 10


@pytest.mark.parametrize("day", NATIONAL_2024)
def test_national_holidays_are_no_working_days(calendar: Calendar, day: str) -> None:
    assert not calendar.is_working_day(date.fromisoformat(f"2024-{day}"))


@pytest.mark.parametrize("day", ALSACE_MOSELLE_2024)
def test_days_of_alsace_moselle_are_working_days_unless_configured(calendar: Calendar, day: str) -> None:
    when = date.fromisoformat(f"2024-{day}")
    assert calendar.is_working_day(when)
    assert not Calendar("FR", "57").is_working_day(when)


def test_the_name_tells_country_and_subdivision(calendar: Calendar) -> None:
    assert calendar.name == "FR public holidays, Europe/Paris"
    assert Calendar("FR", "57").name == "FR-57 public holidays, Europe/Paris"


def test_another_country_has_its_own_holidays() -> None:
    # 3 October is a holiday in Germany only, 14 July in France only; both are weekdays in 2025.
    german = Calendar("DE")
    assert not german.is_working_day(date(2025, 10, 3))
    assert german.is_working_day(date(2025, 7, 14))


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2024-06-03", 0, "2024-06-03"),
        ("2024-02-27", 4, "2024-03-02"),  # leap year
        ("2023-02-27", 4, "2023-03-03"),
        ("2024-12-31", 1, "2025-01-01"),
        ("2024-06-03", -1, "2024-06-02"),
    ],
)
def test_days_count_from_day_zero(calendar: Calendar, start: str, days: int, expected: str) -> None:
    assert calendar.add_days(date.fromisoformat(start), days).isoformat() == expected


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2024-06-07", 0, "2024-06-07"),
        ("2024-06-07", 1, "2024-06-10"),  # Friday to Monday
        ("2024-06-08", 1, "2024-06-10"),  # Saturday to Monday
        ("2024-05-07", 1, "2024-05-10"),  # 8 May and Ascension Day between
        ("2024-12-24", 1, "2024-12-26"),  # 26 December works
        ("2024-12-31", 2, "2025-01-03"),
    ],
)
def test_working_days_skip_weekends_and_holidays(calendar: Calendar, start: str, days: int, expected: str) -> None:
    assert calendar.add_working_days(date.fromisoformat(start), days).isoformat() == expected


def test_the_covered_years_end_with_2100(calendar: Calendar) -> None:
    assert calendar.add_days(date(2100, 12, 30), 1) == date(2100, 12, 31)
    assert calendar.add_working_days(date(2100, 12, 30), 1) == date(2100, 12, 31)  # a Friday
    assert calendar.add_hours(paris("2100-12-31T22:59"), 1) == paris("2100-12-31T23:59")


@pytest.mark.parametrize(
    ("start", "days"),
    [(date(2100, 12, 31), 1), (date(2015, 1, 1), -1), (date.max, 1), (date.min, -1), (date(2014, 12, 1), 0)],
)
def test_days_outside_the_covered_years_are_refused(calendar: Calendar, start: date, days: int) -> None:
    with pytest.raises(DateNotCovered) as refused:
        calendar.add_days(start, days)
    assert (refused.value.first_year, refused.value.last_year) == (2015, 2100)


@pytest.mark.parametrize(("start", "days"), [(date(2100, 12, 31), 1), (date(2014, 12, 31), 0), (date(2101, 1, 1), 0)])
def test_working_days_outside_the_covered_years_are_refused(calendar: Calendar, start: date, days: int) -> None:
    with pytest.raises(DateNotCovered):
        calendar.add_working_days(start, days)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2024-03-29T10:00", 4, "2024-04-02T10:00"),
        ("2024-10-25T10:00", 4, "2024-10-29T10:00"),
        ("2024-02-28T23:59", 1, "2024-02-29T23:59"),
    ],
)
def test_days_keep_the_wall_clock_minute(calendar: Calendar, start: str, days: int, expected: str) -> None:
    assert calendar.add_days_to(paris(start), days) == paris(expected)


def test_minutes_outside_the_covered_years_are_refused(calendar: Calendar) -> None:
    with pytest.raises(DateNotCovered):
        calendar.add_days_to(paris("2100-12-31T10:00"), 1)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2024-06-03T10:00", 48, "2024-06-05T10:00"),
        ("2024-03-30T10:00", 48, "2024-04-01T11:00"),  # one hour is skipped
        ("2024-10-26T10:00", 48, "2024-10-28T09:00"),  # one hour comes twice
        ("2024-12-31T12:00", 24, "2025-01-01T12:00"),
    ],
)
def test_hours_are_elapsed_time(calendar: Calendar, start: str, hours: int, expected: str) -> None:
    later = calendar.add_hours(paris(start), hours)
    assert later.replace(tzinfo=None) == datetime.fromisoformat(expected)
    assert (later.astimezone(UTC) - paris(start).astimezone(UTC)).total_seconds() == hours * 3600


def test_hours_may_end_in_the_second_of_two_equal_hours(calendar: Calendar) -> None:
    later = calendar.add_hours(paris("2024-10-27T02:30"), 1)
    assert (later.replace(tzinfo=None), later.fold) == (datetime.fromisoformat("2024-10-27T02:30"), 1)


@pytest.mark.parametrize(("start", "hours"), [("2100-12-31T23:30", 1), ("2014-12-31T23:30", 1), ("2101-01-01T00:00", 1)])
def test_hours_outside_the_covered_years_are_refused(calendar: Calendar, start: str, hours: int) -> None:
    with pytest.raises(DateNotCovered):
        calendar.add_hours(paris(start), hours)


@pytest.mark.parametrize(
    ("moment", "real"),
    [
        ("2024-03-31T01:59", True),
        ("2024-03-31T02:00", False),
        ("2024-03-31T02:59", False),
        ("2024-03-31T03:00", True),
        ("2024-10-27T02:30", True),
        ("0001-01-01T00:00", True),
        ("9999-12-31T23:59", True),
    ],
)
def test_only_the_hour_skipped_in_spring_does_not_exist(moment: str, real: bool) -> None:
    assert exists(paris(moment)) is real


def test_a_day_ends_at_its_last_minute() -> None:
    assert end_of(date(2024, 2, 29)) == paris("2024-02-29T23:59")


@pytest.mark.parametrize(("country", "subdivision"), [("XX", None), ("FR", "Nowhere"), ("", None)])
def test_a_country_without_known_holidays_is_refused(country: str, subdivision: str | None) -> None:
    with pytest.raises(UnknownCalendar, match="country code"):
        Calendar(country, subdivision)

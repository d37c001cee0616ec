from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from knowledge.calendars import PARIS, Calendar, day_of, earliest, end_of, exists, in_time, is_weekend, latest, precedes
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


def test_a_holiday_may_fall_on_a_weekend(calendar: Calendar) -> None:
    assert calendar.is_holiday(date(2024, 7, 14))  # a Sunday
    assert not calendar.is_holiday(date(2024, 7, 13))
    assert [is_weekend(date(2024, 7, day)) for day in (12, 13, 14, 15)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2024-03-15", "2024-03-15"), ("2024-03-16", "2024-03-18"), ("2024-05-08", "2024-05-10"), ("2024-03-30", "2024-04-02")],
)
def test_the_next_working_day(calendar: Calendar, day: str, expected: str) -> None:
    # 8 and 9 May 2024 are holidays; Easter Monday is 1 April.
    assert calendar.next_working_day(date.fromisoformat(day)).isoformat() == expected


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2024-05-07", 0, "2024-05-07"),
        ("2024-05-07", 1, "2024-05-08"),  # holidays count
        ("2024-05-10", 1, "2024-05-13"),  # a Friday
        ("2024-05-11", 0, "2024-05-11"),
        ("2024-05-11", 1, "2024-05-13"),  # a Saturday
        ("2024-05-12", 1, "2024-05-13"),  # a Sunday
        ("2024-05-12", 5, "2024-05-17"),
        ("2024-05-12", 6, "2024-05-20"),
        ("2024-05-08", 3, "2024-05-13"),
        ("2024-05-08", 13, "2024-05-27"),
    ],
)
def test_weekdays_skip_weekends_only(calendar: Calendar, start: str, days: int, expected: str) -> None:
    assert calendar.add_weekdays(date.fromisoformat(start), days).isoformat() == expected


def test_weekdays_agree_with_counting_them(calendar: Calendar) -> None:
    for start in (date(2024, 5, day) for day in range(6, 13)):
        for days in range(1, 23):
            ends = calendar.add_weekdays(start, days)
            between = [date.fromordinal(number) for number in range(start.toordinal() + 1, ends.toordinal() + 1)]
            assert sum(not is_weekend(day) for day in between) == days
            assert not is_weekend(ends)


def test_months_stay_in_the_covered_years(calendar: Calendar) -> None:
    assert calendar.add_months(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert calendar.add_months(date(2024, 3, 28), -1) == date(2024, 2, 28)
    for start, months in ((date(2100, 12, 1), 1), (date(2015, 1, 1), -1), (date.max, 1), (date(2014, 12, 1), 0)):
        with pytest.raises(DateNotCovered):
            calendar.add_months(start, months)


@pytest.mark.parametrize("days", [10**5, 10**30])
def test_many_days_are_refused_at_once(calendar: Calendar, days: int) -> None:
    for add in (calendar.add_days, calendar.add_working_days, calendar.add_weekdays):
        with pytest.raises(DateNotCovered):
            add(date(2024, 5, 7), days)
    with pytest.raises(DateNotCovered):
        calendar.add_hours(paris("2024-05-07T10:00"), days * 24)


def test_a_limit_in_days_with_and_without_its_hour(calendar: Calendar) -> None:
    # k-seller-deadline: the same minute N days later; with the date alone, 23:59 of X + N - 1 is the safe end.
    assert calendar.deadline(paris("2024-03-29T08:00"), 5) == calendar.act_by(paris("2024-03-29T08:00"), 5) == paris("2024-04-03T08:00")
    assert calendar.deadline(date(2024, 3, 29), 5) == paris("2024-04-03T23:59")
    assert calendar.act_by(date(2024, 3, 29), 5) == paris("2024-04-02T23:59")


def test_a_day_without_an_hour_reaches_from_its_first_to_its_last_minute() -> None:
    day, minute = date(2024, 3, 29), paris("2024-03-29T08:00")
    assert (earliest(day), latest(day)) == (paris("2024-03-29T00:00"), paris("2024-03-29T23:59"))
    assert (earliest(minute), latest(minute)) == (minute, minute)
    assert day_of(day) == day_of(minute) == day


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        (date(2024, 6, 3), date(2024, 6, 4), True),
        (date(2024, 6, 3), date(2024, 6, 3), False),
        (paris("2024-06-03T23:59"), date(2024, 6, 3), False),
        (date(2024, 6, 3), paris("2024-06-03T23:59"), False),
        (paris("2024-06-03T23:59"), date(2024, 6, 4), True),
        (paris("2024-06-03T10:00"), paris("2024-06-03T10:01"), True),
        (paris("2024-06-03T10:00"), paris("2024-06-03T10:00"), False),
        (paris("2024-10-27T02:45"), paris("2024-10-27T02:30", fold=1), True),  # the hour that comes twice
        (paris("2024-10-27T02:30", fold=1), paris("2024-10-27T02:45"), False),
        (paris("0001-01-01T00:00"), paris("9999-12-31T23:59"), True),
    ],
)
def test_what_lies_before(one: date, other: date, before: bool) -> None:
    assert precedes(one, other) is before


def test_the_last_minute_of_a_limit_is_in_time() -> None:
    assert in_time(paris("2024-06-03T10:00"), paris("2024-06-03T10:00"))
    assert not in_time(paris("2024-06-03T10:01"), paris("2024-06-03T10:00"))
    assert in_time(paris("2024-10-27T02:45"), paris("2024-10-27T02:30", fold=1))


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

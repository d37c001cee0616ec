from __future__ import annotations

from datetime import date

import pytest

from knowledge.periods import Month, MonthDay, nth_weekday, shift_months


def test_a_month_has_a_first_and_a_last_day() -> None:
    month = Month.read("2024-02")
    assert (month.first, month.last, str(month)) == (date(2024, 2, 1), date(2024, 2, 29), "2024-02")
    assert Month.read("2023-02").last == date(2023, 2, 28)
    assert Month(2020, 5) < Month(2020, 6) < Month(2021, 1)


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "0000-01", "2024-2", "24-02", "2024-02-01", "202402", "soon", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        Month.read(text)


def test_a_day_of_every_year() -> None:
    assert MonthDay.read("03-28").of(2024) == date(2024, 3, 28)
    assert str(MonthDay(3, 28)) == "03-28"


@pytest.mark.parametrize("text", ["02-29", "02-30", "3-28", "28/03", "13-01"])
def test_what_is_no_day_of_every_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        MonthDay.read(text)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2023-08-31", 6, "2024-02-29"),
        ("2022-08-31", 6, "2023-02-28"),
        ("2024-11-30", 3, "2025-02-28"),
        ("2023-11-11", 6, "2024-05-11"),
        ("2024-03-28", -1, "2024-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-15", -1, "2023-12-15"),
        ("2024-12-31", 0, "2024-12-31"),
        ("2010-03-28", -1, "2010-02-28"),  # no calendar is asked
    ],
)
def test_months_are_clamped(day: str, months: int, expected: str) -> None:
    assert shift_months(date.fromisoformat(day), months).isoformat() == expected


@pytest.mark.parametrize(("day", "months"), [(date.max, 1), (date.min, -1)])
def test_months_that_lead_out_of_time_are_refused(day: date, months: int) -> None:
    with pytest.raises(ValueError, match="no year that exists"):
        shift_months(day, months)


@pytest.mark.parametrize(
    ("month", "weekday", "nth", "expected"),
    [
        (Month(2024, 11), 3, 4, "2024-11-28"),  # Thanksgiving
        (Month(2023, 11), 3, 4, "2023-11-23"),
        (Month(2024, 11), 4, 1, "2024-11-01"),  # the first of the month is a Friday itself
        (Month(2024, 2), 3, 5, "2024-02-29"),
    ],
)
def test_the_nth_weekday(month: Month, weekday: int, nth: int, expected: str) -> None:
    assert nth_weekday(month, weekday, nth).isoformat() == expected


@pytest.mark.parametrize("nth", [0, 5])
def test_a_weekday_that_a_month_does_not_have(nth: int) -> None:
    with pytest.raises(ValueError, match="no such day"):
        nth_weekday(Month(2023, 2), 0, nth)

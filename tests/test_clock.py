from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from knowledge.calendars import PARIS
from knowledge.clock import BadClock, Clock

NOW = datetime(2026, 11, 25, 13, 30, 45, 123, tzinfo=UTC)  # 14:30 in Paris, in winter time


def test_without_today_the_clock_is_the_current_minute_in_paris() -> None:
    clock = Clock.of(None, NOW)
    assert clock.value == clock.now == datetime(2026, 11, 25, 14, 30, tzinfo=PARIS)
    assert clock.day == date(2026, 11, 25)
    assert clock.reference == datetime.fromisoformat("2026-11-25T14:30")
    assert not clock.is_bare_other_day


def test_late_in_the_evening_it_is_tomorrow_in_paris() -> None:
    assert Clock.of(None, datetime(2026, 6, 30, 22, 0, tzinfo=UTC)).day == date(2026, 7, 1)


def test_another_day_counts_as_its_last_minute() -> None:
    clock = Clock.of("2026-11-20", NOW)
    assert clock.value == date(2026, 11, 20)
    assert clock.day == date(2026, 11, 20)
    assert clock.reference == datetime.fromisoformat("2026-11-20T23:59")
    assert clock.is_bare_other_day


def test_the_current_day_takes_the_current_minute() -> None:
    clock = Clock.of("2026-11-25", NOW)
    assert clock.value == date(2026, 11, 25)
    assert clock.reference == datetime.fromisoformat("2026-11-25T14:30")
    assert not clock.is_bare_other_day


def test_a_minute_is_taken_as_it_is() -> None:
    clock = Clock.of("2024-02-29T09:05", NOW)
    assert clock.value == datetime(2024, 2, 29, 9, 5, tzinfo=PARIS)
    assert clock.day == date(2024, 2, 29)
    assert clock.reference == datetime.fromisoformat("2024-02-29T09:05")
    assert not clock.is_bare_other_day


def test_the_repeated_hour_of_autumn_is_accepted() -> None:
    assert Clock.of("2024-10-27T02:30", NOW).reference == datetime.fromisoformat("2024-10-27T02:30")


@pytest.mark.parametrize(
    ("today", "message"),
    [
        ("", "must be YYYY-MM-DD"),
        ("20/11/2026", "must be YYYY-MM-DD"),
        ("2026-11-20 10:00", "must be YYYY-MM-DD"),
        ("2026-11-20T10:00:00", "must be YYYY-MM-DD"),
        ("2026-11-20T10:00Z", "must be YYYY-MM-DD"),
        ("2026-W47-5", "must be YYYY-MM-DD"),
        ("2023-02-29", "not an existing day"),
        ("2026-11-20T24:00", "not an existing day"),
        ("0000-01-01", "not an existing day"),
        ("2024-03-31T02:30", "does not exist in Paris"),
    ],
)
def test_anything_else_is_refused(today: str, message: str) -> None:
    with pytest.raises(BadClock, match=message):
        Clock.of(today, NOW)


def test_a_refusal_repeats_no_long_input() -> None:
    with pytest.raises(BadClock) as refused:
        Clock.of("9" * 5000, NOW)
    assert len(str(refused.value)) < 120

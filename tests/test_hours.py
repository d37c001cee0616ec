from __future__ import annotations

from datetime import datetime

import pytest

from bot.handover.hours import Hours
from bot.settings import Settings
from knowledge.calendars import PARIS, Calendar

OFFICE = Hours.read("Mon-Fri 09:00-12:00, mon-thu 13:30-18:00, Sat 10:00-12:30")


def at(text: str) -> datetime:
    """A moment in Paris. 23 November 2026 is a Monday."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T08:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T11:59", True),
        ("2026-11-23T12:00", False),  # lunch
        ("2026-11-23T13:30", True),
        ("2026-11-27T14:00", False),  # Friday afternoon
        ("2026-11-28T12:29", True),
        ("2026-11-29T11:00", False),  # Sunday
        ("2026-11-11T10:00", False),  # Armistice Day, a Wednesday
        ("2026-12-25T10:00", False),  # Christmas, a Friday
    ],
)
def test_open_within_the_hours(calendar: Calendar, moment: str, is_open: bool) -> None:
    assert OFFICE.is_open(at(moment), calendar.is_holiday) is is_open
    assert Hours().is_open(at(moment), calendar.is_holiday)  # no hours: always


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23T08:59", "2026-11-23T09:00"),
        ("2026-11-23T12:00", "2026-11-23T13:30"),
        ("2026-11-23T18:00", "2026-11-24T09:00"),
        ("2026-11-27T12:00", "2026-11-28T10:00"),
        ("2026-11-28T12:30", "2026-11-30T09:00"),  # over Sunday
        ("2026-12-24T18:00", "2026-12-26T10:00"),  # over Christmas, to Saturday
    ],
)
def test_the_next_opening(calendar: Calendar, moment: str, opens: str) -> None:
    assert OFFICE.next_opening(at(moment), calendar.is_holiday) == at(opens)


def test_who_is_always_there_has_no_opening(calendar: Calendar) -> None:
    assert Hours.read("  ").next_opening(at("2026-11-23T09:00"), calendar.is_holiday) is None


def test_who_opens_on_holidays_alone_never_does() -> None:
    assert OFFICE.next_opening(at("2026-11-23T09:00"), lambda day: True) is None


@pytest.mark.parametrize(
    "text", ["9-18", "Mon-Fri", "Mon 25:00-26:00", "Mon 18:00-09:00", "Mon 09:00-09:00", "Fri-Mon 09:00-10:00", "Lun 09:00-10:00", ",", "Mon 09:00-10:00;"]
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Hours.read(text)


def test_as_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLER_ASSISTANT_HANDOVER_HOURS", "Mon-Fri 09:00-12:00, mon-thu 13:30-18:00, Sat 10:00-12:30")
    assert Settings().people_hours == OFFICE
    monkeypatch.setenv("SELLER_ASSISTANT_HANDOVER_HOURS", "")
    assert Settings().people_hours == Hours()
    monkeypatch.setenv("SELLER_ASSISTANT_HANDOVER_HOURS", "office hours")
    with pytest.raises(ValueError, match="office hours"):
        Settings()

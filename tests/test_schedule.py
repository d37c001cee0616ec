"""Calendar files, read back by a calendar library: what a seller's calendar sees."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from bot.receipts import Case
from bot.schedule import calendar_file
from knowledge.answer import Answer, Block, KeyDate

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ANSWER = Answer((Block("lead", "Appeal by **Monday**; comma, back\\slash\nand a line"),))
CASE = Case("matter", 2)


def events(*dates: KeyDate, case: Case = CASE) -> list[Any]:
    """The events of the file as a calendar reads them."""
    return list(Calendar.from_ical(calendar_file("Appeal deadlines", ANSWER, dates, case, NOW)).walk("VEVENT"))


def test_a_day_is_an_all_day_event() -> None:
    (event,) = events(KeyDate("deadline", "2028-02-29", "Last day"))
    assert event["dtstart"].dt == date(2028, 2, 29)
    assert event["dtend"].dt == date(2028, 3, 1)  # the end of an all-day event is the day after it
    assert event["summary"] == "Last day – Appeal deadlines"
    assert "comma, back\\slash" in event["description"]


@pytest.mark.parametrize(
    ("paris", "utc"),
    [
        ("2026-11-24T10:00", datetime(2026, 11, 24, 9, tzinfo=UTC)),  # winter: one hour ahead of UTC
        ("2027-07-01T10:00", datetime(2027, 7, 1, 8, tzinfo=UTC)),  # summer: two
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice that night: the first, still in summer time
        ("2027-03-28T03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),  # the first minute after the clocks went forward
        ("2099-07-01T10:00", datetime(2099, 7, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_minute_is_the_same_instant_across_clock_changes(paris: str, utc: datetime) -> None:
    (event,) = events(KeyDate("act_by", paris, "Act by"))
    assert event["dtstart"].dt == utc


def test_one_matter_keeps_its_uids_while_its_sequence_rises() -> None:
    dates = (KeyDate("act_by", "2026-11-24", "Act by"), KeyDate("deadline", "2026-11-25", "Deadline"))
    first = events(*dates, case=Case("matter", 0))
    later = events(KeyDate("act_by", "2026-11-30", "Act by"), dates[1], case=Case("matter", 1))
    assert [event["uid"] for event in first] == [event["uid"] for event in later]
    assert [event["sequence"] for event in first] == [0, 0]
    assert [event["sequence"] for event in later] == [1, 1]
    assert len({event["uid"] for event in first}) == 2
    assert {event["uid"] for event in events(*dates, case=Case("another", 0))}.isdisjoint({event["uid"] for event in first})


def test_each_event_reminds_a_day_ahead_and_the_file_is_whole() -> None:
    raw = calendar_file("Appeal", ANSWER, (KeyDate("act_by", "2026-11-24", "Act by"),), CASE, NOW)
    read: Any = Calendar.from_ical(raw)
    assert read["version"] == "2.0"
    assert read["prodid"]
    assert [alarm["trigger"].dt.days for alarm in read.walk("VALARM")] == [-1]
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))  # RFC 5545 folds longer lines
    (event,) = read.walk("VEVENT")
    assert event["dtstamp"].dt == NOW
    assert not read.errors
    assert not event.errors

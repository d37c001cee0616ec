"""Computed dates as an iCalendar file (RFC 5545) that calendars take in, and take in again without doubling.

The UID of an event is that of its matter and outcome key; SEQUENCE rises when the dates change. A day is an all-day event,
a minute of Paris time one in UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from bot.receipts import Case
from knowledge.answer import Answer, KeyDate
from knowledge.calendars import PARIS

_PRODUCT = "-//Seller Support Assistant//EN"
_REMINDER = timedelta(days=-1)


def calendar_file(title: str, answer: Answer, dates: Sequence[KeyDate], case: Case, now: datetime) -> bytes:
    """The file with one event for each date; `title` is that of the rule, `now` when the file is made."""
    found = Calendar()
    found.add("prodid", _PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for entry in dates:
        found.add_component(_event(title, answer, entry, case, now))
    return bytes(found.to_ical())


def _event(title: str, answer: Answer, entry: KeyDate, case: Case, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(f'{case.matter}/{entry.key}'.encode()).hexdigest()[:40]}@seller-assistant")
    event.add("sequence", case.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", f"{entry.label} – {title}")
    event.add("description", answer.plain)
    if "T" in entry.value:
        # UTC needs no time zone in the file, is right across clock changes, and every calendar shows it in local time.
        event.add("dtstart", datetime.fromisoformat(entry.value).replace(tzinfo=PARIS).astimezone(UTC))
    else:
        day = date.fromisoformat(entry.value)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{entry.label} – {title}")
    alarm.add("trigger", _REMINDER)
    event.add_component(alarm)
    return event

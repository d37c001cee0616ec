"""Computed dates as an iCalendar file (RFC 5545) that calendars take in, and take in again without doubling.

Every date is an event, a past one too: only so does importing again move what has been imported. A day is an all-day event,
a minute of Paris time one in UTC. The UID is that of the matter and of what happens; SEQUENCE rises when the dates change.
Reminds of limits alone, and never of one that has passed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from bot.receipts import Case
from knowledge.answer import KeyDate
from knowledge.calendars import PARIS, day_of, earliest, latest

_PRODUCT = "-//Seller Support Assistant//EN"
_MORNING = time(9)
_LAST_CALL = timedelta(hours=1)


def calendar_file(title: str, text: str, dates: Sequence[KeyDate], case: Case, now: datetime, *, limits: Collection[str]) -> bytes:
    """The file with one event for each date; `title` is that of the rule, `text` the answer, `now` when the file is made, `limits` the keys to remind of."""
    found = Calendar()
    found.add("prodid", _PRODUCT)
    found.add("version", "2.0")
    reminded: set[str] = set()
    for entry in dates:
        event = _event(title, text, entry, case, now)
        if entry.key in limits and entry.value not in reminded and (alarm := _alarm(entry, str(event["summary"]), now)):
            event.add_component(alarm)
            reminded.add(entry.value)  # two limits that end together ring once
        found.add_component(event)
    return bytes(found.to_ical())


def _event(title: str, text: str, entry: KeyDate, case: Case, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(f'{case.matter}/{entry.event}'.encode()).hexdigest()[:40]}@seller-assistant")
    event.add("sequence", case.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", f"{entry.label} – {title}")
    event.add("description", text)
    start = _start(entry)
    if isinstance(start, datetime):
        # UTC needs no time zone in the file, is right across clock changes, and every calendar shows it in local time.
        event.add("dtstart", start.astimezone(UTC))
    else:
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _start(entry: KeyDate) -> date | datetime:
    """The day, or the minute in Paris: of two equal ones in autumn the first, so that no limit is told too late."""
    return datetime.fromisoformat(entry.value).replace(tzinfo=PARIS) if "T" in entry.value else date.fromisoformat(entry.value)


def _alarm(entry: KeyDate, text: str, now: datetime) -> Alarm | None:
    """Rings in Paris at nine on the day before; when that is past at nine on the day itself, at last an hour ahead; None when all are.

    A whole day ahead of a limit at 23:59 would ring at night, as would one ahead of the first minute of an all-day event.
    """
    start = _start(entry)
    rings = [datetime.combine(day_of(start) - timedelta(days=days), _MORNING, tzinfo=PARIS) for days in (1, 0)]
    # From a minute in elapsed time, as the event stands in UTC; from a day by the wall clock, as Python counts within one zone.
    begins = earliest(start)
    if isinstance(start, datetime):
        begins = begins.astimezone(UTC)
        rings.append(begins - _LAST_CALL)
    ahead = next((moment for moment in rings if now < moment < latest(start)), None)
    if ahead is None:
        return None
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", ahead - begins)
    return alarm

"""Days and times in plain text: "yesterday", "last Friday", "12/11", "3 days ago", "on the 3rd at 10am".

Numeric dates are day first. A date that does not exist is reported as such, never moved to one that does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

Lean = Literal["past", "future"]
"""Where a day without year, month or week lies: events in the past, plans in the future."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A day or time found in a text at start:end. `value` is ISO (minutes if `timed`), None if impossible.

    `assumed` tells that the year, month or week was filled in, so the reading is worth repeating to the user.
    """

    start: int
    end: int
    text: str
    value: str | None
    assumed: bool = False

    @property
    def timed(self) -> bool:
        """Whether an hour is known."""
        return self.value is not None and "T" in self.value


_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_MONTH_STARTS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_WEEKDAY_STARTS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_COUNTS |= {"nine": 9, "ten": 10, "couple": 2}
_COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(_COUNTS)}|a couple of)"
_YEAR = r"(?P<year>\d{4}|\d{2}(?!\d))"


def find(text: str, now: datetime, lean: Lean = "past") -> tuple[Mention, ...]:
    """Every day or time of `text`, in order of place; `now` is the Paris time of the request, without offset."""
    taken: list[tuple[int, int]] = []
    found: list[Mention] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            value, assumed = _safely(read, match, now, lean)
            found.append(Mention(match.start(), match.end(), match.group(), value, assumed))
    found.sort(key=lambda mention: mention.start)
    days = [mention for mention in found if not _names_next(mention, found, text)]
    return tuple(_with_time(mention, text, days) for mention in days)


def _names_next(mention: Mention, found: list[Mention], text: str) -> bool:
    """Whether a weekday only repeats the date right after it, as in "Monday 23 November"."""
    if not re.fullmatch(_WEEKDAYS, mention.text, re.IGNORECASE):
        return False
    return any(other.start > mention.start and re.fullmatch(r"[ ,]*", text[mention.end : other.start]) for other in found)


_Reader = Callable[[re.Match[str], datetime, Lean], tuple[date | datetime, bool]]


def _safely(read: _Reader, match: re.Match[str], now: datetime, lean: Lean) -> tuple[str | None, bool]:
    try:
        moment, assumed = read(match, now, lean)
    except (ValueError, OverflowError):  # 30 February, day 0, the year 0, before the first day there is
        return None, False
    if isinstance(moment, datetime):
        return moment.isoformat("T", "minutes"), assumed
    return moment.isoformat(), assumed


def _iso(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date | datetime, bool]:
    day = date.fromisoformat(match["day"])
    if match["clock"]:
        return datetime.combine(day, datetime.strptime(match["clock"], "%H:%M").time()), False  # noqa: DTZ007
    return day, False


def _written(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    month = _MONTH_STARTS.index(match["month"][:3].lower()) + 1
    return _placed(int(match["day"]), month, match["year"], now.date(), lean)


def _numeric(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    return _placed(int(match["day"]), int(match["month"]), match["year"], now.date(), lean)


def _placed(day: int, month: int, year: str | None, today: date, lean: Lean) -> tuple[date, bool]:
    """The day in the stated year, else in the nearest year on the side that `lean` names."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day), False
    date(2000, month, day)  # a leap year: raises for a day that no year has
    step = -1 if lean == "past" else 1
    for number in range(today.year, today.year + step * 9, step):
        try:
            found = date(number, month, day)
        except ValueError:  # 29 February in a common year
            continue
        if (found <= today) if lean == "past" else (found >= today):
            return found, True
    raise ValueError("no such day near")


def _word(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    offset = {"before yesterday": -2, "after tomorrow": 2, "yest": -1, "tomorrow": 1}
    found = next((days for word, days in offset.items() if word in " ".join(match.group().lower().split())), 0)
    return now.date() + timedelta(days=found), False


def _counted(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date | datetime, bool]:
    raw = match["count"].lower().replace("a couple of", "couple")
    count = int(raw) if raw.isdigit() else _COUNTS[raw]
    sign = -1 if match.groupdict().get("ago") else 1
    unit = match["unit"].lower()
    if unit.startswith("h"):
        return now + sign * timedelta(hours=count), False
    if unit.startswith("m"):
        months = now.year * 12 + now.month - 1 + sign * count
        return _clamped(months // 12, months % 12 + 1, now.day), False
    return now.date() + sign * timedelta(days=count * (7 if unit.startswith("w") else 1)), False


def _clamped(year: int, month: int, day: int) -> date:
    """The day of the month, or the month's last day when it is shorter."""
    for candidate in range(day, 27, -1):
        try:
            return date(year, month, candidate)
        except ValueError:
            continue
    return date(year, month, min(day, 27))


def _weekday(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    wanted = _WEEKDAY_STARTS.index(match["weekday"][:3].lower())
    word = (match["which"] or "").lower()
    today = now.date()
    if word == "next" or (word not in ("last", "past") and lean == "future"):
        ahead = (wanted - today.weekday()) % 7
        return today + timedelta(days=ahead or (7 if word == "next" else 0)), word == ""
    back = (today.weekday() - wanted) % 7
    return today - timedelta(days=back or (7 if word in ("last", "past") else 0)), word == ""


def _day_of_month(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    day, today = int(match["day"] or match["day2"]), now.date()
    if not 1 <= day <= 31:
        raise ValueError("no such day")
    months = today.year * 12 + today.month - 1
    for back in range(13):
        number = months - back if lean == "past" else months + back
        try:
            found = date(number // 12, number % 12 + 1, day)
        except ValueError:  # this month has no such day
            continue
        if (found <= today) if lean == "past" else (found >= today):
            return found, True
    raise ValueError("no such day near")


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_pattern(r"(?<!\d)(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d))?(?!\d)"), _iso),
    (_pattern(rf"(?<![\d/.])(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?:/{_YEAR})?(?![\d/])(?<!24/7)"), _numeric),
    (_pattern(rf"(?<![\d/.])(?P<day>\d{{1,2}})[.-](?P<month>\d{{1,2}})[.-]{_YEAR}(?!\d)"), _numeric),
    (_pattern(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTHS})\b\.?(?:,? {_YEAR}\b)?(?! ?:)"), _written),
    (_pattern(rf"\b(?P<month>(?!(?-i:may))(?:{_MONTHS}))\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{{4}}))?(?![:\d])"), _written),
    (_pattern(r"\b(?:the )?day before yesterday\b|\b(?:the )?day after tomorrow\b"), _word),
    (_pattern(r"\b(?:yesterday|yest|today|tomorrow|tonight|this (?:morning|afternoon|evening)|just now)\b"), _word),
    (_pattern(rf"\b{_COUNT} ?(?P<unit>hours?|hrs?|days?|weeks?|months?) ?(?:(?P<ago>ago|back|earlier)|from now|later)\b"), _counted),
    (_pattern(rf"\bin {_COUNT} (?P<unit>hours?|days?|weeks?|months?)\b"), _counted),
    (_pattern(rf"\b(?:(?P<which>last|past|this|next) )?(?P<weekday>{_WEEKDAYS})\b"), _weekday),
    (_pattern(r"\b(?:on |since )?the (?P<day>\d{1,2})(?:st|nd|rd|th)\b|\b(?:on )the (?P<day2>\d{1,2})\b(?! ?%)"), _day_of_month),
)

_CLOCK = _pattern(
    r"\b(?:at |around |by )?(?P<hour>\d{1,2})(?:(?::|h)(?P<minute>\d\d))? ?(?P<half>am|pm|a\.m\.|p\.m\.)?(?![\d/:€%])"
    r"|\b(?P<word>noon|midnight)\b"
)


def _times(text: str) -> Iterator[tuple[int, int, int, int]]:
    """(start, end, hour, minute) of every clock time that is clearly one."""
    for match in _CLOCK.finditer(text):
        if match["word"]:
            yield match.start(), match.end(), 12 if match["word"].lower() == "noon" else 0, 0
            continue
        clear = match["minute"] or match["half"] or re.search(r"\d ?h\b", match.group() + text[match.end() : match.end() + 1])
        if not clear and not match.group().lower().startswith("at "):
            continue
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
        if hour < 24 and minute < 60:
            yield match.start(), match.end(), hour, minute


_NEAR = 6  # characters between a day and its hour: ", at", " at ", " by "


def _with_time(mention: Mention, text: str, others: list[Mention]) -> Mention:
    """The mention with the clock time that stands right beside it, if there is one."""
    if mention.value is None or mention.timed:
        return mention
    for start, end, hour, minute in _times(text):
        inside_other = any(other.start < end and start < other.end for other in others)
        if inside_other:
            continue
        if 0 <= start - mention.end <= _NEAR or 0 <= mention.start - end <= _NEAR:
            return replace(mention, value=f"{mention.value}T{hour:02d}:{minute:02d}", end=max(end, mention.end))
    return mention

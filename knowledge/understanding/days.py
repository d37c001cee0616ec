"""The ways in which a text names a day, each a pattern with the day it means.

Numeric dates are day first. Raises ValueError for a day that does not exist; moves none to one that does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from knowledge.calendars import PARIS

Lean = Literal["past", "future"]
"""Where a day without year, month or week lies: events in the past, plans in the future."""

Reader = Callable[[re.Match[str], datetime, Lean], tuple[date | datetime, bool]]
"""From a match to the day or minute it means, and whether year, month or week was filled in."""

MONTH_NAMES = (
    r"jan(?:uary|vier)?|f[eé]b(?:r?uary)?|f[eé]v(?:rier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|july?|juillet|aug(?:ust)?|ao[uû]t"
    r"|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:em?ber|embre)?|d[eé]c(?:ember|embre)?"
)
_MONTH_STARTS = {"jan": 1, "feb": 2, "fév": 2, "fev": 2, "féb": 2, "mar": 3, "apr": 4, "avr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7}
_MONTH_STARTS |= {"aug": 8, "aoû": 8, "aou": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12, "déc": 12}
WEEKDAYS = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|tusday|wed(?:nesday|nsday|esday)?|wen(?:d?nes|ds|s)day|thu(?:rs?(?:day)?)?|thrusday|fri(?:day)?"
    r"|sat(?:[ue]rday)?|sun(?:day)?"
)
_WEEKDAY_STARTS = {"mon": 0, "tue": 1, "tus": 1, "wed": 2, "wen": 2, "thu": 3, "thr": 3, "fri": 4, "sat": 5, "sun": 6}
_SLIP = timedelta(days=14)
COUNTS = {"a couple of": 2, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
COUNTS |= {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17}
COUNTS |= {"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "couple of": 2, "half an": 0}
COUNT = rf"(?<![.,\d])(?P<count>\d{{1,4}}|half an|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
UNIT = r"(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|wks?|months?)"
_PART = r"(?: (?:morning|afternoon|evening|night))?"
_GOES_ON = (
    r"\s*(?:$|[,.;:?!()&/–-]|\d|(?:at|around|about|of|by|and|but|or|to|from|for|in|on|i|we|he|she|they|it|my|the|a|an|is|was|were|with|without|before"
    r"|after|now|when"
    r"|how|until|till|what|which|that|this|last|because|since|so|if|then|as|got|noon|midnight|still|already|can|do|does|not|no|nothing|morning"
    r"|afternoon|evening|night)\b)"
)
"""What follows a day, and not the noun that "the 2nd" or "sun" belong to."""


def _iso(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date | datetime, bool]:
    day = date.fromisoformat(match["day"])
    if match["clock"]:
        return datetime.combine(day, datetime.strptime(match["clock"], "%H:%M").time()), False  # noqa: DTZ007
    return day, False


def month_number(name: str) -> int:
    """The month, 1 to 12, of a name that MONTH_NAMES matches."""
    name = name.lower()
    return (6 if name == "juin" else 7) if name.startswith("jui") else _MONTH_STARTS[name[:3]]


def _written(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    return _placed(int(match["day"]), month_number(match["month"]), match, now, lean)


def _numeric(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    return _placed(int(match["day"]), int(match["month"]), match, now, lean)


def _placed(day: int, month: int, match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    """The day in the stated year, else in the nearest year on the side that `lean` names.

    A day of the next weeks stays ahead even where a past one is wanted: it is rather a slip than a day of last year, and the rule says so.
    """
    if year := match.groupdict().get("year"):
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day), False
    date(2000, month, day)  # a leap year: raises for a day that no year has
    today, step = now.date(), -1 if lean == "past" else 1
    for number in range(today.year, today.year + step * 9, step):
        try:
            found = date(number, month, day)
        except ValueError:  # 29 February in a common year
            continue
        if (found <= today or found - today <= _SLIP) if lean == "past" else (found >= today):
            return found, True
    raise ValueError("no such day near")


def _word(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date | datetime, bool]:
    word = " ".join(match.group().lower().split())
    if word == "just now":
        return now, False
    if "before" in word or "after t" in word:
        offset = -2 if "before" in word else 2
    else:
        offset = -1 if word.startswith(("y", "last")) else 1 if word.startswith(("tom", "tm")) else 0
    return now.date() + timedelta(days=offset), False


def counted(match: re.Match[str], start: datetime, sign: int) -> date | datetime:
    """The day, or the minute for hours and minutes, so many units after `start`, or before it with sign -1."""
    raw, unit = match["count"].lower(), match["unit"].lower()
    count = int(raw) if raw.isdigit() else COUNTS[raw]
    if unit.startswith(("h", "mi")):
        step = timedelta(minutes=30) if raw == "half an" else timedelta(hours=count) if unit.startswith("h") else timedelta(minutes=count)
        # Hours are elapsed time: across a clock change the hour on the wall moves.
        return (start.replace(tzinfo=PARIS).astimezone(UTC) + sign * step).astimezone(PARIS).replace(tzinfo=None)
    if unit.startswith("mo"):
        months = start.year * 12 + start.month - 1 + sign * count
        return _clamped(months // 12, months % 12 + 1, start.day)
    return start.date() + sign * timedelta(days=count * (7 if unit.startswith("w") else 1))


def _ago(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date | datetime, bool]:
    return counted(match, now, -1), False


def _ahead(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date | datetime, bool]:
    return counted(match, now, 1), False


def _clamped(year: int, month: int, day: int) -> date:
    """The day of the month, or the month's last day when it is shorter."""
    for candidate in range(day, 27, -1):
        try:
            return date(year, month, candidate)
        except ValueError:
            continue
    return date(year, month, min(day, 27))


def _weekday(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    wanted = _WEEKDAY_STARTS[match["weekday"][:3].lower()]
    word = (match.groupdict().get("which") or "").lower()
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    if match.groupdict().get("week"):
        return monday + timedelta(days=wanted - 7), False
    if word == "this":
        return monday + timedelta(days=wanted), True
    if word in ("next", "coming") or (not word and lean == "future"):
        return today + timedelta(days=(wanted - today.weekday()) % 7 or (7 if word else 0)), not word
    return today - timedelta(days=(today.weekday() - wanted) % 7 or (7 if word else 0)), not word


def _weekday_before(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    """A week before the last one ("the Sunday before")."""
    back = (now.weekday() - _WEEKDAY_STARTS[match["weekday"][:3].lower()]) % 7
    return now.date() - timedelta(days=back + 7), True


def _day_of_month(match: re.Match[str], now: datetime, lean: Lean) -> tuple[date, bool]:
    day, today = int(match["day"]), now.date()
    if not 1 <= day <= 31:
        raise ValueError("no such day")
    months = today.year * 12 + today.month - 1
    if of_month := match.groupdict().get("of"):
        number = months - (of_month.lower() == "last")
        return date(number // 12, number % 12 + 1, day), False
    for step in range(13):
        number = months - step if lean == "past" else months + step
        try:
            found = date(number // 12, number % 12 + 1, day)
        except ValueError:  # this month has no such day
            continue
        if (found <= today) if lean == "past" else (found >= today):
            return found, True
    raise ValueError("no such day near")


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


_SUFFIX = r"(?:st|nd|rd|th)"
_YEAR = r"\d{4}\b(?! ?:)|(?<=')\d\d\b|[23]\d(?=\s*(?:$|[,;?!)]|\.(?!\d)|(?:at|before|and)\b))"
_DATED = r"(?:on|since|dated|notified|from|of)(?: the)?"

READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_pattern(r"(?<!\d)(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d)(?::\d\d)?)?(?!\d)"), _iso),
    # Shares such as "24/48 h", "9/10 of" and "24/7" are no days.
    (
        _pattern(
            r"(?<![\d/.,])(?!24/7\b)(?P<day>[012]?\d|3[01])/(?P<month>[012]?\d|3[01])(?![\d/])(?! (?:of|off|price|stars?|days?)\b| ?h\b"
            r"| hours)"
        ),
        _numeric,
    ),
    (_pattern(r"(?<![\d/.,])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d\d)(?![\d/])"), _numeric),
    (_pattern(r"(?<![\d/.,])(?P<day>\d{1,2})(?P<sep>[.-]) ?(?P<month>\d{1,2})(?P=sep) ?(?P<year>\d{4}|\d\d)(?!\d)"), _numeric),
    (
        _pattern(
            r"(?<![\d/.,€$])(?<!€ )(?<!price )(?<!paid )(?<!costs )(?<!for )(?<!is )(?<!at )(?P<day>\d{1,2})\.(?P<month>0?[1-9]"
            r"|1[0-2])\.(?!\d)"
        ),
        _numeric,
    ),
    (_pattern(rf"\b{_DATED} (?P<day>\d{{1,2}})[.-](?P<month>0[1-9]|1[0-2])(?![\d.,-]| ?(?:[€%$]|eur|euros|days|hours|h|am|pm)\b)"), _numeric),
    (
        _pattern(
            rf"(?<![\d.,:/])(?P<day>\d{{1,2}}){_SUFFIX}?(?: of |[ -]?)(?P<month>(?!may (?:be|not|have|i|we|he|she|they)\b)(?:{MONTH_NAMES}))\b"
            rf"(?:\.(?!\s*(?:(?-i:[A-Z])|$)))?(?:,?[ -]'?(?P<year>{_YEAR}))?"
        ),
        _written,
    ),
    (
        _pattern(
            rf"\b(?P<month>(?!(?-i:may|mar|mai)\b)(?:{MONTH_NAMES}))\.? (?:the )?(?P<day>\d{{1,2}}){_SUFFIX}?\b(?:,? (?P<year>\d{{4}}))?"
            r"(?![:\d/%€]| ?(?:am|pm|h|days|hours|items|parcels|orders)\b)"
        ),
        _written,
    ),
    (_pattern(r"\b(?:the )?day before (?:yesterday|yest)\b|\b(?:the )?day after tom\w+\b"), _word),
    (
        _pattern(rf"\b(?:yest(?:[eu]r?d[ae]?y)?|yday|today|tom?m?or+ow|tmrw){_PART}\b|\b(?:last night|tonight|this (?:morning|afternoon|evening)|just now)\b"),
        _word,
    ),
    (_pattern(rf"\b(?<!than )(?<!over )(?<!least )(?<!nearly )(?<!almost )(?<!under ){COUNT} ?{UNIT} ?(?:ago|back)\b"), _ago),
    (_pattern(rf"\b(?:since|it's been|it has been) {COUNT} ?{UNIT}(?= since\b| now\b|[,.;?!]|$)"), _ago),
    (_pattern(rf"\b{COUNT} ?{UNIT} (?:have |has )?(?:passed |gone by |elapsed )?since (?=he|she|they|the|my|i|we|it)"), _ago),
    (_pattern(rf"\bin {COUNT} ?{UNIT}(?:'? time)?\b"), _ahead),
    (_pattern(rf"\b{COUNT} ?{UNIT} from now\b"), _ahead),
    (_pattern(rf"\blast week(?:'s|,)?(?: on)? (?P<weekday>{WEEKDAYS})(?P<week>)\b"), _weekday),
    (_pattern(rf"\bthe (?P<weekday>{WEEKDAYS}) before\b(?= that\b|\W*$|[,.;?!])(?: that\b)?"), _weekday_before),
    (_pattern(rf"\b(?P<weekday>{WEEKDAYS})\b,? (?P<week>(?:of )?(?:last|the previous) week)\b"), _weekday),
    (
        _pattern(
            rf"(?<!black )(?<!cyber )(?<!good )(?<!easter )(?<!every )\b(?:(?P<which>last|past|previous|this|next|coming) )?"
            rf"(?P<weekday>(?!(?-i:sun|sat|wed|mon)\b(?!{_GOES_ON}))(?:{WEEKDAYS}))\b{_PART}"
        ),
        _weekday,
    ),
    (_pattern(rf"\b(?:(?:on |since |from |until |by )?the |on |since |from |dated )(?P<day>\d{{1,2}}){_SUFFIX} of (?P<of>last|this) month\b"), _day_of_month),
    (_pattern(rf"\b(?:(?:on |since |from |until |by )?the |on |since |from |dated |notified )(?P<day>\d{{1,2}}){_SUFFIX}\b(?={_GOES_ON})"), _day_of_month),
    (_pattern(rf"\b(?:on |since |from )the (?P<day>\d{{1,2}})\b(?![%€/:.]| ?(?:am|pm)\b)(?={_GOES_ON})"), _day_of_month),
)

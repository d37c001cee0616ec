"""Days and times in plain text: "yesterday", "last Friday", "12/11", "3 days ago", "on the 3rd at 10am".

Numeric dates are day first. A date that does not exist is reported as such, never moved to one that does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from knowledge.understanding import days, hours
from knowledge.understanding.days import Lean

__all__ = ["Lean", "Mention", "find"]


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


_BARE_WEEKDAY = re.compile(rf"(?:{days.WEEKDAYS})(?: (?:morning|afternoon|evening|night))?", re.IGNORECASE)
_BARE_DAY = re.compile(r"(?:\w+ )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_SPAN = re.compile(r"in \S", re.IGNORECASE)
_DOTTED = re.compile(r"(?:\w+ )?(?:the )?\d{1,2}\.\d\d\.?")
_APPOSITION = re.compile(r"[ ,(]*(?:the |a |on |of )*\)?", re.IGNORECASE)
_OTHER = r"(?! (?:i|we|he|she|they|it|the|my|our|your|his|her|that i|receiving|delivery|shipping)\b)"
_AFTER_ANOTHER = re.compile(
    r"(?P<same>\b(?:on |the |that )*same (?:day|date|morning|afternoon|evening|night)\b)"
    rf"|(?P<next>\b(?:on )?the (?:(?:next|following) (?:day|morning|afternoon|evening)|day after){_OTHER}(?! delivery| tomorrow)\b)"
    rf"|\b{days.COUNT} ?{days.UNIT} (?:(?P<later>later\b|after(?:wards?| that)?\b{_OTHER})|(?P<earlier>earlier\b|before(?: that)?\b{_OTHER}))",
    re.IGNORECASE,
)


def find(text: str, now: datetime, lean: Lean = "past") -> tuple[Mention, ...]:
    """Every day or time of `text`, in order of place; `now` is the Paris time of the request, without offset."""
    found: list[Mention] = []
    for pattern, read in days.READERS:
        for match in pattern.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(_read(match, read, now, lean))
    found.sort(key=lambda mention: mention.start)
    return _relative_to_another(text, _with_hours(text, _without_repeats(text, found)))


def is_span(mention: Mention) -> bool:
    """Whether it tells how long something takes ("in 9 days") as well as when it will be."""
    return _SPAN.match(mention.text) is not None


def may_be_amount(mention: Mention) -> bool:
    """Whether it is a number with a dot that could be an amount as well ("shipping of 4.10")."""
    return _DOTTED.fullmatch(mention.text) is not None


def _read(match: re.Match[str], read: days.Reader, now: datetime, lean: Lean) -> Mention:
    try:
        moment, assumed = read(match, now, lean)
    except (ValueError, OverflowError):  # 30 February, day 0, the year 0, before the first day there is
        return Mention(match.start(), match.end(), match.group(), None)
    return Mention(match.start(), match.end(), match.group(), _iso(moment), assumed)


def _iso(moment: date | datetime) -> str:
    return moment.isoformat("T", "minutes") if isinstance(moment, datetime) else moment.isoformat()


def _without_repeats(text: str, found: list[Mention]) -> list[Mention]:
    """Leaves out what only repeats the date beside it ("Monday 23 November", "today, the 23rd"); a repeated day keeps its month."""
    kept: list[Mention] = []
    for place, mention in enumerate(found):
        others = [other for other in found[max(place - 1, 0) : place + 2] if other is not mention and _adjacent(text, mention, other)]
        if _BARE_WEEKDAY.fullmatch(mention.text) and any(_is_date(other) and (other.start > mention.start or other.value == mention.value) for other in others):
            continue
        if mention.text.lower() == "today" and any(_is_date(other) and other.value == mention.value for other in others):
            continue
        if not _is_date(mention) and any(other.value == mention.value and other.start > mention.start for other in others):  # "yesterday, Friday"
            continue
        number = _BARE_DAY.fullmatch(mention.text)
        same = [other for other in kept if number and other.value and _is_date(other) and int(other.value[8:10]) == int(number[1])]
        kept.append(replace(mention, value=same[-1].value[:10]) if same and same[-1].value else mention)
    return kept


def _adjacent(text: str, one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return _APPOSITION.fullmatch(text[first.end : second.start]) is not None


def _is_date(mention: Mention) -> bool:
    return any(character.isdigit() for character in mention.text) and "ago" not in mention.text


_FROM_DAY = re.compile(r"[\s,()@-]*(?:(?:at|around|about|by|near|exactly|approx\.?|roughly|circa) ?)*", re.IGNORECASE)
_TO_DAY = re.compile(r"\s*(?:on|of|,)?\s*(?:the )?", re.IGNORECASE)
_FARTHEST = 14  # characters between a day and its hour


def _with_hours(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions with the clock times that stand right beside them; each time belongs to one day."""
    free = [hour for hour in hours.find(text) if not any(m.start < hour.end and hour.start < m.end for m in found)]
    pairs: list[tuple[int, int, hours.Hour]] = []
    for place, mention in enumerate(found):
        if mention.value is None or mention.timed:
            continue
        for hour in free:
            after, before = text[mention.end : hour.start], text[hour.end : mention.start]
            if hour.start >= mention.end and len(after) <= _FARTHEST and _FROM_DAY.fullmatch(after):
                pairs.append((len(after) + (6 if "," in after else 0), place, hour))
            elif mention.start >= hour.end and len(before) <= _FARTHEST and _TO_DAY.fullmatch(before):
                pairs.append((len(before) + (6 if "," in before else 0), place, hour))
    for _, place, hour in sorted(pairs, key=lambda pair: pair[:2]):
        if hour in free and found[place].value and not found[place].timed:
            free.remove(hour)
            found[place] = _joined(text, found[place], hour)
    return found


def _joined(text: str, mention: Mention, hour: hours.Hour) -> Mention:
    start, end = min(mention.start, hour.start), max(mention.end, hour.end)
    clock = hour.beside(mention.text)
    if not clock:  # "yesterday at 25:10" is no moment
        return replace(mention, start=start, end=end, text=text[start:end], value=None)
    day = mention.value
    if "last night" in mention.text.lower() and clock < "06:00":
        day = (date.fromisoformat(str(day)) + timedelta(days=1)).isoformat()
    return replace(mention, start=start, end=end, value=f"{day}T{clock}")


def _relative_to_another(text: str, found: list[Mention]) -> tuple[Mention, ...]:
    """Adds days that are told from the date before them: "the same day", "two days later"."""
    for match in _AFTER_ANOTHER.finditer(text):
        anchor = next((m for m in reversed(found) if m.end <= match.start()), None)
        inside = any(m.start < match.end() and match.start() < m.end for m in found)
        if anchor is None or anchor.value is None or inside:
            continue
        try:
            moment = _told_from(match, datetime.fromisoformat(anchor.value))
        except (ValueError, OverflowError):  # beyond the first or the last day there is
            found = sorted([*found, Mention(match.start(), match.end(), match.group(), None)], key=lambda m: m.start)
            continue
        if isinstance(moment, datetime) and not anchor.timed:
            continue  # hours after a day without an hour: unknown
        found = sorted([*found, Mention(match.start(), match.end(), match.group(), _iso(moment), assumed=True)], key=lambda m: m.start)
    return tuple(found)


def _told_from(match: re.Match[str], start: datetime) -> date | datetime:
    """The day or minute that "the same day", "the next day" or "two days later" means after `start`."""
    if match["same"] or match["next"]:
        return start.date() + timedelta(days=1 if match["next"] else 0)
    return days.counted(match, start, 1 if match["later"] else -1)

"""Times of the day in plain text: "at 10", "10h30", "3 pm", "9 in the morning", "noon", "quarter to nine".

Refuses a bare number; reports an hour that no day has ("25:10") as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.understanding.grammar import Grammar
from knowledge.understanding.words import said

_MARKS = ("at", "sharp", "minute", "dotted", "bare_h", "am", "pm", "clock", "early", "late", "night", "past")
"""Groups of which one must be there: else it is any number."""
_HALF_DAY = 12
_EARLIEST = 6
_MOST_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of the day at start:end; `value` is HH:MM, empty for an hour that no day has; `halved` tells whether am or pm is known.

    One `in_words` ("half past eight") is rarely told by a clock of 24 hours.
    """

    start: int
    end: int
    value: str
    halved: bool
    in_words: bool = False

    @property
    def is_vague(self) -> bool:
        """Whether it may as well be the one after noon."""
        return self.in_words and not self.halved


class Hours:
    """Finds the times of the day of texts in one language."""

    def __init__(self, grammar: Grammar) -> None:
        self._words, self._numeral = grammar.hours, grammar.numeral

    def find(self, text: str) -> tuple[Hour, ...]:
        """Every time of the day that is clearly one, in order of place."""
        found = [_named(match) for match in self._words.named.finditer(text)]
        for match in self._words.clock.finditer(text):
            clear = any(said(match, mark) for mark in _MARKS)
            lasting = said(match, "bare_h") and self._words.lasting.search(text[: match.start()])
            taken = any(other.start < match.end() and match.start() < other.end for other in found)
            if clear and not lasting and not taken and (hour := _read(match)):
                found.append(hour)
        for match in self._words.spoken.finditer(text):
            taken = any(other.start < match.end() and match.start() < other.end for other in found)
            if not taken and (hour := self._spoken(match)):
                found.append(hour)
        return tuple(sorted(found, key=lambda hour: hour.start))

    def _spoken(self, match: re.Match[str]) -> Hour | None:
        """An hour in words, perhaps with minutes before or after it; what stands for 1 to 6 without a half of the day is after noon."""
        if not any(said(match, mark) for mark in ("told", *_MARKS)):
            return None
        hour, minutes = self._count(match["hour"]), 30 if said(match, "half") else 15 if said(match, "quarter") else self._count(said(match, "minutes") or "0")
        if not 1 <= hour <= _HALF_DAY or minutes > _MOST_MINUTES:
            return None
        half = _half(match, hour)
        morning = half == "a"
        late = half == "p" or (not morning and hour <= _EARLIEST)
        told = hour % 12 * 60 + (12 * 60 if late or (hour == _HALF_DAY and not morning) else 0) + (-minutes if said(match, "before") else minutes)
        told %= 24 * 60
        return Hour(match.start(), match.end(), f"{told // 60:02d}:{told % 60:02d}", halved=bool(half), in_words=True)

    def _count(self, written: str) -> int:
        return int(written) if written.isdigit() else self._numeral(written)

    def beside(self, hour: Hour, day: str, before: str = "") -> str:
        """HH:MM of an hour that is said beside these words for a day, and `before` them: "at 3" of an afternoon is 15:00."""
        is_late = self._words.late.search(day) or self._words.late_of.search(before)
        if hour.halved or not is_late or hour.value >= "12:00":
            return hour.value
        if self._words.last_night.search(day) and hour.value < "06:00":
            return hour.value  # the small hours after last night
        return f"{int(hour.value[:2]) + 12:02d}{hour.value[2:]}"


def _named(match: re.Match[str]) -> Hour:
    hour, minute = 0 if said(match, "midnight") else 12, 30 if said(match, "past") else 0
    return Hour(match.start(), match.end(), f"{hour:02d}:{minute:02d}", halved=True)


def _half(match: re.Match[str], hour: int) -> str:
    """The half of the day that is told, a or p; empty where none is. A night ends with its small hours."""
    if said(match, "night"):
        return "a" if hour < _EARLIEST or hour == _HALF_DAY else "p"
    return next((half for mark, half in (("late", "p"), ("early", "a"), ("pm", "p"), ("am", "a")) if said(match, mark)), "")


def _read(match: re.Match[str]) -> Hour | None:
    hour, minute = int(match["hour"]), int(said(match, "minute") or said(match, "dotted") or (30 if said(match, "past") else 0))
    half = _half(match, hour)
    if half and (hour == 0 or hour > 12):
        half = ""  # "15:00 pm" says nothing more
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return Hour(match.start(), match.end(), "", halved=True) if said(match, "colon") == ":" else None
    return Hour(match.start(), match.end(), f"{hour:02d}:{minute:02d}", halved=bool(half))

"""Days and times in plain text: "yesterday", "last Friday", "12/11", "3 days ago", "on the 3rd at 10am".

Numeric dates are day first. A date that does not exist is reported as such, never moved to one that does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from knowledge.understanding import days
from knowledge.understanding.days import Days, Lean
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hours import Hour, Hours
from knowledge.understanding.words import said

__all__ = ["Dates", "Lean", "Mention"]


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


_NEIGHBOURS = {"same": 0, "next": 1, "previous": -1}
_FARTHEST = 26  # characters between a day and its hour


class Dates:
    """Finds the days and times of texts in one language."""

    def __init__(self, grammar: Grammar, hours: Hours) -> None:
        self._words, self._hour_words = grammar.dates, grammar.hours
        self._days, self._hours = Days(grammar), hours

    def find(self, text: str, now: datetime, lean: Lean = "past") -> tuple[Mention, ...]:
        """Every day or time of `text`, in order of place; `now` is the Paris time of the request, without offset."""
        found: list[Mention] = []
        for pattern, read in self._days.readers:
            for match in pattern.finditer(text):
                if not any(match.start() < other.end and other.start < match.end() for other in found):
                    found.append(_read(match, read, now, lean))
        found.sort(key=lambda mention: mention.start)
        told = self._relative_to_another(text, self._with_hours(text, self._without_repeats(text, found)))
        return self._with_later_hours(text, self._with_hours(text, list(told)))

    def is_span(self, mention: Mention) -> bool:
        """Whether it tells how long something takes ("in 9 days") as well as when it will be."""
        return self._words.lasting.match(mention.text) is not None

    def may_be_amount(self, mention: Mention) -> bool:
        """Whether it is a number with a dot that could be an amount as well ("shipping of 4.10")."""
        return self._words.dotted.fullmatch(mention.text) is not None

    def _without_repeats(self, text: str, found: list[Mention]) -> list[Mention]:
        """Leaves out what only repeats the date beside it ("Monday 23 November", "today, the 23rd"); a repeated day keeps its month."""
        kept: list[Mention] = []
        words = self._words
        for place, mention in enumerate(found):
            others = [other for other in found[max(place - 1, 0) : place + 2] if other is not mention and self._adjacent(text, mention, other)]
            dated = [other for other in others if self._is_date(other)]
            if words.bare_weekday.fullmatch(mention.text) and any(other.start > mention.start or other.value == mention.value for other in dated):
                continue
            if words.today.fullmatch(mention.text) and any(other.value == mention.value for other in dated):
                continue
            # "yesterday, Friday"
            if not self._is_date(mention) and any(other.value == mention.value and other.start > mention.start for other in others):
                continue
            number = words.bare_day.fullmatch(mention.text)
            same = [other for other in kept if number and other.value and self._is_date(other) and int(other.value[8:10]) == int(number[1])]
            kept.append(replace(mention, value=same[-1].value[:10]) if same and same[-1].value else mention)
        return kept

    def _adjacent(self, text: str, one: Mention, other: Mention) -> bool:
        first, second = sorted((one, other), key=lambda mention: mention.start)
        return self._words.apposition.fullmatch(text[first.end : second.start]) is not None

    def _is_date(self, mention: Mention) -> bool:
        return any(character.isdigit() for character in mention.text) and self._words.relative.search(mention.text) is None

    def _with_hours(self, text: str, found: list[Mention]) -> list[Mention]:
        """The mentions with the clock times that stand right beside them; each time belongs to one day."""
        free = [hour for hour in self._hours.find(text) if not any(m.start < hour.end and hour.start < m.end for m in found)]
        pairs: list[tuple[int, int, Hour]] = []
        for place, mention in enumerate(found):
            if mention.value is None or mention.timed:
                continue
            for hour in free:
                after, before = text[mention.end : hour.start], text[hour.end : mention.start]
                if hour.start >= mention.end and len(after) <= _FARTHEST and self._words.from_day.fullmatch(after):
                    pairs.append((len(after) + (6 if "," in after else 0), place, hour))
                elif mention.start >= hour.end and len(before) <= _FARTHEST and self._words.to_day.fullmatch(before):
                    pairs.append((len(before) + (6 if "," in before else 0), place, hour))
        for _, place, hour in sorted(pairs, key=lambda pair: pair[:2]):
            if hour in free and found[place].value and not found[place].timed:
                free.remove(hour)
                found[place] = self._joined(text, found[place], hour)
        return found

    def _with_later_hours(self, text: str, found: list[Mention]) -> tuple[Mention, ...]:
        """Adds hours told after a day with an hour, which are later on that day ("ordered on Friday at 18:20 and paid at 18:24")."""
        for hour in self._hours.find(text):
            anchor = next((m for m in reversed(found) if m.end <= hour.start), None)
            if anchor is None or not (anchor.value and anchor.timed and hour.value) or any(m.start < hour.end and hour.start < m.end for m in found):
                continue
            day, _, before = anchor.value.partition("T")
            if hour.value > before and self._words.later_hour.fullmatch(text[anchor.end : hour.start]):
                found.append(Mention(hour.start, hour.end, text[hour.start : hour.end], f"{day}T{hour.value}", assumed=True))
                found.sort(key=lambda mention: mention.start)
        return tuple(found)

    def _joined(self, text: str, mention: Mention, hour: Hour) -> Mention:
        start, end = min(mention.start, hour.start), max(mention.end, hour.end)
        clock = self._hours.beside(hour, text[start:end], text[max(start - _FARTHEST, 0) : start])
        if not clock:  # "yesterday at 25:10" is no moment
            return replace(mention, start=start, end=end, text=text[start:end], value=None)
        day = mention.value
        if self._hour_words.last_night.search(mention.text) and clock < "06:00":
            day = (date.fromisoformat(str(day)) + timedelta(days=1)).isoformat()
        return replace(mention, start=start, end=end, value=f"{day}T{clock}")

    def _relative_to_another(self, text: str, found: list[Mention]) -> tuple[Mention, ...]:
        """Adds days that are told from the date before them: "the same day", "two days later"."""
        for match in self._words.another.finditer(text):
            anchor = next((m for m in reversed(found) if m.end <= match.start()), None)
            inside = any(m.start < match.end() and match.start() < m.end for m in found)
            if anchor is None or anchor.value is None or inside:
                continue
            if said(match, "same_time"):
                found = sorted([*found, Mention(match.start(), match.end(), match.group(), anchor.value, assumed=True)], key=lambda m: m.start)
                continue
            try:
                moment = self._told_from(match, datetime.fromisoformat(anchor.value))
            except (ValueError, OverflowError):  # beyond the first or the last day there is
                found = sorted([*found, Mention(match.start(), match.end(), match.group(), None)], key=lambda m: m.start)
                continue
            if isinstance(moment, datetime) and not anchor.timed:
                continue  # hours after a day without an hour: unknown
            found = sorted([*found, Mention(match.start(), match.end(), match.group(), _iso(moment), assumed=True)], key=lambda m: m.start)
        return tuple(self._with_hours(text, found))  # "the same day at 4pm"

    def _told_from(self, match: re.Match[str], start: datetime) -> date | datetime:
        """The day or minute that "the same day", "the next day" or "two days later" means after `start`."""
        for group, days_later in _NEIGHBOURS.items():
            if said(match, group):
                return start.date() + timedelta(days=days_later)
        return self._days.counted(match, start, 1 if said(match, "later") else -1)


def _read(match: re.Match[str], read: days.Reader, now: datetime, lean: Lean) -> Mention:
    try:
        moment, assumed = read(match, now, lean)
    except (ValueError, OverflowError):  # 30 February, day 0, the year 0, before the first day there is
        return Mention(match.start(), match.end(), match.group(), None)
    return Mention(match.start(), match.end(), match.group(), _iso(moment), assumed)


def _iso(moment: date | datetime) -> str:
    return moment.isoformat("T", "minutes") if isinstance(moment, datetime) else moment.isoformat()

"""The time that a notice gives: when it is over, how many days it has, and the time zones in which notices name hours.

Refuses to say an end where the words do not tell; working days are taken as days, the earlier reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from knowledge.calendars import PARIS
from knowledge.understanding.dates import Dates, Mention
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.words import said

_END_OF_DAY = "T23:59"


@dataclass(frozen=True, slots=True)
class End:
    """When the time that a notice gives is over (ISO): `safe` is the careful reading, `last` the last day or minute of it."""

    safe: str
    last: str


class Windows:
    """Reads the time that notices give, in one language."""

    def __init__(self, grammar: Grammar, dates: Dates) -> None:
        self._grammar, self._words, self._dates = grammar, grammar.notices, dates

    def end_of(self, window: str, start: str, at: datetime) -> End | None:
        """When the time that a notice gives is over; None when the words do not tell.

        Counted from `start` (ISO), or, of time that is left, from `at`, when it was pasted; working days are taken as days: the earlier reading.
        """
        spans = [(self._count(match), bool(said(match, "hours"))) for match in self._words.window.finditer(window)]
        found: list[End] = []
        mentions = [mention for mention in self._dates.find(window, at, "future") if mention.value and not self._dates.is_span(mention)]
        for mention in mentions:
            value, _, _ = self.in_paris(window, mention)
            if "T" in value:
                found.append(End(value, value))
            elif self._words.before.search(window[: mention.start]):
                eve = f"{_moved(value, timedelta(days=-1))}{_END_OF_DAY}"
                found.append(End(eve, eve))
            else:
                found.append(End(value + _END_OF_DAY, value))
        if spans and not mentions and (start or self._words.left.search(window)):
            is_left = self._words.left.search(window) is not None
            step = timedelta()
            for count, in_hours in spans if is_left else spans[:1]:
                step += timedelta(hours=count) if in_hours else timedelta(days=count)
            begin = at.isoformat("T", "minutes") if is_left else start
            last = _moved(begin, step)
            found.append(End(last, last) if "T" in begin else End(f"{_moved(last, timedelta(days=-1))}{_END_OF_DAY}", last))
        return min(found, key=lambda end: end.safe, default=None)

    def whole_days(self, window: str) -> int | None:
        """The number of days that a window gives ("within 5 days", "within 48 hours"); None when it gives none, or a part of one."""
        match = None if self._words.left.search(window) else self._words.window.search(window)
        if match is None:
            return None
        count = self._count(match)
        if not said(match, "hours"):
            return count
        return count // 24 if count % 24 == 0 else None

    def in_paris(self, text: str, mention: Mention) -> tuple[str, str, bool]:
        """A date of a text in Paris time, its words with the time zone behind them, and whether that moved it."""
        value = str(mention.value)
        match = self._words.zone.match(text, mention.end)
        zone = self._zone(match) if match else None
        if match is None or zone is None or not mention.timed:
            return value, mention.text, False
        moved = datetime.fromisoformat(value).replace(tzinfo=zone).astimezone(PARIS).replace(tzinfo=None).isoformat("T", "minutes")
        words = text[mention.start : match.end()]
        return moved, words + ")" * (words.count("(") - words.count(")")), moved != value

    def _zone(self, match: re.Match[str]) -> tzinfo | None:
        if match["name"]:
            return self._words.zones.get(match["name"].lower())
        hours, minutes = re.findall(r"\d\d?", match["offset"])[0], re.findall(r"\d\d?", match["offset"])[1:]
        step = timedelta(hours=int(hours), minutes=int(minutes[0]) if minutes else 0)
        return timezone(-step if "-" in match["offset"] else step) if step < timedelta(hours=15) else None

    def _count(self, match: re.Match[str]) -> int:
        return int(self._grammar.count(match["count"]))


def agrees(end: End, outcome: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    """Whether one of the dates of an outcome is the end of the notice's time."""
    told = [str(outcome[key]) for key in keys if outcome.get(key)]
    return any(value in (end.safe, end.last) or ("T" not in end.last and value[:10] == end.last) for value in told)


def late(value: str) -> str:
    """A day or minute as a minute, so that both can be compared: of a day its last one."""
    return value if "T" in value else value + _END_OF_DAY


def _moved(value: str, step: timedelta) -> str:
    """A day or minute moved; a day moved by hours stays a day, the one on which they end."""
    moment = datetime.fromisoformat(value) + step
    return moment.isoformat("T", "minutes") if "T" in value else moment.date().isoformat()

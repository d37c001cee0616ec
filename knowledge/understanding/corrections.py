"""What a seller takes back in the same breath: "on the 9th, no wait, the 10th", "sold for 20, sorry, 25 €".

Takes out a day, an hour or a number only where another one of its kind follows upon words that take it back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from knowledge.understanding.amounts import Amounts
from knowledge.understanding.dates import Dates
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hours import Hours

_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - only the places matter
_COUNTED = re.compile(r" [^\W\d]+")
_AT_AN_END = re.compile(r"\s*(?:$|[.,;:!?)])")
_NUMBER = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value at start:end; `unit` is that of a number."""

    start: int
    end: int
    unit: str = ""


class Corrections:
    """Leaves of the values that a text corrects the last."""

    def __init__(self, grammar: Grammar, dates: Dates, hours: Hours, amounts: Amounts) -> None:
        self._taken_back, self._dates, self._hours, self._amounts = grammar.taken_back, dates, hours, amounts
        self._bare_day, self._told_from_now = grammar.dates.bare_day, grammar.dates.relative

    def made(self, text: str) -> str:
        """The text without what it takes back."""
        for values in (self._days_in, self._hours_in, self._numbers_in):
            text = self._corrected(text, values)
        return text

    def _corrected(self, text: str, values: Callable[[str], Sequence[_Value]]) -> str:
        for first, second in reversed(list(pairwise(values(text)))):
            between, behind = text[first.end : second.start], text[second.end :]
            counted = _COUNTED.match(between)
            is_same_thing = counted is not None and behind.startswith(counted[0])  # "3 lamps, no, 4 lamps"
            if counted and is_same_thing:
                between = between[counted.end() :]
            # "30 €, sorry, 5 € of postage": a number of something else corrects nothing.
            is_number = values == self._numbers_in
            if is_number and not (is_same_thing or _AT_AN_END.match(behind)):
                continue
            if is_number and first.unit and first.unit != second.unit:
                continue
            if self._taken_back.fullmatch(between):
                told, meant = text[first.start : first.end], text[second.start : second.end]
                kept = self._kept(told, meant) if values == self._days_in else meant
                text = text[: first.start] + kept + behind if kept else text
        return text

    def _kept(self, first: str, second: str) -> str:
        """The day that counts; "the 10th" behind "9 October" is in October. Empty where its month is not clear: then both stay, and are read back."""
        number, figures = self._bare_day.fullmatch(second), _NUMBER.findall(first)
        if not number or not figures or self._told_from_now.search(first):  # "2 days ago, no wait, the 10th"
            return second
        is_day = any(found.value is not None and int(found.value[8:10]) == int(figures[0]) for found in self._dates.find(first, _ANY_DAY))
        return _NUMBER.sub(number[1], first, count=1) if is_day else ""

    def _days_in(self, text: str) -> Sequence[_Value]:
        return [_Value(day.start, day.end) for day in self._dates.find(text, _ANY_DAY)]

    def _hours_in(self, text: str) -> Sequence[_Value]:
        return [_Value(hour.start, hour.end) for hour in self._hours.find(text)]

    def _numbers_in(self, text: str) -> Sequence[_Value]:
        days = self._days_in(text)
        numbers = self._amounts.find(text, words=True)
        return [
            _Value(number.start, number.end, number.unit) for number in numbers if not any(day.start < number.end and number.start < day.end for day in days)
        ]

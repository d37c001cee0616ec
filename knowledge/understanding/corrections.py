"""What a seller takes back in the same breath: "on the 9th, no wait, the 10th", "sold for 20, sorry, 25 €".

Takes out a day, an hour or a number only where another one of its kind follows upon words that take it back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise

from knowledge.understanding.amounts import Amounts
from knowledge.understanding.dates import Dates
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hours import Hours

_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - only the places matter
_COUNTED = re.compile(r" [^\W\d]+")
_Places = Sequence[tuple[int, int]]


class Corrections:
    """Leaves of the values that a text corrects the last."""

    def __init__(self, grammar: Grammar, dates: Dates, hours: Hours, amounts: Amounts) -> None:
        self._taken_back, self._dates, self._hours, self._amounts = grammar.taken_back, dates, hours, amounts

    def made(self, text: str) -> str:
        """The text without what it takes back."""
        if self._taken_back.search(text) is None:
            return text
        for places in (self._days_in, self._hours_in, self._numbers_in):
            text = self._corrected(text, places)
        return text

    def _corrected(self, text: str, places: Callable[[str], _Places]) -> str:
        found = places(text)
        for (start, end), (following, last) in reversed(list(pairwise(found))):
            between = text[end:following]
            counted = _COUNTED.match(between)
            if counted and text.startswith(counted[0], last):  # "3 lamps, no, 4 lamps"
                between = between[counted.end() :]
            if self._taken_back.fullmatch(between):
                text = text[:start] + text[following:]
        return text

    def _days_in(self, text: str) -> _Places:
        return [(day.start, day.end) for day in self._dates.find(text, _ANY_DAY)]

    def _hours_in(self, text: str) -> _Places:
        return [(hour.start, hour.end) for hour in self._hours.find(text)]

    def _numbers_in(self, text: str) -> _Places:
        days = self._days_in(text)
        numbers = self._amounts.find(text, words=True)
        return [(number.start, number.end) for number in numbers if not any(start < number.end and number.start < end for start, end in days)]

"""Spans of days in plain text: "from 31 August till today", "15/03/2026 - 20/11/2026", "between X and Y".

Refuses a text with two spans. A year that is said once, at the end, is that of both days.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date, datetime

from knowledge.understanding.dates import Dates, Mention
from knowledge.understanding.grammar import Grammar

_YEAR = re.compile(r"\d{4}")


class Spans:
    """Finds the spans of days of texts in one language."""

    def __init__(self, grammar: Grammar, dates: Dates) -> None:
        self._words, self._dates = grammar.spans, dates

    def find(self, text: str, now: datetime) -> tuple[Mention, Mention] | None:
        """The first and the last day of the one span that the text names; None when it names none, or several."""
        every = [mention for mention in self._dates.find(text, now) if mention.value]
        found = [(first, last) for first, last in itertools.pairwise(every) if self._joined(text, first, last)]
        if len(found) != 1:
            return None
        first, last = found[0]
        if first.assumed and _YEAR.search(last.text) and not _YEAR.search(first.text):
            first = _in_year_of(first, last)
        return first, last

    def _joined(self, text: str, first: Mention, last: Mention) -> bool:
        between = text[first.end : last.start]
        if self._words.to.fullmatch(between) or (not between.strip() and self._words.inside.match(last.text)):
            return True
        return self._words.joined.fullmatch(between) is not None and self._words.between.search(text[: first.start]) is not None


def _in_year_of(first: Mention, last: Mention) -> Mention:
    """The first day in the year of the last one, or in the year before where it would lie after it."""
    end, start = date.fromisoformat(str(last.value)[:10]), date.fromisoformat(str(first.value)[:10])
    for year in (end.year, end.year - 1):
        try:
            moved = start.replace(year=year)
        except ValueError:  # 29 February
            continue
        if moved <= end:
            return replace(first, value=moved.isoformat(), assumed=False)
    return first

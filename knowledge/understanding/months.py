"""Months and years in plain text: "October 2026", "last month", "2026-10", "next year".

A month without a year is the nearest one that has begun. Refuses to choose between two months.
"""

from __future__ import annotations

import re
from datetime import datetime

from knowledge.understanding.grammar import Grammar
from knowledge.understanding.words import said

_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)(?![-\d])")
_NUMERIC = re.compile(r"(?<![\d/])(?P<month>0?[1-9]|1[0-2])/(?P<year>\d{4})(?!\d)")
_FROM_NOW = {"last": -1, "this": 0, "next": 1}
_MONTHS = 12


class Months:
    """Finds the months and years of texts in one language."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar, self._words = grammar, grammar.month_names

    def find(self, text: str, now: datetime) -> str | None:
        """The one month (YYYY-MM) that the text names; None when it names none or several."""
        found = {f"{match['year']}-{int(match['month']):02}" for pattern in (_ISO, _NUMERIC) for match in pattern.finditer(text)}
        for match in self._words.named.finditer(text):
            month = self._grammar.month(match["month"])
            found.add(f"{match['year'] or (now.year if month <= now.month else now.year - 1)}-{month:02}")
        for match in self._words.told.finditer(text):
            count = now.year * _MONTHS + now.month - 1 - bool(said(match, "last"))
            found.add(f"{count // _MONTHS}-{count % _MONTHS + 1:02}")
        return found.pop() if len(found) == 1 else None

    def told_year(self, text: str, now: datetime) -> int | None:
        """The year that the text tells from now ("this year", "next year"); None when it tells none."""
        found = {step for match in self._words.year.finditer(text) for word, step in _FROM_NOW.items() if said(match, word)}
        return now.year + found.pop() if len(found) == 1 else None

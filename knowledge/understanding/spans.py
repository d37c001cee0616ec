"""Spans of days in plain text: "from 31 August till today", "15/03/2026 - 20/11/2026", "between X and Y".

Refuses a text with two spans. A year that is said once, at the end, is that of both days.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date, datetime

from knowledge.understanding import dates
from knowledge.understanding.dates import Mention

_TO = re.compile(r"[\s,]*(?:to|till|til|until|up to|through|thru|-|–|—|→|->)\s*(?:and including )?(?:the )?", re.IGNORECASE)
_AND = re.compile(r"\s*and\s*(?:the )?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the )?$", re.IGNORECASE)
_INSIDE = re.compile(r"(?:until|till|til|to|from|by)\s", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


def find(text: str, now: datetime) -> tuple[Mention, Mention] | None:
    """The first and the last day of the one span that the text names; None when it names none, or several."""
    every = [mention for mention in dates.find(text, now) if mention.value]
    found = [(first, last) for first, last in itertools.pairwise(every) if _joined(text, first, last)]
    if len(found) != 1:
        return None
    first, last = found[0]
    if first.assumed and _YEAR.search(last.text) and not _YEAR.search(first.text):
        first = _in_year_of(first, last)
    return first, last


def _joined(text: str, first: Mention, last: Mention) -> bool:
    between = text[first.end : last.start]
    if _TO.fullmatch(between) or (not between.strip() and _INSIDE.match(last.text)):
        return True
    return _AND.fullmatch(between) is not None and _BETWEEN.search(text[: first.start]) is not None


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

"""Months and years in plain text: "October 2026", "last month", "2026-10", "next year".

A month without a year is the nearest one that has begun. Refuses to choose between two months.
"""

from __future__ import annotations

import re
from datetime import datetime

from knowledge.understanding import days

_NO_DAY_BEFORE = r"(?<!\d )(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\dth )"
_NO_DAY_BEHIND = r"(?! \d{1,2}(?:st|nd|rd|th)?\b(?!\d))"
_MAY = r"(?!may (?:be|not|have|still|i|we|he|she|they)\b)"
_NAMED = re.compile(rf"{_NO_DAY_BEFORE}\b(?P<month>{_MAY}(?:{days.MONTH_NAMES}))'?s?\b\.?{_NO_DAY_BEHIND}(?:,? (?P<year>\d{{4}})\b)?", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)(?![-\d])")
_NUMERIC = re.compile(r"(?<![\d/])(?P<month>0?[1-9]|1[0-2])/(?P<year>\d{4})(?!\d)")
_TOLD = re.compile(r"\b(?P<last>(?:last|previous|past) month)|(?P<this>this|the current) month\b", re.IGNORECASE)
_TOLD_YEAR = re.compile(r"\b(this|next|last) year\b", re.IGNORECASE)
_FROM_NOW = {"this": 0, "next": 1, "last": -1}
_MONTHS = 12


def find(text: str, now: datetime) -> str | None:
    """The one month (YYYY-MM) that the text names; None when it names none or several."""
    found = {f"{match['year']}-{int(match['month']):02}" for pattern in (_ISO, _NUMERIC) for match in pattern.finditer(text)}
    for match in _NAMED.finditer(text):
        month = days.month_number(match["month"])
        found.add(f"{match['year'] or (now.year if month <= now.month else now.year - 1)}-{month:02}")
    for match in _TOLD.finditer(text):
        count = now.year * _MONTHS + now.month - 1 - bool(match["last"])
        found.add(f"{count // _MONTHS}-{count % _MONTHS + 1:02}")
    return found.pop() if len(found) == 1 else None


def told_year(text: str, now: datetime) -> int | None:
    """The year that the text tells from now ("this year", "next year"); None when it tells none."""
    found = {match[1].lower() for match in _TOLD_YEAR.finditer(text)}
    return now.year + _FROM_NOW[found.pop()] if len(found) == 1 else None

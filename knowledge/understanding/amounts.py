"""Numbers and amounts of money in plain text, in French and English notation.

"€45,50", "45.50 €", "1 234,50", "1,234.50" and "1.234,50" are read; a notation with two readings is the cents one.
A minus sign is kept, so that a negative price can be refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

NUMERALS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15}
NUMERALS |= {"thirteen": 13, "fourteen": 14, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "forty": 40, "sixty": 60, "seventy": 70}
NUMERALS |= {"eighty": 80, "ninety": 90, "twenty": 20, "thirty": 30, "fifty": 50, "a hundred": 100, "one hundred": 100, "a dozen": 12, "zero": 0, "one": 1}
_TIMES = {"hundred": 100, "thousand": 1000}
_WRITTEN = re.compile(rf"\b(?P<number>{'|'.join(NUMERALS)})\b(?: (?P<times>hundred|thousand)\b)?(?P<after>\s?(?:euros?\b|eur\b|per ?cent\b))?", re.IGNORECASE)
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_FOUND = re.compile(
    r"(?:(?<![\w-])(?P<minus>(?:minus |[-−])(?=[€\d])))?(?P<before>€|\beur(?:os?)?(?: |(?=\d)))?\s?(?<![\d.,])"
    rf"(?P<number>{_NUMBER})(?P<thousand>k\b)?(?P<after>\s?(?:€|%|euros?\b|eur\b|pct\b|per ?cent\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at start:end; `unit` is "eur", "percent" or empty."""

    start: int
    end: int
    value: Decimal
    unit: str
    written: bool = False
    """Whether it is written out in letters."""


def find(text: str, *, words: bool = False) -> tuple[Amount, ...]:
    """Every number of `text`, in order of place; with `words` also those written out ("three", "a dozen")."""
    found = []
    for match in _FOUND.finditer(text):
        if not match["before"] and match.start("number") and text[match.start("number") - 1].isalpha():
            continue  # "b2c"
        value = read_number(match["number"]) * (1000 if match["thousand"] else 1)
        found.append(Amount(match.start("number"), match.end(), -value if match["minus"] else value, _unit(match["before"], match["after"])))
    if words:
        for match in _WRITTEN.finditer(text):
            value = Decimal(NUMERALS[match["number"].lower()] * _TIMES.get((match["times"] or "").lower(), 1))
            found.append(Amount(match.start(), match.end(), value, _unit("", match["after"]), written=True))
    return tuple(sorted(found, key=lambda amount: amount.start))


def _unit(before: str | None, after: str | None) -> str:
    unit = (after or "").strip().lower()
    return "percent" if unit in ("%", "pct", "percent", "per cent") else "eur" if unit or before else ""


def read_number(written: str) -> Decimal:
    """The value of one written number; the last separator is the decimal one unless three digits follow it."""
    plain = re.sub(r"[ \u00a0\u202f]", "", written)
    last = max(plain.rfind(","), plain.rfind("."))
    if last == -1:
        return Decimal(plain)
    groups = len(plain) - last - 1 == 3 and len(re.findall(r"[.,]", plain)) >= 1
    same = len(set(re.findall(r"[.,]", plain))) == 1
    if groups and same:
        return Decimal(re.sub(r"[.,]", "", plain))
    return Decimal(re.sub(r"[.,]", "", plain[:last]) + "." + plain[last + 1 :])

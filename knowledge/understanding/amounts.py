"""Numbers and amounts of money in plain text, in French and English notation.

"€45,50", "45.50 €", "1 234,50", "1,234.50" and "1.234,50" are read; a notation with two readings is the cents one.
A minus sign is kept, so that a negative price can be refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_FOUND = re.compile(
    r"(?:(?<![\w-])(?P<minus>(?:minus |[-−])(?=[€\d])))?(?P<before>€|\beur(?:os?)?(?: |(?=\d)))?\s?(?<![\d.,])"
    rf"(?P<number>{_NUMBER})(?P<after>\s?(?:€|%|euros?\b|eur\b|per ?cent\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at start:end; `unit` is "eur", "percent" or empty."""

    start: int
    end: int
    value: Decimal
    unit: str


def find(text: str) -> tuple[Amount, ...]:
    """Every number of `text`, in order of place."""
    found = []
    for match in _FOUND.finditer(text):
        after = (match["after"] or "").strip().lower()
        unit = "percent" if after in ("%", "percent", "per cent") else "eur" if after or match["before"] else ""
        value = read_number(match["number"])
        found.append(Amount(match.start("number"), match.end(), -value if match["minus"] else value, unit))
    return tuple(found)


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

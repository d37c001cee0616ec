"""Numbers and amounts of money in plain text, in French and English notation.

"€45,50", "45.50 €", "1 234,50", "1,234.50" and "1.234,50" are read; a notation with two readings is the cents one.
A minus sign is kept, so that a negative price can be refused; before a share it only says that it is taken off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.patterns import compiled
from knowledge.understanding.grammar import Grammar, numeral

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at start:end; `unit` is "eur", "percent" or empty."""

    start: int
    end: int
    value: Decimal
    unit: str
    written: bool = False
    """Whether it is written out in letters."""


class Amounts:
    """Finds the numbers and amounts of texts in one language."""

    def __init__(self, grammar: Grammar) -> None:
        self._numeral, words = grammar.numeral, grammar.amounts
        self._pronoun = words.pronoun
        self._times = {word.lower(): value for word, value in words.times.items()}
        self._found = compiled(
            rf"(?:(?<![\w-])(?P<minus>(?:{words.minus}|[-−])(?=[€\d])))?(?P<before>€|\b{words.euros_before}(?: |(?=\d)))?\s?(?<![\d.,])"
            rf"(?P<number>{_NUMBER})(?P<thousand>k\b)?(?:\s?(?:(?P<euros>€|{words.euros})|(?P<percents>%|pct\b|{words.percents})))?",
            re.IGNORECASE,
        )
        self._written = compiled(
            rf"\b(?P<number>{numeral(grammar.numerals)})\b(?: (?P<times>{'|'.join(self._times) or '(?!)'})\b)?"
            rf"(?:\s?(?:(?P<euros>{words.euros})|(?P<percents>{words.percents})))?",
            re.IGNORECASE,
        )

    def find(self, text: str, *, words: bool = False) -> tuple[Amount, ...]:
        """Every number of `text`, in order of place; with `words` also those written out ("three", "a dozen")."""
        found = []
        for match in self._found.finditer(text):
            if not match["before"] and match.start("number") and text[match.start("number") - 1].isalpha():
                continue  # "b2c"
            value = read_number(match["number"]) * (1000 if match["thousand"] else 1)
            unit = "percent" if match["percents"] else "eur" if match["before"] or match["euros"] else ""
            negative = match["minus"] and unit != "percent"  # "-15 %" takes 15 % off: a share has no sign
            found.append(Amount(match.start("number"), match.end(), -value if negative else value, unit))
        if words:
            figures = tuple(found)  # the "cent" of "8 pour cent" is no number of its own
            for match in self._written.finditer(text):
                if any(match.start() < other.end and other.start < match.end() for other in figures) or self._pronoun.search(text[: match.start()]):
                    continue
                value = Decimal(self._numeral(match["number"]) * self._times.get((match["times"] or "").lower(), 1))
                unit = "percent" if match["percents"] else "eur" if match["euros"] else ""
                found.append(Amount(match.start(), match.end(), value, unit, written=True))
        return tuple(sorted(found, key=lambda amount: amount.start))


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

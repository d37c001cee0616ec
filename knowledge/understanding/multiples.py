"""Several of one price told as one ("3 for 20 € each"): the sum that they make.

Refuses what may be meant otherwise: without "each", a multiplication sign or the like, nothing is multiplied.
"""

from __future__ import annotations

import re

from knowledge.understanding.amounts import Amounts
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.words import said


class Multiples:
    """Sums up what one language tells as several of one price."""

    def __init__(self, grammar: Grammar, amounts: Amounts) -> None:
        self._several, self._amounts = grammar.amounts.several, amounts

    def summed(self, text: str) -> str:
        """The text with "3 for 20 € each" and "3 x 20 €" replaced by the sum, 60 €."""
        return self._several.sub(self._sum, text)

    def told(self, text: str) -> list[tuple[int, int]]:
        """Where the text tells several of one price, start and end of each."""
        return [match.span() for match in self._several.finditer(text) if self._sum(match) != match.group()]

    def _sum(self, match: re.Match[str]) -> str:
        counts = self._amounts.find(said(match, "count") or said(match, "times"), words=True)
        price = self._amounts.find(said(match, "price") or said(match, "unit_price"))
        if len(counts) != 1 or len(price) != 1:
            return match.group()
        return f"{counts[0].value * price[0].value} €"

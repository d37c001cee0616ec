"""Several of one price told as one ("3 for 20 € each"): the sum that they make.

Refuses what may be meant otherwise: without "each", a multiplication sign or the like, nothing is multiplied.
"""

from __future__ import annotations

import re

from knowledge.understanding import amounts

_PRICE = r"(?:€ ?\d+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})? ?(?:€|euros?\b|eur\b)?)"
_EACH = r" ?(?:each|apiece|a piece|per (?:piece|item|unit)|the piece)\b"
_SEVERAL = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(amounts.NUMERALS)})(?: (?:of (?:them|it) |[a-z]+ ){{0,3}}?(?:(?:for|at|of|worth) )?| ?[x×*] ?)(?P<price>{_PRICE}){_EACH}"
    rf"|\b(?P<times>\d{{1,2}}) ?[x×*] ?(?P<unit_price>{_PRICE})",
    re.IGNORECASE,
)


def summed(text: str) -> str:
    """The text with "3 for 20 € each" and "3 x 20 €" replaced by the sum, 60 €."""
    return _SEVERAL.sub(_sum, text)


def _sum(match: re.Match[str]) -> str:
    counts = amounts.find(match["count"] or match["times"], words=True)
    price = amounts.find(match["price"] or match["unit_price"])
    if len(counts) != 1 or len(price) != 1:
        return match.group()
    return f"{counts[0].value * price[0].value} €"

"""The figures that a text states as digits, whatever the habits of its language: 1,234.50, 1 234,50 and 1.234,50 are one number.

Refuses nothing, and takes no number in words for a figure.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from knowledge.wording import ORIGINAL

_ADDRESS = re.compile(r"https?://\S+")
_NAME = re.compile(r"[^\W\d_]\d+(?:\.\d+)?\w*")  # the end of a word such as Q4 or NU1, which states no figure
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f.](?=\d{3}(?!\d))")
_ENGLISH_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_COMMA = re.compile(r"(?<=\d),(?=\d)")


def figures(text: str, language: str) -> Counter[Decimal]:
    """How often each figure stands in a text of that language; addresses of pages and names with a digit in them do not count."""
    text = _NAME.sub("", _ADDRESS.sub("", text))
    text = _ENGLISH_THOUSANDS.sub("", text) if language == ORIGINAL else _COMMA.sub(".", _THOUSANDS.sub("", text))
    return Counter(Decimal(found) for found in _FIGURE.findall(text))


def difference(original: Counter[Decimal], translated: Counter[Decimal]) -> str:
    """What only one of two texts states, in words; empty when they state the same."""
    sides = (("only the English text states", original - translated), ("only this one states", translated - original))
    return ", ".join(f"{words} {', '.join(f'{figure:f}' for figure in sorted(more.elements()))}" for words, more in sides if more)

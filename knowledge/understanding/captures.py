"""Texts that a message gives word for word: a title, a status, the name of a product.

Refuses a text without letters or digits; changes nothing but quotation marks and punctuation around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_AROUND = " \t\n\"'“”«»‘’`.,;:!?"


def find(text: str, patterns: Iterable[re.Pattern[str]]) -> str | None:
    """What the first matching pattern holds in its first group; None when none matches."""
    for pattern in patterns:
        match = pattern.search(text)
        if match and (held := match.group(1)) and (captured := held.strip(_AROUND)) and any(letter.isalnum() for letter in captured):
            return captured
    return None

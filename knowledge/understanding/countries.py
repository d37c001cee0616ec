"""Countries and French territories named in a text, as ISO 3166-1 codes.

Names come from CLDR (through babel); adjectives such as "Spanish" are not destinations and are not read.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

_LANGUAGES = ("en", "fr")
_EXTRA = {"uk": "GB", "england": "GB", "holland": "NL", "guyana": "GF", "mainland france": "FR", "metropolitan france": "FR"}
_NOT_DESTINATIONS = re.compile(
    r"(?:based|located|established|living|live|from|company) (?:\w+ ){0,2}?(?:in )?$|(?:i'm|i am|we are|we're) in (?:\w+, )?$",
    re.IGNORECASE,
)


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    codes: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():  # leaves out regions such as 150, and the pseudo-codes
                codes.setdefault(str(name).lower(), code)
    codes |= _EXTRA
    ordered = sorted(codes, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE), codes


def find(text: str) -> tuple[str, ...]:
    """Codes of the countries that goods go to, in order, each once; where the seller is based is left out."""
    pattern, codes = _names()
    found = [codes[match.group().lower()] for match in pattern.finditer(text) if not _NOT_DESTINATIONS.search(text[: match.start()])]
    return tuple(dict.fromkeys(found))

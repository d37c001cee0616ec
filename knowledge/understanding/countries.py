"""Countries and French territories named in a text, as ISO 3166-1 codes.

Names come from CLDR (through babel); adjectives such as "Spanish" are not destinations and are not read.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale

_LANGUAGES = ("en", "fr")
_EXTRA = {"uk": "GB", "england": "GB", "holland": "NL", "guyana": "GF", "mainland france": "FR", "metropolitan france": "FR"}
_EXTRA |= {"turkey": "TR", "czech republic": "CZ", "usa": "US"}  # CLDR has only the names that the countries prefer
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # CLDR's codes for unions, leftovers and tests
_NOT_DESTINATIONS = re.compile(
    r"(?:based|located|established|living|live|from|company) (?:\w+ ){0,2}?(?:in )?$|(?:i'm|i am|we are|we're) in (?:\w+, )?$",
    re.IGNORECASE,
)


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    codes: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:  # leaves out regions such as 150
                plain = _plain(str(name))
                codes.setdefault(plain, code)
                codes.setdefault(plain.replace("st. ", "saint "), code)
    codes |= _EXTRA
    ordered = sorted(codes, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)"), codes


def _plain(text: str) -> str:
    """The text as names are compared: lower case, no accents, "and" and spaces for other ways to join words."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("’", "'").replace("&", "and"))
    return re.sub(r"[-\s]+", " ", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def find(text: str) -> tuple[str, ...]:
    """Codes of the countries that goods go to, in order, each once; where the seller is based is left out."""
    pattern, codes = _names()
    plain = _plain(text)
    found = [codes[match.group()] for match in pattern.finditer(plain) if not _NOT_DESTINATIONS.search(plain[: match.start()])]
    return tuple(dict.fromkeys(found))

"""The names by which countries and French territories go in one language, with their ISO 3166-1 codes.

Names come from CLDR (through babel) and, for what sellers say besides, from the grammar. A region has the empty code.
"""

from __future__ import annotations

import re
import unicodedata

from babel import Locale

from knowledge.patterns import compiled
from knowledge.understanding.words import PlaceWords

FRENCH = frozenset({"FR", "GP", "GF", "MQ", "RE", "YT", "PM", "MF", "BL", "NC", "PF", "WF"})
REGION = ""  # a place that is no single country
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ"})


def without_accents(text: str) -> str:
    """The text letter for letter without accents, so that places in it stay the same."""
    return "".join(unicodedata.normalize("NFKD", letter)[0] for letter in text).replace("’", "'")


class PlaceNames:
    """Every name of a country or region in one language; `pattern` finds them in a text without accents."""

    def __init__(self, words: PlaceWords) -> None:
        self._demonyms = words.demonyms
        codes: dict[str, str] = {}
        for language in words.locales:
            for code, name in Locale(language).territories.items():
                if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:  # leaves out regions such as 150
                    codes.setdefault(without_accents(str(name)).lower(), code)
        codes |= {name: code for code, names in words.names.items() for name in names} | dict.fromkeys(words.regions, REGION)
        self._codes = codes | {code.lower(): code for code in words.letters}
        ordered = "|".join(map(re.escape, sorted(self._codes, key=len, reverse=True))) or "(?!)"
        self.pattern = compiled(rf"(?<![\w-])(?:{ordered})(?!\w){words.behind}", re.IGNORECASE)

    def code(self, name: str) -> str:
        """The code of a name that the pattern found."""
        return self._codes[name.lower()]

    def people(self, demonym: str) -> str:
        """The code of the country whose people or things are so called."""
        return next(code for code, pattern in self._demonyms.items() if pattern.fullmatch(demonym))

"""Reading of codes, names and countries as people write them: letter case, accents, spaces.

Refuses to guess: what no rule of spelling makes equal stays different.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

_WORD = re.compile(r"[^\W_]+")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_READ_AS = MappingProxyType({"EL": "GR"})
_OUTERMOST = frozenset({"GP", "MQ", "GF", "RE", "YT", "MF"})
"""French regions with codes of their own that belong to the EU with France, though not to its VAT territory."""


def fold(text: str) -> str:
    """Lower case without accents; everything else stays, character for character."""
    lower = text.lower()
    if lower.isascii():
        return lower
    bare = "".join(letter for letter in unicodedata.normalize("NFD", lower) if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", bare)


def words(text: str) -> tuple[str, ...]:
    """The runs of letters and digits of the folded text, in order."""
    return tuple(_WORD.findall(fold(text)))


def code(text: str, joints: str = " -") -> str:
    """A code as it is declared: trimmed, lower case, one underscore for each run of white space and `joints`."""
    return re.sub(rf"[\s_{re.escape(joints)}]+", "_", text.strip().lower())


def spaced(text: str) -> str:
    """A printed name, comparable: trimmed, lower case, one space for each run of white space."""
    return " ".join(text.lower().split())


def country(text: str, *, outermost_apart: bool = False) -> str | None:
    """The ISO 3166-1 code in capitals (EL is GR); the French outermost regions are FR unless `outermost_apart`.

    None for what is not two letters.
    """
    if not _COUNTRY.fullmatch(text):
        return None
    found = text.upper()
    found = _READ_AS.get(found, found)
    return "FR" if found in _OUTERMOST and not outermost_apart else found

"""Takes out of a question what names a person: addresses, numbers, names. What the question asks stays.

The words and patterns are data (data/redaction.yaml). It refuses to be sure: a name that nothing announces is not found.
"""

from __future__ import annotations

import re
from pathlib import Path

from bot.gaps.numbers import without_ibans, without_numbers
from knowledge import yamlfile

_OUTSIDE = r"[^\s<>()\[\]\"]"
_BEGINS = rf"(?<!{_OUTSIDE})"  # at the start of a word only: elsewhere a long word would be tried from each of its letters
_EMAIL = re.compile(rf"{_BEGINS}{_OUTSIDE}+ ?@ ?[^\s<>()\[\]\"@]+\.[^\s<>()\[\]\"@.,;:!?]+|{_BEGINS}{_OUTSIDE}+@{_OUTSIDE}+")
_AT_AND_DOT = "at dot|arobase point|arroba punto|arroba ponto|chiocciola punto|at punkt|ma[łl]pa kropka"
_SPELT_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+ ?[\[(] ?(?:at|@|arobase|arroba|chiocciola|ma[łl]pa) ?[\])] ?[\w.-]+"
    r"(?: ?[\[(]? ?(?:dot|point|punto|punkt|kropka|ponto) ?[\])]? ?\w{2,})*"
    "|" + "|".join(rf"(?<![\w.+-])[\w.+-]*\w {at} [\w-]+(?: {dot} \w{{2,}})+" for at, dot in (pair.split() for pair in _AT_AND_DOT.split("|"))),
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<![\w@])@\w{2,}")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]*[?#=][^\s<>\"]*", re.IGNORECASE)
_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞĀĄĆČĘŁŃŚŠŹŻŽ])[\w'’.-]*\w"


class Patterns(yamlfile.Record):
    """What data/redaction.yaml holds."""

    words: dict[str, str]
    introductions: tuple[str, ...]
    titles: tuple[str, ...]
    particles: tuple[str, ...]
    not_names: tuple[str, ...]
    addresses: tuple[str, ...]
    towns: str
    iban: dict[str, int]


class Redaction:
    """Redacts texts by the patterns of one file."""

    def __init__(self, data: Path) -> None:
        """Reads data/redaction.yaml. Raises DataError."""
        self._data = data_ = yamlfile.load(data / "redaction.yaml", Patterns)
        particles, others = ("|".join(map(re.escape, words)) for words in (data_.particles, data_.not_names))
        capitals = rf"{_CAPITAL}(?: (?:(?:{particles}) ?)*{_CAPITAL}){{0,3}}"
        small = rf"(?!(?:{others})\b)[^\W\d_][\w'’-]+(?: (?!(?:{others})\b)[^\W\d_][\w'’-]+)?"
        self._introduced = re.compile(rf"(?<!\w)((?:{'|'.join(data_.introductions)})\s*)(?:{capitals}|{small})", re.IGNORECASE)
        self._titled = re.compile(rf"(?<!\w)((?:{'|'.join(data_.titles)})\s+){capitals}", re.IGNORECASE)
        self._address = re.compile(rf"(?<!\w)(?:{'|'.join(data_.addresses)})(?:{data_.towns})?", re.IGNORECASE)

    def redacted(self, text: str) -> str:
        """The text on one line, with a word in brackets for everything that was taken out."""
        word = self._data.words
        text = _LINK.sub(word["link"], " ".join(text.split()))
        text = _SPELT_EMAIL.sub(word["email"], _EMAIL.sub(word["email"], text))
        text = _ACCOUNT.sub(word["account"], text)
        text = self._address.sub(word["address"], without_ibans(text, self._data.iban, word["iban"]))
        text = without_numbers(text, word.__getitem__)
        for names in (self._introduced, self._titled):
            text = names.sub(lambda found: found[1] + word["name"], text)
        return text

    def is_whole(self, text: str) -> bool:
        """Whether nothing was taken out of a redacted text."""
        return not any(word in text for word in self._data.words.values())

"""The words by which sellers name the codes of an enumeration.

Refuses patterns that do not compile; finds every code a text names, in order of place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge import yamlfile
from knowledge.errors import DataError

_CLOSE_ENOUGH = 82  # of 100, rapidfuzz's weighted ratio, for an answer that names an option with a slip


class Term(yamlfile.Record):
    """One code: how it is shown, how it is explained, and the patterns (regular expressions) that name it."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A code named at start:end of a text."""

    start: int
    end: int
    code: str


class Vocabulary:
    """The codes of one enumeration with their labels and patterns."""

    def __init__(self, terms: Mapping[str, Term], path: Path) -> None:
        self.terms = dict(terms)
        try:
            self._patterns = {
                code: re.compile(rf"(?<!\w)(?:{'|'.join((*term.words, re.escape(term.label)))})(?!\w)", re.IGNORECASE) for code, term in self.terms.items()
            }
        except re.error as error:
            raise DataError(path, "words", f"not a regular expression ({error})") from error

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the file's order."""
        return tuple(self.terms)

    def label(self, code: str) -> str:
        """How a code is shown to a user; the code itself when it has no label."""
        return self.terms[code].label if code in self.terms else code

    def find(self, text: str) -> tuple[Named, ...]:
        """Every code the text names; of overlapping namings the longest counts."""
        every = [Named(match.start(), match.end(), code) for code, pattern in self._patterns.items() for match in pattern.finditer(text)]
        every.sort(key=lambda named: (named.start - named.end, named.start))
        kept: list[Named] = []
        for named in every:
            if not any(named.start < other.end and other.start < named.end for other in kept):
                kept.append(named)
        return tuple(sorted(kept, key=lambda named: named.start))

    def choose(self, text: str) -> str | None:
        """The one code an answer means: its number, its name, a named code, or a close spelling of a label."""
        plain = text.strip().lower().rstrip(".)!")
        if plain in self.terms:
            return plain
        if plain.isdigit() and 1 <= int(plain) <= len(self.terms):
            return self.codes[int(plain) - 1]
        named = list(dict.fromkeys(found.code for found in self.find(text)))
        if len(named) == 1:
            return named[0]
        if named or not plain:
            return None
        labels = {code: term.label.lower() for code, term in self.terms.items()}
        best = process.extractOne(plain, labels, scorer=fuzz.WRatio, score_cutoff=_CLOSE_ENOUGH)
        return str(best[2]) if best and len(plain) > 3 else None


def load_vocabularies(folder: Path) -> dict[str, Vocabulary]:
    """Every vocabulary of a folder, by file name. Raises DataError."""
    return {path.stem: Vocabulary(yamlfile.load(path, dict[str, Term]), path) for path in sorted(folder.glob("*.yaml"))}

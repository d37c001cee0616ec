"""The words by which sellers name the codes of an enumeration.

Refuses patterns that do not compile; finds every code a text names, in order of place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rapidfuzz.distance import DamerauLevenshtein

from knowledge import yamlfile
from knowledge.errors import DataError
from knowledge.patterns import compiled
from knowledge.understanding.words import DenialWords

_CLOSE_ENOUGH = 0.75  # share of letters that stand right in a word of a label written with a slip
_SHORTEST_SLIP = 5  # letters; a shorter word that is not quite one of a label is another word


class Term(yamlfile.Record):
    """One code: how it is shown, and the patterns (regular expressions) that name it.

    `together` are groups of patterns that name it when each group is found somewhere and no other code is named.
    `over` are codes that do not count where this one is named as well.
    """

    label: str
    words: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    over: tuple[str, ...] = ()


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
            # One pattern for each word: of alternatives in one pattern the first would count, not the longest.
            self._patterns = [(code, _whole((word,))) for code, term in self.terms.items() for word in (*term.words, re.escape(term.label))]
            self._together = {code: [_whole(group) for group in term.together] for code, term in self.terms.items() if term.together}
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
        every = list({Named(match.start(), match.end(), code) for code, pattern in self._patterns for match in pattern.finditer(text)})
        every.sort(key=lambda named: (named.start - named.end, named.start, self.codes.index(named.code)))
        kept: list[Named] = []
        for named in every:
            # Two codes may share their very words: a power bank is electronic and a battery.
            if not any(named.start < other.end and other.start < named.end and (named.start, named.end) != (other.start, other.end) for other in kept):
                kept.append(named)
        return tuple(sorted(kept, key=lambda named: (named.start, self.codes.index(named.code))))

    def affirmed(self, text: str, denial: DenialWords) -> tuple[Named, ...]:
        """Every code the text names without denying it ("no batteries or tyres")."""
        kept: list[Named] = []
        denied_to = -1
        for named in self.find(text):
            follows = denied_to >= 0 and denial.alternative.fullmatch(text[denied_to : named.start]) is not None
            if follows or denial.before.search(text[: named.start]):
                denied_to = named.end
            else:
                kept.append(named)
        return tuple(kept)

    def one(self, text: str, denial: DenialWords) -> str | None:
        """The one code a text names; None when it names none, or several of which none outdoes the others."""
        named = {found.code for found in self.affirmed(text, denial)}
        named -= {beaten for code in named for beaten in self.terms[code].over}
        if not named:
            named = {code for code, groups in self._together.items() if all(group.search(text) for group in groups)}
        return named.pop() if len(named) == 1 else None

    def choose(self, text: str, denial: DenialWords) -> str | None:
        """The one code an answer means: its number, its name, a named code, or nothing but words of one label, perhaps misspelt."""
        plain = text.strip().lower().rstrip(".)!")
        if plain in self.terms:
            return plain
        if plain.isdecimal() and 1 <= int(plain) <= len(self.terms):
            return self.codes[int(plain) - 1]
        if named := self.one(text, denial):
            return named
        if not plain or self.find(text):
            return None
        words = re.findall(r"\w+", plain)
        labels = {code: re.findall(r"\w+", term.label.lower()) for code, term in self.terms.items()}
        holding = [code for code, label in labels.items() if all(_is_among(word, label) for word in words)]
        return holding[0] if words and len(holding) == 1 else None


def _is_among(word: str, label: Iterable[str]) -> bool:
    """Whether it is one of the label's words, perhaps with a slip."""
    if len(word) < _SHORTEST_SLIP:
        return word in label
    return any(DamerauLevenshtein.normalized_similarity(word, other) >= _CLOSE_ENOUGH for other in label)


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    return compiled(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def load_vocabularies(folder: Path, original: Mapping[str, Vocabulary] = MappingProxyType({})) -> dict[str, Vocabulary]:
    """Every vocabulary of a folder, by file name; which code outdoes which is told by the `original` language. Raises DataError."""
    found: dict[str, Vocabulary] = {}
    for path in sorted(folder.glob("*.yaml")):
        terms = yamlfile.load(path, dict[str, Term])
        if known := original.get(path.stem):
            terms = {code: term.model_copy(update={"over": known.terms[code].over if code in known.terms else ()}) for code, term in terms.items()}
        found[path.stem] = Vocabulary(terms, path)
    return found

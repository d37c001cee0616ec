"""Countries and French territories named in a text, as ISO 3166-1 codes, and what is said to happen there.

Refuses to list the countries of a region: "the whole EU" is no list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.patterns import compiled
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.placenames import FRENCH, REGION, PlaceNames, without_accents
from knowledge.understanding.words import said

__all__ = ["FRENCH", "Countries", "Place", "Role"]

Role = Literal["to", "not", "from", "bare"]
"""Goods go there, explicitly do not, come from there, or nothing is said."""

_FARTHEST = 300  # characters
_NEAR = 25


@dataclass(frozen=True, slots=True)
class Place:
    """A country at start:end of a text, and what is said to happen there; a region has no code."""

    start: int
    end: int
    code: str
    role: Role


class Countries:
    """Finds the countries of texts in one language."""

    def __init__(self, grammar: Grammar) -> None:
        self._words, self._names = grammar.places, PlaceNames(grammar.places)

    def find(self, text: str) -> tuple[str, ...]:
        """Codes of the countries that goods go to, in order, each once; none at all where a whole region is among them."""
        found = self.places(text)
        to = [place for place in found if place.role == "to"] or [place for place in found if place.role == "bare"]
        if any(place.code == REGION for place in to):
            return ()
        return tuple(dict.fromkeys(place.code for place in to))

    def one(self, text: str, role: Literal["any", "to", "from"], cue: re.Pattern[str] | None = None) -> str | None:
        """The one country named, of any role, or that goods go to or come from; with a cue, the one that stands nearest to it.

        None when no country or several are meant, or a region that is no single country.
        """
        every = self.places(text)
        found = [place for place in every if role in ("any", place.role)]
        cues = list(cue.finditer(text)) if cue else []
        if cues and not found:  # of a bare name only the cue tells what it is
            found = [place for place in every if place.role == "bare" and _distance(place, cues) <= _NEAR]
        exact = [min(found, key=lambda place: _distance(place, cues))] if cues and found else found
        codes = {place.code for place in exact}
        return (codes.pop() or None) if len(codes) == 1 else None

    def told(self, text: str, patterns: Sequence[str]) -> str | None:
        """The one country that the patterns name at <place> or by a <demonym>; None when they name none, or several."""
        plain = without_accents(text)
        codes = {self._named(match) for pattern in patterns for match in self._filled(pattern).finditer(plain)} - {""}
        return codes.pop() if len(codes) == 1 else None

    def _filled(self, pattern: str) -> re.Pattern[str]:
        """A pattern with every country's name for <place>, and every people's for <demonym>."""
        people = "|".join(found.pattern for found in self._words.demonyms.values()) or "(?!)"
        filled = pattern.replace("<place>", f"(?P<place>{self._names.pattern.pattern})").replace("<demonym>", f"(?P<demonym>{people})")
        return compiled(rf"\b(?:{filled})", re.IGNORECASE)

    def _named(self, match: re.Match[str]) -> str:
        """The code of what a filled pattern found; empty for a region, and for a word that only looks like a code ("it")."""
        if people := said(match, "demonym"):
            return self._names.people(people)
        place = said(match, "place")
        return self._names.code(place) if place and (place.isupper() or place.upper() not in self._words.letters) else ""

    def places(self, text: str) -> tuple[Place, ...]:
        """Every country named, in order of place."""
        plain = without_accents(text)
        found: list[Place] = []
        for match in self._names.pattern.finditer(plain):
            start, end = match.span()
            joint = self._words.joined.fullmatch(plain[found[-1].end : start]) if found else None
            role = self._role(plain, start, end, found[-1] if found else None, joint)
            if self._is_sure(plain, start, end, role, joined=joint is not None):
                found.append(Place(start, end, self._names.code(match.group()), role))
        for match in self._words.adjective.finditer(plain):
            before = _before(plain, match.start())
            brought = not said(match, "people") or self._words.others_bring.search(before) is not None
            role = "from" if brought else "not" if self._words.denied.search(before) else "to"
            found.append(Place(match.start(), match.end(), self._names.people(match["demonym"]), role))
        return tuple(sorted(found, key=lambda place: place.start))

    def _is_sure(self, text: str, start: int, end: int, role: Role, *, joined: bool) -> bool:
        """Whether what may be another word is meant as a country."""
        name = text[start:end]
        if name.upper() in self._words.letters:
            return name.isupper() and not text.isupper() and (joined or name not in self._words.doubtful)
        return name.lower() not in self._words.capital or (role == "to" and not name.islower())

    def _role(self, text: str, start: int, end: int, earlier: Place | None, joint: re.Match[str] | None) -> Role:
        before, words = _before(text, start), self._words
        if earlier and joint:
            return "to" if earlier.role == "not" and words.only.search(joint.group()) else earlier.role
        if words.denied.search(before):
            return "not"
        if words.people_there.search(before):
            return "to"
        if words.origin.search(before) or words.origin_behind.match(text[end:]):
            return "from"
        if words.to.search(before) or words.everywhere.search(before):
            return "to"
        clause = before[max((match.end() for match in words.clause.finditer(before)), default=0) :]
        sends = words.sends.search(clause) is not None
        said_anyhow = words.anyhow.fullmatch(text[start:end]) is not None
        return "to" if sends and (words.inside.search(before) or said_anyhow) else "bare"


def _distance(place: Place, cues: Sequence[re.Match[str]]) -> int:
    return min(max(place.start - cue.end(), cue.start() - place.end, 0) for cue in cues)


def _before(text: str, start: int) -> str:
    """What stands before a name, as far as it can say anything about it: a message full of names must not take seconds."""
    return text[max(start - _FARTHEST, 0) : start]

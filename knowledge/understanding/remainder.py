"""What a message tells that nothing of a rule has taken: whole clauses without a cue, a value, a day, a figure or a country.

Refuses questions and mere fillers; in a language whose grammar knows no content words nothing is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from knowledge.inputs import InputSpec
from knowledge.understanding.hints import InputHints
from knowledge.understanding.parts import Parts
from knowledge.understanding.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 3
_REACH = 40
"""As many characters before its end a pattern explains at most: some begin with the message."""


class Remainder:
    """Finds what is left over of texts in one language."""

    def __init__(self, parts: Parts, vocabularies: Mapping[str, Vocabulary]) -> None:
        self._parts, self._vocabularies, self._words = parts, vocabularies, parts.grammar.remainder

    def find(self, specs: Iterable[InputSpec], hints: Mapping[str, InputHints], text: str, now: datetime) -> tuple[str, ...]:
        """The clauses that tell something beside these inputs, in order of place."""
        places = list(self._used(specs, hints, text, now))
        found: list[str] = []
        start = 0
        for cut in (*(match.span() for match in self._words.cut.finditer(text)), (len(text), len(text))):
            clause = text[start : cut[0]]
            is_used = any(first < cut[0] and start < last for first, last in places)
            asks = text[cut[0] : cut[0] + 1] == "?" or self._words.asking.match(clause)
            if not (is_used or asks) and len(_WORD.findall(clause)) >= _FEWEST_WORDS and self._words.content.search(clause):
                found.append(clause.strip())
            start = cut[1]
        return tuple(found)

    def _used(self, specs: Iterable[InputSpec], hints: Mapping[str, InputHints], text: str, now: datetime) -> Iterator[tuple[int, int]]:
        """Start and end of everything that an input has to do with."""
        parts = self._parts
        for spec in specs:
            for pattern in hints[spec.name].every if spec.name in hints else ():
                yield from ((max(match.start(), match.end() - _REACH), match.end()) for match in pattern.finditer(text))
            for name in {part.vocabulary for part in spec.parts if part.vocabulary in self._vocabularies}:
                yield from ((named.start, named.end) for named in self._vocabularies[name].find(text))
        yield from ((day.start, day.end) for day in parts.dates.find(text, now))
        yield from ((hour.start, hour.end) for hour in parts.hours.find(text))
        yield from ((number.start, number.end) for number in parts.amounts.find(text))
        yield from ((place.start, place.end) for place in parts.countries.places(text))
        yield from (match.span() for match in parts.grammar.denial.unknown.finditer(text))

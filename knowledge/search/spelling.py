"""Mends misspelt words of a question before it is understood, towards the words that articles and phrasings use.

Leaves alone what may be right: dictionary words and their inflections, names, codes, and words with no near neighbour.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHORTEST = 4
_NEAR_ENOUGH = 0.7  # share of letters that stand right, by cross-checking on the development questions
_MOST_LENGTH_CHANGE = 2
_COMMON = 0.02  # how much a tenfold more frequent word may be farther away, per unit of log frequency
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er")


class Speller:
    """Knows the words of the corpus with their counts, and a dictionary of words that are never touched."""

    def __init__(self, texts: Iterable[str], examples: Iterable[str], dictionary: frozenset[str]) -> None:
        self._dictionary = dictionary
        written = Counter(word.lower() for text in texts for word in _WORD.findall(text))
        asked = Counter(word.lower() for text in examples for word in _WORD.findall(text))
        # Examples hold misspellings on purpose: a word of theirs counts when a dictionary or many of them have it.
        self._known = {word: count for word, count in (written + asked).items() if written[word] > 1 or count >= 5 or (count > 1 and self._is_english(word))}
        self._words = list(self._known)

    def mend(self, text: str) -> str:
        """The text with each misspelt word replaced by the nearest known one."""
        return _WORD.sub(lambda match: self._mended(match.group()), text)

    def _mended(self, word: str) -> str:
        lower = word.lower()
        if len(word) < _SHORTEST or word[0].isupper() or lower in self._known or self._is_english(lower):
            return word
        near = process.extract(lower, self._words, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=_NEAR_ENOUGH, limit=5)
        fitting = [
            (score + _COMMON * math.log(self._known[found]), found)
            for found, score, _ in near
            if found[0] == lower[0] and abs(len(found) - len(lower)) <= _MOST_LENGTH_CHANGE
        ]
        return max(fitting)[1] if fitting else word

    def _is_english(self, word: str) -> bool:
        if word in self._dictionary or "'" in word or "’" in word:
            return True
        stems = (word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) > 2)
        return any(stem in self._dictionary or f"{stem}e" in self._dictionary for stem in stems)

"""Which texts ask the same in nearly the same words.

Refuses nothing; texts that mean the same in other words are not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.checks.questions import plain

_KEPT = 32  # pairs of lists of texts: those of every language, in two or three states
_ALIKE = 95  # per cent of the letters: a question with a slip or another ending is the same question


def bag(text: str) -> str:
    """The words of a text in the order of the alphabet: the same for texts that differ in case, accents, punctuation or the order of words."""
    return " ".join(sorted(plain(text).split()))


def alike(texts: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of each text and of each other text that it nearly equals, letter by letter."""
    yield from _alike(tuple(plain(text) for text in texts), tuple(plain(text) for text in others))


@lru_cache(_KEPT)
def _alike(texts: tuple[str, ...], others: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The same of plain texts; remembered, as it compares all with all, and a check is mostly made again of the same questions."""
    found = process.cdist(texts, others, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8)
    return tuple((int(place), int(other)) for place, other in zip(*np.nonzero(found), strict=True))

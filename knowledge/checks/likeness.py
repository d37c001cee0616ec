"""Which texts ask the same in nearly the same words.

Refuses nothing; texts that mean the same in other words are not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.checks.questions import plain

_ALIKE = 95  # per cent of the letters: a question with a slip or another ending is the same question


def bag(text: str) -> str:
    """The words of a text in the order of the alphabet: the same for texts that differ in case, accents, punctuation or the order of words."""
    return " ".join(sorted(plain(text).split()))


def alike(texts: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of each text and of each other text that it nearly equals, letter by letter."""
    found = process.cdist([plain(text) for text in texts], [plain(text) for text in others], scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8)
    for place, other in zip(*np.nonzero(found), strict=True):
        yield int(place), int(other)

"""A small encoder for tests of the search: a vector of hashed words, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from knowledge.search.encoder import Vectors

_DIMENSION = 128


class HashingEncoder:
    """Texts that share words lie near each other; `encoded` keeps what it was asked to encode."""

    def __init__(self, name: str = "hashing") -> None:
        self._name = name
        self.encoded: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        found = np.zeros((len(texts), _DIMENSION), dtype=np.float32)
        for place, text in enumerate(texts):
            for word in text.lower().split():
                found[place, int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % _DIMENSION] += 1
            found[place] /= np.linalg.norm(found[place]) or 1
        return found

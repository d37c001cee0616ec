"""The vectors of passages' headings, kept beside an index: a question would have to wait for those of its three best articles.

Refuses nothing: what is not kept, or was kept of another encoder, is encoded when it is first needed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from knowledge.search.encoder import Encoder, Vectors

_FILE = "headings.npz"
Vector = npt.NDArray[np.float32]


class Headings:
    """The headings of each article's passages, in order, as vectors of one encoder."""

    def __init__(self, encoder: Encoder, headings: Mapping[str, Sequence[str]], known: Mapping[str, Vector] | None = None) -> None:
        """`known` are vectors of that encoder, by heading."""
        self._encoder, self._headings = encoder, headings
        known = known or {}
        self._vectors: dict[str, Vectors] = {
            article: np.stack([known[text] for text in texts]) for article, texts in headings.items() if texts and all(text in known for text in texts)
        }

    def of(self, article: str) -> Vectors:
        """One unit vector for each passage of an article."""
        if article not in self._vectors:
            self._vectors[article] = self._encoder.encode(list(self._headings[article]))
        return self._vectors[article]


def load(folder: Path, encoder: Encoder, headings: Mapping[str, Sequence[str]]) -> Headings:
    """The headings, with the vectors that are kept in the folder of an index."""
    return Headings(encoder, headings, _kept(folder, encoder))


def keep(folder: Path, encoder: Encoder, headings: Mapping[str, Sequence[str]]) -> None:
    """Writes their vectors into the folder of an index, unless they are there; encodes those alone that are new."""
    kept, wanted = _kept(folder, encoder), sorted({text for texts in headings.values() for text in texts})
    fresh = [text for text in wanted if text not in kept]
    if not fresh:
        return
    kept |= dict(zip(fresh, encoder.encode(fresh), strict=True))
    np.savez(folder / _FILE, encoder=encoder.name, texts=json.dumps(wanted), vectors=np.stack([kept[text] for text in wanted]))


def _kept(folder: Path, encoder: Encoder) -> dict[str, Vector]:
    try:
        with (folder / _FILE).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if str(stored["encoder"]) != encoder.name:
                return {}
            return dict(zip(json.loads(str(stored["texts"])), stored["vectors"], strict=True))
    except (OSError, KeyError, ValueError, EOFError, BadZipFile, zlib.error):
        return {}  # none yet, or damaged: it will be made anew

"""Character n-grams: the part of the search that survives misspelling."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

_NGRAMS = (2, 5)
_MOST_FEATURES = 30_000


class CharacterModel:
    """TF-IDF over character 2- to 5-grams within words; rows have length 1."""

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        self._vectorizer = vectorizer
        self._analyse, self._numbers = vectorizer.build_analyzer(), vectorizer.vocabulary_

    @classmethod
    def fit(cls, texts: Sequence[str]) -> CharacterModel:
        """Learns n-grams and their weights from the texts."""
        vectorizer = _vectorizer(max_features=_MOST_FEATURES)
        vectorizer.fit(texts)
        return cls(vectorizer)

    @classmethod
    def load(cls, path: Path) -> CharacterModel:
        """The model written by `save`; plain numbers and text, no pickle."""
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            vectorizer = _vectorizer(vocabulary=json.loads(str(stored["terms"])))
            vectorizer.idf_ = stored["idf"]
        return cls(vectorizer)

    def save(self, path: Path) -> None:
        """Writes terms and weights."""
        terms = list(self._vectorizer.get_feature_names_out())
        np.savez_compressed(path, terms=json.dumps(terms), idf=self._vectorizer.idf_)

    def transform(self, texts: Sequence[str]) -> Any:
        """Sparse matrix (texts, n-grams)."""
        return self._vectorizer.transform(texts)

    def row(self, text: str) -> Any:
        """What `transform` makes of one text, without its checks: they take several times as long as the row."""
        known = [number for gram in self._analyse(text) if (number := self._numbers.get(gram)) is not None]
        columns, counts = np.unique(np.array(known, dtype=np.int32), return_counts=True)
        weights = (np.log(counts.astype(np.float32)) + np.float32(1)) * self._vectorizer.idf_[columns]
        length = np.linalg.norm(weights)
        return csr_matrix((weights / length if length else weights, columns, [0, len(columns)]), shape=(1, len(self._numbers)))


def _vectorizer(**settings: Any) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=_NGRAMS, sublinear_tf=True, dtype=np.float32, strip_accents="unicode", **settings)


def likeness(row: Any, spelled: Any) -> npt.NDArray[np.float32]:
    """Cosine of one text's row with every text of a sparse matrix (n-grams, texts)."""
    found: npt.NDArray[np.float32] = spelled[row.indices].T @ row.data  # the product of both would look for what it is made of
    return found

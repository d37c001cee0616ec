"""Linear classifiers from a question to the article it asks for, on meaning and on spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

_STRENGTH = {"meaning": 20.0, "spelling": 30.0}  # inverse regularisation, by cross-validation on the phrasings


@dataclass(frozen=True, slots=True)
class LinearClassifier:
    """Multinomial logistic regression as plain arrays: weights (classes, features), bias (classes)."""

    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @classmethod
    def fit(cls, features: Any, labels: Sequence[int], kind: str) -> LinearClassifier:
        """Learns from features (rows, features) and class numbers 0 … n-1, each present."""
        model = LogisticRegression(C=_STRENGTH[kind], max_iter=300)
        model.fit(features, np.asarray(labels))
        return cls(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))

    def log_probabilities(self, features: Any) -> npt.NDArray[np.float32]:
        """Log probability of each class for one row of features."""
        scores = np.asarray(features @ self.weights.T).ravel() + self.bias
        scores -= scores.max()
        found: npt.NDArray[np.float32] = scores - np.log(np.exp(scores).sum())
        return found

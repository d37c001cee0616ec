"""Linear classifiers over questions: which article or rule one asks for, and whether the knowledge base answers it at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

ARTICLE_BY_MEANING, ARTICLE_BY_SPELLING = 20.0, 30.0
ANSWERED = 10.0
RULE_BY_MEANING, RULE_BY_SPELLING = 10.0, 30.0
"""Inverse regularisation of each use, by cross-validation on the phrasings."""
_MOST_ITERATIONS = 100  # 150 find no more of the development questions
_TOLERANCE = 1e-5  # of the mean gradient; a looser one stops before it has learnt a class with few questions


@dataclass(frozen=True, slots=True)
class LinearClassifier:
    """Logistic regression as plain arrays: weights (classes, features), bias (classes); one row for yes or no."""

    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @classmethod
    def fit(cls, features: Any, labels: Sequence[int], strength: float) -> LinearClassifier:
        """Learns from features (rows, features) and class numbers 0 … n-1, each present; rare classes weigh as much as others."""
        if len(set(labels)) == 1:  # a knowledge base without rules, say
            return cls(np.zeros((1, features.shape[1]), dtype=np.float32), np.zeros(1, dtype=np.float32))
        balance = "balanced" if len(set(labels)) == 2 else None
        model = LogisticRegression(C=strength, max_iter=_MOST_ITERATIONS, class_weight=balance, tol=_TOLERANCE)
        model.fit(features, np.asarray(labels))
        return cls(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))

    def scores(self, features: Any) -> npt.NDArray[np.float32]:
        """The linear score of each class for one row of features; above 0 means yes where there is one row of weights."""
        found: npt.NDArray[np.float32] = np.asarray(features @ self.weights.T, dtype=np.float32).ravel() + self.bias
        return found

    def log_probabilities(self, features: Any) -> npt.NDArray[np.float32]:
        """Log probability of each class for one row of features."""
        scores = self.scores(features)
        scores -= scores.max()
        found: npt.NDArray[np.float32] = scores - np.log(np.exp(scores).sum())
        return found

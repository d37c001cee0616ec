"""Which of several intents a text asks for, by their example questions: likeness to the nearest ones, and linear classifiers.

Knows neither articles nor thresholds: the ranking of articles adds what their own texts say, and decides nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.search.classifier import LinearClassifier

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]
_NONE = np.float32(-2)  # less than any likeness


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the examples say of a text, a number for each intent: log probability by meaning and by spelling, and likeness to the nearest examples."""

    by_meaning: Scores
    by_spelling: Scores
    neighbours: Scores

    def total(self, linear: float, spelling: float, neighbours: float) -> Scores:
        """The score of each intent; `spelling` is the share of the classifier by spelling among both."""
        found: Scores = linear * ((1 - spelling) * self.by_meaning + spelling * self.by_spelling) + neighbours * self.neighbours
        return found


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The examples of each intent as a table: a row of examples for an intent, filled up with -1; and what its nearest ones weigh, the nearest last."""

    examples: Rows
    weights: Scores

    @classmethod
    def of(cls, examples: Sequence[Rows], nearest: Sequence[float]) -> Neighbours:
        """From each intent's rows among the examples, and the weights of the nearest ones, nearest first; few examples share the weights."""
        table = np.full((len(examples), max((len(nearest), *map(len, examples)))), -1, dtype=np.intp)
        weights = np.zeros((len(examples), len(nearest)), dtype=np.float32)
        for number, rows in enumerate(examples):
            table[number, : len(rows)] = rows
            shares = np.array(nearest[: len(rows)][::-1], dtype=np.float32)
            weights[number, len(nearest) - len(shares) :] = shares / shares.sum()
        return cls(table, weights)

    def closeness(self, near: Scores) -> Scores:
        """Of each intent the likenesses of its nearest examples, the nearest weighing most; 0 without examples. `near` holds that of every example."""
        ordered = np.sort(np.append(near, _NONE)[self.examples], axis=1)
        found: Scores = (ordered[:, -self.weights.shape[1] :] * self.weights).sum(axis=1)
        return found


@dataclass(frozen=True, slots=True)
class IntentEngine:
    """The evidence of example questions."""

    neighbours: Neighbours
    by_meaning: LinearClassifier
    by_spelling: LinearClassifier

    def evidence(self, near: Scores, vector: Any, spelled: Any) -> Evidence:
        """The evidence of a text: its likeness to every example, its vector (1, dimension) and its n-grams (1, n-grams)."""
        return Evidence(self.by_meaning.log_probabilities(vector), self.by_spelling.log_probabilities(spelled), self.neighbours.closeness(near))


def softmax(scores: npt.NDArray[Any]) -> Scores:
    """Probabilities from scores."""
    raised = np.exp(scores - scores.max())
    found: Scores = raised / raised.sum()
    return found

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
class IntentEngine:
    """The evidence of example questions: `examples` holds each intent's rows among them, `nearest` what the nearest ones weigh, nearest first."""

    examples: Sequence[Rows]
    by_meaning: LinearClassifier
    by_spelling: LinearClassifier
    nearest: tuple[float, ...]

    def evidence(self, near: Scores, vector: Any, spelled: Any) -> Evidence:
        """The evidence of a text: its likeness to every example, its vector (1, dimension) and its n-grams (1, n-grams)."""
        neighbours = np.array([closeness(near[rows], self.nearest) for rows in self.examples], dtype=np.float32)
        return Evidence(self.by_meaning.log_probabilities(vector), self.by_spelling.log_probabilities(spelled), neighbours)


def closeness(near: Scores, nearest: tuple[float, ...]) -> float:
    """The likenesses of the nearest examples, the nearest weighing most; 0 without examples."""
    weights = np.array(nearest[: len(near)], dtype=np.float32)
    best = np.sort(near)[::-1][: len(weights)]
    return float(best @ weights / weights.sum()) if len(weights) else 0.0


def softmax(scores: npt.NDArray[Any]) -> Scores:
    """Probabilities from scores."""
    raised = np.exp(scores - scores.max())
    found: Scores = raised / raised.sum()
    return found

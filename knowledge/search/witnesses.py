"""What the example questions nearest to a message say of it: whether any article answers it, whether this one does, and what small talk it is.

Gives likenesses and shares; weighs none of them against another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.search.corpus import Example, ExampleKind
from knowledge.search.intents import Rows, Scores

_NEAREST = 3  # examples of a kind that tell how near a question is to it
_VOTING, _VOTES_BY = 20, 10.0  # the nearest examples of all, and how much more a nearer one counts


class Witnesses:
    """The examples of one index by kind and article. `near` is always the likeness of a message to every example, in their order."""

    def __init__(self, examples: Sequence[Example], numbers: Mapping[str, int]) -> None:
        """`numbers` are those of the articles, from 0 on."""
        kinds = np.array([example.kind for example in examples])
        self._labels = [example.label for example in examples]
        self._rows: dict[ExampleKind, Rows] = {kind: np.flatnonzero(kinds == kind) for kind in ("article", "talk", "near_miss", "outside")}
        self._unanswered = np.isin(kinds, ("near_miss", "outside"))
        self.looked_at = kinds != "rule"  # which rule is asked for, the classifiers say
        self.questions, self._near_misses = (_by_article(examples, kind, numbers) for kind in ("article", "near_miss"))

    def nearest(self, near: Scores, kind: ExampleKind) -> Scores:
        """The likenesses of the three nearest examples of a kind, in no order; 0 where there is none."""
        return _nearest(near, self._rows[kind])

    def for_article(self, near: Scores, number: int) -> float:
        """How much nearer the questions that an article answers are than those that it seems to answer."""
        return float(_nearest(near, self.questions[number]).mean() - _nearest(near, self._near_misses[number]).mean())

    def against(self, near: Scores) -> float:
        """The share of the nearest examples of all, the nearest counting most, that the knowledge base does not answer."""
        rows = np.argpartition(near, -_VOTING)[-_VOTING:] if len(near) > _VOTING else np.arange(len(near))
        votes = np.exp(_VOTES_BY * near[rows])
        return float(votes[self._unanswered[rows]].sum() / votes.sum()) if len(rows) else 0.0

    def label(self, near: Scores, kind: ExampleKind) -> tuple[str, float]:
        """The label of the nearest example of a kind, and how near it is."""
        rows = self._rows[kind]
        if not len(rows):
            return "", 0.0
        best = int(rows[np.argmax(near[rows])])
        return self._labels[best], max(0.0, float(near[best]))


def _by_article(examples: Sequence[Example], kind: ExampleKind, numbers: Mapping[str, int]) -> list[Rows]:
    """The rows of an article's examples of a kind, for each article."""
    of = np.array([numbers.get(example.label, -1) if example.kind == kind else -1 for example in examples])
    return [np.flatnonzero(of == number) for number in range(len(numbers))]


def _nearest(near: Scores, rows: Rows) -> Scores:
    found = near[rows]
    return np.partition(found, -_NEAREST)[-_NEAREST:] if len(found) > _NEAREST else found if len(found) else np.zeros(1, dtype=np.float32)

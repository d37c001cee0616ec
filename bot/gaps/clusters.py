"""Questions that mean the same, whatever language they are in, as clusters with their counts and examples.

Refuses nothing: a question that nothing resembles is a cluster of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from bot.gaps.store import Question
from knowledge.checks.questions import plain
from knowledge.search.encoder import Encoder, Vectors

_APART = 0.5
"""Mean distance (1 - cosine) from which two groups stay apart. Of two taught questions of rules that fall into one cluster, in
seven languages, 76 in 100 ask for the same rule; at 0.55 it is 61, at 0.45 it is 82 with a quarter more clusters."""
_MOST = 4000  # different texts that are clustered: more would fill the memory with their distances
_DISTANT = 2.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that mean the same, the one nearest to their centre first. Texts that differ in case or punctuation alone are all there."""

    questions: tuple[Question, ...]

    @property
    def number(self) -> int:
        """The number of its earliest question: it stays while the cluster grows."""
        return min(question.number for question in self.questions)

    @property
    def name(self) -> str:
        """The question nearest to the centre."""
        return self.questions[0].text

    @property
    def examples(self) -> tuple[Question, ...]:
        """One question for each different text, the nearest to the centre first."""
        return tuple({plain(question.text): question for question in reversed(self.questions)}.values())[::-1]

    @property
    def languages(self) -> dict[str, int]:
        """How many questions each language has, the most first."""
        return dict(Counter(question.language for question in self.questions).most_common())

    @property
    def reasons(self) -> dict[str, int]:
        """How many questions were kept for each reason, the most first."""
        return dict(Counter(question.reason for question in self.questions).most_common())

    @property
    def complaints(self) -> dict[str, int]:
        """How often sellers said what is wrong, the most first."""
        return dict(Counter(question.complaint for question in self.questions if question.complaint).most_common())

    @property
    def nearest(self) -> tuple[tuple[str, float], ...]:
        """Articles with their mean score over all questions, best first; empty when nothing was near any of them."""
        totals: Counter[str] = Counter()
        for question in self.questions:
            totals.update(dict(question.nearest))
        return tuple((article, round(total / len(self.questions), 4)) for article, total in totals.most_common())

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which it was asked."""
        every = [question.day for question in self.questions]
        return min(every), max(every)

    def to_json(self) -> dict[str, Any]:
        """Everything about it, for programs."""
        first, last = self.days
        return {
            "cluster": self.number,
            "name": self.name,
            "count": len(self.questions),
            "languages": self.languages,
            "reasons": self.reasons,
            "complaints": self.complaints,
            "nearest": [{"id": article, "score": score} for article, score in self.nearest[:3]],
            "first": first.isoformat(),
            "last": last.isoformat(),
            "examples": [{"number": q.number, "text": q.text, "language": q.language, "decision": q.decision, "reason": q.reason} for q in self.examples],
        }


def clusters(questions: Sequence[Question], encoder: Encoder) -> tuple[Cluster, ...]:
    """The clusters of all questions, the largest first, then the latest. Of more than 4000 different texts the latest count."""
    by_text: dict[str, list[Question]] = {}
    for question in sorted(questions, key=lambda one: one.number, reverse=True):
        by_text.setdefault(plain(question.text) or question.text, []).append(question)
    groups = list(by_text.values())[:_MOST]
    if not groups:
        return ()
    vectors = encoder.encode([group[0].text for group in groups])
    labels = _labels(vectors)
    found = []
    for label in range(int(labels.max()) + 1):
        members = np.flatnonzero(labels == label)
        weights = np.array([len(groups[member]) for member in members], dtype=np.float32)
        centre = (vectors[members] * weights[:, None]).sum(axis=0)
        nearest = members[np.argsort(-(vectors[members] @ centre), kind="stable")]
        found.append(Cluster(tuple(question for member in nearest for question in reversed(groups[member]))))
    return tuple(sorted(found, key=lambda one: (-len(one.questions), -one.days[1].toordinal(), one.number)))


def _labels(vectors: Vectors) -> Any:
    """The number of the cluster of each vector."""
    if len(vectors) == 1:
        return np.zeros(1, dtype=int)
    distances = np.clip(1.0 - vectors @ vectors.T, 0.0, _DISTANT)
    return AgglomerativeClustering(n_clusters=None, metric="precomputed", linkage="average", distance_threshold=_APART).fit_predict(distances)

"""Ranks articles, rules and small talk for a question, and says how sure it is that one of them answers it.

Refuses nothing itself: it gives scores and a confidence; the thresholds are data (data/engine.yaml).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge import yamlfile
from knowledge.search.encoder import Encoder
from knowledge.search.index import Index, labels_of, similarities
from knowledge.search.lexical import dense

Scores = npt.NDArray[np.float32]


class Tuning(yamlfile.Record):
    """Weights and thresholds of the engine; chosen on development questions, see docs/measurements.md."""

    spelling_share: float
    linear: float
    neighbours: float
    body: float
    temperature: float
    confidence: dict[str, float]
    refuse_below: float
    clarify_margin: float
    talk_from: float
    rule_from: float
    rule_lead: float
    rule_lead_with_inputs: float
    second_question_from: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article with its probability and the passage that fits the question best."""

    article: str
    score: float
    place: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the search thinks of a question; similarities lie between 0 and 1."""

    candidates: tuple[Candidate, ...]
    confidence: float
    rules: tuple[tuple[str, float], ...]
    talk: tuple[str, float]
    nearest_article: float
    nearest_unanswered: float
    signals: Mapping[str, float]


class Ranker:
    """Ranks questions against one index."""

    def __init__(self, index: Index, encoder: Encoder, tuning: Tuning) -> None:
        self._index, self._encoder, self.tuning = index, encoder, tuning
        corpus = index.corpus
        self.articles = labels_of(corpus)
        numbers = {article: number for number, article in enumerate(self.articles)}
        self._text_article = np.array([numbers[text.article] for text in corpus.texts])
        self._text_place = np.array([text.place for text in corpus.texts])
        self._spelled = index.characters.transform([example.text for example in corpus.examples]).T.tocsc()
        kinds = np.array([example.kind for example in corpus.examples])
        self._rows = {kind: np.flatnonzero(kinds == kind) for kind in ("article", "rule", "talk", "near_miss", "outside")}
        self._example_article = np.array([numbers.get(e.label, -1) if e.kind == "article" else -1 for e in corpus.examples])
        self._labels = np.array([example.label for example in corpus.examples])

    def rank(self, text: str, without: frozenset[int] = frozenset()) -> Ranking:
        """The ranking of one question; `without` leaves out examples by row, for evaluation on the examples."""
        vector = self._encoder.encode([text])
        spelled = self._index.characters.transform([text])
        share = self.tuning.spelling_share
        near = (1 - share) * similarities(self._index.examples, vector) + share * dense(spelled @ self._spelled)
        if without:
            near[list(without)] = 0.0
        bodies, places = self._bodies(similarities(self._index.texts, vector))
        neighbours = np.zeros(len(self.articles), dtype=np.float32)
        rows = self._rows["article"]
        np.maximum.at(neighbours, self._example_article[rows], near[rows])
        linear = (self._index.by_meaning.log_probabilities(vector) + self._index.by_spelling.log_probabilities(spelled)) / 2
        total = self.tuning.linear * linear + self.tuning.neighbours * neighbours + self.tuning.body * bodies
        chances = _softmax(total / self.tuning.temperature)
        order = np.argsort(-chances)
        candidates = tuple(Candidate(self.articles[number], float(chances[number]), int(places[number])) for number in order[:12])
        best = int(order[0])
        unanswered = float(max(self._most(near, "near_miss"), self._most(near, "outside")))
        signals = {
            "neighbour": float(neighbours[best]),
            "body": float(bodies[best]),
            "chance": float(chances[best]),
            "margin": float(chances[best]) - _chance_of_other(candidates),
            "linear": float(np.exp(linear.max())),
            "unanswered": unanswered,
            "ahead": float(neighbours.max()) - unanswered,
        }
        return Ranking(
            candidates,
            self._confidence(signals),
            self._best_labels(near, "rule"),
            (self._best_labels(near, "talk") or (("", 0.0),))[0],
            float(neighbours.max()),
            unanswered,
            signals,
        )

    def _bodies(self, similar: Scores) -> tuple[Scores, npt.NDArray[np.int64]]:
        """Per article: half the lead, half the best title or passage; and the best passage's place."""
        count = len(self.articles)
        lead, best = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
        place, passage = np.zeros(count, dtype=np.int64), np.full(count, -1.0, dtype=np.float32)
        for article, where, score in zip(self._text_article, self._text_place, similar, strict=True):
            if where == -1:
                lead[article] = score
            else:
                best[article] = max(best[article], score)
            if where >= 0 and score > passage[article]:
                passage[article], place[article] = score, where
        return np.float32(0.5) * (lead + best), place

    def _most(self, near: Scores, kind: str) -> float:
        rows = self._rows[kind]
        return float(near[rows].max()) if len(rows) else 0.0

    def _best_labels(self, near: Scores, kind: str) -> tuple[tuple[str, float], ...]:
        """Labels of a kind with their nearest example, best first."""
        best: dict[str, float] = {}
        for row in self._rows[kind]:
            label = str(self._labels[row])
            best[label] = max(best.get(label, 0.0), float(near[row]))
        return tuple(sorted(best.items(), key=lambda item: -item[1]))

    def _confidence(self, signals: Mapping[str, float]) -> float:
        weights = self.tuning.confidence
        total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in signals.items())
        return 1 / (1 + math.exp(-total))


def _softmax(scores: Scores) -> Scores:
    raised = np.exp(scores - scores.max())
    found: Scores = raised / raised.sum()
    return found


def _chance_of_other(candidates: tuple[Candidate, ...]) -> float:
    """The best score of an article of another guide number than the first."""
    first = guide_number(candidates[0].article)
    return next((c.score for c in candidates[1:] if guide_number(c.article) != first), 0.0)


def guide_number(article: str) -> str:
    """The guide's number of an article: everything before a hyphen."""
    return article.partition("-")[0]

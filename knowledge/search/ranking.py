"""Ranks articles, rules and small talk for a question, and says how sure it is that one of them answers it.

Refuses nothing itself: it gives scores and a confidence; the thresholds are data (data/engine.yaml).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.search.candidates import Candidate, chance_of_other
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.headings import Headings
from knowledge.search.index import Index, labels_of, rows_of, rules_of, similarities, spans
from knowledge.search.intents import IntentEngine, Neighbours, Scores, softmax
from knowledge.search.lexical import likeness
from knowledge.search.lexicon import Lexicon
from knowledge.search.slots import Heard, Limits, Slots
from knowledge.search.tuning import Tuning
from knowledge.search.witnesses import Witnesses

_PLACED = 3  # candidates whose passages may be shown
_KEPT = 12  # candidates that anybody looks at
_LEAD = -1  # the place of the text that stands for the whole article
_BY_SPELLING = 0.5  # share of the classifier by spelling among both


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the search thinks of a question: candidates, rules with their probability, the nearest small talk; all between 0 and 1.

    It is `strange` where it is far from every question and made of words that hardly any of them has: then the rest is chance.
    """

    candidates: tuple[Candidate, ...]
    confidence: float
    rules: tuple[tuple[str, float], ...]
    talk: tuple[str, float]
    nearest_article: float
    nearest_unanswered: float
    signals: Mapping[str, float]
    strange: bool


class Ranker:
    """Ranks questions against one index."""

    def __init__(self, index: Index, encoder: Encoder, tuning: Tuning, mend: Callable[[str], str], headings: Headings, *, slots: Slots | None = None) -> None:
        """`mend` corrects misspelt words. `headings` are those of each article's passages; one without a heading goes by the article's title."""
        self.index, self.encoder, self.tuning, self._mend, self._headings, self._slots = index, encoder, tuning, mend, headings, slots
        self._last: tuple[str, Vectors] | None = None
        corpus = index.corpus
        self._texts, self._examples = rows_of(index.texts), rows_of(index.examples)
        self.articles = labels_of(corpus)
        numbers = {article: number for number, article in enumerate(self.articles)}
        self._text_article = np.array([numbers[text.article] for text in corpus.texts])
        self._text_place = np.array([text.place for text in corpus.texts])
        self.spelled = index.spelled
        self._witnesses = Witnesses(corpus.examples, numbers)
        self._looked_at = spans(self._witnesses.looked_at)
        self._asked = IntentEngine(Neighbours.of(self._witnesses.questions, tuning.nearest), index.article_by_meaning, index.article_by_spelling)
        self._rules = rules_of(corpus)
        labelled = [(text.article, text.text) for text in corpus.texts]
        labelled += [(example.label if example.kind == "article" else "", example.text) for example in corpus.examples]
        self._lexicon = Lexicon(labelled)

    def rank(self, text: str) -> Ranking:
        """The ranking of one question."""
        mended = self._mend(text)
        vector = self._vector(mended)
        spelled = self.index.characters.row(mended)
        share = self.tuning.spelling_share
        near = (1 - share) * similarities(self._examples, vector, self._looked_at) + share * likeness(spelled, self.spelled)
        near_texts = similarities(self._texts, vector)
        bodies, places = self._bodies(near_texts)
        evidence = self._asked.evidence(near, vector, spelled)
        total = evidence.total(self.tuning.linear, _BY_SPELLING, self.tuning.neighbours) + self.tuning.body * bodies
        chances = softmax(total / self.tuning.temperature)
        order = np.argsort(-chances)
        for number in order[:_PLACED]:
            places[number] = self._place(int(number), vector, near_texts)
        candidates = tuple(Candidate(self.articles[number], float(chances[number]), int(places[number])) for number in order[:_KEPT])
        best = int(order[0])
        answered, missed, outside = (self._witnesses.nearest(near, kind) for kind in ("article", "near_miss", "outside"))
        signals = {
            "neighbour": float(evidence.neighbours[best]),
            "body": float(bodies[best]),
            "margin": float(chances[best]) - chance_of_other(candidates),
            "ahead": float(answered.mean()) - max(float(missed.mean()), float(outside.mean())),
            "ahead_here": self._witnesses.for_article(near, best),
            "outside": float(outside.max()),
            "votes_against": self._witnesses.against(near),
            "unheard": 1 - self._lexicon.share_of(mended, self.articles[best]),
            "answered_by_meaning": float(self.index.answered_by_meaning.scores(vector)[0]),
            "answered_by_spelling": float(self.index.answered_by_spelling.scores(spelled)[0]),
        }
        nearest = float(answered.max())
        return Ranking(
            candidates,
            self._confidence(signals),
            self._rule_chances(vector, spelled),
            self._witnesses.label(near, "talk"),
            nearest,
            max(0.0, float(missed.max()), float(outside.max())),
            signals,
            # A word that was mended is not known as it stands: "bribble" is no bubble.
            nearest + self.tuning.familiar_words * self._lexicon.share(text) < self.tuning.familiar_from,
        )

    def heard(self, rule: str, text: str) -> Heard:
        """The inputs of a rule that a text tells, as far as the slots have learnt to hear them."""
        if self._slots is None:
            return Heard()
        mended = self._mend(text)
        limits = Limits(self.tuning.supposed_from, self.tuning.certain_from, self.tuning.doubted_below)
        return Heard.of(self._slots.chances(rule, mended, self._vector(mended)), limits)

    def knows(self, text: str) -> bool:
        """Whether at least half of a text's words stand in what is searched."""
        return self._lexicon.knows(self._mend(text))

    def place_in(self, article: str, text: str) -> int:
        """The passage of an article that fits a text best; 0 where the article has none."""
        vector = self._vector(self._mend(text))
        return self._place(self.articles.index(article), vector, similarities(self._texts, vector))

    def _vector(self, text: str) -> Vectors:
        """The vector of one text (1, dimension); that of the last one is kept: what a question tells is heard right after it was ranked."""
        last = self._last  # read once: another thread may put its own there
        if last is None or last[0] != text:
            last = self._last = (text, self.encoder.encode([text]))
        return last[1]

    def _place(self, number: int, vector: Scores, near_texts: Scores) -> int:
        """The passage of an article whose text and heading together are nearest: the text alone drowns what the heading names."""
        rows = np.flatnonzero((self._text_article == number) & (self._text_place >= 0))
        if not len(rows):
            return 0
        places = self._text_place[rows]
        near = near_texts[rows] + self.tuning.heading_share * (self._headings.of(self.articles[number]) @ vector[0])[places]
        return int(places[int(np.argmax(near))])

    def _rule_chances(self, vector: Scores, spelled: Any) -> tuple[tuple[str, float], ...]:
        """Rules with the probability that one is asked for, best first."""
        log = np.float32(0.5) * (self.index.rule_by_meaning.log_probabilities(vector) + self.index.rule_by_spelling.log_probabilities(spelled))
        chances = zip(self._rules[1:], softmax(log)[1:], strict=True)
        return tuple(sorted(((rule, float(chance)) for rule, chance in chances), key=lambda item: -item[1]))

    def _bodies(self, similar: Scores) -> tuple[Scores, npt.NDArray[np.int64]]:
        """Per article: half the lead, half the best title or passage; and the best passage's place."""
        lead, best = (np.zeros(len(self.articles), dtype=np.float32) for _ in range(2))
        place = np.zeros(len(self.articles), dtype=np.int64)
        leads, passages = self._text_place == _LEAD, np.flatnonzero(self._text_place >= 0)
        np.maximum.at(lead, self._text_article[leads], similar[leads])
        np.maximum.at(best, self._text_article[~leads], similar[~leads])
        rising = passages[np.argsort(similar[passages], kind="stable")]
        place[self._text_article[rising]] = self._text_place[rising]  # of several, the last and so the nearest stays
        return np.float32(0.5) * (lead + best), place

    def _confidence(self, signals: Mapping[str, float]) -> float:
        weights = self.tuning.confidence
        total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in signals.items())
        return 1 / (1 + math.exp(-total))

"""What a changed article would do to the search: for some questions, which article is nearest before and after.

Goes by likeness alone, to example questions and to texts: what the classifiers learn shows only in an index that was built anew.
Refuses to let a question find itself: an example that says the same is left out while it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.search.corpus import Corpus, Example, Text
from knowledge.search.encoder import Vectors
from knowledge.search.index import rows_of
from knowledge.search.intents import Neighbours, Scores
from knowledge.search.ranking import Ranker

_ABSENT = -1.0  # likeness of what is not there
_LEAD = -1
_UNANSWERED = ("near_miss", "outside")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to be asked, and the article that should be found; empty where nobody knows."""

    text: str
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a question finds: the article before and after, and whether it is then nearer to what must be refused than to any question of that article."""

    question: Question
    before: str
    after: str
    doubtful: bool

    @property
    def found_it(self) -> bool:
        """Whether it finds what is wanted afterwards."""
        return self.after == self.question.wanted

    @property
    def is_won(self) -> bool:
        """Whether what is wanted is found only afterwards."""
        return self.before != self.question.wanted == self.after

    @property
    def is_lost(self) -> bool:
        """Whether what is wanted is no longer found."""
        return self.before == self.question.wanted != self.after


class Rehearsal:
    """One search with the texts of some articles changed; `gone` are those that the index has of them, `come` those in their place."""

    def __init__(self, ranker: Ranker, gone: Corpus, come: Corpus) -> None:
        self._ranker, self._come = ranker, come
        corpus = ranker.index.corpus
        texts, examples = set(gone.texts), set(gone.examples)
        self._kept_texts = np.array([text not in texts for text in corpus.texts])
        self._kept_examples = np.array([example not in examples for example in corpus.examples])
        self._text_vectors, self._example_vectors = rows_of(ranker.index.texts), rows_of(ranker.index.examples)
        self._known = {example.text: row for example, row in zip(corpus.examples, self._example_vectors, strict=True)}
        self._known |= {text.text: row for text, row in zip(corpus.texts, self._text_vectors, strict=True)}
        self._new_texts, self._new_examples = self._encoded([text.text for text in come.texts]), self._encoded([example.text for example in come.examples])
        self._new_spelled = ranker.index.characters.transform([example.text for example in come.examples]).T.tocsr() if come.examples else None

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts; of those that the index has, its own."""
        fresh = sorted({text for text in texts if text not in self._known})
        if fresh:
            self._known |= dict(zip(fresh, self._ranker.encoder.encode(fresh), strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else np.zeros((0, self._example_vectors.shape[1]), dtype=np.float32)

    def neighbours(self, most: int) -> tuple[Question, ...]:
        """The questions of other articles that are nearest to the changed texts."""
        corpus, own = self._ranker.index.corpus, {text.article for text in self._come.texts}
        changed = np.concatenate((self._new_texts, self._new_examples))
        rows = np.array([place for place, one in enumerate(corpus.examples) if one.kind == "article" and one.label not in own], dtype=np.intp)
        if not len(rows) or not len(changed):
            return ()
        near = (self._example_vectors[rows] @ changed.T).max(axis=1)
        chosen = rows[np.argsort(-near, kind="stable")]
        found = dict.fromkeys(Question(corpus.examples[int(row)].text, corpus.examples[int(row)].label) for row in chosen)
        return tuple(found)[:most]

    def ask(self, questions: Sequence[Question]) -> tuple[Heard, ...]:
        """What each finds."""
        if not questions:
            return ()
        ranker, corpus = self._ranker, self._ranker.index.corpus
        texts = [question.text for question in questions]
        vectors, spelled = self._encoded(texts), ranker.index.characters.transform(texts)
        near = self._near(vectors, spelled, self._example_vectors, ranker.spelled)
        near_new = self._near(vectors, spelled, self._new_examples, self._new_spelled)
        bodies, bodies_new = vectors @ self._text_vectors.T, vectors @ self._new_texts.T
        before = _Side(corpus.texts, corpus.examples, ranker.tuning.nearest)
        after = _Side(
            (*(one for one, kept in zip(corpus.texts, self._kept_texts, strict=True) if kept), *self._come.texts),
            (*(one for one, kept in zip(corpus.examples, self._kept_examples, strict=True) if kept), *self._come.examples),
            ranker.tuning.nearest,
        )
        found = []
        for place, question in enumerate(questions):
            then = before.best(question.text, near[place], bodies[place], ranker)
            joined = np.concatenate((near[place][self._kept_examples], near_new[place]))
            now = after.best(question.text, joined, np.concatenate((bodies[place][self._kept_texts], bodies_new[place])), ranker)
            found.append(Heard(question, then[0], *now))
        return tuple(found)

    def _near(self, vectors: Vectors, spelled: Any, examples: Vectors, spelled_examples: Any) -> Scores:
        """Likeness of each question to each example, by meaning and by spelling."""
        if not len(examples):
            return np.zeros((len(vectors), 0), dtype=np.float32)
        share = np.float32(self._ranker.tuning.spelling_share)
        found: Scores = (1 - share) * (vectors @ examples.T) + share * np.asarray((spelled @ spelled_examples).todense(), dtype=np.float32)
        return found


class _Side:
    """The texts and examples of one side of the comparison, by article."""

    def __init__(self, texts: Sequence[Text], examples: Sequence[Example], nearest: Sequence[float]) -> None:
        self.articles = tuple(dict.fromkeys(text.article for text in texts))
        numbers = {article: number for number, article in enumerate(self.articles)}
        self._text_article = np.array([numbers[text.article] for text in texts])
        self._leads = np.array([text.place == _LEAD for text in texts])
        asked = np.array([numbers.get(one.label, -1) if one.kind == "article" else -1 for one in examples])
        self._questions = [np.flatnonzero(asked == number) for number in range(len(self.articles))]
        self._neighbours = Neighbours.of(self._questions, nearest)
        self._unanswered = np.array([one.kind in _UNANSWERED for one in examples])
        self._places = _by_text(examples)

    def best(self, text: str, near: Scores, bodies: Scores, ranker: Ranker) -> tuple[str, bool]:
        """The article that is nearest, and whether what must be refused is nearer than its questions."""
        near = near.copy()
        near[self._places.get(text, [])] = _ABSENT
        lead, best = (np.full(len(self.articles), 0.0, dtype=np.float32) for _ in range(2))
        np.maximum.at(lead, self._text_article[self._leads], bodies[self._leads])
        np.maximum.at(best, self._text_article[~self._leads], bodies[~self._leads])
        total = ranker.tuning.neighbours * self._neighbours.closeness(near) + ranker.tuning.body * np.float32(0.5) * (lead + best)
        number = int(np.argmax(total))
        own = self._questions[number]
        return self.articles[number], bool(near[self._unanswered].max(initial=_ABSENT) > near[own].max(initial=_ABSENT))


def _by_text(examples: Iterable[Example]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, one in enumerate(examples):
        places.setdefault(one.text, []).append(place)
    return places

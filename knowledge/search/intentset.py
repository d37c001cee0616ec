"""A plain set of intents, each with its name and example utterances, learnt and ranked by the engine that ranks articles.

Chooses its weights on the utterances it learns from, or on a validation set; looks at no others. Refuses fewer than three intents.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import StratifiedKFold

from knowledge.search.classifier import ARTICLE_BY_MEANING, ARTICLE_BY_SPELLING, LinearClassifier
from knowledge.search.encoder import Encoder, Vectors, english_words
from knowledge.search.intents import Evidence, IntentEngine, Neighbours, softmax
from knowledge.search.lexical import CharacterModel, likeness
from knowledge.search.spelling import Speller

_OF_CHANCE, _SOFTENED = 0.5, 2.0
"""Weight of the first intent's probability in the confidence, beside the likeness to the nearest utterances, and the temperature of that probability:
chosen on CLINC150's validation set (area under the curve 0.983 with ten utterances of each intent, 0.989 with all)."""
_SPELLING, _NEIGHBOURS, _TEMPERATURES = (0.0, 0.1, 0.2, 0.3), (0.0, 2.0, 4.0, 8.0, 12.0), (0.25, 0.35, 0.5, 0.7, 1.0, 1.4)
_FOLDS, _MANY, _SEED = 5, 2000, 0  # of more utterances than that, one fold is enough


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said, and the intent it has; an empty one is out of scope."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Weights:
    """The share of spelling beside meaning, the weight of the nearest utterances beside the classifiers, and what makes scores probabilities."""

    spelling: float
    neighbours: float
    temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """Intents, best first, the probability of the first, and the confidence that a text has one of them at all."""

    intents: tuple[str, ...]
    chance: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Examples:
    """What was learnt: a vector for each example, and the n-grams of all (n-grams, examples)."""

    vectors: Vectors
    characters: CharacterModel
    spelled: Any


class IntentSet:
    """Ranks the intents that it has learnt."""

    def __init__(self, intents: Sequence[str], examples: Examples, engine: IntentEngine, encoder: Encoder, mend: Callable[[str], str]) -> None:
        """The engine counts the examples' rows; `mend` corrects misspelt words of a text that is ranked."""
        self.intents, self._examples, self._engine, self._encoder, self._mend = tuple(intents), examples, engine, encoder, mend

    @classmethod
    def learn(cls, utterances: Sequence[Utterance], encoder: Encoder, nearest: tuple[float, ...]) -> IntentSet:
        """Learns utterances in scope; the words of an intent's name count as one more of them, as an article's title is searched too.

        `nearest` is what the nearest utterances weigh, nearest first (data/engine.yaml).
        """
        intents = sorted({said.intent for said in utterances})
        numbers = {intent: number for number, intent in enumerate(intents)}
        texts = [*(said.text for said in utterances), *map(_words, intents)]
        labels = [*(numbers[said.intent] for said in utterances), *range(len(intents))]
        vectors, characters = encoder.encode(texts), CharacterModel.fit(texts)
        spelled = characters.transform(texts)
        with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):  # the last steps are cut off (classifier.py)
            by_meaning = LinearClassifier.fit(vectors, labels, ARTICLE_BY_MEANING)
            by_spelling = LinearClassifier.fit(spelled, labels, ARTICLE_BY_SPELLING)
        rows = [np.flatnonzero(np.asarray(labels) == number) for number in range(len(intents))]
        engine, mend = IntentEngine(Neighbours.of(rows, nearest), by_meaning, by_spelling), Speller((), texts, english_words()).mend
        return cls(intents, Examples(vectors, characters, spelled.T.tocsr()), engine, encoder, mend)

    def rank(self, texts: Sequence[str], weights: Weights) -> list[Ranked]:
        """The intents of each text."""
        return [self.ranked(evidence, weights) for (evidence,) in self.evidence(texts, (weights.spelling,))]

    def evidence(self, texts: Sequence[str], shares: Sequence[float]) -> Iterator[tuple[Evidence, ...]]:
        """The evidence for each text, for each of several shares of spelling in the likeness to utterances."""
        mended = [self._mend(text) for text in texts]
        vectors, written = self._encoder.encode(mended), self._examples.characters.transform(mended)
        for row in range(len(texts)):
            vector, spelled = vectors[row : row + 1], written[row : row + 1]
            meant, spelt = self._examples.vectors @ vector[0], likeness(spelled, self._examples.spelled)
            yield tuple(self._engine.evidence((1 - share) * meant + share * spelt, vector, spelled) for share in shares)

    def ranked(self, evidence: Evidence, weights: Weights) -> Ranked:
        """The intents that the evidence of a text, for the weights' share of spelling, speaks for."""
        total = evidence.total(1.0, weights.spelling, weights.neighbours)
        order = np.argsort(-total)
        chance, soft = (float(softmax(total / np.float32(temperature)).max()) for temperature in (weights.temperature, _SOFTENED))
        return Ranked(tuple(self.intents[number] for number in order), chance, float(evidence.neighbours.max()) + _OF_CHANCE * soft)


@dataclass(frozen=True, slots=True)
class Choice:
    """Weights, and the confidences that they gave utterances in scope that were not learnt from."""

    weights: Weights
    confidences: tuple[float, ...]


def choose(model: IntentSet, held: Sequence[Utterance]) -> Choice:
    """The weights under which utterances in scope that the model has not learnt are likeliest."""
    return _likeliest([_Tried.of(model, held)])


def cross_validate(utterances: Sequence[Utterance], encoder: Encoder, nearest: tuple[float, ...]) -> Choice:
    """The same for utterances themselves, each held out of one of several models."""
    tried = []
    for learnt, held in _folds(utterances):
        model = IntentSet.learn([utterances[row] for row in learnt], encoder, nearest)
        tried.append(_Tried.of(model, [utterances[row] for row in held]))
    return _likeliest(tried)


def _likeliest(tried: Sequence[_Tried]) -> Choice:
    grid = [Weights(*point) for point in product(_SPELLING, _NEIGHBOURS, _TEMPERATURES)]
    weights = max(grid, key=lambda point: sum(one.likelihood(point) for one in tried))
    return Choice(weights, tuple(confidence for one in tried for confidence in one.confidences(weights)))


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a set of intents finds in utterances that it has not learnt: by share of spelling, a row for each of them."""

    model: IntentSet
    right: npt.NDArray[np.intp]
    found: dict[float, list[Evidence]]

    @classmethod
    def of(cls, model: IntentSet, held: Sequence[Utterance]) -> _Tried:
        right = np.array([model.intents.index(said.intent) for said in held])
        every = list(model.evidence([said.text for said in held], _SPELLING))
        return cls(model, right, {share: [shares[place] for shares in every] for place, share in enumerate(_SPELLING)})

    def likelihood(self, weights: Weights) -> float:
        """The log probability of all right intents together."""
        scores = np.stack([one.total(1.0, weights.spelling, weights.neighbours) for one in self.found[weights.spelling]]) / np.float32(weights.temperature)
        scores -= scores.max(axis=1, keepdims=True)
        return float((scores[np.arange(len(self.right)), self.right] - np.log(np.exp(scores).sum(axis=1))).sum())

    def confidences(self, weights: Weights) -> list[float]:
        return [self.model.ranked(one, weights).confidence for one in self.found[weights.spelling]]


def _folds(utterances: Sequence[Utterance]) -> Iterable[tuple[list[int], list[int]]]:
    """Rows to learn from and rows held out; an intent with one utterance keeps it."""
    counts = Counter(said.intent for said in utterances)
    single = [row for row, said in enumerate(utterances) if counts[said.intent] == 1]
    rows = [row for row, said in enumerate(utterances) if counts[said.intent] > 1]
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # intents with fewer utterances than folds
        split = list(StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(rows, [utterances[row].intent for row in rows]))
    for learnt, held in split[: 1 if len(utterances) > _MANY else _FOLDS]:
        yield [*(rows[place] for place in learnt), *single], [rows[place] for place in held]


def _words(name: str) -> str:
    """The words of an intent's name: REFUND_OF_ORDER, refund of order."""
    return name.replace("_", " ").lower()

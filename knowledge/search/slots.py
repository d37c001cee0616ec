"""Which inputs of a rule a message tells, and which value of a few: slots, filled by classifiers that learn from sentences.

A second opinion beside the words and patterns of data/phrasings: it finds what is told in other words, and decides nothing.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.errors import StaleIndex
from knowledge.search.encoder import Encoder, Vectors

_FILE = "slots.npz"
_FORMAT = 4  # raise it when what is stored or how it is learnt changes
_MEANING = 1.5  # weight of a sentence's vector beside its words, by cross-validation on the sets of data/told
_STRENGTH = 30.0  # inverse regularisation, likewise
_FEWEST = 2  # sentences by which a slot can be told from the others
_AT_ONCE = 1024
_WORD = r"\w+|%"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence and the inputs of a rule that it tells, each with the JSON of its value where that is one of a few, else empty."""

    rule: str
    text: str
    told: Mapping[str, str]


class Slot(NamedTuple):
    """An input of a rule, with the JSON of one of its values; empty where it takes any value."""

    rule: str
    input: str
    value: str


Value = bool | int | str | None


class Chance(NamedTuple):
    """How likely (0 to 1) a text tells an input, with that value; None where it takes any."""

    input: str
    value: Value
    chance: float


class Limits(NamedTuple):
    """The least chances from which a value is supposed and counts as certain; below `doubted` one that was read is read back."""

    supposed: float
    certain: float
    doubted: float


@dataclass(frozen=True, slots=True)
class Heard:
    """The inputs of a rule that a text probably tells, and those that it certainly does: each with its value, None where it takes any.

    `unlikely` are those that it probably does not tell, `doubted` are values, None where an input takes any, that hardly any text like it
    tells.
    """

    likely: Mapping[str, Value] = field(default_factory=dict)
    certain: Mapping[str, Value] = field(default_factory=dict)
    unlikely: frozenset[str] = frozenset()
    doubted: Mapping[str, frozenset[Value]] = field(default_factory=dict)

    @classmethod
    def of(cls, chances: Sequence[Chance], limits: Limits) -> Heard:
        """What is heard at such chances."""
        best: dict[str, Chance] = {}
        for each in chances:
            if each.input not in best or best[each.input].chance < each.chance:
                best[each.input] = each
        likely, certain = ({name: found.value for name, found in best.items() if found.chance >= least} for least in (limits.supposed, limits.certain))
        doubted = defaultdict[str, set[Value]](set)
        for each in chances:
            if each.chance < limits.doubted:
                doubted[each.input].add(each.value)
        return cls(likely, certain, frozenset(best.keys() - likely.keys()), {name: frozenset(values) for name, values in doubted.items()})


class Slots:
    """The classifiers of every slot, over the words of a text and its meaning."""

    def __init__(self, slots: Sequence[Slot], weights: Any, bias: Vectors, words: TfidfVectorizer) -> None:
        """`weights` is a sparse matrix (slots, dimension of the vectors + words)."""
        self._slots, self._weights, self._bias, self.words = tuple(slots), weights, bias, words
        rows = defaultdict[str, list[int]](list)
        for row, slot in enumerate(slots):
            rows[slot.rule].append(row)
        self._rows = {rule: (places, weights[places]) for rule, places in rows.items()}

    def chances(self, rule: str, text: str, vector: Vectors) -> list[Chance]:
        """How likely a text with that vector (1, dimension) tells each slot of a rule that has been learnt."""
        if rule not in self._rows:
            return []
        places, weights = self._rows[rule]
        scores = (weights @ _features(vector, self.words.transform([text])).T).toarray().ravel() + self._bias[places]
        told = zip((self._slots[place] for place in places), 1 / (1 + np.exp(-scores)), strict=True)
        return [Chance(slot.input, json.loads(slot.value) if slot.value else None, float(chance)) for slot, chance in told]

    def save(self, folder: Path, encoder: Encoder, digest: str) -> None:
        """Writes the classifiers into the folder of an index; `digest` is that of what they have learnt from."""
        made_of = {"format": _FORMAT, "encoder": encoder.name, "digest": digest, "slots": self._slots, "words": list(self.words.get_feature_names_out())}
        arrays = {"data": self._weights.data, "indices": self._weights.indices, "indptr": self._weights.indptr, "bias": self._bias, "idf": self.words.idf_}
        np.savez_compressed(folder / _FILE, made_of=json.dumps(made_of), shape=np.array(self._weights.shape), **arrays)


def learn(lessons: Sequence[Lesson], encoder: Encoder, progress: Callable[[str], None]) -> Slots:
    """Learns every slot from the sentences of its rule: whether one tells it, or not."""
    texts = [lesson.text for lesson in lessons]
    vectors = np.vstack([encoder.encode(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)])
    words = _vectorizer(min_df=2).fit(texts)
    features = _features(vectors, words.transform(texts))
    progress(f"learning from {len(texts)} sentences what tells an input")
    slots: list[Slot] = []
    weights: list[Any] = []
    bias: list[float] = []
    for rule in dict.fromkeys(lesson.rule for lesson in lessons):
        rows = [place for place, lesson in enumerate(lessons) if lesson.rule == rule]
        of_rule = features[rows]
        used = np.unique(of_rule.indices)  # of the words, few stand in the sentences of one rule
        for slot in sorted({Slot(rule, name, value) for place in rows for name, value in lessons[place].told.items()}):
            is_told = [lessons[place].told.get(slot.input) == slot.value for place in rows]
            if not _FEWEST <= sum(is_told) < len(rows):
                continue
            model = LogisticRegression(C=_STRENGTH, solver="liblinear").fit(of_rule[:, used], is_told)
            slots.append(slot)
            weights.append(csr_matrix((model.coef_[0].astype(np.float32), used, [0, len(used)]), shape=(1, features.shape[1])))
            bias.append(float(model.intercept_[0]))
    together = vstack(weights).tocsr() if weights else csr_matrix((0, features.shape[1]), dtype=np.float32)
    return Slots(slots, together, np.array(bias, dtype=np.float32), words)


def renew(folder: Path, encoder: Encoder, digest: str, lessons: Callable[[], Sequence[Lesson]], progress: Callable[[str], None]) -> bool:
    """Learns them unless those in `folder` already fit; tells whether it did."""
    try:
        load(folder, encoder, digest)
    except StaleIndex:
        learn(lessons(), encoder, progress).save(folder, encoder, digest)
        return True
    return False


def load(folder: Path, encoder: Encoder, digest: str) -> Slots:
    """The classifiers in the folder of an index. Raises StaleIndex unless they were learnt from what has that digest, with this encoder."""
    try:
        with (folder / _FILE).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            made_of = json.loads(str(stored["made_of"]))
            if (made_of["format"], made_of["encoder"], made_of["digest"]) != (_FORMAT, encoder.name, digest):
                raise StaleIndex("the sentences that tell inputs, or the encoder, have changed since it was built")
            words = _vectorizer(vocabulary=made_of["words"])
            words.idf_ = stored["idf"]
            weights = csr_matrix((stored["data"], stored["indices"], stored["indptr"]), shape=tuple(stored["shape"]))
            return Slots([Slot(*slot) for slot in made_of["slots"]], weights, stored["bias"], words)
    except (OSError, KeyError, ValueError, EOFError, BadZipFile, zlib.error) as error:
        raise StaleIndex(f"{_FILE} is missing or damaged ({error})") from error


def _features(vectors: Vectors, words: Any) -> Any:
    """Sparse matrix (texts, dimension + words)."""
    return hstack([csr_matrix(vectors * np.float32(_MEANING)), words]).tocsr()


def _vectorizer(**settings: Any) -> TfidfVectorizer:
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32, token_pattern=_WORD, **settings)

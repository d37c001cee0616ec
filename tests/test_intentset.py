from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.search import intentset
from knowledge.search.classifier import LinearClassifier
from knowledge.search.encoder import JointEncoder, Vectors
from knowledge.search.intents import Evidence, IntentEngine, Neighbours, softmax
from knowledge.search.intentset import IntentSet, Utterance, Weights

NEAREST = (0.6, 0.25, 0.15)


class Words:
    """Encodes a text by which of the words it is given stand in it."""

    def __init__(self, *words: str) -> None:
        self.name, self._words = "words", words

    def encode(self, texts: Sequence[str]) -> Vectors:
        found = np.array([[float(word in text.lower().split()) for word in self._words] for text in texts], dtype=np.float32) + np.float32(0.01)
        vectors: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
        return vectors


def column(*values: float) -> Vectors:
    return np.array(values, dtype=np.float32)


def test_the_nearest_examples_of_each_intent_weigh_most() -> None:
    near = column(0.2, 0.9, 0.1, 0.5, -0.4)
    neighbours = Neighbours.of([np.array([0, 1, 2, 3]), np.array([3, 1]), np.array([4]), np.array([], dtype=np.intp)], NEAREST)
    # Nearest first 0.9, 0.5, 0.2: 0.6 × 0.9 + 0.25 × 0.5 + 0.15 × 0.2 = 0.695; the fourth does not count. Few examples share the weights; of none it is 0.
    assert neighbours.closeness(near) == pytest.approx([0.695, (0.6 * 0.9 + 0.25 * 0.5) / 0.85, -0.4, 0.0])


def test_probabilities_add_up_and_keep_the_ratio() -> None:
    # e^0 : e^ln 3 = 1 : 3.
    assert softmax(column(0.0, np.log(3.0))) == pytest.approx([0.25, 0.75])


def test_evidence_is_added_by_its_weights() -> None:
    evidence = Evidence(column(-1.0, -3.0), column(-2.0, -1.0), column(0.5, 0.25))
    # First: 2 × (0.75 × −1 + 0.25 × −2) + 4 × 0.5 = −0.5; second: 2 × (0.75 × −3 + 0.25 × −1) + 4 × 0.25 = −4.
    assert evidence.total(2.0, 0.25, 4.0) == pytest.approx([-0.5, -4.0])


def test_the_engine_counts_each_intents_own_examples() -> None:
    nothing = LinearClassifier(np.zeros((2, 1), dtype=np.float32), column(0.0, np.log(3.0)))
    engine = IntentEngine(Neighbours.of([np.array([0, 2]), np.array([1])], (1.0,)), nothing, nothing)
    evidence = engine.evidence(column(0.3, 0.9, 0.4), np.ones((1, 1), dtype=np.float32), np.ones((1, 1), dtype=np.float32))
    assert evidence.neighbours == pytest.approx([0.4, 0.9])
    assert np.exp(evidence.by_meaning) == pytest.approx([0.25, 0.75])


def test_likeness_by_several_encoders_is_the_mean_of_theirs() -> None:
    first, second = Words("a", "b"), Words("b", "c")
    joint = JointEncoder(first, second)
    one, other = joint.encode(["a b", "b c"])
    likeness = [float(np.dot(*encoder.encode(["a b", "b c"]))) for encoder in (first, second)]
    assert float(one @ other) == pytest.approx(sum(likeness) / 2, abs=1e-6)
    assert float(one @ one) == pytest.approx(1, abs=1e-6)
    assert joint.name == "words+words"


TAUGHT = {
    "REFUND_DATE": ("when is the refund paid", "refund when", "my refund takes how long", "the date of a refund", "refund still not there"),
    "PARCEL_LOST": ("my parcel is lost", "lost parcel", "parcel never came", "the parcel went missing", "where is the parcel"),
    "INVOICE": ("send an invoice", "I need the invoice", "invoice for last month", "download my invoice", "invoice missing"),
}
UTTERANCES = [Utterance(text, intent) for intent, texts in TAUGHT.items() for text in texts]
ENCODER = Words("refund", "parcel", "invoice")
WEIGHTS = Weights(spelling=0.1, neighbours=4.0)


def test_intents_are_learnt_and_ranked() -> None:
    model = IntentSet.learn(UTTERANCES, ENCODER, NEAREST)
    found = model.rank(["give me that invoice", "a refund please", "is the parcel gone"], WEIGHTS)
    assert [one.intents[0] for one in found] == ["INVOICE", "REFUND_DATE", "PARCEL_LOST"]
    assert {frozenset(one.intents) for one in found} == {frozenset(TAUGHT)}
    assert all(1 / 3 < one.chance <= 1 for one in found)


def test_what_is_unlike_everything_gets_less_confidence() -> None:
    model = IntentSet.learn(UTTERANCES, ENCODER, NEAREST)
    known, foreign = model.rank(["when is the refund paid", "zzz qqq"], WEIGHTS)
    assert foreign.confidence < known.confidence


def test_the_name_of_an_intent_is_learnt_as_words() -> None:
    # "lease" stands in no utterance, only in a name.
    named = [*UTTERANCES, *(Utterance(text, "END_OF_LEASE") for text in ("moving out", "leaving the flat"))]
    model = IntentSet.learn(named, Words("refund", "parcel", "invoice", "lease"), NEAREST)
    assert model.rank(["lease"], WEIGHTS)[0].intents[0] == "END_OF_LEASE"


def test_weights_are_chosen_by_utterances_not_learnt() -> None:
    held = [Utterance("refund?", "REFUND_DATE"), Utterance("invoice!", "INVOICE")]
    assert len(intentset.choose(IntentSet.learn(UTTERANCES, ENCODER, NEAREST), held).confidences) == 2


def test_spelling_gets_no_weight_where_it_misleads() -> None:
    # Meaning (the three words) is always right; what is written besides is taken from another intent's utterances, word for word.
    held = [Utterance(f"{text} parcel", "PARCEL_LOST") for text in ("send an", "I need the", "for last month", "download my", "missing")]
    assert intentset.choose(IntentSet.learn(UTTERANCES, ENCODER, NEAREST), held).weights.spelling == 0


def test_cross_validation_holds_out_each_utterance_once_but_for_single_ones() -> None:
    # Fifteen utterances in five folds; the intent with one utterance keeps it, as nothing could be learnt without.
    single = [*UTTERANCES, Utterance("moving out", "END_OF_LEASE")]
    assert len(intentset.cross_validate(single, ENCODER, NEAREST).confidences) == 15

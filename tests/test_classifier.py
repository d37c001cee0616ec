from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from knowledge.search.classifier import ANSWERED, ARTICLE_BY_MEANING, ARTICLE_BY_SPELLING, LinearClassifier

# Three classes, each on an axis of its own.
FEATURES = np.array([[1, 0, 0], [0.9, 0.1, 0], [0, 1, 0], [0.1, 0.9, 0], [0, 0, 1], [0, 0.1, 0.9]], dtype=np.float32)
LABELS = [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("strength", [ARTICLE_BY_MEANING, ARTICLE_BY_SPELLING])
def test_it_learns_what_it_is_shown(strength: float) -> None:
    model = LinearClassifier.fit(FEATURES, LABELS, strength)
    assert [int(np.argmax(model.log_probabilities(row))) for row in FEATURES] == LABELS


def test_probabilities_sum_to_one() -> None:
    model = LinearClassifier.fit(FEATURES, LABELS, ARTICLE_BY_MEANING)
    for row in FEATURES:
        assert np.isclose(np.exp(model.log_probabilities(row)).sum(), 1, atol=1e-5)


def test_sparse_and_dense_features_are_the_same_to_it() -> None:
    model = LinearClassifier.fit(csr_matrix(FEATURES), LABELS, ARTICLE_BY_SPELLING)
    for row in FEATURES:
        assert np.allclose(model.log_probabilities(csr_matrix(row)), model.log_probabilities(row), atol=1e-5)


def test_between_two_classes_it_is_unsure() -> None:
    model = LinearClassifier.fit(FEATURES, LABELS, ARTICLE_BY_MEANING)
    chances = np.exp(model.log_probabilities(np.array([0.5, 0.5, 0], dtype=np.float32)))
    assert chances[:2].max() < 0.7
    assert chances[2] < 0.2


def test_arrays_are_small() -> None:
    model = LinearClassifier.fit(FEATURES, LABELS, ARTICLE_BY_MEANING)
    assert (model.weights.shape, model.bias.shape) == ((3, 3), (3,))
    assert {str(model.weights.dtype), str(model.bias.dtype)} == {"float32"}


def test_of_two_classes_the_second_means_yes() -> None:
    model = LinearClassifier.fit(FEATURES[:4], LABELS[:4], ANSWERED)
    assert model.weights.shape == (1, 3)
    assert [float(model.scores(row)[0]) > 0 for row in FEATURES[:4]] == [False, False, True, True]


def test_a_rare_class_weighs_as_much_as_a_common_one() -> None:
    # Nine times no and once yes, on opposite sides: the border lies in the middle, not near the rare side.
    features = np.array([[1, 0]] * 9 + [[0, 1]], dtype=np.float32)
    model = LinearClassifier.fit(features, [0] * 9 + [1], ANSWERED)
    assert abs(float(model.scores(np.array([0.5, 0.5], dtype=np.float32))[0])) < 0.2

from __future__ import annotations

import numpy as np
import pytest

from knowledge import measures


def numbers(*values: float) -> measures.Numbers:
    return np.array(values, dtype=np.float64)


def test_calibration_error_by_hand() -> None:
    # Bin 0.8–0.9: 0.82 right, 0.88 wrong: mean confidence 0.85, share 0.5, apart by 0.35. Bin 0.1–0.2: 0.1 wrong: apart by 0.1.
    # Bin 0.9–1 (which holds 1): 1.0 right: apart by 0. So (2 × 0.35 + 1 × 0.1 + 1 × 0) / 4 = 0.2.
    assert measures.calibration_error(numbers(0.82, 0.88, 0.1, 1.0), numbers(1, 0, 0, 1)) == pytest.approx(0.2)


def test_a_confidence_that_is_always_right_has_no_calibration_error() -> None:
    # Ten questions of confidence 0.75, of which three quarters would be right: 3 of 4.
    assert measures.calibration_error(numbers(0.75, 0.75, 0.75, 0.75), numbers(1, 1, 1, 0)) == pytest.approx(0)
    assert measures.calibration_error(numbers(1, 1), numbers(0, 0)) == pytest.approx(1)


def test_bins_are_as_wide_as_each_other_and_empty_ones_left_out() -> None:
    # The bin from 0.2 holds 0.2 and 0.29, the one from 0.3 holds 0.3; the last one holds 1 too.
    found = measures.bins(numbers(0.2, 0.3, 0.29, 1.0, 0.95), numbers(0, 1, 1, 1, 0))
    assert [one.count for one in found] == [2, 1, 2]
    assert [one.confidence for one in found] == pytest.approx([0.245, 0.3, 0.975])
    assert [one.right for one in found] == [0.5, 1, 0.5]


def test_the_threshold_refuses_no_more_than_its_share() -> None:
    inside = numbers(*(value / 100 for value in range(1, 51)))  # 0.01 … 0.50; 4 % of 50 are two questions: 0.01 and 0.02
    assert measures.threshold_losing(inside, 0.04) == pytest.approx(0.03)
    # Of the questions out of scope 0.005 and 0.025 lie below 0.03, 0.03 and 0.4 do not.
    assert measures.refused_at_loss(inside, numbers(0.005, 0.025, 0.03, 0.4), 0.04) == 0.5
    assert measures.threshold_losing(numbers(0.3, 0.2, 0.9), 0.04) == 0.2  # 4 % of three is none


def test_what_is_answered_rightly_where_a_share_of_the_foreign_is_refused() -> None:
    # Of five out of scope four are 80 %: the threshold lies above 0.4. In scope 0.3 is lost, 0.45 wrong, 0.5 and 0.9 right: 2 of 4.
    outside = numbers(0.1, 0.2, 0.3, 0.4, 0.6)
    assert measures.right_at_refusal(numbers(0.3, 0.45, 0.5, 0.9), numbers(1, 0, 1, 1), outside, 0.8) == 0.5
    # 90 % need all five: only 0.9 is left.
    assert measures.right_at_refusal(numbers(0.3, 0.45, 0.5, 0.9), numbers(1, 0, 1, 1), outside, 0.9) == 0.25


def test_separation_counts_pairs_and_half_of_ties() -> None:
    # Pairs: 0.5 beats 0.1, ties with 0.5, loses to 0.7; 0.9 beats all three: (1 + 0.5 + 0 + 3) / 6.
    assert measures.separation(numbers(0.5, 0.9), numbers(0.1, 0.5, 0.7)) == pytest.approx(0.75)


def test_reciprocal_rank() -> None:
    assert measures.reciprocal_rank(("b", "c", "a"), ("a",)) == pytest.approx(1 / 3)
    assert measures.reciprocal_rank(("b", "c", "a"), ("a", "c")) == 0.5
    assert measures.reciprocal_rank(("b", "c"), ("a",)) == 0
    assert measures.reciprocal_rank((), ("a",)) == 0


def test_bootstrap_intervals_have_the_width_that_theory_gives() -> None:
    # 100 of 400 right: the standard error is √(0.25 × 0.75 / 400) = 0.02165, so about 0.25 ± 1.96 × 0.02165 = 0.2076 … 0.2924.
    found = measures.bootstrap(measures.mean, numbers(*[1.0] * 100, *[0.0] * 300))
    assert (found.value, found.of) == (0.25, 400)
    assert found.low == pytest.approx(0.2076, abs=0.008)
    assert found.high == pytest.approx(0.2924, abs=0.008)


def test_a_figure_without_chance_has_no_width() -> None:
    found = measures.bootstrap(measures.mean, numbers(1, 1, 1))
    assert (found.low, found.value, found.high) == (1, 1, 1)


def test_several_samples_are_drawn_each_by_itself() -> None:
    # Each sample is constant, so whatever is drawn, the first minus the second is 3.
    found = measures.bootstrap(lambda one, other: float(one.mean() - other.mean()), numbers(5, 5), numbers(2, 2, 2))
    assert (found.low, found.value, found.high, found.of) == (3, 3, 3, 5)


def test_drawing_again_gives_the_same_interval() -> None:
    sample = numbers(*(value % 7 for value in range(40)))
    assert measures.bootstrap(measures.mean, sample) == measures.bootstrap(measures.mean, sample)


def test_pairs_are_drawn_together() -> None:
    # The first is right wherever the second is, and in one question more of every four: drawn in pairs the difference never falls below 0,
    # while drawn apart the two means (0.75 and 0.5 of 40, standard errors 0.07 and 0.08) would overlap by far.
    first, second = [1, 1, 1, 0] * 10, [1, 1, 0, 0] * 10
    found = measures.paired(first, second)
    assert found.value == pytest.approx(0.25)
    # Each pair differs by 1 with chance 0.25: standard error √(0.25 × 0.75 / 40) = 0.0685, so about 0.116 … 0.384.
    assert found.low == pytest.approx(0.116, abs=0.03)
    assert found.high == pytest.approx(0.384, abs=0.03)
    assert measures.paired(first, first) == measures.Estimate(0, 0, 0, 40)

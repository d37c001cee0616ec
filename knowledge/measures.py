"""Figures about how well a system answers, out of plain arrays: rank, calibration, refusal, and how far chance may move them.

Knows no questions and no articles; knowledge.evaluation hands it what it has judged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Statistic = Callable[..., float]
"""A figure of one or several samples of rows."""
BINS = 10
RESAMPLES, SEED = 1000, 20260101
_INTERVAL = (2.5, 97.5)  # percentiles that hold 95 of 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the 95 % interval that resampling its questions gives, and how many questions it is of."""

    value: float
    low: float
    high: float
    of: int

    def to_json(self) -> dict[str, float | int]:
        """All of it, by name."""
        return {"value": round(self.value, 4), "low": round(self.low, 4), "high": round(self.high, 4), "of": self.of}


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about the same confidence: how many, their mean confidence, and the share that came out right."""

    count: int
    confidence: float
    right: float


def bootstrap(statistic: Statistic, *samples: Numbers, resamples: int = RESAMPLES) -> Estimate:
    """The figure of the samples, and the interval over samples drawn anew from each of them, with one fixed seed.

    Each sample is an array whose first axis is questions; it must hold at least one. Figures that a draw does not have (nan) are left out.
    """
    rng = np.random.default_rng(SEED)
    drawn = [statistic(*(sample[rng.integers(0, len(sample), len(sample))] for sample in samples)) for _ in range(resamples)]
    low, high = np.nanpercentile(drawn, _INTERVAL)
    return Estimate(statistic(*samples), float(low), float(high), sum(map(len, samples)))


def paired(first: Sequence[float], second: Sequence[float], resamples: int = RESAMPLES) -> Estimate:
    """By how much the mean of the first system's scores exceeds the second's over the same questions, drawn in pairs."""
    return bootstrap(mean, np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64), resamples=resamples)


def mean(values: Numbers) -> float:
    """The mean."""
    return float(values.mean())


def bins(confidence: Numbers, right: Numbers, number: int = BINS) -> tuple[Bin, ...]:
    """The questions in equally wide bins of their confidence (between 0 and 1), lowest first; empty bins are left out."""
    place = np.minimum((confidence * number).astype(int), number - 1)
    found = ((place == one) for one in range(number))
    return tuple(Bin(int(here.sum()), float(confidence[here].mean()), float(right[here].mean())) for here in found if here.any())


def calibration_error(confidence: Numbers, right: Numbers) -> float:
    """Expected calibration error: how far confidence and share of right ones lie apart in a bin, weighted by the bins' sizes."""
    return sum(one.count * abs(one.confidence - one.right) for one in bins(confidence, right)) / len(confidence)


def threshold_losing(inside: Numbers, share: float) -> float:
    """The highest threshold that refuses (lies above) no more than that share of the questions in scope."""
    return float(np.sort(inside)[math.floor(share * len(inside) + 1e-9)])


def refused_at_loss(inside: Numbers, outside: Numbers, share: float) -> float:
    """The share of questions out of scope that the threshold refuses which costs no more than that share of those in scope."""
    return float((outside < threshold_losing(inside, share)).mean())


def right_at_refusal(inside: Numbers, right: Numbers, outside: Numbers, share: float) -> float:
    """The share of questions in scope that are answered, and rightly, at the lowest threshold that refuses that share of those out of scope."""
    least = max(math.ceil(share * len(outside) - 1e-9), 1)
    answered = inside > np.sort(outside)[least - 1]
    return float((answered * right).mean())


def separation(inside: Numbers, outside: Numbers) -> float:
    """The chance that a question in scope has the higher confidence than one out of scope, ties counting half (AUROC)."""
    ordered = np.sort(outside)
    below, up_to = np.searchsorted(ordered, inside, "left"), np.searchsorted(ordered, inside, "right")
    return float((below + up_to).mean() / (2 * len(outside)))


def reciprocal_rank(ranked: Sequence[str], right: Sequence[str]) -> float:
    """1 / the place of the first right one; 0 when none is there."""
    return next((1 / place for place, one in enumerate(ranked, 1) if one in right), 0.0)


def joined(samples: Sequence[Numbers], column: int) -> Numbers:
    """One column of several samples, one after the other."""
    return np.concatenate([sample[:, column] for sample in samples])

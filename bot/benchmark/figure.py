"""A measured figure: its samples in one number each for the usual and the bad case, and what it is compared with.

Refuses to invent: a figure that could not be measured says why.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


def quantile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least `share` of all samples do not exceed (nearest rank)."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Figure:
    """Samples of one thing, in `unit`; `beside` names the figure that its ratio is taken to."""

    name: str
    unit: str
    samples: tuple[float, ...]
    beside: str = ""
    note: str = ""
    failed: str = ""

    @property
    def median(self) -> float:
        """The middle sample, or the mean of the two in the middle."""
        return statistics.median(self.samples)

    @property
    def p95(self) -> float | None:
        """What 95 of 100 samples do not exceed; None with fewer than 20, of which it would be the worst one."""
        return quantile(self.samples, 0.95) if len(self.samples) >= 20 else None

    def ratio(self, others: Sequence[Figure]) -> float | None:
        """Its median over that of the figure it stands beside; None when either is missing."""
        other = next((figure for figure in others if figure.name == self.beside and figure.samples), None)
        return self.median / other.median if other and self.samples and other.median else None

    def to_json(self, others: Sequence[Figure]) -> dict[str, Any]:
        """Everything that the table shows, for programs."""
        found: dict[str, Any] = {"name": self.name, "unit": self.unit, "samples": len(self.samples)}
        if self.samples:
            found |= {"median": round(self.median, 4), "p95": None if self.p95 is None else round(self.p95, 4)}
        ratio = self.ratio(others)
        return found | ({"beside": self.beside, "ratio": round(ratio, 3)} if ratio else {}) | {k: v for k in ("note", "failed") if (v := getattr(self, k))}


def failure(name: str, reason: str) -> Figure:
    """A figure that could not be measured."""
    return Figure(name, "", (), failed=reason)

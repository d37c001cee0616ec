"""Plots of evaluation reports as PNG files: how far confidence can be trusted, hits by kind, and what refusing costs.

Draws without a display, and only what it is handed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from knowledge.measures import Bin, Estimate, Numbers

_DOTS = 110  # per inch: sharp enough to read, small enough for the repository
_METADATA = {"Software": None}  # the drawing library's version would change every file with it


def reliability(bins: Sequence[Bin], path: Path) -> None:
    """A bar for each bin of confidence, as high as its share of right ones; bars on the dashed line are as good as they say."""
    figure, axes = _drawing(5.2, 4.6)
    places = [one.confidence for one in bins]
    axes.bar(places, [one.right for one in bins], width=0.07, color="#7a9cc6", edgecolor="#35557d")
    for one in bins:
        axes.annotate(str(one.count), (one.confidence, one.right), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=8)
    axes.plot([0, 1], [0, 1], color="#444444", linestyle="--", linewidth=1)
    axes.set(xlim=(0, 1.03), ylim=(0, 1.08), xlabel="confidence (mean of the bin)", ylabel="share whose first one is right")
    axes.set_title("Reliability; the number of questions stands on each bar", fontsize=9)
    _write(figure, path)


def hits(systems: Mapping[str, Mapping[str, Estimate]], path: Path) -> None:
    """A row for each group, a dot with its interval for each system."""
    groups = list(dict.fromkeys(group for figures in systems.values() for group in figures))
    figure, axes = _drawing(6.4, 1.2 + 0.42 * len(groups))
    for number, (system, figures) in enumerate(systems.items()):
        rows = [(groups.index(group) + 0.18 * (number - (len(systems) - 1) / 2), found) for group, found in figures.items()]
        value = np.array([found.value for _, found in rows])
        spread = np.abs(np.array([[found.low for _, found in rows], [found.high for _, found in rows]]) - value)
        axes.errorbar(value, [place for place, _ in rows], xerr=spread, fmt="o", markersize=4, capsize=2, label=system)
    axes.set(xlim=(0, 1.02), xlabel="hit@1, with 95 % intervals", yticks=range(len(groups)), yticklabels=[group.replace("_", " ") for group in groups])
    axes.invert_yaxis()
    axes.grid(axis="x", alpha=0.3)
    axes.legend(fontsize=8, loc="lower left")
    _write(figure, path)


def refusal(systems: Mapping[str, tuple[Numbers, Numbers]], path: Path) -> None:
    """For each system's confidences in and out of scope: the share of foreign questions refused over that of good ones lost."""
    figure, axes = _drawing(5.2, 4.6)
    for system, (inside, outside) in systems.items():
        thresholds = np.unique(np.concatenate([inside, outside, [np.inf]]))
        lost, refused = ([float((part < one).mean()) for one in thresholds] for part in (inside, outside))
        axes.plot(lost, refused, label=system, linewidth=1.5)
    axes.set(xlim=(0, 0.3), ylim=(0, 1), xlabel="good questions refused", ylabel="foreign questions refused")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8, loc="lower right")
    _write(figure, path)


def _drawing(wide: float, high: float) -> tuple[Figure, Any]:
    figure = Figure(figsize=(wide, high), layout="constrained")
    return figure, figure.subplots()


def _write(figure: Figure, path: Path) -> None:
    FigureCanvasAgg(figure).print_png(path, metadata=_METADATA)

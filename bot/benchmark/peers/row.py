"""One engine's line in the table of engines: how often it is right, beside how long it takes and what it holds in memory.

Counts by the figures of our evaluation, and by none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.benchmark.figure import Figure
from bot.benchmark.report import machine, number, on_machine
from bot.evaluation_report import shown
from knowledge.estimates import AT_LOSS, estimates
from knowledge.evaluation import Report
from knowledge.measures import Estimate

_TWO_IN_ONE = "multi"  # questions that no plain engine is made for
_ACCURACY = ("hit@1", "hit@3", AT_LOSS)
_MEMORY = "RSS"
_HEAD = ("", *_ACCURACY, "median", "p95", "× ours", "memory", "")


@dataclass(frozen=True, slots=True)
class Row:
    """An engine: milliseconds a message, megabytes by measure, and what it made of the questions, if it answers any."""

    figure: Figure
    memory: Mapping[str, float] = field(default_factory=dict)
    report: Report | None = None

    @property
    def accuracy(self) -> dict[str, Estimate]:
        """How often it is right, over the questions that ask for one thing."""
        if self.report is None:
            return {}
        judged = [one for one in self.report.judgements if one.question.kind != _TWO_IN_ONE]
        found = estimates(judged, probable=False)
        return {name: found[name] for name in _ACCURACY if name in found}

    def cells(self, figures: Sequence[Figure]) -> list[str]:
        """Its line in the table."""
        ratio, right = self.figure.ratio(figures), self.accuracy
        times = [number(self.figure.median, "ms"), number(self.figure.p95, "ms"), f"{ratio:.2f}" if ratio else ""]
        held = number(self.memory.get(_MEMORY), "MB")
        return [self.figure.name, *(shown(right[name]) if name in right else "" for name in _ACCURACY), *times, held, self.figure.note]

    def to_json(self, figures: Sequence[Figure]) -> dict[str, Any]:
        """All of it."""
        found = self.figure.to_json(figures) | {"memory": {name: round(size, 1) for name, size in self.memory.items()}}
        return found | {"accuracy": {name: one.to_json() for name, one in self.accuracy.items()}}


def table(rows: Sequence[Row]) -> str:
    """A line for each engine, and one that says where and on what it was measured."""
    figures = [row.figure for row in rows]
    lines = [list(_HEAD), *(row.cells(figures) for row in rows if row.figure.samples)]
    wide = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    drawn = ["  ".join([line[0].ljust(wide[0]), *(cell.rjust(width) for cell, width in zip(line[1:], wide[1:], strict=True))]).rstrip() for line in lines]
    drawn += [f"{row.figure.name.ljust(wide[0])}  not measured: {row.figure.failed}" for row in rows if not row.figure.samples]
    return "\n".join([*drawn, on_machine()])


def to_json(rows: Sequence[Row]) -> dict[str, Any]:
    """All rows and the machine."""
    figures = [row.figure for row in rows]
    return {"machine": machine(), "engines": [row.to_json(figures) for row in rows]}

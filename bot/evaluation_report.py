"""Writes the reports over a set of questions as a page with plots: docs/evaluation/<set>.md and PNG files beside it.

Names no question: of a test set nobody may learn which ones go wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bot import plots
from knowledge.estimates import EVERYTHING, compared, confusions, estimates, reliability, slices
from knowledge.evaluation import Report
from knowledge.measures import RESAMPLES, Estimate, Numbers

_PAIRS = 20  # confusions that are listed
_BY_GROUP = ("hit@1", "hit@3", "MRR", "right decision")
_EXPLAINED = """\
In brackets: 95 % intervals from {resamples} resamplings of the questions.
`right decision`: of all questions, those that got the right kind of reply.
Foreign refused at 4 % loss: out-of-scope questions under the highest threshold that refuses at most 4 %
of those in scope; set on these questions, for every system alike.
Calibration error: of the confidence, which is the assistant's own estimate that it can answer, against the first article being right.
[How to read it](../evaluation.md).
"""


def write(name: str, reports: Sequence[Report], folder: Path, made_by: str) -> Path:
    """The page of a set with its plots, in the folder; `reports` begin with the assistant's. Gives the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = {report.system: {group: estimates(part, probable=report.probable) for group, part in slices(report).items()} for report in reports}
    plots.reliability(reliability(reports[0]), folder / f"{name}-reliability.png")
    first = {system: {group: found["hit@1"] for group, found in groups.items() if "hit@1" in found} for system, groups in figures.items()}
    parts = [
        f"# Evaluation: {name}\n",
        f"Made by `{made_by}`; make it anew instead of editing it.\n",
        _overall(figures),
        _EXPLAINED.format(resamples=RESAMPLES),
    ]
    parts += ["## Against the others, question by question\n", _differences(reports)]
    parts += ["## By language and kind\n", _groups(figures[reports[0].system])]
    if any(first.values()):
        plots.hits(first, folder / f"{name}-hits.png")
        parts.append(f"![hit@1 of every system by group]({name}-hits.png)\n")
    parts += ["## Is the confidence to be trusted?\n", f"![share of right first articles by confidence]({name}-reliability.png)\n"]
    scores = {report.system: _confidences(report) for report in reports}
    if all(len(part) for pair in scores.values() for part in pair):
        plots.refusal(scores, folder / f"{name}-refusal.png")
        parts += ["## What refusing costs\n", f"![foreign questions refused over good ones lost]({name}-refusal.png)\n"]
    parts += ["## Articles taken for each other\n", _confused(confusions(reports[0]))]
    page = folder / f"{name}.md"
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def shown(found: Estimate) -> str:
    """An estimate with its interval."""
    return f"{found.value:.3f} ({found.low:.2f}–{found.high:.2f})"


def difference(found: Estimate) -> str:
    """A difference with its interval."""
    return f"{found.value:+.3f} ({found.low:+.2f} to {found.high:+.2f})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ["---"] * len(head), *rows))


def _overall(figures: Mapping[str, Mapping[str, Mapping[str, Estimate]]]) -> str:
    whole = {system: groups[EVERYTHING] for system, groups in figures.items()}
    names = list(dict.fromkeys(name for found in whole.values() for name in found))
    return table(["", *whole], ([name, *(shown(found[name]) if name in found else "" for found in whole.values())] for name in names))


def _groups(groups: Mapping[str, Mapping[str, Estimate]]) -> str:
    rows = []
    for group, found in groups.items():
        cells = (shown(found[name]) if name in found else "" for name in _BY_GROUP)
        rows.append([group.replace("_", " "), str(found["right decision"].of), *cells])
    return table(["assistant", "questions", *_BY_GROUP], rows)


def _differences(reports: Sequence[Report]) -> str:
    rows = [(report.system, compared(reports[0], report)) for report in reports[1:]]
    names = list(dict.fromkeys(name for _, found in rows for name in found))
    return table(["assistant minus …", *names], ([system, *(difference(found[name]) for name in names)] for system, found in rows))


def _confused(pairs: Sequence[tuple[str, str, int]]) -> str:
    if not pairs:
        return "None.\n"
    return table(["right", "came first", "times"], ([right, came, str(count)] for right, came, count in pairs[:_PAIRS]))


def _confidences(report: Report) -> tuple[Numbers, Numbers]:
    """The confidences for questions in scope, and out of scope."""
    inside = [judged.verdict.confidence for judged in report.judgements if judged.question.in_scope]
    outside = [judged.verdict.confidence for judged in report.judgements if judged.question.kind == "out_of_scope"]
    return np.array(inside, dtype=np.float64), np.array(outside, dtype=np.float64)

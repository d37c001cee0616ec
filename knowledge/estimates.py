"""Figures of a report beyond counts, each with the interval that resampling its questions gives: rank, calibration, refusal, comparisons.

Judges nothing itself: what is right is knowledge.evaluation's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge import measures
from knowledge.evaluation import Judgement, Report
from knowledge.measures import Bin, Estimate, Numbers, bootstrap

LOSS = 0.04
"""Share of the questions in scope that refusing may cost where systems are compared."""
AT_LOSS = f"foreign refused at {LOSS:.0%} loss"
EVERYTHING = "all"
_FOREIGN = "out_of_scope"


def slices(report: Report) -> dict[str, tuple[Judgement, ...]]:
    """All judgements; those of each language where there are several; those of each kind."""
    kinds = sorted({judged.question.kind for judged in report.judgements})
    languages = sorted({judged.question.lang for judged in report.judgements})
    found = {EVERYTHING: report.judgements}
    if len(languages) > 1:
        found |= {name: tuple(judged for judged in report.judgements if judged.question.lang == name) for name in languages}
    return found | {name: tuple(judged for judged in report.judgements if judged.question.kind == name) for name in kinds}


def estimates(judgements: Sequence[Judgement], *, probable: bool) -> dict[str, Estimate]:
    """Every figure that these judgements have, by name; calibration only where the confidence is meant as a probability."""
    inside = [judged for judged in judgements if judged.question.in_scope]
    outside = [judged for judged in judgements if judged.question.kind == _FOREIGN]
    found = {"right decision": bootstrap(measures.mean, _numbers([judged.decided for judged in judgements]))}
    if inside:
        found |= {
            "hit@1": bootstrap(measures.mean, _numbers([judged.first for judged in inside])),
            "hit@3": bootstrap(measures.mean, _numbers([judged.among_three for judged in inside])),
            "MRR": bootstrap(measures.mean, _numbers([judged.reciprocal_rank for judged in inside])),
        }
    if inside and outside:
        sure, unsure = (_numbers([judged.verdict.confidence for judged in part]) for part in (inside, outside))
        found[AT_LOSS] = bootstrap(lambda kept, foreign: measures.refused_at_loss(kept, foreign, LOSS), sure, unsure)
        found["AUROC"] = bootstrap(measures.separation, sure, unsure)
    if probable and (inside or outside):
        found["calibration error"] = bootstrap(lambda rows: measures.calibration_error(rows[:, 0], rows[:, 1]), _calibrated(judgements))
    return found


def reliability(report: Report) -> tuple[Bin, ...]:
    """The questions by confidence, with how often the first article is right; one that no article answers has none that is."""
    rows = _calibrated(report.judgements)
    return measures.bins(rows[:, 0], rows[:, 1])


def compared(first: Report, second: Report) -> dict[str, Estimate]:
    """By how much the first system exceeds the second over the same questions in scope, drawn in pairs; nothing where none is in scope."""
    pairs = [(one, other) for one, other in zip(first.judgements, second.judgements, strict=True) if one.question.in_scope]
    if not pairs:
        return {}
    return {
        "hit@1": measures.paired([one.first for one, _ in pairs], [other.first for _, other in pairs]),
        "hit@3": measures.paired([one.among_three for one, _ in pairs], [other.among_three for _, other in pairs]),
        "MRR": measures.paired([one.reciprocal_rank for one, _ in pairs], [other.reciprocal_rank for _, other in pairs]),
    }


def confusions(report: Report) -> tuple[tuple[str, str, int], ...]:
    """The right article, the one that came first instead, and how often; most frequent first. Names no question."""
    wrong = (judged for judged in report.judgements if judged.question.in_scope and judged.verdict.articles and not judged.first)
    counted = Counter((judged.question.gold[0], judged.verdict.articles[0]) for judged in wrong)
    return tuple((right, came, count) for (right, came), count in sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _calibrated(judgements: Sequence[Judgement]) -> Numbers:
    """Confidence and whether the first article is right, a row for each question that articles should answer or that is foreign."""
    counted = [judged for judged in judgements if judged.question.in_scope or judged.question.kind == _FOREIGN]
    return _numbers([[judged.verdict.confidence, judged.question.in_scope and judged.first] for judged in counted]).reshape(-1, 2)


def _numbers(values: Sequence[object]) -> Numbers:
    return np.array(values, dtype=np.float64)

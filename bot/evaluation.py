"""Runs the evaluation questions through the assistant and through plain baselines, and prints what came out.

Refuses nothing itself; what is right and how it is counted is knowledge.evaluation's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.lookup import Lookup, UnusableText
from bot.services import load_lookup
from bot.settings import Settings
from knowledge import evaluation
from knowledge.evaluation import Report, Verdict
from knowledge.search import baselines
from knowledge.search.baselines import BaselineUnavailable
from knowledge.search.encoder import PACKAGED, load_encoder
from knowledge.search.ranking import guide_number

_WIDE = 20  # characters of a column


def run(settings: Settings, path: Path, progress: Callable[[str], None]) -> tuple[Report, ...]:
    """Reports of the assistant and of each baseline over the questions of a file. Raises KnowledgeError."""
    questions = evaluation.load(path)
    lookup = load_lookup(settings)
    progress(f"asking {len(questions)} questions")
    articles, encoder = tuple(lookup.base.library), load_encoder(settings.encoder, settings.encoder_folder, settings.encoder_threads)
    name = "plain MiniLM" if settings.encoder == PACKAGED else f"plain {Path(settings.encoder).name}"
    reports = [
        evaluation.measure("assistant", questions, lambda text: _verdict(lookup, text)),
        evaluation.measure_scores(name, questions, baselines.by_meaning(articles, encoder)),
    ]
    try:
        reports.append(evaluation.measure_scores("BM25", questions, baselines.by_words(articles)))
    except BaselineUnavailable as missing:
        progress(str(missing))
    return tuple(reports)


def _verdict(lookup: Lookup, text: str) -> Verdict:
    """The assistant's reply to POST /api/ask, as it is judged; a text that it refuses to read counts as refused."""
    try:
        reply = lookup.ask(text, None)
    except UnusableText:
        return Verdict("no_answer", ())
    return Verdict(reply["decision"], tuple(guide_number(found["id"]) for found in reply["articles"]))


def table(reports: Sequence[Report]) -> str:
    """All reports beside each other: a row for each figure, with its 95 % interval."""
    lines = [" " * 26 + "".join(report.system.ljust(_WIDE) for report in reports)]
    for group, shares in reports[0].groups.items():
        lines.append(f"{group.replace('_', ' ')} ({next(iter(shares.values())).of})")
        for name in shares:
            cells = []
            for report in reports:
                share = report.groups[group][name]
                low, high = share.interval
                cells.append(f"{share.share:.3f} ({low:.2f}–{high:.2f})")
            lines.append(f"  {name:24}" + "".join(cell.ljust(_WIDE) for cell in cells))
    lines.append("In brackets: 95 % intervals. The baselines' threshold refuses 5 % of these very questions in scope; they do not ask back.")
    return "\n".join(line.rstrip() for line in lines)


def misses(report: Report) -> str:
    """Every question that the system got wrong, two lines each."""
    lines = []
    for judged in report.misses:
        question = judged.question
        wanted = " or ".join(filter(None, (" + ".join(question.gold), *question.also_ok))) or "none"
        got = " ".join((judged.verdict.decision, *judged.verdict.articles[:3]))
        lines.append(f"{question.id} {question.kind}: {', '.join(judged.faults)}; articles wanted: {wanted}; got: {got}\n    {question.text}")
    return "\n".join(lines)

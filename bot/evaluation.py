"""Runs the evaluation questions through the assistant and through plain baselines, and prints what came out.

Refuses nothing itself; what is right and how it is counted is knowledge.evaluation's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.lookup import Lookup, UnusableText
from bot.services import load_lookup
from bot.settings import Settings
from knowledge import evaluation
from knowledge.estimates import confusions, estimates, slices
from knowledge.evaluation import Report, Verdict
from knowledge.search import baselines
from knowledge.search.baselines import BaselineUnavailable
from knowledge.search.candidates import guide_number
from knowledge.search.encoder import PACKAGED, load_encoder

_WIDE = 20  # characters of a column


def run(settings: Settings, path: Path, progress: Callable[[str], None], lookup: Lookup | None = None) -> tuple[Report, ...]:
    """Reports of the assistant and of each baseline over the questions of a file. Raises KnowledgeError."""
    questions = evaluation.load(path)
    lookup = lookup or load_lookup(settings)
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
        readable, clock = lookup.readable(text), lookup.clock(None)
    except UnusableText:
        return Verdict("no_answer", ())
    assistant = lookup.languages.assistant(lookup.languages.tongue(readable))
    understood = assistant.understander.understand(readable, clock)
    reply = assistant.reply(understood, clock)
    return Verdict(reply.decision, tuple(guide_number(found.article) for found in reply.articles), understood.confidence)


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


def estimated(reports: Sequence[Report]) -> str:
    """Figures of all questions beyond counts, with the intervals that resampling gives."""
    found = [estimates(report.judgements, probable=report.probable) for report in reports]
    lines = ["all questions, intervals by resampling them"]
    for name in dict.fromkeys(name for figures in found for name in figures):
        cells = [f"{figures[name].value:.3f} ({figures[name].low:.2f}–{figures[name].high:.2f})" if name in figures else "" for figures in found]
        lines.append(f"  {name:28}" + "".join(cell.ljust(_WIDE) for cell in cells))
    return "\n".join(line.rstrip() for line in lines)


def to_json(report: Report) -> dict[str, Any]:
    """All figures: counts by group, estimates by slice, and which articles are taken for each other."""
    parts = slices(report)
    found = {name: {key: one.to_json() for key, one in estimates(part, probable=report.probable).items()} for name, part in parts.items()}
    return report.to_json() | {"estimates": found, "confusions": [list(pair) for pair in confusions(report)]}


def is_open(path: Path) -> bool:
    """Whether the questions that go wrong may be shown: not those of a test set, or it would be none any more."""
    return not path.stem.startswith("test")

"""Asks all engines the development questions, a question at a time and in every order, and judges what they make of them.

Refuses to stop at the first engine that cannot be had: its row says why, and the rest goes on.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

from bot.benchmark.figure import Figure
from bot.benchmark.peers import environment, material
from bot.benchmark.peers.engine import Engine, running
from bot.benchmark.peers.environment import PeerUnavailable
from bot.benchmark.peers.row import Row
from bot.benchmark.peers.verdicts import verdict
from bot.services import load_base
from bot.settings import Settings
from knowledge import evaluation
from knowledge.evaluation import Judgement, Report
from knowledge.search.encoder import PACKAGED

OURS, BARE = "the assistant", "the encoder alone"
EPOCHS = 2  # on two busy cores a quarter of an hour each; Rasa itself proposes 100
_DIET, _ROUTER, _WORDS = "Rasa DIET", "semantic-router", "bm25s"
_UNTIMED = 20
_LOAD_SECONDS = 1800  # semantic-router encodes all questions, once
_MODULES = "bot.benchmark.peers"


def measure(settings: Settings, epochs: int, progress: Callable[[str], None]) -> tuple[Row, ...]:
    """A row for each engine, ours first. Raises KnowledgeError where ours is not prepared."""
    if settings.encoder != PACKAGED:
        raise PeerUnavailable(f"The engines are compared over {PACKAGED}, and another encoder is configured.")
    base, folder = load_base(settings), environment.folder(settings)
    questions = evaluation.load(settings.data / "evaluation" / "development.jsonl")
    material.write(base.corpus, folder)
    failed: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        engines: dict[str, Engine] = {}
        for name, command in _commands(settings, epochs, progress).items():
            try:
                wanted = command()
                progress(f"loading {name}")
                engines[name] = stack.enter_context(running(wanted, folder / f"{name.replace(' ', '-')}.log", _LOAD_SECONDS))
            except PeerUnavailable as error:
                failed[name] = str(error)
        if OURS not in engines:
            raise PeerUnavailable(f"The assistant cannot be asked: {failed[OURS]}")
        progress(f"asking {len(questions)} questions of {', '.join(engines)}")
        replies = _ask(engines, [question.text for question in questions])
        of_rule = {rule.id: rule.articles for rule in base.rules}
        notes = {_DIET: f"{epochs} epochs"}
        rows = []
        for name, engine in engines.items():
            figure = Figure(name, "ms", _timed(replies[name]), "" if name == OURS else OURS, notes.get(name, ""))
            pairs = zip(questions, replies[name], strict=True)
            report = Report(name, tuple(Judgement(question, verdict(reply, of_rule)) for question, reply in pairs)) if name != BARE else None
            rows.append(Row(figure, engine.memory(), report))
    return (*rows, *(Row(Figure(name, "ms", (), failed=reason)) for name, reason in failed.items()))


def _commands(settings: Settings, epochs: int, progress: Callable[[str], None]) -> dict[str, Callable[[], list[str]]]:
    """How each engine is started, after what it needs has been made."""
    folder = environment.folder(settings)

    def module(python: Path | str, name: str, *arguments: object) -> list[str]:
        return [str(python), "-m", f"{_MODULES}.{name}", *map(str, arguments)]

    taught, encoder = folder / "material.json", (settings.encoder_folder.resolve(), settings.encoder_threads)
    rasa = settings.rasa_program.parent / "python"
    return {
        OURS: lambda: module(sys.executable, "ours", "whole"),
        BARE: lambda: module(sys.executable, "ours", "bare"),
        _ROUTER: lambda: module(environment.python(settings, progress), "router", taught, *encoder, folder / "vectors.npz"),
        _WORDS: lambda: module(environment.python(settings, progress), "words", taught),
        _DIET: lambda: module(rasa, "diet", environment.model(settings, epochs, progress)),
    }


def _ask(engines: Mapping[str, Engine], texts: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The replies of each engine, in the order of the texts. What runs before leaves its data in the caches: each follows each other one as often."""
    orders = list(permutations(engines))
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in engines}
    for place, text in enumerate(texts):
        for name in orders[place % len(orders)]:
            found[name].append(engines[name].ask(text))
    return found


def _timed(replies: Sequence[Mapping[str, Any]]) -> tuple[float, ...]:
    """Milliseconds of the replies; the first ones load what later ones find loaded, and do not count."""
    return tuple(reply["milliseconds"] for reply in replies[_UNTIMED:])

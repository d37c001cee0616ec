"""Takes all measurements, one after another, within a time that is over before four minutes are.

Refuses to stop at the first failure: what could not be measured says why, and the rest goes on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from pathlib import Path

from bot.benchmark import requests, rules, server, understanding
from bot.benchmark.figure import Figure, failure
from bot.settings import ROOT, Settings
from knowledge import evaluation
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError
from knowledge.search.encoder import PACKAGED

_ALL_SECONDS = 215.0
_QUESTIONS = 40
_STARTS = 3
_RULE_SECONDS = 12
_INDEX_SECONDS = 100.0  # kept for the index
_LEAST = "GET /health/live"
_ASK, _TURN = "POST /api/ask", "chat turn"
_ENCODING = "encoding a question"
_SEARCH = "console search"
_SEARCH_SECONDS = _UNDERSTANDING_SECONDS = 12
_ENCODER = f"{_ENCODING}: the assistant's encoder"


class _Time:
    """What is left of the time."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def at_most(self, seconds: float) -> float:
        """So many seconds, or what is left; a little even when nothing is, for a failure that says so."""
        return max(0.1, min(seconds, self._until - time.monotonic()))


def measure(settings: Settings, progress: Callable[[str], None]) -> tuple[Figure, ...]:
    """All figures. Raises NotServed when the installation cannot be prepared."""
    left = _Time(_ALL_SECONDS)
    progress("preparing what is not prepared yet")
    server.run(os.environ, "prepare", left.at_most(150))
    questions = [question.text for question in evaluation.load(settings.data / "evaluation" / "development.jsonl") if "\n" not in question.text]
    texts = questions[:: max(1, len(questions) // _QUESTIONS)]
    with tempfile.TemporaryDirectory(prefix="seller-assistant-bench-") as folder:
        environment = server.lay_out(settings, Path(folder) / "served")
        log = Path(folder) / "serve.log"
        progress("starting an assistant of our own and asking it")
        figures, starts = _served(settings, environment, log, texts, left)
        progress("encoding questions")
        figures += _encoding(settings, texts, left)
        progress("understanding questions, none of them twice")
        figures += _understanding(settings, questions, left)
        progress("searching as the console does")
        figures += _searching(settings, questions, left)
        progress("starting the assistant again")
        figures += _starting(environment, log, starts, left)
        progress("building the index from nothing")
        figures += _index(settings, Path(folder), left)
    return tuple(figures)


def _served(settings: Settings, environment: Mapping[str, str], log: Path, texts: Sequence[str], left: _Time) -> tuple[list[Figure], list[float]]:
    """Figures of requests and memory, and how long the start took."""
    try:
        with server.serving(environment, log, left.at_most(60)) as running:
            figures = _rules(settings, running.port, left)  # first: what others have asked before does not speed them up
            return [*figures, *_requests(running.port, texts, left), *_memory(running)], [running.start_seconds]
    except server.NotServed as error:
        return [failure("requests, memory, start-up", str(error))], []


def _rules(settings: Settings, port: int, left: _Time) -> list[Figure]:
    """Computing every rule, and its whole reply beside an empty FastAPI route."""
    try:
        wanted = rules.tasks(ROOT / "tests" / "cases")
        if not wanted:
            return [failure("rules", "there are no worked cases here")]
        figures = rules.computing(KnowledgeBase(settings.data), wanted)
        with server.serving_floor() as bare, server.serving_floor(str(settings.data)) as behind:
            return figures + rules.replying({"assistant": port, "bare": bare, "behind": behind}, wanted, left.at_most(_RULE_SECONDS))
    except (KnowledgeError, OSError, HTTPException, ValueError) as error:
        return [failure("rules", str(error)[:200] or repr(error))]


def _starting(environment: Mapping[str, str], log: Path, starts: list[float], left: _Time) -> list[Figure]:
    """More starts, for as long as there is time for another one like the first and for what follows."""
    name, nothing = "start-up until ready", "prepare, nothing to do"
    figures: list[Figure] = []
    try:
        figures.append(Figure(nothing, "s", (server.run(environment, "prepare", left.at_most(30)),)))
        while starts and len(starts) < _STARTS and left.at_most(_ALL_SECONDS) > _INDEX_SECONDS + 1.5 * starts[0]:
            with server.serving(environment, log, left.at_most(60)) as running:
                starts.append(running.start_seconds)
    except server.NotServed as error:
        figures.append(failure("another start", str(error)))
    return figures + ([Figure(name, "s", tuple(starts), nothing, f"the first: {starts[0]:.1f} s")] if starts else [])


def _requests(port: int, texts: Sequence[str], left: _Time) -> list[Figure]:
    def timed(name: str, step: requests.Step, count: int, at_once: int = 1, *, beside: str = "") -> Figure:
        return requests.timed(name, port, step, count, seconds=left.at_most(12), at_once=at_once, beside=beside)

    many = requests.AT_ONCE
    timed("warming up", requests.asking(texts), 20)
    timed("warming up", requests.chatting, 7)
    return [
        timed(_LEAST, requests.empty, 300),
        timed(_ASK, requests.asking(texts), 200, beside=_ENCODER),
        timed(f"{_ASK}, {many} at once", requests.asking(texts), 40, many, beside=_ASK),
        timed(_TURN, requests.chatting, 105, beside=_ASK),
        timed(f"{_TURN}, {many} at once", requests.chatting, 21, many, beside=_TURN),
    ]


def _memory(running: server.Server) -> list[Figure]:
    found = running.memory()
    measures = dict.fromkeys(measure for sizes in found.values() for measure in sizes)
    figures = [Figure(f"memory of the {name}, {measure}", "MB", (size,)) for name, sizes in found.items() for measure, size in sizes.items()]
    together = [Figure(f"memory together, {measure}", "MB", (sum(sizes.get(measure, 0.0) for sizes in found.values()),)) for measure in measures]
    return figures + together if measures else [failure("memory", "neither ps nor /proc tells it here")]


def _encoding(settings: Settings, texts: Sequence[str], left: _Time) -> list[Figure]:
    if settings.encoder != PACKAGED:
        return [failure(_ENCODING, f"the floor is that of {PACKAGED}, and another encoder is configured")]
    command = [sys.executable, "-m", "bot.benchmark.encoding", str(settings.encoder_folder), str(settings.encoder_threads)]
    try:
        done = subprocess.run(command, input="\n".join(texts), capture_output=True, text=True, check=True, timeout=left.at_most(60))  # noqa: S603 - ourselves
    except subprocess.CalledProcessError as error:
        return [failure(_ENCODING, (error.stderr.strip().splitlines() or ["it printed nothing"])[-1][:200])]
    except subprocess.TimeoutExpired:
        return [failure(_ENCODING, "it took too long")]
    samples: dict[str, list[float]] = json.loads(done.stdout)
    floor = next(iter(samples))
    return [Figure(f"{_ENCODING}: {way}", "ms", tuple(found), f"{_ENCODING}: {floor}" if way != floor else "") for way, found in samples.items()]


def _understanding(settings: Settings, texts: Sequence[str], left: _Time) -> list[Figure]:
    """What understanding takes beside the bare encoder, over all development questions that there is time for."""
    if settings.encoder != PACKAGED:
        return [failure(understanding.WHOLE, f"the floor is that of {PACKAGED}, and another encoder is configured")]
    try:
        found: dict[str, list[float]] = json.loads(_alone("understanding", texts, left.at_most(_UNDERSTANDING_SECONDS), left))
    except server.NotServed as error:
        return [failure(understanding.WHOLE, str(error))]
    return [Figure(name, "ms", tuple(took), "" if name == understanding.BARE else understanding.BARE) for name, took in found.items()]


def _searching(settings: Settings, texts: Sequence[str], left: _Time) -> list[Figure]:
    """What the console's search takes of the server, over all development questions that there is time for."""
    try:
        return [Figure(_SEARCH, "ms", tuple(json.loads(_alone("searching", texts, left.at_most(_SEARCH_SECONDS), left))))]
    except server.NotServed as error:
        return [failure(_SEARCH, str(error))]


def _alone(program: str, texts: Sequence[str], seconds: float, left: _Time) -> str:
    """What a program of the benchmark printed that measures for so many seconds. Raises NotServed."""
    command = [sys.executable, "-m", f"bot.benchmark.{program}", str(seconds)]
    try:
        return subprocess.run(command, input="\n".join(texts), capture_output=True, text=True, check=True, timeout=left.at_most(90)).stdout  # noqa: S603 - ourselves
    except subprocess.CalledProcessError as error:
        raise server.NotServed((error.stderr.strip().splitlines() or ["it printed nothing"])[-1][:200]) from error
    except subprocess.TimeoutExpired as error:
        raise server.NotServed("it took too long") from error


def _index(settings: Settings, folder: Path, left: _Time) -> list[Figure]:
    name, again = "index, built from nothing", "index, nothing to do"
    environment = server.lay_out(settings, folder / "indexed", with_index=False)
    figures: list[Figure] = []
    try:
        figures.append(Figure(name, "s", (server.run(environment, "index", left.at_most(120)),), again))
        figures.append(Figure(again, "s", (server.run(environment, "index", left.at_most(20)),)))
    except server.NotServed as error:
        figures.append(failure(again if figures else name, str(error)))
    return figures

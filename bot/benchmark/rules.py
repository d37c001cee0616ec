"""Times the rules: computing each one, and the whole reply over HTTP beside an empty FastAPI route in the same run.

Refuses to remember: every computation is made anew, nothing keeps replies. The inputs are those of the worked cases.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.benchmark.figure import Figure
from bot.benchmark.requests import Connection
from knowledge import yamlfile
from knowledge.base import KnowledgeBase
from knowledge.clock import Clock

T = TypeVar("T")

_CASES_EACH = 3
_TODAY = "2026-11-25"
_REPEATS = 15
_LEAST_SECONDS = 3.0
BARE_POST, BARE_GET = "POST, an empty FastAPI route", "GET, an empty FastAPI route"
OURS_POST, OURS_GET = "POST /api/rules/{id}", "GET /api/receipts/{id}"
_BEHIND = "the empty route behind our middleware"


@dataclass(frozen=True, slots=True)
class Task:
    """A rule with inputs that can be computed."""

    rule: str
    inputs: Mapping[str, Any]
    today: str

    @property
    def body(self) -> bytes:
        """The body of the request."""
        return json.dumps({"inputs": self.inputs, "today": self.today}).encode()


def tasks(cases: Path) -> tuple[Task, ...]:
    """A few worked cases of each rule, spread over those that have an outcome. Raises DataError."""
    found: list[Task] = []
    for path in sorted(cases.glob("*.yaml")):
        computed = [case for case in yamlfile.load(path, list[dict[str, Any]]) if "error" not in case["expect"]]
        chosen = computed[:: -(-len(computed) // _CASES_EACH) or 1]
        found += [Task(path.stem, case["facts"], str(case.get("today", _TODAY))) for case in chosen]
    return tuple(found)


def computing(base: KnowledgeBase, wanted: Sequence[Task]) -> list[Figure]:
    """How long computing takes: the median of each rule, and all samples of the slowest one."""
    samples: dict[str, list[float]] = {}
    now = datetime.now(UTC)
    for turn in range(_REPEATS + 1):
        for task in wanted:
            clock = Clock.of(task.today, now)
            began = time.perf_counter()
            base.compute(task.rule, task.inputs, clock)
            if turn:  # the first round warms up
                samples.setdefault(task.rule, []).append((time.perf_counter() - began) * 1000)
    medians = {rule: statistics.median(found) for rule, found in samples.items()}
    slowest = max(medians, key=lambda rule: medians[rule])
    name = "computing a rule, median of each"
    return [
        Figure(name, "ms", tuple(medians.values()), note=f"the slowest: {slowest}"),
        Figure("computing the slowest rule", "ms", tuple(samples[slowest]), beside=name, note=slowest),
    ]


def replying(ports: Mapping[str, int], wanted: Sequence[Task], seconds: float) -> list[Figure]:
    """Whole replies in turns, so that all share the machine's moods. `ports`: of the `assistant`, the `bare` floor and the one `behind` our middleware."""
    connections = {name: Connection(port) for name, port in ports.items()}
    samples: dict[str, dict[str, list[float]]] = {}
    until = time.monotonic() + max(seconds, _LEAST_SECONDS)
    prepared: list[tuple[str, list[tuple[str, Callable[[], float]]]]] = []
    try:
        for task in wanted:
            reply = json.loads(_exchange(connections["assistant"], "POST", f"/api/rules/{task.rule}", task.body)[1])
            prepared.append((task.rule, _ways(connections, task, reply["answer"]["receipt_id"])))
        turn = 0
        while turn < 2 or time.monotonic() < until:
            for place, (rule, ways) in enumerate(prepared):
                for name, way in in_turn(ways, turn + place):
                    took = way()
                    if turn:  # the first round warms up
                        samples.setdefault(name, {}).setdefault(rule, []).append(took)
            turn += 1
    finally:
        for connection in connections.values():
            connection.close()
    return compared(samples)


def compared(samples: Mapping[str, Mapping[str, Sequence[float]]]) -> list[Figure]:
    """Figures of samples by way and rule; each beside its floor, the worst rule beside the floor that had the same requests."""
    figures: list[Figure] = []
    for name, by_rule in samples.items():
        floor = "" if name in (BARE_POST, BARE_GET) else BARE_POST if name.startswith("POST") else BARE_GET
        note = ""
        if floor and name in (OURS_POST, OURS_GET):
            ratios = {rule: statistics.median(found) / statistics.median(samples[floor][rule]) for rule, found in by_rule.items()}
            worst = max(ratios, key=lambda rule: ratios[rule])
            note = f"the worst rule: {ratios[worst]:.2f} × ({worst}); {sum(ratio <= 1.5 for ratio in ratios.values())} of {len(ratios)} rules within 1.5 ×"
        figures.append(Figure(name, "ms", tuple(took for found in by_rule.values() for took in found), floor, note))
    return figures


def in_turn(ways: Sequence[T], turn: int) -> tuple[T, ...]:
    """The ways from another one on each time, so that each stands at each place as often."""
    start = turn % len(ways)
    return (*ways[start:], *ways[:start])


def _ways(connections: Mapping[str, Connection], task: Task, identity: str | None) -> list[tuple[str, Callable[[], float]]]:
    """The requests of one task, by name: bodies and addresses of the floors are as long as ours."""
    path = f"/api/rules/{task.rule}"

    def timed(server: str, method: str, path: str, body: bytes | None = None) -> Callable[[], float]:
        return lambda: _exchange(connections[server], method, path, body)[0]

    found = [
        (BARE_POST, timed("bare", "POST", "/empty", task.body)),
        (OURS_POST, timed("assistant", "POST", path, task.body)),
        (f"POST, {_BEHIND}", timed("behind", "POST", "/empty", task.body)),
    ]
    if identity:  # the largest inputs have none
        found += [
            (BARE_GET, timed("bare", "GET", f"/empty?id={identity}")),
            (OURS_GET, timed("assistant", "GET", f"/api/receipts/{identity}")),
            (f"GET, {_BEHIND}", timed("behind", "GET", f"/empty?id={identity}")),
        ]
    return found


def _exchange(connection: Connection, method: str, path: str, body: bytes | None) -> tuple[float, bytes]:
    """Milliseconds until the whole reply was there, and the reply. Raises ValueError for one that is no answer."""
    began = time.perf_counter()
    status, content = connection.exchange(method, path, body)
    took = (time.perf_counter() - began) * 1000
    if status != 200:
        raise ValueError(f"{method} {path}: status {status}: {content[:80]!r}")
    return took, content

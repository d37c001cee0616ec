"""A rule: its facts, its governing day and its computation, and how raw inputs reach it.

Refuses to compute on anything but complete, valid facts and parameters in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from knowledge import values
from knowledge.calendars import Calendar
from knowledge.errors import DateNotCovered, InputProblem, InvalidFacts, ParameterNotInForce
from knowledge.inputs import InputSpec, specs_of
from knowledge.parameters import ParameterBook, ParameterView, Reading

F = TypeVar("F")
O = TypeVar("O")  # noqa: E741 - F and O: facts and outcome

_RANK = {"unknown_input": 0, "missing_input": 2, "bad_order": 4, "inconsistent": 4, "not_in_force": 5}
_RANK_OF_VALUES = 3  # bad_type, bad_date, not_in_list, out_of_range
_RANK_AHEAD = 1  # what a rule's logic puts before its missing inputs


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: `key` names its wording, `details` are the values it speaks of."""

    key: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding(Generic[O]):
    """What a rule found: the outcome, the `node` that picks the wording, the steps and the conflicts touched."""

    outcome: O
    node: str
    steps: tuple[Step, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Computation:
    """A finding with all that is needed to explain and replay it."""

    rule: Rule[Any, Any]
    facts: Any
    finding: Finding[Any]
    readings: tuple[Reading, ...]
    today: date

    @property
    def outcome(self) -> dict[str, Any]:
        """The outcome in JSON form, with the keys of the catalogue."""
        found: dict[str, Any] = values.dump(self.finding.outcome)
        return found


Given = Mapping[str, object]
"""Raw inputs that are present, by name; used to find what the logic requires or excludes."""


def _nothing(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    return ()


def _no_problem(facts: Any) -> Iterable[InputProblem]:
    return ()


@dataclass(frozen=True, slots=True)
class Rule(Generic[F, O]):
    """One computable part of the guide.

    `governed_by` names the input whose day fixes the parameters; None means the day of the request.
    `requires` yields problems found on the raw inputs: conditional missing_input, inconsistent ahead of it, names that
    only the parameters know. `check` yields bad_order and inconsistent on typed facts. Both are pure.
    """

    id: str
    version: int
    facts: type[F]
    outcome: type[O]
    articles: tuple[str, ...]
    nodes: tuple[str, ...]
    compute: Callable[[F, ParameterView, Calendar], Finding[O]]
    governed_by: str | None = None
    requires: Callable[[Given, ParameterView], Iterable[InputProblem]] = _nothing
    check: Callable[[F], Iterable[InputProblem]] = _no_problem

    @property
    def inputs(self) -> tuple[InputSpec, ...]:
        """The inputs in declared order."""
        return specs_of(self.facts)

    def input(self, name: str) -> InputSpec:
        """The input of this name. Raises KeyError."""
        return {spec.name: spec for spec in self.inputs}[name]

    def read(self, raw: Mapping[str, object], book: ParameterBook, today: date) -> F:
        """Typed facts of raw JSON inputs. Raises InvalidFacts with every problem, in the catalogue's order."""
        specs = {spec.name: spec for spec in self.inputs}
        given = {name: value for name, value in raw.items() if name in specs and not values.is_absent(value, specs[name])}
        problems = [InputProblem(name, "unknown_input", raw[name]) for name in raw if name not in specs]
        problems += [InputProblem(spec.name, "missing_input") for spec in specs.values() if spec.required and spec.name not in given]
        typed: dict[str, object] = {}
        for spec in specs.values():
            if spec.name in given:
                typed[spec.name], problem = values.parse(spec, given[spec.name])
                problems += [problem] if problem else []
        seen = {problem.field for problem in problems}
        try:
            problems += [problem for problem in self.requires(given, book.view(today)) if problem.field not in seen]
        except ParameterNotInForce as error:
            problems.append(InputProblem("today", "not_in_force", today, related=error.name))
        if not problems:
            facts = self.facts(**typed)
            problems += self.check(facts)
            if not problems:
                return facts
        raise InvalidFacts(self.id, sorted(problems, key=lambda problem: _rank(problem, list(specs))))

    def run(self, raw: Mapping[str, object], book: ParameterBook, calendar: Calendar, today: date) -> Computation:
        """Computes the rule. Raises InvalidFacts; days outside the parameters or calendars are among its problems."""
        facts = self.read(raw, book, today)
        view = book.view(self._governing_day(facts, today))
        with self._blaming(self.governed_by or "today", view.on):
            finding = self.compute(facts, view, calendar)
        return Computation(self, facts, finding, view.readings, today)

    @contextmanager
    def _blaming(self, name: str, on: date) -> Iterator[None]:
        """Turns days that the parameters or calendars do not know into a problem of the input that caused them."""
        try:
            yield
        except ParameterNotInForce as error:
            raise InvalidFacts(self.id, [InputProblem(name, "not_in_force", on, related=error.name)]) from error
        except DateNotCovered as error:
            raise InvalidFacts(self.id, [InputProblem(name, "not_covered", on)]) from error

    def _governing_day(self, facts: F, today: date) -> date:
        found = getattr(facts, self.governed_by) if self.governed_by else today
        if isinstance(found, datetime):
            return found.date()
        # An optional governing date that was not given: the rule then has no dated result, and today's figures hold.
        return found if isinstance(found, date) else today


def _rank(problem: InputProblem, order: list[str]) -> tuple[int, int]:
    name = problem.field.split(".")[0]
    place = order.index(name) if name in order else -1
    if problem.code == "inconsistent" and problem.detail == AHEAD_OF_MISSING:
        return _RANK_AHEAD, place
    return _RANK.get(problem.code, _RANK_OF_VALUES), place


AHEAD_OF_MISSING = "ahead of missing inputs"
"""`detail` of an inconsistency that the logic of a rule orders before its missing inputs."""

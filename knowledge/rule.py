"""A rule: its facts, its governing day and its computation, and how raw inputs reach it.

Refuses to compute on anything but complete, valid facts and parameters in force.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import localcontext
from functools import cache
from typing import Any, Generic, TypeVar, cast

from knowledge import values
from knowledge.calendars import Calendar, day_of
from knowledge.errors import DateNotCovered, InputProblem, InvalidFacts, ParameterNotInForce
from knowledge.inputs import InputSpec, LookUp, Number, specs_of
from knowledge.money import EXACT
from knowledge.parameters import ParameterBook, ParameterView, Reading
from knowledge.periods import Month

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
    on: date
    """The day whose parameters it was computed with."""

    @property
    def outcome(self) -> dict[str, Any]:
        """The outcome in JSON form, with the keys of the catalogue."""
        found: dict[str, Any] = values.dump(self.finding.outcome)
        return found


Given = Mapping[str, object]
"""Raw inputs that are present, by name; used to find what the logic requires or excludes."""
Typed = Mapping[str, Any]
"""Typed values of the inputs that can be used, by name, defaults included; what is missing or unusable is not there."""


def _nothing(given: Mapping[str, Any], params: ParameterView) -> Iterable[InputProblem]:
    return ()


def _no_problem(facts: Any, params: ParameterView) -> Iterable[InputProblem]:
    return ()


@dataclass(frozen=True, slots=True)
class Rule(Generic[F, O]):
    """One computable part of the guide.

    `governed_by` names the input whose day fixes the parameters; None means the day of the request.
    `requires` yields problems found on the raw inputs: conditional missing_input, inconsistent ahead of it, names that
    only the parameters know. `limits` yields what the logic refuses as a value (out_of_range, not_in_list), found on
    those inputs that can be used. `check` yields bad_order and inconsistent on typed facts. All three are pure.
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
    limits: Callable[[Typed, ParameterView], Iterable[InputProblem]] = _nothing
    check: Callable[[F, ParameterView], Iterable[InputProblem]] = _no_problem
    withheld: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """By node, the dates of the outcome that hold only without what the node tells of: nobody should note them."""
    described: tuple[InputSpec, ...] = ()
    """Its inputs with every bound and code that stands in a parameter; empty until a rule book fills it."""

    @property
    def inputs(self) -> tuple[InputSpec, ...]:
        """The inputs in declared order."""
        return self.described or specs_of(self.facts)

    def with_parameters(self, book: ParameterBook) -> Rule[F, O]:
        """The same rule, whose inputs tell all that may be accepted on some day."""
        return dataclasses.replace(self, described=tuple(spec.resolved(_ever(book)) for spec in specs_of(self.facts)))

    def input(self, name: str) -> InputSpec:
        """The input of this name. Raises KeyError."""
        return {spec.name: spec for spec in self.inputs}[name]

    def read(self, raw: Mapping[str, object], book: ParameterBook, today: date) -> F:
        """Typed facts of raw JSON inputs. Raises InvalidFacts with every problem, in the catalogue's order."""
        return self._read(raw, book, today)[0]

    def run(self, raw: Mapping[str, object], book: ParameterBook, calendar: Calendar, today: date) -> Computation:
        """Computes the rule. Raises InvalidFacts; days outside the parameters or calendars are among its problems."""
        facts, reading = self._read(raw, book, today)
        view = book.view(reading.on)
        try:
            with localcontext(EXACT):
                finding = self.compute(facts, view, calendar)
        except ParameterNotInForce as error:
            raise InvalidFacts(self.id, [InputProblem(self._governor(facts), "not_in_force", view.on, related=error.name)]) from error
        except DateNotCovered as error:
            raise InvalidFacts(self.id, [InputProblem(self._governor(facts), "not_covered", view.on)]) from error
        # What only the reading of the inputs looked up (a bound, a list of codes) comes last.
        computed = {look.name for look in view.readings}
        readings = view.readings + tuple(look for look in reading.readings if look.name not in computed)
        return Computation(self, facts, finding, readings, today, view.on)

    def _read(self, raw: Mapping[str, object], book: ParameterBook, today: date) -> tuple[F, ParameterView]:
        asked = _asked(cast(Hashable, self.facts))
        by_name = asked.by_name
        given = {name: value for name, value in raw.items() if name in by_name and not values.is_absent(value, by_name[name])}
        problems = [InputProblem(name, "unknown_input", raw[name]) for name in raw if name not in by_name]
        problems += [InputProblem(name, "missing_input") for name in asked.required if name not in given]
        typed: dict[str, Any] = {name: default for name, default in asked.defaults if name not in given}
        for spec in asked.plain:
            if spec.name in given:
                problems += self._parsed(spec, given, typed)
        view = book.view(_day(typed.get(self.governed_by or "")) or today)
        try:
            for spec in asked.leaning:
                if spec.name in given:
                    problems += self._parsed(spec.resolved(_in_force(view)), given, typed)
            seen = {problem.field for problem in problems}
            problems += [problem for problem in self.requires(given, view) if problem.field not in seen]
            problems += self.limits(typed, view)
            if not problems:
                facts = self.facts(**{by_name[name].attribute: value for name, value in typed.items()})
                problems += self.check(facts, view)
                if not problems:
                    return facts, view
        except ParameterNotInForce as error:
            governor = self.governed_by if self.governed_by and _day(typed.get(self.governed_by)) else "today"
            problems.append(InputProblem(governor, "not_in_force", view.on, related=error.name))
        raise InvalidFacts(self.id, sorted(problems, key=lambda problem: _rank(problem, list(by_name))))

    @staticmethod
    def _parsed(spec: InputSpec, given: Given, typed: dict[str, Any]) -> tuple[InputProblem, ...]:
        """Puts the value of an input among the typed ones, or tells what is wrong with it."""
        value, problems = values.parse(spec, given[spec.name])
        if not problems:
            typed[spec.name] = value
        return problems

    def _governor(self, facts: F) -> str:
        """What to blame for the governing day; an optional date that was not given leaves it to the day of the request."""
        if self.governed_by is None:
            return "today"
        attribute = next(spec.attribute for spec in specs_of(self.facts) if spec.name == self.governed_by)
        return self.governed_by if _day(getattr(facts, attribute)) else "today"


def _day(value: object) -> date | None:
    """The day that a governing input stands for; None when there is none."""
    if isinstance(value, Month):
        return value.first
    return day_of(value) if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """The inputs of a rule, sorted once for the many times they are read."""

    by_name: Mapping[str, InputSpec]
    required: tuple[str, ...]
    defaults: tuple[tuple[str, object], ...]
    plain: tuple[InputSpec, ...]
    leaning: tuple[InputSpec, ...]
    """Those whose bounds, numbers or codes stand in parameters: of which day, only the plain ones tell."""


@cache
def _asked(facts: Hashable) -> _Asked:
    specs = specs_of(cast(Any, facts))
    return _Asked(
        {spec.name: spec for spec in specs},
        tuple(spec.name for spec in specs if spec.required),
        tuple((spec.name, spec.default) for spec in specs if not spec.required),
        tuple(spec for spec in specs if not spec.leans_on_parameters),
        tuple(spec for spec in specs if spec.leans_on_parameters),
    )


def _in_force(view: ParameterView) -> LookUp:
    return LookUp(view.bound, view.bound, view.counts, view.keys, view.table)


def _ever(book: ParameterBook) -> LookUp:
    """The widest bounds and all codes of any day; what the book does not have stays open."""

    def every(name: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(item for value in book.ever(name) for item in value))

    def names(name: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for table in book.ever(name):
            found |= {code: (*found.get(code, ()), *named) for code, named in table.items()}
        return found

    def lowest(name: str) -> Number | str:
        return min(book.ever(name), default=name)

    def highest(name: str) -> Number | str:
        return max(book.ever(name), default=name)

    return LookUp(lowest, highest, every, every, names)


def _rank(problem: InputProblem, order: list[str]) -> tuple[int, int]:
    name = problem.field.split(".")[0]
    place = order.index(name) if name in order else -1
    if problem.code == "inconsistent" and problem.detail == AHEAD_OF_MISSING:
        return _RANK_AHEAD, place
    return _RANK.get(problem.code, _RANK_OF_VALUES), place


LATER = "later"
"""`detail` of a bad_order whose field lies after what it is compared with, where it may not."""
AHEAD_OF_MISSING = "ahead of missing inputs"
"""`detail` of an inconsistency that the logic of a rule orders before its missing inputs."""

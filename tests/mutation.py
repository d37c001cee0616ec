"""Mutation testing of the rules: one change at a time to a module or a parameter, then the worked cases of the rules concerned.

`python -m tests.mutation [RULE …]` prints a table (rule, cases, changes, survivors) and every change that no case notices.
In one process, since a rule is a pure function of its module, the parameters and the calendar: thousands of changes take
seconds, where a test runner started anew for each would take hours.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import signal
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from knowledge import yamlfile  # noqa: F401 - loads pydantic before modules are run anew
from knowledge.calendars import Calendar
from knowledge.errors import InvalidFacts
from knowledge.inputs import specs_of
from knowledge.parameters import Parameter, ParameterBook
from knowledge.rule import Rule
from tests.casebook import CASES, Case, fits
from tests.conftest import ROOT

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_NO_LOGIC = ("frozen", "slots", "version", "strict")
"""What is declared, and computes nothing: `strict` guards a `zip` whose lists are made equally long."""

_PATIENCE = 2
"""Seconds for a case; a change may make a loop endless, and no case needs a hundredth of this."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where it is, what it does, and the rules that compute with it."""

    place: str
    text: str
    rules: Mapping[str, Rule[Any, Any]]
    book: ParameterBook


def variants(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """Every single change of a module: comparisons, arithmetic, and/or, not, numbers, yes and no, conditions."""
    nodes = [node for node in ast.walk(tree) if hasattr(node, "lineno")]
    named = {id(keyword.value) for keyword in ast.walk(tree) if isinstance(keyword, ast.keyword) and keyword.arg in _NO_LOGIC}
    named |= {id(node) for found in ast.walk(tree) if _is_literal_type(found) for node in ast.walk(found)}
    for number, node in enumerate(nodes):
        if id(node) in named:
            continue
        for text, change in _changes(node):
            other = copy.deepcopy(tree)
            twin = [found for found in ast.walk(other) if hasattr(found, "lineno")][number]
            change(twin)
            yield f"line {getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}: {text}", ast.fix_missing_locations(other)


def _is_literal_type(node: ast.AST) -> bool:
    """Whether this is `Literal[...]`, which only the type checker reads."""
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            other = _COMPARISONS[type(operator)]
            yield f"{type(operator).__name__} becomes {other.__name__}", partial(_put_operator, place=place, other=other)
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        operation = _ARITHMETIC[type(node.op)]
        yield f"{type(node.op).__name__} becomes {operation.__name__}", lambda twin: setattr(twin, "op", operation())
    elif isinstance(node, ast.BoolOp):
        joined = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"{type(node.op).__name__} becomes {joined.__name__}", lambda twin: setattr(twin, "op", joined())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not is left out", _affirm
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} becomes {not node.value}", lambda twin: setattr(twin, "value", not twin.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield f"{node.value} becomes {node.value + 1}", lambda twin: setattr(twin, "value", twin.value + 1)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "the condition is turned round", lambda twin: setattr(twin, "test", ast.UnaryOp(ast.Not(), twin.test))


def _put_operator(twin: ast.Compare, place: int, other: type[ast.cmpop]) -> None:
    twin.ops[place] = other()


def _affirm(twin: ast.UnaryOp) -> None:
    """Makes `not x` into `+bool(x)`."""
    twin.op, twin.operand = ast.UAdd(), ast.Call(ast.Name("bool", ast.Load()), [twin.operand], [])


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that differs from this one in a single place, with that place."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ((where, {**value, key: other}) for where, other in leaves(item, f"{path}[{key}]"))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from ((where, [*value[:place], other, *value[place + 1 :]]) for where, other in leaves(item, f"{path}[{place}]"))
    elif isinstance(value, bool):
        yield f"{path} {value} becomes {not value}", not value
    elif isinstance(value, int | float):
        for step in (1, -1):
            yield f"{path} {value} becomes {value + step}", value + step
    elif isinstance(value, date):
        yield f"{path} {value} becomes a day later", value + timedelta(days=1)
    elif isinstance(value, str):
        yield f"{path} {value} becomes another", _another(value)


def _another(text: str) -> str:
    """Another text of the same form: a later day of the year or time of the day, else another word."""
    head, mark, tail = text.partition("-" if "-" in text else ":")
    if head.isdigit() and tail.isdigit():
        return f"{head}{mark}{int(tail) % 28 + 1:02}"
    return f"{text}_changed"


def _noticed(change: Change, cases: Sequence[Case]) -> bool:
    """Whether a case of the rules concerned comes out otherwise than it should."""
    return any(not _holds(change.rules[case.rule], case, change.book) for case in cases if case.rule in change.rules)


def _holds(rule: Rule[Any, Any], case: Case, book: ParameterBook) -> bool:
    signal.alarm(_PATIENCE)
    try:
        computation = rule.with_parameters(book).run(case.facts, book, CALENDAR, case.today)
    except InvalidFacts as refused:
        first = refused.problems[0]
        return case.error == (first.code, first.field)
    except Exception:  # noqa: BLE001 - whatever a changed module does wrong is noticed
        return False
    finally:
        signal.alarm(0)
    declared = computation.finding.node in rule.nodes
    return declared and case.error is None and computation.outcome == case.expect and fits(case, computation.finding)


def _give_up(*_: object) -> None:
    raise TimeoutError


CALENDAR = Calendar()


def _rules_of(module: str) -> tuple[str, ...]:
    """The rule modules that a module is, or that stand on it."""
    every = [name for name in sys.modules if name.startswith("knowledge.rules.")]
    if module in every:
        return (module,)
    name = module.rpartition(".")[2]
    return tuple(
        rule
        for rule in every
        if any(getattr(found, "__module__", "") == module for found in vars(sys.modules[rule]).values()) or name in vars(sys.modules[rule])
    )


def _run_anew(module: str, tree: ast.Module) -> dict[str, Rule[Any, Any]] | None:
    """The rules with one module run from another tree; None where it cannot be run at all, which any test notices."""
    kept = {name: sys.modules[name] for name in {module, *_rules_of(module)}}
    found: dict[str, Rule[Any, Any]] = {}
    try:
        for name in (module, *(rule for rule in _rules_of(module) if rule != module)):
            fresh = types.ModuleType(name)
            fresh.__file__ = kept[name].__file__
            _put_module(name, fresh)
            source = tree if name == module else ast.parse(inspect.getsource(kept[name]))
            exec(compile(source, name, "exec"), fresh.__dict__)
            if rule := getattr(fresh, "RULE", None):
                found[rule.id] = rule
                specs_of(rule.facts)  # derived now, while the names in its annotations mean the fresh classes
    except Exception:  # noqa: BLE001
        return None
    finally:
        for name, module_kept in kept.items():
            _put_module(name, module_kept)
    return found


def _put_module(name: str, module: types.ModuleType) -> None:
    """Where imports find a module: by its name, and as an attribute of its package (`from knowledge.policy import support`)."""
    package, _, tail = name.rpartition(".")
    sys.modules[name] = module
    setattr(sys.modules[package], tail, module)


def _module_changes(module: str, book: ParameterBook) -> Iterator[Change | str]:
    """Every change of a module; as a text where it cannot even be run."""
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    for text, other in variants(tree):
        rules = _run_anew(module, other)
        yield f"{module} {text}" if rules is None else Change(module, text, rules, book)


def _parameter_changes(book: ParameterBook, rules: Mapping[str, Rule[Any, Any]]) -> Iterator[Change]:
    """Every change of a value that is in force."""
    for name, parameter in book.parameters.items():
        raw = parameter.model_dump(by_alias=True)
        for place, entry in enumerate(raw["history"]):
            for text, value in leaves(entry["value"]):
                history = [*raw["history"][:place], {**entry, "value": value}, *raw["history"][place + 1 :]]
                try:
                    changed = Parameter.model_validate({**raw, "history": history})
                except ValueError:
                    continue  # no value of its unit: the loader refuses it
                yield Change(name, text, rules, ParameterBook({**book.parameters, name: changed}))


def main(wanted: Sequence[str]) -> int:
    """Prints the table and the survivors; 1 when there are any."""
    from knowledge.rulebook import RuleBook

    signal.signal(signal.SIGALRM, _give_up)
    book = ParameterBook.load(ROOT / "data" / "rules")
    rules = {rule.id: rule for rule in RuleBook.load(book, CALENDAR) if not wanted or rule.id in wanted}
    modules = sorted({rule.compute.__module__ for rule in rules.values()})
    below = [*sorted(name for name in sys.modules if name.startswith("knowledge.policy.")), "knowledge.epr"]
    cases = [case for case in CASES if case.rule in rules]
    if broken := [case.name for case in cases if not _holds(rules[case.rule], case, book)]:
        raise SystemExit(f"no change would go unnoticed: without any, these cases do not hold: {', '.join(broken)}")
    survivors: list[str] = []
    print(f"{'module or parameters':44}{'cases':>8}{'changes':>10}{'noticed':>10}")
    for module in [*modules, *(name for name in below if not wanted or set(_rules_of(name)) & set(modules))]:
        found = list(_module_changes(module, book))
        concerned = [case for case in cases if case.rule in {rule for change in found if isinstance(change, Change) for rule in change.rules}]
        left = [f"{change.place} {change.text}" for change in found if isinstance(change, Change) and not _noticed(change, concerned)]
        survivors += left
        print(f"{module:44}{len(concerned):8}{len(found):10}{len(found) - len(left):10}")
    readers = _readers(rules, book, cases)
    changes = [change for change in _parameter_changes(book, rules) if not wanted or change.place in readers]
    left = [
        f"{change.place} {change.text}" for change in changes if not _noticed(change, [case for case in cases if case.name in readers.get(change.place, ())])
    ]
    survivors += left
    print(f"{'parameters':44}{len(cases):8}{len(changes):10}{len(changes) - len(left):10}")
    print("\n".join(["", f"{len(survivors)} changes that no case notices:", *survivors]))
    return 1 if survivors else 0


def _readers(rules: Mapping[str, Rule[Any, Any]], book: ParameterBook, cases: Sequence[Case]) -> dict[str, set[str]]:
    """The cases that may notice a parameter: all cases of the rules that read it in any of them."""
    rules_of: dict[str, set[str]] = {}
    for case in cases:
        try:
            computation = rules[case.rule].run(case.facts, book, CALENDAR, case.today)
        except InvalidFacts:
            continue
        for look in computation.readings:
            rules_of.setdefault(look.name, set()).add(case.rule)
    return {name: {case.name for case in cases if case.rule in readers} for name, readers in rules_of.items()}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

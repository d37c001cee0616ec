"""The rules, by their worked cases, and what every rule has to keep to."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from knowledge import policy, rules
from knowledge.articles import Library
from knowledge.calendars import Calendar
from knowledge.epr import EprCategory
from knowledge.errors import InvalidFacts
from knowledge.inputs import InputSpec
from knowledge.outcomes import outcome_schema
from knowledge.parameters import ParameterBook
from knowledge.rule import Rule
from knowledge.rulebook import RuleBook
from knowledge.rules import epr_plan
from tests.casebook import ANSWERED, CASE_FILES, CASES, REFUSED, Case, fits
from tests.toys import parameter

RULES = sorted(CASE_FILES)


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_answer(rulebook: RuleBook, case: Case) -> None:
    computation = rulebook.compute(case.rule, case.facts, case.today)
    assert computation.outcome == case.expect
    assert fits(case, computation.finding), computation.finding


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_refusal(rulebook: RuleBook, case: Case) -> None:
    with pytest.raises(InvalidFacts) as refused:
        rulebook.compute(case.rule, case.facts, case.today)
    first = refused.value.problems[0]
    assert (first.code, first.field) == case.error


def test_every_rule_has_a_case_file(rulebook: RuleBook) -> None:
    assert set(CASE_FILES) == {rule.id for rule in rulebook}


def test_case_names_are_unique_and_open_with_their_rule() -> None:
    assert [name for name, count in Counter(case.name for case in CASES).items() if count > 1] == []
    assert all(case.name.startswith(f"{case.rule}-") for case in CASES)


def every_spec(specs: Iterable[InputSpec]) -> Iterator[InputSpec]:
    """The inputs, and what lists and objects among them hold."""
    for spec in specs:
        yield spec
        yield from every_spec(((spec.item,) if spec.item else ()) + spec.fields)


def counts_days(tree: ast.AST) -> bool:
    """Whether a module computes days with the calendar, or lets another one do it; to look at a day needs no calendar's years."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    handed = [argument for call in calls for argument in (*call.args, *(keyword.value for keyword in call.keywords))]
    asked = [call.func for call in calls if isinstance(call.func, ast.Attribute)]
    counted = any(isinstance(asks.value, ast.Name) and asks.value.id == "calendar" and not asks.attr.startswith("is_") for asks in asked)
    return counted or any(isinstance(argument, ast.Name) and argument.id == "calendar" for argument in handed)


def possible_codes(rule: Rule[Any, Any], *, reads_parameters: bool) -> set[str]:
    """The codes by which a rule can refuse: those that its inputs bring, and those that its module names."""
    specs = list(every_spec(rule.inputs))
    tree = ast.parse(inspect.getsource(importlib.import_module(rule.compute.__module__)))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    found = {"unknown_input", "bad_type"} | (texts & NAMED)
    found |= {"missing_input"} if any(spec.required for spec in rule.inputs) else set()
    found |= {"bad_date"} if any("date" in spec.kind or spec.kind == "month" for spec in specs) else set()
    found |= {"not_in_list"} if any(spec.kind == "enum" or spec.numbers for spec in specs) else set()
    found |= {"out_of_range"} if any(spec.low is not None or spec.high is not None for spec in specs) else set()
    found |= {"not_in_force"} if reads_parameters else set()
    return found | ({"not_covered"} if counts_days(tree) else set())


NAMED = {"missing_input", "bad_date", "not_in_list", "out_of_range", "bad_order", "inconsistent"}


@pytest.mark.parametrize("rule_id", RULES)
def test_every_code_of_a_rule_has_a_case(rulebook: RuleBook, rule_id: str) -> None:
    read = any(rulebook.compute(rule_id, case.facts, case.today).readings for case in ANSWERED if case.rule == rule_id)
    possible = possible_codes(rulebook.rule(rule_id), reads_parameters=read)
    assert {case.error[0] for case in REFUSED if case.rule == rule_id and case.error} >= possible


def test_the_codes_of_a_rule_follow_from_its_inputs_and_its_module(rulebook: RuleBook) -> None:
    always = {"unknown_input", "missing_input", "bad_type", "not_in_list", "not_in_force"}
    dated = always | {"bad_date", "bad_order", "inconsistent", "not_covered"}
    expected = {"refund-timing": dated, "appeal-deadlines": dated, "epr-scope": always, "epr-plan": always}
    assert {rule: possible_codes(rulebook.rule(rule), reads_parameters=True) for rule in expected} == expected


@pytest.mark.parametrize("rule_id", RULES)
def test_every_node_of_a_rule_is_reached(rulebook: RuleBook, rule_id: str) -> None:
    reached = {rulebook.compute(rule_id, case.facts, case.today).finding.node for case in ANSWERED if case.rule == rule_id}
    assert reached == set(rulebook.rule(rule_id).nodes)


@pytest.mark.parametrize("rule_id", RULES)
def test_an_answer_has_the_keys_of_its_outcome(rulebook: RuleBook, rule_id: str) -> None:
    keys = set(outcome_schema(rulebook.rule(rule_id).outcome)["properties"])
    assert [case.name for case in ANSWERED if case.rule == rule_id and set(case.expect) != keys] == []


def test_two_enumerations_never_share_a_vocabulary(rulebook: RuleBook) -> None:
    by_vocabulary: dict[str, set[tuple[str, ...]]] = {}
    for rule in rulebook:
        shown = [value for value in vars(importlib.import_module(rule.compute.__module__)).values() if isinstance(value, type) and issubclass(value, StrEnum)]
        for enum in (*shown, *(spec.enum for spec in every_spec(rule.inputs) if spec.enum)):
            if enum is not StrEnum:
                spec = InputSpec("", "enum", required=True, enum=enum)
                by_vocabulary.setdefault(spec.vocabulary, set()).add(tuple(str(member) for member in enum))
    assert {name: codes for name, codes in by_vocabulary.items() if len(codes) > 1} == {}


def test_every_contradiction_touched_is_described(rulebook: RuleBook, library: Library) -> None:
    touched: set[str] = set()
    for case in ANSWERED:
        computation = rulebook.compute(case.rule, case.facts, case.today)
        touched |= set(computation.finding.conflicts) | {conflict for reading in computation.readings for conflict in reading.conflicts}
    assert touched
    assert touched <= set(library.conflicts)


def test_every_parameter_is_read_by_some_case(rulebook: RuleBook, parameters: ParameterBook) -> None:
    read = {reading.name for case in ANSWERED for reading in rulebook.compute(case.rule, case.facts, case.today).readings}
    assert read == set(parameters.parameters)


def numbers_in(source: str) -> list[tuple[int, object]]:
    """Line and value of every number that may be a figure of the guide: any but 0, 1 and -1 (a minus is no part of its constant)."""
    constants = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    numeric = [node for node in constants if isinstance(node.value, int | float | complex) and not isinstance(node.value, bool)]
    return [(node.lineno, node.value) for node in numeric if node.value not in (0, 1)]


def test_no_figure_of_the_guide_stands_in_code() -> None:
    modules = sorted(path for package in (rules, policy) for path in Path(package.__path__[0]).glob("*.py"))
    assert len(modules) > len(CASE_FILES)  # the rules, and the packages' own files
    assert {path.name: found for path in modules if (found := numbers_in(path.read_text(encoding="utf-8")))} == {}


def test_the_search_for_figures_finds_them() -> None:
    assert numbers_in("days = 14\nfee = -0.1\nfirst, last = 0, -1\nflag = True\n") == [(1, 14), (2, 0.1)]


def test_rules_never_import_each_other() -> None:
    for path in Path(rules.__path__[0]).glob("*.py"):
        imported = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom | ast.Import)]
        names = [name for node in imported for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])]
        assert not [name for name in names if name and name.startswith("knowledge.rules")], path.name


def test_a_category_without_organisation_still_counts_as_one(calendar: Calendar, parameters: ParameterBook) -> None:
    # No set of organisations serves a category that has none; then each category counts for itself.
    organisations = parameter("table", ("2015-01-01", {EprCategory.TYRES: ["a"], EprCategory.TEXTILES: []}))
    book = ParameterBook({**parameters.parameters, "epr.organisations": organisations})
    found = epr_plan.RULE.run({"categories": ["textiles", "tyres"]}, book, calendar, date(2026, 11, 25))
    assert found.outcome["organisations_min"] == 2

"""The rules, by their worked cases, and what every rule has to keep to."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from knowledge import rules
from knowledge.articles import Library
from knowledge.calendars import Calendar
from knowledge.epr import EprCategory
from knowledge.errors import InvalidFacts
from knowledge.parameters import ParameterBook
from knowledge.rulebook import RuleBook
from knowledge.rules import epr_plan
from tests.casebook import ANSWERED, CASE_FILES, CASES, REFUSED, Case
from tests.toys import parameter

# The codes by which each rule can refuse. Only dated rules leave the calendar; a list or an enumeration has no order.
_ALWAYS = {"unknown_input", "missing_input", "bad_type", "not_in_list", "not_in_force"}
CODES = {
    "refund-timing": _ALWAYS | {"bad_date", "bad_order", "inconsistent", "not_covered"},
    "appeal-deadlines": _ALWAYS | {"bad_date", "bad_order", "inconsistent", "not_covered"},
    "epr-scope": _ALWAYS,
    "epr-plan": _ALWAYS,
}


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_answer(rulebook: RuleBook, case: Case) -> None:
    assert rulebook.compute(case.rule, case.facts, case.today).outcome == case.expect


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


def test_every_code_of_every_rule_has_a_case() -> None:
    assert {rule: {case.error[0] for case in REFUSED if case.rule == rule and case.error} for rule in CASE_FILES} == CODES


def test_every_node_of_every_rule_is_reached(rulebook: RuleBook) -> None:
    reached = {(case.rule, rulebook.compute(case.rule, case.facts, case.today).finding.node) for case in ANSWERED}
    assert reached == {(rule.id, node) for rule in rulebook for node in rule.nodes}


def test_every_answer_has_the_keys_of_its_outcome(rulebook: RuleBook) -> None:
    for case in ANSWERED:
        assert set(case.expect) == {field.name for field in fields(rulebook.rule(case.rule).outcome)}


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
    modules = sorted(Path(rules.__path__[0]).glob("*.py"))
    assert len(modules) > len(CASE_FILES)  # the rules, and the package's own file
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

from __future__ import annotations

import json
import pkgutil
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from knowledge import rules
from knowledge.articles import Library
from knowledge.calendars import Calendar
from knowledge.errors import InvalidFacts, UnknownRule
from knowledge.inputs import object_schema
from knowledge.parameters import ParameterBook
from knowledge.rulebook import RuleBook

TODAY = date(2026, 11, 25)


def test_every_module_is_a_rule_of_its_own_name(rulebook: RuleBook) -> None:
    modules = {entry.name.replace("_", "-") for entry in pkgutil.iter_modules(rules.__path__)}
    assert modules == {rule.id for rule in rulebook}


def test_rules_come_in_order_of_their_ids(rulebook: RuleBook) -> None:
    ids = [rule.id for rule in rulebook]
    assert ids == sorted(ids)


def test_a_rule_by_id(rulebook: RuleBook) -> None:
    assert rulebook.rule("refund-timing").id == "refund-timing"
    assert "refund-timing" in rulebook
    assert "refund" not in rulebook


def test_an_unknown_rule_is_refused(rulebook: RuleBook) -> None:
    with pytest.raises(UnknownRule) as refused:
        rulebook.compute("refund", {}, TODAY)
    assert refused.value.rule_id == "refund"
    assert "refund-timing" in refused.value.known


def test_two_modules_with_one_id_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, parameters: ParameterBook, calendar: Calendar) -> None:
    for name in ("first_toy", "second_toy"):
        (tmp_path / f"{name}.py").write_text("from tests.toys import TOY_RULE as RULE\n", encoding="utf-8")
        monkeypatch.setitem(sys.modules, f"knowledge.rules.{name}", ModuleType(name))  # so that the import below is undone
        del sys.modules[f"knowledge.rules.{name}"]
    monkeypatch.setattr(rules, "__path__", [str(tmp_path)])
    with pytest.raises(ValueError, match="share one id"):
        RuleBook.load(parameters, calendar)


def test_computes_from_raw_inputs(rulebook: RuleBook) -> None:
    found = rulebook.compute("refund-timing", {"situation": "cancelled_before_shipping", "event_date": "2023-02-20"}, TODAY)
    assert found.outcome["earliest"] == "2023-02-27"  # 7 days


def test_every_rule_stands_on_articles_that_exist(rulebook: RuleBook, library: Library) -> None:
    assert [(rule.id, article) for rule in rulebook for article in rule.articles if article not in library] == []
    assert all(rule.articles for rule in rulebook)


def test_every_rule_is_governed_by_a_dated_input_or_the_day_of_the_request(rulebook: RuleBook) -> None:
    kinds = {rule.id: rule.input(rule.governed_by).kind for rule in rulebook if rule.governed_by}
    assert set(kinds.values()) <= {"date", "datetime", "date_or_datetime", "month"}


def test_every_rule_describes_its_inputs_as_json_schema(rulebook: RuleBook) -> None:
    for rule in rulebook:
        schema = object_schema(rule.inputs)
        assert json.loads(json.dumps(schema)) == schema
        assert list(schema["properties"]) == [spec.name for spec in rule.inputs]


def test_nothing_that_is_required_can_be_left_out(rulebook: RuleBook) -> None:
    for rule in (rule for rule in rulebook if any(spec.required for spec in rule.inputs)):
        with pytest.raises(InvalidFacts):
            rulebook.compute(rule.id, {}, TODAY)

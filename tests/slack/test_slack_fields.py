"""Every rule as a window in Slack, in every language: Slack takes it, and what stands in it comes back as the rule takes it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from bot.channels.slack.fields import Fields, asked, field_of, inputs
from bot.channels.slack.words import Tongues
from knowledge.base import KnowledgeBase
from knowledge.errors import InvalidFacts
from knowledge.rule import Rule
from tests.conftest import ROOT
from tests.slack import rules

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def tongues(base: KnowledgeBase) -> Tongues:
    return Tongues(ROOT / "data", base)


def typed(element: dict[str, Any]) -> dict[str, Any]:
    """What Slack tells of a field in which somebody leaves what stood there."""
    kind = element["type"]
    found: dict[str, Any] = {"type": kind}
    if kind == "static_select":
        return found | {"selected_option": element.get("initial_option")}
    if kind == "multi_static_select":
        return found | {"selected_options": element.get("initial_options", [])}
    if kind == "datepicker":
        return found | {"selected_date": element.get("initial_date")}
    if kind == "timepicker":
        return found | {"selected_time": element.get("initial_time")}
    return found | {"value": element.get("initial_value")}


def state_of(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """The state of a window in which nothing was changed."""
    return {block["block_id"]: {"value": typed(block["element"])} for block in blocks if block["type"] == "input"}


def view(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """A window of these blocks."""
    plain = {"type": "plain_text", "text": "Calculate"}
    return {"type": "modal", "title": plain, "submit": plain, "blocks": blocks}


@pytest.mark.parametrize("language", ["en", "es", "fr", "it"])
def test_slack_takes_the_window_of_every_rule(base: KnowledgeBase, tongues: Tongues, language: str) -> None:
    fields = Fields(tongues.words(language), tongues.wording(language), TODAY)
    complaints = {}
    for rule in base.rules:
        if asked(rule) and (found := rules.of_view(view(fields.blocks(rule, {}, {"sales": 3})))):
            complaints[rule.id] = found
    assert complaints == {}


def test_what_is_known_comes_back_as_it_was(base: KnowledgeBase, tongues: Tongues) -> None:
    fields, different, seen = Fields(tongues.words("en"), tongues.wording("en"), TODAY), {}, 0
    for rule in base.rules:
        for case in yaml.safe_load((ROOT / "tests" / "cases" / f"{rule.id}.yaml").read_text(encoding="utf-8")):
            if "error" in (case.get("expect") or {}) or not _can_be_chosen(rule, case["facts"], base):
                continue
            names = {spec.name for spec in asked(rule)}
            given = {name: value for name, value in case["facts"].items() if name in names and value is not None}
            clock = {name: value for name, value in case["facts"].items() if name not in names}
            blocks = fields.blocks(rule, given, {})
            assert rules.of_view(view(blocks or [{"type": "divider"}])) == []
            back, seen = clock | inputs(rule, state_of(blocks)), seen + 1
            wanted = base.rules.compute(rule.id, case["facts"], TODAY).facts
            try:
                found: object = base.rules.compute(rule.id, back, TODAY).facts
            except InvalidFacts as invalid:
                found = invalid
            if found != wanted:
                different[case["name"]] = (case["facts"], back)
    assert seen > 300
    assert different == {}, "\n".join(map(str, different.items()))


def _can_be_chosen(rule: Rule[Any, Any], facts: dict[str, Any], base: KnowledgeBase) -> bool:
    """Whether a case says nothing that a list of options cannot: a place by another name, the same twice, an empty list beside none, blanks."""
    codes = {code.casefold() for code in base.wording.countries.values()}
    for spec in asked(rule):
        value = facts.get(spec.name)
        items = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        if any(isinstance(item, str) and item != item.strip() for item in items):
            return False
        is_place = (spec.item or spec).kind in ("place", "country")
        if is_place and (any(item.casefold() not in codes for item in items) or len({item.casefold() for item in items}) < len(items)):
            return False
        if isinstance(value, list) and not spec.required and not value:
            return False
        if spec.kind == "list" and spec.item and spec.item.kind == "enum" and len(set(items)) < len(items):
            return False
    return True


def test_a_problem_stands_at_its_field() -> None:
    shown = ["opened_at", "opened_at.time", "sales.0.price", "sales.1.price"]
    assert field_of("opened_at", shown) == "opened_at"
    assert field_of("sales.price", shown) == "sales.0.price"
    assert field_of("today", shown) == "opened_at"

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from jinja2 import Environment, UndefinedError, meta

from knowledge.calendars import PARIS
from knowledge.errors import DataError
from knowledge.inputs import Kind
from knowledge.rulebook import RuleBook
from knowledge.wording import Wording

CODES = ["unknown_input", "missing_input", "bad_type", "bad_date", "not_in_list", "out_of_range", "bad_order", "inconsistent", "not_in_force", "not_covered"]


def test_every_rule_has_wording_and_every_wording_a_rule(rulebook: RuleBook, wording: Wording) -> None:
    assert set(wording.rules) == {rule.id for rule in rulebook}


def test_every_node_and_input_has_words(rulebook: RuleBook, wording: Wording) -> None:
    for rule in rulebook:
        words = wording.rules[rule.id]
        assert set(words.nodes) == set(rule.nodes), rule.id
        assert set(words.inputs) == {spec.name for spec in rule.inputs}, rule.id


def test_every_labelled_date_is_an_outcome(rulebook: RuleBook, wording: Wording) -> None:
    for rule in rulebook:
        assert set(wording.rules[rule.id].dates) <= set(rule.outcome.__dataclass_fields__), rule.id


def test_every_enumeration_has_a_vocabulary_of_its_codes(rulebook: RuleBook, wording: Wording) -> None:
    for rule in rulebook:
        for spec in rule.inputs:
            choices = spec.item.choices if spec.item else spec.choices
            if spec.vocabulary:
                assert set(wording.vocabularies[spec.vocabulary].codes) == set(choices), (rule.id, spec.name)


def test_every_territory_has_a_label(rulebook: RuleBook, wording: Wording) -> None:
    view = rulebook.parameters.view(date(2026, 11, 25))
    codes = {*view.table("epr.territories"), *view.table("epr.territories_not_named")}
    assert set(wording.vocabularies["territory"].codes) == codes


def test_every_error_of_the_catalogue_and_every_kind_has_words(wording: Wording) -> None:
    kinds = {f"wanted_{kind}" for kind in get_args(Kind)} | {"wanted_list_of_enum", "wanted_list_of_place", "wanted_one_of"}
    kinds |= {"bad_order_later", "bad_order_ahead", "bad_order_to_come"}
    assert set(wording.phrases.errors) == {*CODES, *kinds}


def test_every_phrase_says_what_it_is_given(wording: Wording) -> None:
    parser = Environment(autoescape=True)
    parser.filters["capitalize_first"] = str
    phrases = {**wording.phrases.notices, **wording.phrases.errors, **wording.phrases.buttons, **wording.phrases.other_language}
    for key, phrase in phrases.items():
        names = meta.find_undeclared_variables(parser.parse(phrase))
        said = wording.say(phrase, {name: f"<{name}>" for name in names})
        assert said, key
        shown = {name for name in names if re.search(rf"{{{{[^}}]*\b{name}\b", phrase)}  # the others only choose what is said
        for name in shown:  # some stand where another is not given
            alone = wording.say(phrase, dict.fromkeys(names, "") | {name: f"<{name}>"})
            assert f"<{name}>" in said or f"<{name}>" in alone, key


def test_every_piece_of_small_talk_says_something(wording: Wording) -> None:
    # A hand-over is worded by the notice of that name.
    assert {intent for intent, texts in wording.phrases.talk.items() if not all(texts)} <= {"handoff"}
    assert wording.notice("handoff")


@pytest.mark.parametrize(
    ("items", "last", "expected"),
    [
        ([], "and", ""),
        (["a"], "and", "a"),
        (["a", "b"], "and", "a and b"),
        (["a", "b", "c"], "or", "a, b or c"),
        ((4, 2, 1), "or", "4, 2 or 1"),
        (iter("ab"), "and", "a and b"),
    ],
)
def test_listed(wording: Wording, items: list[object], last: str, expected: str) -> None:
    assert wording.listed(items, last) == expected


def test_days_are_named_with_their_weekday(wording: Wording) -> None:
    assert wording.day(date(2024, 2, 29)) == "Thursday 29 February 2024"
    assert wording.day(datetime(2024, 3, 1, 9, 5, tzinfo=PARIS)) == "Friday 1 March 2024 at 09:05"


def test_amounts_and_numbers(wording: Wording) -> None:
    said = wording.say("{{ a | euros }} {{ b | euros }} {{ c | number }}", {"a": Decimal("1234.5"), "b": Decimal("-0.03"), "c": Decimal("0.10")})
    assert said == "€1,234.50 -€0.03 0.1"


def test_labels(wording: Wording) -> None:
    assert wording.label("batteries", "epr_category") == "batteries and accumulators"
    assert wording.label("no_such_code", "epr_category") == "no_such_code"
    assert wording.label("batteries", "no_such_vocabulary") == "batteries"


def test_filters_stand_in_templates(wording: Wording) -> None:
    assert wording.say("{{ x | capitalize_first }}, {{ y | listed('or') }}", {"x": "the eBay name", "y": [1, 2]}) == "The eBay name, 1 or 2"
    assert wording.say("{{ codes | map('label', 'epr_category') | listed }}", {"codes": ["tyres", "packaging"]}) == "tyres and packaging"


def test_folded_templates_leave_no_double_spaces_but_keep_indents(wording: Wording) -> None:
    folded = "First. {% if x %}Second. {% endif %} Third.\n- item\n  - inner"
    assert wording.say(folded, {"x": False}) == "First. Third.\n- item\n  - inner"
    assert wording.say(folded, {"x": True}) == "First. Second. Third.\n- item\n  - inner"


def test_a_template_may_not_name_what_it_is_not_given(wording: Wording) -> None:
    with pytest.raises(UndefinedError, match="'later' is undefined"):
        wording.say("{{ later }}")
    with pytest.raises(UndefinedError, match="no attribute 'later'"):
        wording.say("{{ outcome.later }}", {"outcome": date(2024, 1, 1)})


@pytest.mark.parametrize("name", ["unclosed", "unclosed_condition", "unknown_filter"])
def test_a_bad_template_is_refused(bad_data: Path, wording: Wording, name: str) -> None:
    with pytest.raises(DataError):
        wording.say((bad_data / "templates" / f"{name}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "key"), [("unknown_key", "tone"), ("node_without_lead", "nodes.found.lead")])
def test_a_bad_file_of_a_rule_is_refused(bad_data: Path, data: Path, tmp_path: Path, name: str, key: str) -> None:
    shutil.copytree(data / "wording" / "en", tmp_path / "en")
    shutil.copy(bad_data / "wording" / f"{name}.yaml", tmp_path / "en" / "rules")
    with pytest.raises(DataError) as refused:
        Wording(tmp_path / "en")
    assert refused.value.key == key

from __future__ import annotations

from typing import Any

import pytest

from actions import slots
from knowledge.memory import Memory
from knowledge.rulebook import RuleBook

MEMORIES = [
    Memory(),
    Memory(rule="refund-timing", inputs={"situation": "countdown_expired"}),
    Memory(rule="epr-scope", inputs={"destinations": ["FR", "DE"], "categories": [], "first_on_french_market": False}, misses=2),
    Memory(rule="refund-timing", unusable={"event_date": "30 February"}, assumed={"Friday": "2026-11-20"}),
    Memory(rule="free-product", inputs={"unit_cost": 8}, doubtful=("units", "shipping_cost")),
    Memory(rule="cancel-possible", inputs={"who": "seller"}, supposed=("who",)),
    Memory(question="How do I block a buyer?", articles=("q020",), offered=("q020", "q069")),
]


def kept(memory: Memory, rules: RuleBook, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """The slots of a tracker after the memory has been written to it."""
    blank = dict.fromkeys(slots.all_slots(rules)) | (before or {})
    return blank | slots.changes(blank, memory, slots.all_slots(rules))


def test_every_input_that_is_asked_for_has_one_slot(rulebook: RuleBook) -> None:
    asked = {spec.name for rule in rulebook for spec in rule.inputs if spec.name not in ("now", "today", "as_of")}
    assert list(slots.input_slots(rulebook)) == sorted(f"input_{name}" for name in asked)
    assert {"input_situation", "input_notified_at", "input_destinations", "input_numbers_held"} <= set(slots.input_slots(rulebook))


def test_no_slot_is_named_twice(rulebook: RuleBook) -> None:
    names = slots.all_slots(rulebook)
    assert len(names) == len(set(names))
    assert slots.REQUESTED not in names  # it is the engine's own


@pytest.mark.parametrize("memory", MEMORIES)
def test_what_is_kept_is_remembered(memory: Memory, rulebook: RuleBook) -> None:
    assert slots.remembered(kept(memory, rulebook), None) == memory


@pytest.mark.parametrize("earlier", MEMORIES)
@pytest.mark.parametrize("memory", MEMORIES)
def test_nothing_of_an_earlier_memory_is_left(earlier: Memory, memory: Memory, rulebook: RuleBook) -> None:
    assert slots.remembered(kept(memory, rulebook, kept(earlier, rulebook)), None) == memory


def test_only_what_has_changed_is_set(rulebook: RuleBook) -> None:
    before = kept(MEMORIES[2], rulebook)
    assert slots.changes(before, MEMORIES[2], slots.all_slots(rulebook)) == {}
    after = Memory(rule="epr-scope", inputs={"destinations": ["FR"], "categories": [], "first_on_french_market": False}, misses=2)
    assert slots.changes(before, after, slots.all_slots(rulebook)) == {"input_destinations": ["FR"]}


def test_values_are_plain_json(rulebook: RuleBook) -> None:
    import json

    for memory in MEMORIES:
        changed = slots.changes({}, memory, slots.all_slots(rulebook))
        assert json.loads(json.dumps(changed)) == changed


def test_a_form_waits_only_while_it_is_active() -> None:
    tracked = {"rule": "refund-timing", "requested_slot": "input_event_date"}
    assert slots.remembered(tracked, "rule_form").asks_for == "event_date"
    assert slots.remembered(tracked, "rule_form").in_form
    assert not slots.remembered(tracked, None).in_form  # a slot left over from a form that was left
    assert not slots.remembered(tracked | {"requested_slot": None}, "rule_form").in_form


def test_an_input_has_a_slot_and_back() -> None:
    slot = slots.slot_of("event_date")
    assert slot is not None
    assert slots.input_of(slot) == "event_date"
    assert slots.slot_of("") is None

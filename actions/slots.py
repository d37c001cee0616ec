"""The slots of the dialogue: a Memory to and from the dialogue engine's tracker.

One slot for each distinct input name of the rules, generated from the registry; none is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from knowledge.memory import Memory
from knowledge.rulebook import RuleBook

REQUESTED = "requested_slot"
FORM = "rule_form"
_PREFIX = "input_"
_OWN = tuple(field.name for field in fields(Memory) if field.name not in ("inputs", "asks_for"))


def input_slots(rules: RuleBook) -> tuple[str, ...]:
    """The slot of each input that a form may ask for, in order of name; the clock fills the others."""
    names = {spec.name for rule in rules for spec in rule.inputs if not spec.is_clock}
    return tuple(_PREFIX + name for name in sorted(names))


def all_slots(rules: RuleBook) -> tuple[str, ...]:
    """Every slot of the domain but the engine's own."""
    return (*_OWN, *input_slots(rules))


def remembered(slots: Mapping[str, Any], active_form: str | None) -> Memory:
    """The memory that the tracker's slots hold."""
    known = {name: slots[name] for name in _OWN if slots.get(name) is not None}
    for name in ("doubtful", "supposed", "articles", "offered"):
        known[name] = tuple(known.get(name, ()))
    inputs = {name.removeprefix(_PREFIX): value for name, value in slots.items() if name.startswith(_PREFIX) and value is not None}
    waiting = str(slots.get(REQUESTED) or "") if active_form == FORM else ""
    return Memory(**known, inputs=inputs, asks_for=waiting.removeprefix(_PREFIX))


def slot_of(input_name: str) -> str | None:
    """The slot of an input; None for no input."""
    return _PREFIX + input_name if input_name else None


def input_of(slot: str) -> str:
    """The input that a slot holds."""
    return slot.removeprefix(_PREFIX)


def changes(before: Mapping[str, Any], memory: Memory, names: Iterable[str]) -> dict[str, Any]:
    """The slots among `names` that must be set so that the tracker holds this memory."""
    blank = Memory()
    wanted: dict[str, Any] = {}
    for name in names:
        if name.startswith(_PREFIX):
            wanted[name] = memory.inputs.get(name.removeprefix(_PREFIX))
            continue
        value = getattr(memory, name)
        wanted[name] = (
            None if value == getattr(blank, name) else list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
        )
    return {name: value for name, value in wanted.items() if before.get(name) != value}

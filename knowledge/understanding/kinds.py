"""Of which kind an input is, as far as it matters for reading: dated, numeric, holding dates; and the hints that it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge.inputs import InputSpec
from knowledge.understanding.hints import InputHints

DATED = frozenset({"date", "datetime", "date_or_datetime", "date_or_code"})
NUMERIC = frozenset({"int", "number", "money"})
Hints = Mapping[str, InputHints]
"""By input, or by field of an item."""


def hint_of(hints: Hints, spec: InputSpec) -> InputHints:
    """The hints of an input; empty ones where it has none."""
    return hints.get(spec.name) or InputHints()


def is_numeric(spec: InputSpec) -> bool:
    """Whether it takes numbers that stand near a cue: a number, or a list of them."""
    return spec.kind in NUMERIC or (spec.kind == "list" and spec.item is not None and spec.item.kind in NUMERIC)


def holds_dates(spec: InputSpec) -> bool:
    """Whether it is a list of things that have days."""
    return spec.item is not None and any(field.kind in DATED for field in spec.item.fields)


def scalars(value: object) -> Iterable[object]:
    """Every value inside lists and objects."""
    if isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from scalars(inner)
    else:
        yield value

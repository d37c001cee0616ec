"""What a rule asks for: typed input specifications, derived from the annotations of its facts.

Refuses annotations it cannot ask, parse and describe; a rule author learns that at import.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args, get_origin

Kind = Literal["bool", "date", "datetime", "date_or_datetime", "enum", "int", "number", "money", "string", "list", "object"]

Moment = date | datetime
"""A day, or an instant in Paris when the hour is known (input type `date_or_datetime`)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Inclusive bounds of a number; either may be absent."""

    low: Decimal | int | None = None
    high: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class MinItems:
    """The fewest items a list may have; an emptier list counts as missing."""

    count: int


class _MoneyMark:
    """Marks a Decimal as an amount in euros with at most two decimals."""


class _CodeMark:
    """Marks text that is a code or name to be normalised by the rule (a destination, say)."""


Money = Annotated[Decimal, _MoneyMark]
Code = Annotated[str, _CodeMark]

CLOCK_INPUTS = frozenset({"now", "today", "as_of"})
"""Inputs that the clock of the request fills when they are absent."""


@dataclass(frozen=True, slots=True)
class InputSpec:
    """One input of a rule: what it is called, its type and its bounds."""

    name: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()
    enum: type[StrEnum] | None = None
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    min_items: int = 0
    item: InputSpec | None = None
    fields: tuple[InputSpec, ...] = ()
    record: type[Any] | None = None

    @property
    def is_clock(self) -> bool:
        """Whether the request's clock may fill it."""
        return self.name in CLOCK_INPUTS

    @property
    def vocabulary(self) -> str:
        """Name of the vocabulary of an enumeration or of a list of one; empty for other inputs."""
        holder = self.item if self.kind == "list" and self.item else self
        return _snake(holder.enum.__name__) if holder.enum else ""

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the values it accepts."""
        simple: dict[str, dict[str, Any]] = {
            "bool": {"type": "boolean"},
            "date": {"type": "string", "format": "date"},
            "datetime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"},
            "date_or_datetime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$"},
            "enum": {"type": "string", "enum": list(self.choices)},
            "int": {"type": "integer"},
            "number": {"type": "number"},
            "money": {"type": "number", "multipleOf": 0.01},
            "string": {"type": "string"},
        }
        if self.kind == "list":
            assert self.item is not None
            found: dict[str, Any] = {"type": "array", "items": self.item.schema()}
            return found | ({"minItems": self.min_items} if self.min_items else {})
        if self.kind == "object":
            return object_schema(self.fields)
        bounds = {"minimum": self.low, "maximum": self.high}
        return simple[self.kind] | {key: float(value) for key, value in bounds.items() if value is not None}


def object_schema(specs: tuple[InputSpec, ...]) -> dict[str, Any]:
    """JSON Schema of an object with these inputs and no others."""
    return {
        "type": "object",
        "properties": {spec.name: spec.schema() for spec in specs},
        "required": [spec.name for spec in specs if spec.required],
        "additionalProperties": False,
    }


def specs_of(facts: type[Any]) -> tuple[InputSpec, ...]:
    """The inputs of a frozen dataclass of facts, in declared order.

    A field with a default is optional. Raises TypeError for an annotation that no input kind covers.
    """
    hints = typing.get_type_hints(facts, include_extras=True)
    return tuple(_spec(field.name, hints[field.name], required=_has_no_default(field)) for field in dataclasses.fields(facts))


def _has_no_default(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _spec(name: str, hint: Any, *, required: bool) -> InputSpec:
    hint, marks = _unwrapped(hint)
    limits = next((mark for mark in marks if isinstance(mark, Limits)), Limits())
    min_items = next((mark.count for mark in marks if isinstance(mark, MinItems)), 0)
    if get_origin(hint) is tuple:
        item = _spec(name, get_args(hint)[0], required=True)
        return InputSpec(name, "list", required, item=item, min_items=min_items)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return InputSpec(name, "enum", required, choices=tuple(member.value for member in hint), enum=hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return InputSpec(name, "object", required, fields=specs_of(hint), record=hint)
    kind: Kind
    if _MoneyMark in marks:
        kind = "money"
    elif hint in _PLAIN:
        kind = _PLAIN[hint]
    elif set(get_args(hint)) == {date, datetime}:
        kind = "date_or_datetime"
    else:
        raise TypeError(f"{name}: no input kind for {hint!r}")
    return InputSpec(name, kind, required, low=limits.low, high=limits.high)


_PLAIN: dict[Any, Kind] = {
    bool: "bool",
    int: "int",
    Decimal: "number",
    str: "string",
    date: "date",
    datetime: "datetime",
}


def _unwrapped(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The hint without `Annotated` and without `| None`, and the marks found on the way."""
    marks: tuple[Any, ...] = ()
    while True:
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            marks += tuple(more)
        elif get_origin(hint) in (types.UnionType, typing.Union) and type(None) in get_args(hint):
            rest = [arg for arg in get_args(hint) if arg is not type(None)]
            hint = rest[0] if len(rest) == 1 else typing.Union[tuple(rest)]  # noqa: UP007 - built at run time
        else:
            return hint, marks


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")

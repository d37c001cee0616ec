"""JSON Schema of what a rule finds, derived from the annotations of its outcome, as inputs are in inputs.py."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

_PLAIN: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"},
}


def outcome_schema(outcome: type[Any]) -> dict[str, Any]:
    """JSON Schema of a frozen dataclass of outcomes. Raises TypeError for an annotation it does not know."""
    hints = typing.get_type_hints(outcome, include_extras=True)
    names = [field.name for field in dataclasses.fields(outcome)]
    return {"type": "object", "properties": {name: _schema(hints[name]) for name in names}, "required": names, "additionalProperties": False}


def _schema(hint: Any) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin is Annotated:
        return _schema(get_args(hint)[0])
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [{"type": "null"} if arg is type(None) else _schema(arg) for arg in get_args(hint)]}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(get_args(hint)[1])}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [member.value for member in hint]}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return outcome_schema(hint)
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    raise TypeError(f"no JSON Schema for {hint!r}")

"""JSON Schema of what a rule finds, derived from the annotations of its outcome, as inputs are in inputs.py."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, cast, get_args, get_origin

from knowledge.inputs import json_name

_PLAIN: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
    datetime: {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"},
}


def outcome_schema(outcome: type[Any]) -> dict[str, Any]:
    """JSON Schema of a frozen dataclass of outcomes. Raises TypeError for an annotation it does not know."""
    return _derived(cast(Hashable, outcome))


@cache
def _derived(outcome: Hashable) -> dict[str, Any]:
    hints = typing.get_type_hints(outcome, include_extras=True)
    properties = {json_name(field.name): _schema(hints[field.name]) for field in dataclasses.fields(cast(Any, outcome))}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _schema(hint: Any) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin is Annotated:
        return _schema(get_args(hint)[0])
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [{"type": "null"} if arg is type(None) else _schema(arg) for arg in get_args(hint)]}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
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

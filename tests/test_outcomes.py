from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

import pytest

from knowledge.outcomes import outcome_schema
from tests.toys import ToyColour


@dataclass(frozen=True)
class Span:
    from_: date
    to: date


@dataclass(frozen=True)
class Found:
    ok: bool | None
    pieces: int
    price: Annotated[Decimal, "a mark"]
    until: datetime
    colours: tuple[ToyColour, ...]
    spans: tuple[Span, ...]
    named: Mapping[str, int]
    kind: Literal["a", "b"]
    end: None


def test_every_kind_of_result_has_its_schema() -> None:
    schema = outcome_schema(Found)
    assert schema["required"] == ["ok", "pieces", "price", "until", "colours", "spans", "named", "kind", "end"]
    found = schema["properties"]
    assert found["ok"] == {"anyOf": [{"type": "boolean"}, {"type": "null"}]}
    assert (found["pieces"], found["price"], found["end"]) == ({"type": "integer"}, {"type": "number"}, {"type": "null"})
    assert found["colours"] == {"type": "array", "items": {"type": "string", "enum": ["red", "blue"]}}
    assert found["spans"]["items"]["required"] == ["from", "to"]
    assert found["named"] == {"type": "object", "additionalProperties": {"type": "integer"}}
    assert found["kind"] == {"enum": ["a", "b"]}


def test_a_result_without_a_schema_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        size: float

    with pytest.raises(TypeError, match="no JSON Schema"):
        outcome_schema(Odd)

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from knowledge.inputs import CLOCK_INPUTS, InputSpec, object_schema, specs_of
from tests.toys import EveryKind, ToyColour, ToyFacts, ToySale


def spec(name: str) -> InputSpec:
    return {found.name: found for found in specs_of(EveryKind)}[name]


def test_every_annotation_has_its_kind() -> None:
    assert {found.name: found.kind for found in specs_of(EveryKind)} == {
        "flag": "bool",
        "day": "date",
        "minute": "datetime",
        "moment": "date_or_datetime",
        "colour": "enum",
        "pieces": "int",
        "share": "number",
        "price": "money",
        "note": "string",
        "places": "list",
        "sales": "list",
        "as_of": "datetime",
        "later": "date_or_datetime",
    }


def test_order_is_that_of_the_declaration() -> None:
    assert [found.name for found in specs_of(ToyFacts)] == ["sent_at", "colour", "returned_on"]


def test_a_default_makes_an_input_optional() -> None:
    assert {found.name for found in specs_of(EveryKind) if not found.required} == {"sales", "as_of", "later"}


def test_bounds_items_and_choices() -> None:
    assert (spec("pieces").low, spec("pieces").high) == (1, 9)
    assert (spec("price").low, spec("price").high) == (0, None)
    assert spec("colour").choices == ("red", "blue")
    assert spec("colour").enum is ToyColour
    assert (spec("places").min_items, spec("sales").min_items) == (1, 0)
    item = spec("sales").item
    assert item is not None
    assert (item.kind, item.record) == ("object", ToySale)
    assert [(field.name, field.required) for field in item.fields] == [("amount", True), ("colour", False), ("sold_on", False)]
    assert item.fields[0].low == Decimal("0.01")


def test_only_three_names_are_filled_by_the_clock() -> None:
    assert frozenset({"now", "today", "as_of"}) == CLOCK_INPUTS
    assert [found.name for found in specs_of(EveryKind) if found.is_clock] == ["as_of"]


@dataclass(frozen=True)
class Palette:
    colour: ToyColour
    colours: tuple[ToyColour, ...]
    names: tuple[str, ...]
    count: int


def test_enumerations_and_lists_of_them_name_their_vocabulary() -> None:
    assert {found.name: found.vocabulary for found in specs_of(Palette)} == {"colour": "toy_colour", "colours": "toy_colour", "names": "", "count": ""}


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("flag", {"type": "boolean"}),
        ("day", {"type": "string", "format": "date"}),
        ("colour", {"type": "string", "enum": ["red", "blue"]}),
        ("pieces", {"type": "integer", "minimum": 1.0, "maximum": 9.0}),
        ("share", {"type": "number", "minimum": 0.0, "maximum": 100.0}),
        ("price", {"type": "number", "multipleOf": 0.01, "minimum": 0.0}),
        ("note", {"type": "string"}),
        ("places", {"type": "array", "items": {"type": "string"}, "minItems": 1}),
        (
            "sales",
            {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "amount": {"type": "number", "multipleOf": 0.01, "minimum": 0.01},
                        "colour": {"type": "string", "enum": ["red", "blue"]},
                        "sold_on": {"type": "string", "format": "date"},
                    },
                    "required": ["amount"],
                    "additionalProperties": False,
                },
            },
        ),
    ],
)
def test_schema(name: str, schema: dict[str, object]) -> None:
    assert spec(name).schema() == schema


def test_schemas_of_moments_take_what_they_should() -> None:
    minute, moment = spec("minute").schema()["pattern"], spec("moment").schema()["pattern"]
    assert minute == r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"
    assert moment == r"^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$"


def test_the_schema_of_all_inputs_refuses_others() -> None:
    schema = object_schema(specs_of(ToyFacts))
    assert schema["required"] == ["sent_at"]
    assert list(schema["properties"]) == ["sent_at", "colour", "returned_on"]
    assert schema["additionalProperties"] is False


@dataclass(frozen=True)
class Unaskable:
    size: float


@dataclass(frozen=True)
class Mixed:
    size: int | str


@pytest.mark.parametrize("facts", [Unaskable, Mixed])
def test_an_annotation_without_a_kind_is_refused(facts: type[object]) -> None:
    with pytest.raises(TypeError, match="size: no input kind"):
        specs_of(facts)

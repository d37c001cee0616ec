from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import pytest

from knowledge.inputs import CLOCK_INPUTS, AnySpelling, InputSpec, KeyOf, Limits, LookUp, OneOf, Percent, Price, Quantity, object_schema, specs_of
from knowledge.money import CENT
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
        "from": "month",
        "contacts": "list",
        "shade": "enum",
        "home": "country",
        "away": "country",
    }
    items = {found.name: found.item.kind for found in specs_of(EveryKind) if found.item}
    assert items == {"places": "place", "sales": "object", "contacts": "date_or_code"}


def test_an_underscore_behind_a_name_is_for_python_only() -> None:
    assert (spec("from").name, spec("from").attribute) == ("from", "from_")


def test_order_is_that_of_the_declaration() -> None:
    assert [found.name for found in specs_of(ToyFacts)] == ["sent_at", "colour", "returned_on"]


def test_a_default_makes_an_input_optional() -> None:
    assert {found.name for found in specs_of(EveryKind) if not found.required} == {
        "sales",
        "as_of",
        "later",
        "from",
        "contacts",
        "shade",
        "home",
        "away",
    }
    assert (spec("sales").default, spec("as_of").default) == ((), None)


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
        ("from", {"type": "string", "pattern": r"^\d{4}-\d\d$"}),
        ("contacts", {"type": "array", "items": {"type": "string"}}),
        ("shade", {"type": "string", "examples": ["red", "blue"]}),  # "Red" is accepted too
        ("home", {"type": "string", "pattern": "^[A-Za-z]{2}$"}),
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


def test_of_two_marks_the_outer_one_counts() -> None:
    @dataclass(frozen=True)
    class Discount:
        percent: Annotated[Percent, Limits(low=CENT)]
        price: Price
        units: Quantity = 1

    bounds = {found.name: (found.kind, found.low, found.high) for found in specs_of(Discount)}
    assert bounds == {"percent": ("number", CENT, 100), "price": ("money", CENT, None), "units": ("int", 1, None)}


@dataclass(frozen=True)
class Leaning:
    """Inputs whose bounds, numbers and codes stand in parameters."""

    rate: Annotated[Decimal, Limits(low="toys.lowest", high="toys.highest")]
    label: Annotated[int, OneOf("toys.labels")]
    colour: Annotated[ToyColour, AnySpelling(names="toys.names", joints=" ")]
    kind: Annotated[str, KeyOf("toys.kinds", "toy_kind")]
    rates: tuple[Annotated[Decimal, Limits(low="toys.lowest")], ...] = ()


LOOK_UP = LookUp(
    low={"toys.lowest": 5}.__getitem__,
    high={"toys.highest": Decimal("8.5")}.__getitem__,
    counts={"toys.labels": (3, 5)}.__getitem__,
    keys={"toys.kinds": ("car", "train")}.__getitem__,
    names={"toys.names": {"red": ("Dark  Pink", "ruby")}}.__getitem__,
)


def test_what_stands_in_parameters_is_filled_in() -> None:
    assert all(found.leans_on_parameters for found in specs_of(Leaning))
    rate, label, colour, kind, rates = (found.resolved(LOOK_UP) for found in specs_of(Leaning))
    assert (rate.low, rate.high, rate.schema()) == (5, Decimal("8.5"), {"type": "number", "minimum": 5.0, "maximum": 8.5})
    assert (label.numbers, label.schema()) == ((3, 5), {"type": "integer", "enum": [3, 5]})
    assert colour.names == (("dark pink", "red"), ("ruby", "red"))
    assert (kind.kind, kind.choices, kind.vocabulary) == ("enum", ("car", "train"), "toy_kind")
    assert rates.item is not None
    assert rates.item.low == 5


def test_without_its_parameters_an_input_states_no_bounds() -> None:
    assert specs_of(Leaning)[0].schema() == {"type": "number"}
    assert spec("price").resolved(LOOK_UP) is spec("price")


def test_a_text_that_may_be_unlisted_stays_a_text() -> None:
    @dataclass(frozen=True)
    class Open:
        product: Annotated[str, KeyOf("toys.kinds", "toy_kind", closed=False)]

    (found,) = specs_of(Open)
    assert (found.kind, found.vocabulary) == ("string", "toy_kind")


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

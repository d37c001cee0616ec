from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import MappingProxyType

import pytest

from knowledge import values
from knowledge.calendars import PARIS
from knowledge.inputs import AnySpelling, InputSpec, KeyOf, specs_of
from knowledge.periods import Month, MonthDay
from tests.toys import EveryKind, ToyColour, ToyNever, ToySale


@dataclass(frozen=True)
class Keyworded:
    """Its field's name in JSON is a word of Python's."""

    from_: date


SPECS = {spec.name: spec for spec in specs_of(EveryKind)}
MINUTE = datetime(2024, 2, 29, 9, 5, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("flag", False, False),
        ("day", "2024-02-29", date(2024, 2, 29)),
        ("minute", "2024-02-29T09:05", MINUTE),
        ("moment", "2024-02-29", date(2024, 2, 29)),
        ("moment", "2024-02-29T09:05", MINUTE),
        ("colour", "blue", ToyColour.BLUE),
        ("pieces", 1, 1),
        ("pieces", 9, 9),
        ("share", 2.5, Decimal("2.5")),
        ("share", 100, Decimal(100)),
        ("price", 0, Decimal(0)),
        ("price", 19.99, Decimal("19.99")),
        ("price", 1.1, Decimal("1.1")),
        ("price", 10**40, Decimal(10**40)),
        ("note", "  text ", "  text "),
        ("places", ["FR", "x"], ("FR", "x")),
        ("from", "2024-02", Month(2024, 2)),
        ("contacts", ["2024-02-29", "never"], (date(2024, 2, 29), ToyNever.NEVER)),
        ("shade", " RED ", ToyColour.RED),
        ("home", "fr", "FR"),
        ("home", "el", "GR"),
        ("home", "RE", "FR"),
        ("away", "re", "RE"),
        ("away", "EL", "GR"),
        ("sales", [], ()),
        ("sales", [{"amount": 5}], (ToySale(Decimal(5)),)),
        ("sales", [{"amount": 0.01, "colour": "blue", "sold_on": None}], (ToySale(Decimal("0.01"), ToyColour.BLUE),)),
        ("sales", [{"amount": 5, "sold_on": "2024-02-29"}], (ToySale(Decimal(5), sold_on=date(2024, 2, 29)),)),
    ],
)
def test_good_values_become_typed(name: str, given: object, expected: object) -> None:
    assert values.parse(SPECS[name], given) == (expected, ())


@pytest.mark.parametrize(
    ("name", "given", "code", "field"),
    [
        ("flag", "yes", "bad_type", "flag"),
        ("flag", 1, "bad_type", "flag"),
        ("day", 20240229, "bad_type", "day"),
        ("day", "2023-02-29", "bad_date", "day"),
        ("day", "2024-2-9", "bad_date", "day"),
        ("day", "2024-02-29T09:05", "bad_date", "day"),
        ("day", "20240229", "bad_date", "day"),
        ("day", "2024-W09-4", "bad_date", "day"),
        ("day", "0000-01-01", "bad_date", "day"),
        ("minute", "2024-02-29", "bad_date", "minute"),
        ("minute", "2024-02-29T24:00", "bad_date", "minute"),
        ("minute", "2024-02-29 09:05", "bad_date", "minute"),
        ("minute", "2024-02-29T09:05Z", "bad_date", "minute"),
        ("minute", "2024-03-31T02:30", "bad_date", "minute"),
        ("moment", "tomorrow", "bad_date", "moment"),
        ("moment", "2024-03-31T02:30", "bad_date", "moment"),
        ("colour", "green", "not_in_list", "colour"),
        ("colour", "RED", "not_in_list", "colour"),
        ("colour", None, "bad_type", "colour"),
        ("pieces", 0, "out_of_range", "pieces"),
        ("pieces", 10, "out_of_range", "pieces"),
        ("pieces", 2.0, "bad_type", "pieces"),
        ("pieces", True, "bad_type", "pieces"),
        ("pieces", "2", "bad_type", "pieces"),
        ("share", 100.01, "out_of_range", "share"),
        ("share", -0.01, "out_of_range", "share"),
        ("share", float("nan"), "bad_type", "share"),
        ("share", float("inf"), "bad_type", "share"),
        ("price", 1.005, "bad_type", "price"),
        ("price", 1e-300, "bad_type", "price"),
        ("price", -0.01, "out_of_range", "price"),
        ("note", 5, "bad_type", "note"),
        ("places", "FR", "bad_type", "places"),
        ("places", ["FR", 3], "bad_type", "places"),
        ("from", "2024-13", "bad_date", "from"),
        ("from", "2024-1", "bad_date", "from"),
        ("from", "0000-01", "bad_date", "from"),
        ("from", 202401, "bad_type", "from"),
        ("contacts", ["yesterday"], "bad_date", "contacts"),
        ("contacts", ["Never"], "bad_date", "contacts"),
        ("contacts", ["2024-02-29T10:00"], "bad_date", "contacts"),
        ("contacts", [None], "bad_type", "contacts"),
        ("shade", "reddish", "not_in_list", "shade"),
        ("home", "France", "bad_type", "home"),
        ("home", "F", "bad_type", "home"),
        ("home", "F1", "bad_type", "home"),
        ("home", " FR", "bad_type", "home"),
        ("home", 33, "bad_type", "home"),
        ("sales", [5], "bad_type", "sales"),
        ("sales", [{}], "missing_input", "sales.amount"),
        ("sales", [{"amount": None}], "missing_input", "sales.amount"),
        ("sales", [{"amount": 5, "size": 1}], "unknown_input", "sales.size"),
        ("sales", [{"amount": 5, "colour": "green"}], "not_in_list", "sales.colour"),
        ("sales", [{"amount": 5}, {"amount": 0}], "out_of_range", "sales.amount"),
        ("sales", [{"amount": 5, "sold_on": "2023-02-29"}], "bad_date", "sales.sold_on"),
    ],
)
def test_bad_values_are_refused_with_code_and_field(name: str, given: object, code: str, field: str) -> None:
    value, problems = values.parse(SPECS[name], given)
    assert value is None
    assert [(problem.code, problem.field) for problem in problems] == [(code, field)]


def test_a_problem_carries_what_was_given() -> None:
    _, (problem,) = values.parse(SPECS["day"], "2023-02-29")
    assert problem.given == "2023-02-29"
    _, (inside,) = values.parse(SPECS["sales"], [{"amount": 0}])
    assert inside.given == 0
    assert inside.low == Decimal("0.01")


def test_every_problem_of_a_list_is_told_once() -> None:
    _, problems = values.parse(SPECS["sales"], [{"amount": 0, "colour": "green"}, {"size": 1, "colour": "grey"}, {"amount": -1}])
    told = [("sales.amount", "out_of_range"), ("sales.colour", "not_in_list"), ("sales.size", "unknown_input"), ("sales.amount", "missing_input")]
    assert [(problem.field, problem.code) for problem in problems] == told
    assert problems[1].given == "green"
    assert problems[1].choices == ("red", "blue")


def test_a_code_by_another_name() -> None:
    spec = InputSpec("s", "enum", True, choices=("red", "blue"), enum=ToyColour, spelling=AnySpelling(joints=" "), names=(("dark pink", "red"),))
    assert values.parse(spec, "  Dark\t PINK ") == (ToyColour.RED, ())
    assert values.parse(spec, "dark-pink")[1][0].code == "not_in_list"


def test_a_key_in_any_spelling() -> None:
    spec = InputSpec("s", "enum", True, choices=("toy_car", "train"), key_of=KeyOf("toys.kinds", "toy_kind"))
    assert values.parse(spec, " Toy-Car ") == ("toy_car", ())
    assert values.parse(spec, "toy  car") == ("toy_car", ())
    assert values.parse(spec, "plane")[1][0].code == "not_in_list"
    listed = replace(spec, kind="string", key_of=KeyOf("toys.kinds", "toy_kind", closed=False))
    assert values.parse(listed, "Toy car") == ("toy_car", ())
    assert values.parse(listed, "Plane") == ("Plane", ())  # for the rule to say that it is not listed


def test_one_of_some_numbers() -> None:
    spec = InputSpec("x", "int", True, numbers=(3, 5, 7))
    assert values.parse(spec, 5) == (5, ())
    (problem,) = values.parse(spec, 4)[1]
    assert (problem.code, problem.choices) == ("not_in_list", ("3", "5", "7"))


def test_a_time_that_occurs_twice_is_the_first_one() -> None:
    moment, _ = values.parse(SPECS["minute"], "2024-10-27T02:30")
    assert isinstance(moment, datetime)
    assert moment.astimezone(UTC) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)  # still summer time, two hours ahead


@pytest.mark.parametrize(
    ("name", "given", "absent"),
    [
        ("note", None, True),
        ("note", "", True),
        ("note", " \n", True),
        ("note", "x", False),
        ("flag", False, False),
        ("pieces", 0, False),
        ("places", [], True),
        ("places", ["FR"], False),
        ("sales", [], False),
    ],
)
def test_what_counts_as_not_given(name: str, given: object, absent: bool) -> None:
    assert values.is_absent(given, SPECS[name]) is absent


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2024, 2, 29), "2024-02-29"),
        (MINUTE, "2024-02-29T09:05"),
        (datetime(2024, 2, 29, 8, 5, tzinfo=UTC), "2024-02-29T09:05"),
        (datetime.fromisoformat("2024-02-29T09:05"), "2024-02-29T09:05"),
        (Decimal("8.00"), 8),
        (Decimal("2.60"), 2.6),
        (Decimal("-0.1"), -0.1),
        (ToyColour.BLUE, "blue"),
        ((1, "a", None), [1, "a", None]),
        ([date(2024, 1, 1)], ["2024-01-01"]),
        (MappingProxyType({ToyColour.RED: Decimal("1.5")}), {"red": 1.5}),
        (ToySale(Decimal("1.10")), {"amount": 1.1, "colour": "red", "sold_on": None}),
        (Month(2024, 2), "2024-02"),
        (MonthDay(3, 28), "03-28"),
        (time(9, 0), "09:00"),
        (Keyworded(date(2024, 2, 29)), {"from": "2024-02-29"}),
        (True, True),
        (None, None),
    ],
)
def test_dump(value: object, expected: object) -> None:
    dumped = values.dump(value)
    assert dumped == expected
    assert type(dumped) is type(expected)


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        values.dump(object())


@pytest.mark.parametrize("written", ["2024-02-29", "2024-02-29T09:05"])
def test_read_moment_undoes_dump(written: str) -> None:
    assert values.dump(values.read_moment(written)) == written


def test_read_moment_refuses_what_is_no_moment() -> None:
    with pytest.raises(ValueError, match="soon"):
        values.read_moment("soon")


NOW = datetime(2026, 11, 25, 14, 30, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("kind", "clock", "expected"),
    [
        ("day", date(2026, 11, 20), "2026-11-20"),
        ("day", datetime(2026, 11, 20, 9, 5, tzinfo=PARIS), "2026-11-20"),
        ("minute", datetime(2026, 11, 20, 9, 5, tzinfo=PARIS), "2026-11-20T09:05"),
        ("minute", date(2026, 11, 25), "2026-11-25T14:30"),  # today: the current time
        ("minute", date(2026, 11, 24), "2026-11-24T23:59"),  # another day: its last minute
        ("moment", date(2026, 11, 24), "2026-11-24"),
        ("moment", datetime(2026, 11, 20, 9, 5, tzinfo=PARIS), "2026-11-20T09:05"),
    ],
)
def test_the_clock_fills_an_input_in_its_own_form(kind: str, clock: date | datetime, expected: str) -> None:
    spec: InputSpec = SPECS[kind]
    assert values.from_clock(spec, clock, NOW) == expected

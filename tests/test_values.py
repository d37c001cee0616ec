from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

import pytest

from knowledge import values
from knowledge.calendars import PARIS
from knowledge.inputs import InputSpec, specs_of
from tests.toys import EveryKind, ToyColour, ToySale

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
        ("sales", [], ()),
        ("sales", [{"amount": 5}], (ToySale(Decimal(5)),)),
        ("sales", [{"amount": 0.01, "colour": "blue", "sold_on": None}], (ToySale(Decimal("0.01"), ToyColour.BLUE),)),
        ("sales", [{"amount": 5, "sold_on": "2024-02-29"}], (ToySale(Decimal(5), sold_on=date(2024, 2, 29)),)),
    ],
)
def test_good_values_become_typed(name: str, given: object, expected: object) -> None:
    assert values.parse(SPECS[name], given) == (expected, None)


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
    value, problem = values.parse(SPECS[name], given)
    assert value is None
    assert problem is not None
    assert (problem.code, problem.field) == (code, field)


def test_a_problem_carries_what_was_given() -> None:
    _, problem = values.parse(SPECS["day"], "2023-02-29")
    assert problem is not None
    assert problem.given == "2023-02-29"
    _, inside = values.parse(SPECS["sales"], [{"amount": 0}])
    assert inside is not None
    assert inside.given == 0


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
        (True, True),
        (None, None),
    ],
)
def test_dump(value: object, expected: object) -> None:
    dumped = values.dump(value)
    assert dumped == expected
    assert type(dumped) is type(expected)


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

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated

import pytest

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem, InvalidFacts
from knowledge.inputs import Amount, AnySpelling, KeyOf, Limits, Moment, OneOf, Price
from knowledge.parameters import ParameterBook, ParameterView
from knowledge.periods import Month
from knowledge.rule import Computation, Finding, Given, Rule, Typed
from tests.toys import TOY_RULE, ToyColour, ToyFacts, ToyOutcome, parameter, toy_book

TODAY = date(2022, 5, 6)


def problems(raw: Mapping[str, object], rule: Rule[ToyFacts, ToyOutcome] = TOY_RULE, today: date = TODAY) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFacts) as refused:
        rule.run(raw, toy_book(), Calendar(), today)
    assert refused.value.rule_id == rule.id
    return [(problem.field, problem.code) for problem in refused.value.problems]


def run(raw: Mapping[str, object], rule: Rule[ToyFacts, ToyOutcome] = TOY_RULE, today: date = TODAY) -> Computation:
    return rule.run(raw, toy_book(), Calendar(), today)


def test_facts_are_typed() -> None:
    facts = TOY_RULE.read({"sent_at": "2024-02-29", "colour": None, "returned_on": "2024-03-01"}, toy_book(), TODAY)
    assert facts == ToyFacts(date(2024, 2, 29), None, date(2024, 3, 1))


def test_a_computation_keeps_what_explains_it() -> None:
    found = run({"sent_at": "2024-02-29"})
    assert found.outcome == {"until": "2024-03-05"}  # five days in 2024
    assert (found.rule.id, found.today, found.facts) == ("toy", TODAY, ToyFacts(date(2024, 2, 29)))
    assert [reading.name for reading in found.readings] == ["toys.within"]
    assert [step.key for step in found.finding.steps] == ["until"]


def test_the_governing_input_fixes_the_figures_not_the_day_of_the_request() -> None:
    assert run({"sent_at": "2019-01-01"}).outcome == {"until": "2019-01-04"}  # three days in 2019
    assert run({"sent_at": "2019-01-01T23:59"}).readings[0].on == date(2019, 1, 1)


def test_without_governing_input_the_day_of_the_request_governs() -> None:
    rule = replace(TOY_RULE, governed_by=None)
    assert run({"sent_at": "2019-01-01"}, rule).outcome == {"until": "2019-01-06"}  # five days on 6 May 2022


def test_an_absent_governing_input_leaves_it_to_the_day_of_the_request() -> None:
    rule = replace(TOY_RULE, governed_by="returned_on")
    assert run({"sent_at": "2019-01-01"}, rule).readings[0].on == TODAY
    assert run({"sent_at": "2019-01-01", "returned_on": "2020-02-29"}, rule).readings[0].on == date(2020, 2, 29)


def test_a_day_of_the_request_without_figures_is_blamed_when_the_governing_input_is_absent() -> None:
    rule = replace(TOY_RULE, governed_by="returned_on")
    assert problems({"sent_at": "2019-01-01"}, rule, date(2014, 12, 31)) == [("today", "not_in_force")]


def test_inputs_by_name() -> None:
    assert TOY_RULE.input("colour").enum is ToyColour
    with pytest.raises(KeyError):
        TOY_RULE.input("size")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, [("sent_at", "missing_input")]),
        ({"sent_at": None}, [("sent_at", "missing_input")]),
        ({"size": 1, "weight": 2}, [("size", "unknown_input"), ("weight", "unknown_input"), ("sent_at", "missing_input")]),
        ({"returned_on": "x", "colour": "green"}, [("sent_at", "missing_input"), ("colour", "not_in_list"), ("returned_on", "bad_date")]),
        ({"sent_at": 1, "colour": 2, "size": 3}, [("size", "unknown_input"), ("sent_at", "bad_type"), ("colour", "bad_type")]),
        ({"colour": "red", "sent_at": "x"}, [("returned_on", "missing_input"), ("sent_at", "bad_date")]),
        ({"colour": "blue", "returned_on": "2024-01-01"}, [("returned_on", "inconsistent"), ("sent_at", "missing_input")]),
        ({"sent_at": "2024-01-02", "returned_on": "2024-01-01"}, [("returned_on", "bad_order")]),
        ({"sent_at": "2014-12-31"}, [("sent_at", "not_in_force")]),
        ({"sent_at": "2025-01-01"}, [("sent_at", "not_in_force")]),
    ],
)
def test_every_problem_is_told_in_the_catalogues_order(raw: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert problems(raw) == expected


def test_one_problem_is_told_once() -> None:
    # The unusable date is already refused; that the logic dislikes it too adds nothing.
    assert problems({"sent_at": "2024-01-01", "colour": "blue", "returned_on": "x"}) == [("returned_on", "bad_date")]


def test_inconsistent_and_bad_order_follow_the_declared_order() -> None:
    def check(facts: ToyFacts, params: ParameterView) -> Iterable[InputProblem]:
        yield InputProblem("returned_on", "bad_order")
        yield InputProblem("colour", "inconsistent")
        yield InputProblem("sent_at", "bad_order")

    rule = replace(TOY_RULE, check=check)
    assert problems({"sent_at": "2024-01-01"}, rule) == [("sent_at", "bad_order"), ("colour", "inconsistent"), ("returned_on", "bad_order")]


def test_a_result_outside_the_calendar_is_blamed_on_the_governing_input() -> None:
    book = ParameterBook({"toys.within": toy_book().parameters["toys.within"].model_copy(update={"history": toy_book().parameters["toys.within"].history[:1]})})
    with pytest.raises(InvalidFacts) as refused:
        TOY_RULE.run({"sent_at": "2100-12-29"}, book, Calendar(), TODAY)
    assert refused.value.problems == (InputProblem("sent_at", "not_covered", date(2100, 12, 29)),)
    assert TOY_RULE.run({"sent_at": "2100-12-28"}, book, Calendar(), TODAY).outcome == {"until": "2100-12-31"}


def test_without_governing_input_the_day_of_the_request_is_blamed() -> None:
    rule = replace(TOY_RULE, governed_by=None)
    assert problems({"sent_at": "2024-01-01"}, rule, date(2014, 12, 31)) == [("today", "not_in_force")]


def _looks_up(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    params.days("toys.within")
    return ()


def test_a_day_without_figures_comes_after_what_is_wrong_with_the_inputs() -> None:
    rule = replace(TOY_RULE, requires=_looks_up)
    assert problems({"sent_at": "x"}, rule, date(2014, 12, 31)) == [("sent_at", "bad_date"), ("today", "not_in_force")]


def test_a_rule_without_conditions_of_its_own_needs_no_functions() -> None:
    def compute(facts: ToyFacts, params: ParameterView, calendar: Calendar) -> Finding[ToyOutcome]:
        return Finding(ToyOutcome(_day(facts.sent_at)), "found")

    rule = Rule("plain", 1, ToyFacts, ToyOutcome, ("q001",), ("found",), compute)
    assert run({"sent_at": "2024-01-02", "colour": "red"}, rule).outcome == {"until": "2024-01-02"}


def _day(moment: Moment) -> date:
    assert not hasattr(moment, "hour")
    return moment


@dataclass(frozen=True)
class SaleFacts:
    """A sale whose rate and label have bounds that the guide gives."""

    sold_on: date
    rate: Annotated[Decimal, Limits(low="toys.lowest", high="toys.highest")]
    price: Price
    refund: Amount = Decimal(0)
    label: Annotated[int, OneOf("toys.labels")] | None = None
    kind: Annotated[str, KeyOf("toys.kinds", "toy_kind")] | None = None
    colour: Annotated[ToyColour, AnySpelling(names="toys.names")] | None = None


@dataclass(frozen=True)
class SaleOutcome:
    """What the shop keeps."""

    kept: Decimal


def _limits(typed: Typed, params: ParameterView) -> Iterable[InputProblem]:
    price, refund = typed.get("price"), typed.get("refund")
    if price is not None and refund is not None and refund > price:
        yield InputProblem("refund", "out_of_range", refund, high=price)


def _keeps(facts: SaleFacts, params: ParameterView, calendar: Calendar) -> Finding[SaleOutcome]:
    return Finding(SaleOutcome(facts.price - facts.refund), "found")


SALE = Rule("sale", 1, SaleFacts, SaleOutcome, ("q001",), ("found",), _keeps, governed_by="sold_on", limits=_limits)
SALE_BOOK = ParameterBook(
    {
        "toys.lowest": parameter("percent", ("2015-01-01", 5), ("2024-01-01", 4)),
        "toys.highest": parameter("percent", ("2015-01-01", 8)),
        "toys.labels": parameter("counts", ("2015-01-01", [3, 5]), ("2024-01-01", [3])),
        "toys.names": parameter("table", ("2015-01-01", {"red": ["Dark pink"]}), ("2024-01-01", {"red": ["Ruby"]})),
        "toys.kinds": parameter("table", ("2015-01-01", {"car": ["red"], "steam_train": []})),
    }
)
SOLD = {"sold_on": "2023-12-31", "rate": 5, "price": 10}


def sale_problems(raw: Mapping[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFacts) as refused:
        SALE.run(raw, SALE_BOOK, Calendar(), TODAY)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def sold(raw: Mapping[str, object]) -> Computation:
    return SALE.run(raw, SALE_BOOK, Calendar(), TODAY)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"rate": 4.99}, [("rate", "out_of_range")]),
        ({"rate": 8.01}, [("rate", "out_of_range")]),
        ({"label": 4}, [("label", "not_in_list")]),
        ({"kind": "plane"}, [("kind", "not_in_list")]),
        ({"refund": 10.01}, [("refund", "out_of_range")]),
        # What the logic refuses as a value stands among the other values, in declared order, whatever else is wrong.
        ({"refund": 11, "rate": 9, "kind": "plane"}, [("rate", "out_of_range"), ("refund", "out_of_range"), ("kind", "not_in_list")]),
        ({"sold_on": "soon", "refund": 11}, [("sold_on", "bad_date"), ("refund", "out_of_range")]),
        ({"price": 0, "refund": 11}, [("price", "out_of_range")]),  # a price that cannot be used limits nothing
        ({"sold_on": "2014-12-31"}, [("sold_on", "not_in_force")]),
        ({"sold_on": None, "rate": 4.5}, [("sold_on", "missing_input"), ("rate", "out_of_range")]),  # of the day of the request, in 2022
    ],
)
def test_bounds_that_stand_in_parameters(raw: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert sale_problems(SOLD | raw) == expected


def test_the_governing_day_fixes_the_bounds() -> None:
    assert sold(SOLD | {"sold_on": "2024-01-01", "rate": 4}).outcome == {"kept": 10}
    with pytest.raises(InvalidFacts) as refused:
        sold(SOLD | {"sold_on": "2024-01-01", "label": 5})
    assert refused.value.problems[0].choices == ("3",)


def test_the_governing_day_fixes_the_names_of_codes() -> None:
    assert sold(SOLD | {"colour": "dark  PINK"}).facts.colour is ToyColour.RED
    assert sale_problems(SOLD | {"colour": "ruby"}) == [("colour", "not_in_list")]
    assert sold(SOLD | {"sold_on": "2024-01-01", "colour": "ruby"}).facts.colour is ToyColour.RED
    assert SALE.with_parameters(SALE_BOOK).input("colour").names == (("dark pink", "red"), ("ruby", "red"))


def test_the_bounds_that_were_looked_up_are_recorded() -> None:
    found = sold(SOLD | {"label": 5, "kind": "Steam train"})
    assert found.facts.kind == "steam_train"
    assert {reading.name: reading.value for reading in found.readings} == {
        "toys.lowest": 5,
        "toys.highest": 8,
        "toys.labels": (3, 5),
        "toys.kinds": {},  # its codes were looked at, not what they lead to
    }
    assert found.on == date(2023, 12, 31)


def test_a_rule_tells_the_widest_bounds_of_any_day() -> None:
    described = SALE.with_parameters(SALE_BOOK)
    assert (described.input("rate").low, described.input("rate").high) == (4, 8)
    assert described.input("label").numbers == (3, 5)
    assert described.input("kind").choices == ("car", "steam_train")
    assert SALE.with_parameters(ParameterBook({})).input("rate").schema() == {"type": "number"}


def test_sums_are_exact_beyond_what_decimals_hold_by_default() -> None:
    assert sold(SOLD | {"price": 10**40, "refund": 0.01}).finding.outcome.kept == Decimal(f"{10**40 - 1}.99")


def test_the_first_day_of_a_month_governs_it() -> None:
    @dataclass(frozen=True)
    class MonthFacts:
        from_: Month

    def compute(facts: MonthFacts, params: ParameterView, calendar: Calendar) -> Finding[ToyOutcome]:
        return Finding(ToyOutcome(calendar.add_days(facts.from_.last, params.days("toys.within"))), "found")

    rule = Rule("month", 1, MonthFacts, ToyOutcome, ("q001",), ("found",), compute, governed_by="from")
    found = rule.run({"from": "2020-02"}, toy_book(), Calendar(), TODAY)
    assert (found.on, found.outcome) == (date(2020, 2, 1), {"until": "2020-03-03"})  # three days until March 2020
    with pytest.raises(InvalidFacts) as refused:
        rule.run({"from": "2014-12"}, toy_book(), Calendar(), TODAY)
    assert (refused.value.problems[0].field, refused.value.problems[0].code) == ("from", "not_in_force")

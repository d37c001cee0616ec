from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem, InvalidFacts
from knowledge.inputs import Moment
from knowledge.parameters import ParameterBook, ParameterView
from knowledge.rule import Computation, Finding, Given, Rule
from tests.toys import TOY_RULE, ToyColour, ToyFacts, ToyOutcome, toy_book

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
    def check(facts: ToyFacts) -> Iterable[InputProblem]:
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

"""Which rates an affiliate sale may carry, and with which rate to plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.parameters import ParameterBook
from knowledge.policy.commissions import planned_rate, rate_problems

ON = date(2026, 11, 25)


@pytest.mark.parametrize("rates", [[], ["0"], ["3"], ["3.01", "100"], ["0", "3"]])
def test_no_affiliate_and_the_minimum_or_more_pass(parameters: ParameterBook, rates: list[str]) -> None:
    assert rate_problems("rate", map(Decimal, rates), parameters.view(ON)) == ()


@pytest.mark.parametrize("rates", [["0.01"], ["2.99"], ["3", "2"], ["1", "2"]])
def test_a_rate_below_the_minimum_is_told_once(parameters: ParameterBook, rates: list[str]) -> None:
    problems = rate_problems("rate", map(Decimal, rates), parameters.view(ON))
    wrong = [rate for rate in map(Decimal, rates) if rate < 3]
    assert [(problem.field, problem.code, problem.given, problem.low) for problem in problems] == [("rate", "out_of_range", wrong[0], 3)]


def test_without_affiliates_the_minimum_is_not_looked_up(parameters: ParameterBook) -> None:
    view = parameters.view(ON)
    rate_problems("rate", (Decimal(0),), view)
    assert view.readings == ()


def test_an_unknown_rate_is_planned_as_the_highest(parameters: ParameterBook) -> None:
    assert planned_rate(None, parameters.view(ON)) == 8
    assert planned_rate(Decimal("5.5"), parameters.view(ON)) == Decimal("5.5")
    assert planned_rate(Decimal(5), parameters.view(date(2014, 12, 31))) == 5

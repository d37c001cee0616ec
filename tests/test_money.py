from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from knowledge.money import cents, mean, percent_of, rounded, share, steps_up


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("0.025", "0.03"), ("0.0049", "0.00"), ("-0.005", "-0.01"), ("-0.004", "0.00"), ("12", "12.00")],
)
def test_half_a_cent_goes_up(amount: str, expected: str) -> None:
    assert str(cents(Decimal(amount))) == expected


@pytest.mark.parametrize(
    ("amount", "percent", "expected"),
    [
        ("59.97", "6.5", "3.90"),  # 3.89805
        ("1.11", "5", "0.06"),  # 0.0555
        ("5.50", "5", "0.28"),  # 0.275
        ("5.50", "3", "0.17"),  # 0.165
        ("100", "0", "0.00"),
    ],
)
def test_a_share_is_rounded_half_up_to_cents(amount: str, percent: str, expected: str) -> None:
    assert str(share(Decimal(amount), Decimal(percent))) == expected


def test_amounts_of_any_size_are_exact() -> None:
    assert cents(10**60 + Fraction(1, 200)) == Decimal(f"1{'0' * 60}.01")
    assert share(Decimal("1E+300"), 5) == Decimal("5E+298")


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [(17, 80, 1, "21.3"), (1, 16, 1, "6.3"), (26, 30, 1, "86.7"), (2, 80, 2, "2.50"), (0, 5, 2, "0.00"), (Decimal("0.20"), Decimal("30.07"), 2, "0.67")],
)
def test_a_percentage_is_rounded_half_up(part: int | Decimal, whole: int | Decimal, places: int, expected: str) -> None:
    assert str(percent_of(part, whole, places)) == expected


def test_nothing_has_no_percentage_and_no_average() -> None:
    assert percent_of(1, 0) is None
    assert mean(()) is None


def test_an_average_is_rounded_half_up() -> None:
    assert mean((4, 5)) == Decimal("4.5")
    assert mean((1, 1, 2)) == Decimal("1.33")
    assert mean((Decimal("1.01"), Decimal("1.02"))) == Decimal("1.02")  # 1.015


@pytest.mark.parametrize(("number", "expected"), [(Fraction(51, 2), 26), (Decimal(68), 68), (Fraction(120, 50), 3), (0, 0), (Decimal("-0.5"), 0)])
def test_the_next_whole_number(number: int | Decimal | Fraction, expected: int) -> None:
    assert steps_up(number) == expected


def test_other_places() -> None:
    assert str(rounded(Decimal("2.5"), 0)) == "3"

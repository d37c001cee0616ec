from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.understanding.amounts import read_number
from tests.grammars import ENGLISH

find = ENGLISH.amounts.find


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("€45,50", "45.50", "eur"),
        ("€ 45.50", "45.50", "eur"),
        ("45.50 €", "45.50", "eur"),
        ("45,50€", "45.50", "eur"),
        ("20 euros", "20", "eur"),
        ("20 EUR", "20", "eur"),
        ("EUR 15", "15", "eur"),
        ("1 234,50 €", "1234.50", "eur"),
        ("1\u202f234,50\u00a0€", "1234.50", "eur"),
        ("1,234.50", "1234.50", ""),
        ("1.234,50", "1234.50", ""),
        ("1.234.567", "1234567", ""),
        ("12,345,678.90", "12345678.90", ""),
        ("1,234", "1234", ""),
        ("12 %", "12", "percent"),
        ("12.5%", "12.5", "percent"),
        ("8 percent", "8", "percent"),
        ("it is 7", "7", ""),
        ("8 pct", "8", "percent"),
        ("10k €", "10000", "eur"),
        ("€9.5k", "9500", "eur"),
    ],
)
def test_one_amount(text: str, value: str, unit: str) -> None:
    assert [(amount.value, amount.unit) for amount in find(text)] == [(Decimal(value), unit)]


def test_numbers_written_out_are_read_on_request() -> None:
    text = "three parcels at twenty euros and a dozen at five percent"
    assert [(amount.value, amount.unit) for amount in find(text, words=True)] == [
        (Decimal(3), ""),
        (Decimal(20), "eur"),
        (Decimal(12), ""),
        (Decimal(5), "percent"),
    ]


def test_several_amounts_in_order_of_place() -> None:
    text = "sold for €100, refunded 20,50 € and 5 % commission on 3 pieces"
    assert [(amount.value, amount.unit) for amount in find(text)] == [
        (Decimal(100), "eur"),
        (Decimal("20.50"), "eur"),
        (Decimal(5), "percent"),
        (Decimal(3), ""),
    ]


def test_a_place_is_that_of_the_number() -> None:
    (found,) = find("about 45,50 € each")
    assert "about 45,50 € each"[found.start : found.end] == "45,50 €"


@pytest.mark.parametrize("text", ["", "no number", "€", "twenty"])
def test_no_amount(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [("7", "7"), ("7,5", "7.5"), ("7.55", "7.55"), ("1 000", "1000"), ("1.000", "1000"), ("1,000.5", "1000.5"), ("1.000,5", "1000.5")],
)
def test_read_number(written: str, value: str) -> None:
    assert read_number(written) == Decimal(value)


@pytest.mark.parametrize(("text", "values"), [("two are here, and this one too", [2]), ("that one and another one", []), ("one of them", [1])])
def test_a_pronoun_is_no_number(text: str, values: list[int]) -> None:
    assert [amount.value for amount in find(text, words=True)] == values


def test_a_number_of_two_words_is_one() -> None:
    assert [amount.value for amount in find("thirty-two pieces and twenty one boxes", words=True)] == [32, 21]

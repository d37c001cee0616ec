"""Numbers and amounts in French."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.grammars import FRENCH


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1 234,50 €", "1234.50", "eur"),
        ("1\u202f234,50\u00a0€", "1234.50", "eur"),
        ("20 euros", "20", "eur"),
        ("20€", "20", "eur"),
        ("8 %", "8", "percent"),
        ("8 pour cent", "8", "percent"),
        ("vingt euros", "20", "eur"),
        ("vingt-deux euros", "22", "eur"),
        ("vingt deux euros", "22", "eur"),
        ("quatre-vingt-dix-neuf euros", "99", "eur"),
        ("deux cents euros", "200", "eur"),
        ("cent euros", "100", "eur"),
        ("cinq pour cent", "5", "percent"),
        ("une douzaine de colis", "12", ""),
        ("-5 €", "-5", "eur"),
        ("moins 5 €", "-5", "eur"),
    ],
)
def test_one_amount(text: str, value: str, unit: str) -> None:
    assert [(amount.value, amount.unit) for amount in FRENCH.amounts.find(text, words=True)] == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["", "une commande", "un client", "vingtaines", "le dixième"])
def test_what_is_no_number(text: str) -> None:
    assert FRENCH.amounts.find(text, words=True) == ()


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("vendu 3 à 20 € pièce", "vendu 60 €"),
        ("3 articles à 20 € chacun", "60 €"),
        ("deux lampes pour 19,90 € l'unité, 6 %", "39.80 €, 6 %"),
        ("3 x 20 €", "60 €"),
    ],
)
def test_several_of_one_price_are_their_sum(text: str, sums: str) -> None:
    assert FRENCH.multiples.summed(text) == sums


@pytest.mark.parametrize("text", ["3 pour 20 €", "20 € pièce", "vendu 2 lampes et 3 chapeaux pour 20 €"])
def test_without_a_count_and_a_price_of_each_nothing_is_multiplied(text: str) -> None:
    assert FRENCH.multiples.summed(text) == text

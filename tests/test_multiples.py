"""Several of one price told as one."""

from __future__ import annotations

import pytest

from tests.grammars import ENGLISH

summed = ENGLISH.multiples.summed


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("I sold 3 for 20 € each", "I sold 60 €"),
        ("sold two scarves at 19.90 each, 6%", "sold 39.80 €, 6%"),
        ("3x15€ sold", "45 € sold"),
        ("2 × 12,50 euros and one of 30", "25.00 € and one of 30"),
        ("four lamps of €35 apiece", "140 €"),
    ],
)
def test_several_of_one_price_are_their_sum(text: str, sums: str) -> None:
    assert summed(text) == sums


@pytest.mark.parametrize("text", ["3 for 20 €", "sold 2 lamps and 3 hats for 20 €", "20 € each", "some for 20 € each", "order 3, 20 €"])
def test_without_a_count_and_a_price_of_each_nothing_is_multiplied(text: str) -> None:
    assert summed(text) == text

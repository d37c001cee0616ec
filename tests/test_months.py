"""Months in words. It is November 2026 in every sentence; a month without a year is the nearest that has begun."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.grammars import ENGLISH

find = ENGLISH.months.find

NOW = datetime(2026, 11, 25, 9, 0)  # noqa: DTZ001 - Paris time of the request, without offset


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("the invoice of October", "2026-10"),
        ("invoice for november", "2026-11"),
        ("the December invoice", "2025-12"),
        ("Oct. 2025 please", "2025-10"),
        ("facture de septembre", "2026-09"),
        ("for 2026-03", "2026-03"),
        ("03/2026", "2026-03"),
        ("last month's bill", "2026-10"),
        ("this month", "2026-11"),
        ("September, so 2026-09", "2026-09"),
    ],
)
def test_a_month(text: str, month: str) -> None:
    assert find(text, NOW) == month


def test_last_month_of_january_is_december() -> None:
    assert find("last month", NOW.replace(year=2027, month=1)) == "2026-12"


@pytest.mark.parametrize("text", ["", "October and November", "it may be late", "in 2026", "13/2026", "two months"])
def test_no_month_or_more_than_one(text: str) -> None:
    assert find(text, NOW) is None

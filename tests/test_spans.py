"""Spans of days. It is Wednesday 25 November 2026, 9:00, in every sentence; a day without a year is the nearest past one."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.grammars import ENGLISH

find = ENGLISH.spans.find

NOW = datetime(2026, 11, 25, 9, 0)  # noqa: DTZ001 - Paris time of the request, without offset


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("orders from 31 August till today", "2026-08-31", "2026-11-25"),
        ("15/03/2026 - 20/11/2026 please", "2026-03-15", "2026-11-20"),
        ("everything between 1 March and 5 April", "2026-03-01", "2026-04-05"),
        ("from 01/02/2026 to 03/04/2026", "2026-02-01", "2026-04-03"),
        ("from 1 January to 31 December 2025", "2025-01-01", "2025-12-31"),  # the year is said once
        ("from 1 December to 15 January 2026", "2025-12-01", "2026-01-15"),  # and the first day lies before the last
    ],
)
def test_both_ends_of_a_span(text: str, first: str, last: str) -> None:
    found = find(text, NOW)
    assert found is not None
    assert (found[0].value, found[1].value) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "since 1 March", "one on 1 March and one on 5 April", "1 March to 5 April and 1 May to 5 June", "ordered on 1 March, shipped on 5 April"],
)
def test_no_span_or_two(text: str) -> None:
    assert find(text, NOW) is None

from __future__ import annotations

import pytest

from tests.figures import figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-10", {"2026-12-10"}),
        ("2026-11-25T14:30", {"2026-11-25", "14:30"}),
        ("by **Thursday 10 December 2026**; from Friday 27 November 2026.", {"2026-12-10", "2026-11-27"}),
        ("jusqu'au jeudi 1er janvier 2026 à 14:30", {"2026-01-01", "14:30"}),
        ("el miércoles, 25 de noviembre de 2026 a las 14:30", {"2026-11-25", "14:30"}),
        ("entro mercoledì 25 novembre 2026", {"2026-11-25"}),
        ("27 Nov 2026, 1 déc. 2026", {"2026-11-27", "2026-12-01"}),
        ("every year on 24 November", {"--11-24"}),
        ("You keep **€43.60** of 80 €, less 8 %.", {"€43.60", "80€", "8%"}),
        ("1\u202f200,50\u00a0€ pour ces 2 unités", {"1200,50€", "2"}),
        ("1. First\n2) second in 3 steps", {"3"}),
        ("[q058] on https://seller.example/2026/7, see 4", {"4"}),
        ("no figure at all, only q12 and X2", set()),
    ],
)
def test_figures_are_found_however_they_are_written(text: str, expected: set[str]) -> None:
    assert figures(text) == expected

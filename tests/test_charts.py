"""Plots as SVG: how high a bar is, where a line breaks, and that names cannot break out."""

from __future__ import annotations

import re

import pytest

from bot.console.charts import Series, bars, lines

DAYS = ("21 Nov", "22 Nov", "23 Nov")


def test_bars_stand_on_each_other_and_are_as_high_as_their_values() -> None:
    drawn = str(bars("Messages", DAYS, [Series("en", (2, 0, 4)), Series("fr", (2, 0, 0))]))
    found = re.findall(r'<rect class="s(\d)" x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', drawn)
    assert [number for number, *_ in found] == ["1", "2", "1"]
    (_, _, low_y, low), (_, _, high_y, high), (_, _, _, double) = found
    assert low == high
    assert float(high_y) + float(high) == pytest.approx(float(low_y), abs=0.11)
    assert float(double) == pytest.approx(2 * float(low), abs=0.11)
    assert "<title>21 Nov, fr: 2</title>" in drawn


def test_a_line_breaks_where_there_is_no_value() -> None:
    drawn = str(lines("Rates", (*DAYS, "24 Nov", "25 Nov"), [Series("answered", (50, 100, None, 25, None))], " %", 100))
    assert drawn.count("<polyline") == 1  # of two points; one alone is only a point
    assert drawn.count("<circle") == 3
    assert "100 %" in drawn


def test_nothing_to_draw_is_drawn_too() -> None:
    for drawn in (bars("x", (), []), lines("x", DAYS, [Series("y", (None, None, None))])):
        assert str(drawn).startswith("<svg")


def test_names_are_escaped() -> None:
    drawn = str(bars('"><script>', DAYS, [Series("<b>", (1, 1, 1))]))
    assert "<script>" not in drawn
    assert "<b>" not in drawn


@pytest.mark.parametrize(("highest", "top"), [(1, "1"), (3, "4"), (7, "8"), (54, "80"), (99, "100"), (101, "200"), (4000, "4,000")])
def test_the_scale_ends_at_a_round_number(highest: float, top: str) -> None:
    assert f">{top}</text>" in str(bars("x", DAYS, [Series("y", (highest, 0, 0))]))


@pytest.mark.parametrize("highest", [0.07, 0.9, 1.3, 9, 87, 940])
def test_no_two_lines_of_the_scale_have_the_same_name(highest: float) -> None:
    named = re.findall(r'text-anchor="end"[^>]*>([^<]*)</text>', str(lines("x", DAYS, [Series("y", (highest, None, None))], " s")))
    assert len(set(named)) == 5
    assert len({float(name.removesuffix(" s").replace(",", "")) * 4 for name in named}) == 5
    assert named[0] == "0 s"

"""Small plots as SVG: stacked bars and lines over days, drawn on the server without any inline style.

Knows no colours: series have the classes s1, s2, …; a table beside each plot tells the same to whoever cannot see it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDE, _HIGH = 560, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 10, 24
_GRID = 4  # lines of the grid at most
_NAMED = 7  # days that have a name below
_GAP = 0.25  # share of a day's width between two bars
_MOST_DIGITS = 6  # decimals of a label
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Series:
    """Some values, one for each day; None where there is none."""

    name: str
    values: tuple[float | None, ...]


def bars(title: str, days: Sequence[str], series: Sequence[Series]) -> Markup:
    """Bars, those of one day above each other."""
    highest = max((sum(one.values[place] or 0 for one in series) for place in range(len(days))), default=0)
    top = _round(highest or 1)
    width = _inner() / max(len(days), 1)
    drawn = Markup()
    for place in range(len(days)):
        below = 0.0
        for number, one in enumerate(series, start=1):
            value = one.values[place] or 0
            if not value:
                continue
            drawn += Markup('<rect class="s{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
                number,
                _short(_LEFT + width * (place + _GAP / 2)),
                _short(_y(below + value, top)),
                _short(width * (1 - _GAP)),
                _short(_y(below, top) - _y(below + value, top)),
                f"{days[place]}, {one.name}: {_number(value)}",
            )
            below += value
    return _plot(title, days, top, "", drawn)


def lines(title: str, days: Sequence[str], series: Sequence[Series], unit: str = "", most: float | None = None) -> Markup:
    """Lines with a point for each value; a day without one leaves a gap. `most` is the end of the scale where that is fixed."""
    top = most or _round(max((value for one in series for value in one.values if value is not None), default=0) or 1)
    width = _inner() / max(len(days), 1)
    drawn = Markup()
    for number, one in enumerate(series, start=1):
        points = [(_LEFT + width * (place + 0.5), _y(value, top), value, days[place]) for place, value in enumerate(one.values) if value is not None]
        for run in _runs(one.values):
            path = " ".join(f"{_short(_LEFT + width * (place + 0.5))},{_short(_y(value, top))}" for place, value in run)
            drawn += Markup('<polyline class="s{}" points="{}"/>').format(number, path) if len(run) > 1 else ""
        for x, y, value, day in points:
            said = f"{day}, {one.name}: {_number(value)}{unit}"
            drawn += Markup('<circle class="s{}" cx="{}" cy="{}" r="3"><title>{}</title></circle>').format(number, _short(x), _short(y), said)
    return _plot(title, days, top, unit, drawn)


def _plot(title: str, days: Sequence[str], top: float, unit: str, drawn: Markup) -> Markup:
    return Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>').format(
        _WIDE, _HIGH, title, _scale(top, unit), drawn, _named(days)
    )


def _scale(top: float, unit: str) -> Markup:
    found, digits = Markup(), _digits(top / _GRID)
    for step in range(_GRID + 1):
        value = top * step / _GRID
        y = _short(_y(value, top))
        found += Markup('<line class="grid" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>').format(_LEFT, _WIDE - _RIGHT, y)
        found += Markup('<text class="tick" x="{}" y="{}" text-anchor="end" dominant-baseline="middle">{}</text>').format(
            _LEFT - 6, y, f"{_trimmed(value, digits)}{unit}"
        )
    return found


def _named(days: Sequence[str]) -> Markup:
    width, every = _inner() / max(len(days), 1), max(1, math.ceil(len(days) / _NAMED))
    found = Markup()
    for place in range(0, len(days), every):
        x = _short(_LEFT + width * (place + 0.5))
        found += Markup('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>').format(x, _HIGH - 6, days[place])
    return found


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The values that stand beside each other, with their places."""
    found: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is not None:
            found[-1].append((place, value))
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def _round(highest: float) -> float:
    """The next round number whose quarters are round as well."""
    size: float = 10 ** math.floor(math.log10(highest / _GRID))
    return next(_GRID * step * size for step in _STEPS if step * size * _GRID >= highest or step == _STEPS[-1])


def _inner() -> int:
    return _WIDE - _LEFT - _RIGHT


def _y(value: float, top: float) -> float:
    return _HIGH - _BOTTOM - (_HIGH - _BOTTOM - _TOP) * min(value, top) / top


def _short(value: float) -> str:
    return f"{value:.1f}"


def _digits(step: float) -> int:
    """The decimals that tell each line of the grid from the next."""
    return next(digits for digits in range(_MOST_DIGITS + 1) if digits == _MOST_DIGITS or math.isclose(round(step, digits), step, rel_tol=1e-6))


def _trimmed(value: float, digits: int) -> str:
    said = f"{value:,.{digits}f}"
    return said.rstrip("0").rstrip(".") if digits else said


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) or value >= 100 else f"{value:.1f}"

"""The units of parameters: what a value written in each of them looks like, and how rules get it.

Refuses what a unit does not hold; converts nothing from one unit to another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, TypeVar

from knowledge.periods import Month, MonthDay

Unit = Literal[
    "calendar_days",
    "working_days",
    "hours",
    "months",
    "count",
    "percent",
    "eur",
    "number",
    "date",
    "month",
    "month_day",
    "time",
    "codes",
    "counts",
    "table",
    "mapping",
    "counts_table",
    "ranges",
    "grid",
]
T = TypeVar("T")
Range = tuple[Decimal, Decimal]
"""The inclusive ends of a span of numbers."""


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("no whole number")
    return value


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not Decimal(str(value)).is_finite():
        raise TypeError("no number")
    return Decimal(str(value))


def _day(value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError("no day")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _time(value: object) -> time:
    if not _CLOCK.fullmatch(_string(value)):
        raise ValueError("not HH:MM")
    return time.fromisoformat(_string(value))


def _range(value: object) -> Range:
    low, high = _each(_decimal)(value)
    if low > high:
        raise ValueError("the ends are the wrong way round")
    return low, high


def _each(shape: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    def shaped(value: object) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise TypeError("no list")
        return tuple(shape(item) for item in value)

    return shaped


def _by_code(shape: Callable[[object], T]) -> Callable[[object], dict[str, T]]:
    def shaped(value: object) -> dict[str, T]:
        if not isinstance(value, Mapping):
            raise TypeError("no mapping")
        return {_string(code): shape(item) for code, item in value.items()}

    return shaped


_CLOCK = re.compile(r"\d\d:\d\d")
KEYED = ("table", "mapping", "counts_table", "ranges", "grid")
"""Units whose values are found by a code."""
SHAPES: dict[str, Callable[[object], object]] = {
    "calendar_days": _integer,
    "working_days": _integer,
    "hours": _integer,
    "months": _integer,
    "count": _integer,
    "percent": _decimal,
    "eur": _decimal,
    "number": _decimal,
    "date": _day,
    "month": lambda value: Month.read(_string(value)),
    "month_day": lambda value: MonthDay.read(_string(value)),
    "time": _time,
    "codes": _each(_string),
    "counts": _each(_integer),
    "table": _by_code(_each(_string)),
    "mapping": _by_code(_string),
    "counts_table": _by_code(_each(_integer)),
    "ranges": _by_code(_range),
    "grid": _by_code(_by_code(_string)),
}
"""How a value as written becomes the value that rules read; each raises TypeError or ValueError for what its unit does not hold."""

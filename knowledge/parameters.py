"""The guide's figures and lists, each with its history and its source.

Refuses to give a value for a day before the first one is known: there is no fallback.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, field_validator, model_validator

from knowledge import yamlfile
from knowledge.errors import DataError, KnowledgeError, ParameterNotInForce
from knowledge.periods import Month, MonthDay
from knowledge.units import KEYED, SHAPES, Range, Unit

T = TypeVar("T")

_KEPT = 4096  # looks at whole parameters


class Source(yamlfile.Record):
    """Where a value stands: our article, and the words of it that state the value."""

    article: str
    states: str


class DatedValue(yamlfile.Record):
    """A value from a day on; `value: null` ends it."""

    start: date = Field(alias="from")  # a Python keyword; the files use it because it reads well
    value: object
    source: Source
    also: tuple[Source, ...] = ()
    """Other sentences, of this article or another, that state the same value and must change with it."""
    no_figure: str | None = None
    """Why the words of the source do not give the value; None when they do."""
    conflicts: tuple[str, ...] = ()

    @property
    def bindings(self) -> tuple[Source, ...]:
        """Every sentence that states the value."""
        return (self.source, *self.also)


class Parameter(yamlfile.Record):
    """One figure or list of the guide through time."""

    title: str
    unit: Unit
    checked_on: date
    review_by: date
    history: tuple[DatedValue, ...]

    @field_validator("history")
    @classmethod
    def _in_order(cls, history: tuple[DatedValue, ...]) -> tuple[DatedValue, ...]:
        starts = [entry.start for entry in history]
        if not starts or starts != sorted(set(starts)):
            raise ValueError("history must be non-empty and its dates must rise")
        return history

    @model_validator(mode="after")
    def _fits_unit(self) -> Parameter:
        self.timeline()
        return self

    def timeline(self) -> tuple[tuple[date, object, DatedValue], ...]:
        """Each start with its value as rules read it. Raises ValueError for one that its unit does not hold."""
        shape, found = SHAPES[self.unit], []
        for entry in self.history:
            try:
                found.append((entry.start, None if entry.value is None else shape(entry.value), entry))
            except (TypeError, ValueError) as error:
                raise ValueError(f"the value from {entry.start} is not in {self.unit}") from error
        return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One recorded look at a parameter: what was read, for which day, and on whose word. It equals itself alone, so that its form can be kept."""

    name: str
    title: str
    unit: str
    value: object
    since: date
    on: date
    source: Source
    conflicts: tuple[str, ...]
    checked_on: date
    review_by: date


class ParameterBook:
    """All parameters by name, `<area>.<key>`."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self.parameters = dict(parameters)
        self._timelines = {name: parameter.timeline() for name, parameter in self.parameters.items()}
        self._starts = {name: [start for start, _, _ in timeline] for name, timeline in self._timelines.items()}
        self.whole = lru_cache(_KEPT)(self._whole)
        """The look at all of a parameter on a day (name, day); kept, as it is the same for every computation. Raises ParameterNotInForce."""

    @classmethod
    def load(cls, folder: Path) -> ParameterBook:
        """Reads every area file of `folder`. Raises DataError for anything malformed."""
        found: dict[str, Parameter] = {}
        for path in sorted(folder.glob("*.yaml")):
            area = yamlfile.load(path, dict[str, Parameter])
            found.update({f"{path.stem}.{key}": parameter for key, parameter in area.items()})
        if not found:
            raise DataError(folder, "", "holds no parameters")
        return cls(found)

    def entry(self, name: str, on: date) -> tuple[object, DatedValue]:
        """The value in force on a day, and the entry it stands in. Raises ParameterNotInForce."""
        place = bisect_right(self._starts[name], on) - 1
        if place < 0 or self._timelines[name][place][1] is None:
            raise ParameterNotInForce(name, on)
        _, value, entry = self._timelines[name][place]
        return value, entry

    def _whole(self, name: str, on: date) -> Reading:
        value, entry = self.entry(name, on)
        return self.reading(name, on, value, entry)

    def reading(self, name: str, on: date, value: object, entry: DatedValue) -> Reading:
        """A look at a parameter on a day, of which `value` was seen."""
        parameter = self.parameters[name]
        return Reading(
            name=name,
            title=parameter.title,
            unit=parameter.unit,
            value=value,
            since=entry.start,
            on=on,
            source=entry.source,
            conflicts=entry.conflicts,
            checked_on=parameter.checked_on,
            review_by=parameter.review_by,
        )

    def ever(self, name: str) -> tuple[Any, ...]:
        """Every value that was, is or will be in force, the earliest first; empty for an unknown name."""
        return tuple(value for _, value, _ in self._timelines.get(name, ()) if value is not None)

    def view(self, on: date) -> ParameterView:
        """A recording view of the values in force on `on`."""
        return ParameterView(self, on)


class ParameterView:
    """What a rule sees of the parameters: the values of one day, with every read recorded."""

    def __init__(self, book: ParameterBook, on: date) -> None:
        self._book, self.on = book, on
        self._readings: dict[str, Reading] = {}
        self._whole: set[str] = set()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Every parameter read so far, each once, in the order of the first read."""
        return tuple(self._readings.values())

    def days(self, name: str) -> int:
        """A number of days (calendar or working, as the unit says)."""
        return self._as(int, name, "calendar_days", "working_days")

    def hours(self, name: str) -> int:
        """A number of elapsed hours."""
        return self._as(int, name, "hours")

    def months(self, name: str) -> int:
        """A number of calendar months."""
        return self._as(int, name, "months")

    def count(self, name: str) -> int:
        """A plain number of things."""
        return self._as(int, name, "count")

    def percent(self, name: str) -> Decimal:
        """A percentage: 8 is 8 %."""
        return self._as(Decimal, name, "percent")

    def euros(self, name: str) -> Decimal:
        """An amount in euros."""
        return self._as(Decimal, name, "eur")

    def number(self, name: str) -> Decimal:
        """Any other number that may have decimals (a rating, megabytes)."""
        return self._as(Decimal, name, "number")

    def bound(self, name: str) -> int | Decimal:
        """A bound of an input: a count, a percentage, an amount or another number."""
        found = self._read(name, "count", "percent", "eur", "number", "calendar_days", "working_days", "hours", "months")
        assert isinstance(found, int | Decimal)  # as the units say
        return found

    def day(self, name: str) -> date:
        """A day, written YYYY-MM-DD."""
        return self._as(date, name, "date")

    def month(self, name: str) -> Month:
        """A month of a year, written YYYY-MM."""
        return self._as(Month, name, "month")

    def month_day(self, name: str) -> MonthDay:
        """A day of every year, written MM-DD."""
        return self._as(MonthDay, name, "month_day")

    def time(self, name: str) -> time:
        """A time of day, written 'HH:MM' in quotes."""
        return self._as(time, name, "time")

    def codes(self, name: str) -> tuple[str, ...]:
        """An ordered list of codes or texts."""
        found: tuple[str, ...] = self._as(tuple, name, "codes")
        return found

    def counts(self, name: str) -> tuple[int, ...]:
        """An ordered list of whole numbers."""
        found: tuple[int, ...] = self._as(tuple, name, "counts")
        return found

    def table(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """A mapping of codes to lists of codes."""
        found: dict[str, tuple[str, ...]] = self._as(dict, name, "table")
        return found

    def mapping(self, name: str) -> Mapping[str, str]:
        """A mapping of codes to codes or texts."""
        found: dict[str, str] = self._as(dict, name, "mapping")
        return found

    def counts_table(self, name: str) -> Mapping[str, tuple[int, ...]]:
        """A mapping of codes to lists of whole numbers."""
        found: dict[str, tuple[int, ...]] = self._as(dict, name, "counts_table")
        return found

    def ranges(self, name: str) -> Mapping[str, Range]:
        """A mapping of codes to spans of numbers."""
        found: dict[str, Range] = self._as(dict, name, "ranges")
        return found

    def grid(self, name: str) -> Mapping[str, Mapping[str, str]]:
        """Rows of columns: codes to codes to codes."""
        found: dict[str, dict[str, str]] = self._as(dict, name, "grid")
        return found

    def row(self, name: str, code: str) -> tuple[str, ...] | None:
        """One list of a table, and only it is recorded; None for a code that the table does not have."""
        found: tuple[str, ...] | None = self._part(name, code, "table")
        return found

    def text(self, name: str, code: str) -> str | None:
        """One entry of a mapping, and only it is recorded; None for a code that it does not have."""
        found: str | None = self._part(name, code, "mapping")
        return found

    def span(self, name: str, code: str) -> Range | None:
        """One span of `ranges`, and only it is recorded; None for a code that has none."""
        found: Range | None = self._part(name, code, "ranges")
        return found

    def cells(self, name: str, code: str) -> Mapping[str, str] | None:
        """One row of a grid, and only it is recorded; None for a code that has none."""
        found: Mapping[str, str] | None = self._part(name, code, "grid")
        return found

    def keys(self, name: str) -> tuple[str, ...]:
        """The codes of a table, mapping or grid; what they lead to is not recorded."""
        whole, entry = self._entry(name, *KEYED)
        assert isinstance(whole, dict)  # as the units say
        self._record_part(name, {}, entry)
        return tuple(whole)

    def _part(self, name: str, code: str, unit: str) -> Any:
        whole, entry = self._entry(name, unit)
        assert isinstance(whole, dict)  # as the unit says
        self._record_part(name, {code: whole[code]} if code in whole else {}, entry)
        return whole.get(code)

    def _as(self, kind: type[T], name: str, *units: str) -> T:
        found = self._read(name, *units)
        assert isinstance(found, kind)  # as the unit says
        return found

    def _read(self, name: str, *units: str) -> object:
        self._expect(name, units)
        self._readings[name] = found = self._book.whole(name, self.on)
        self._whole.add(name)
        return found.value

    def _entry(self, name: str, *units: str) -> tuple[object, DatedValue]:
        self._expect(name, units)
        return self._book.entry(name, self.on)

    def _expect(self, name: str, units: tuple[str, ...]) -> None:
        parameter = self._book.parameters.get(name)
        if parameter is None:
            raise KnowledgeError(f"There is no parameter {name!r} under data/rules.")
        if parameter.unit not in units:
            raise KnowledgeError(f"{name} is in {parameter.unit}, read as {' or '.join(units)}.")

    def _record_part(self, name: str, seen: Mapping[str, object], entry: DatedValue) -> None:
        """Keeps a part of a parameter that was looked at, beside those seen before."""
        if name in self._whole:
            return
        earlier = self._readings.get(name)
        before = earlier.value if earlier and isinstance(earlier.value, dict) else {}
        self._readings[name] = self._book.reading(name, self.on, {**before, **seen}, entry)

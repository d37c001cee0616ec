"""The guide's figures and lists, each with its history and its source.

Refuses to give a value for a day before the first one is known: there is no fallback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, cast

from pydantic import Field, field_validator, model_validator

from knowledge import yamlfile
from knowledge.errors import DataError, KnowledgeError, ParameterNotInForce

Unit = Literal["calendar_days", "working_days", "hours", "count", "percent", "eur", "codes", "counts", "table"]
Value = int | Decimal | tuple[str, ...] | tuple[int, ...] | Mapping[str, tuple[str, ...]]
RawValue = int | Decimal | list[str] | list[int] | dict[str, list[str]] | None


class Source(yamlfile.Record):
    """Where a value stands: our article, and the words of it that state the value."""

    article: str
    states: str


class DatedValue(yamlfile.Record):
    """A value from a day on; `value: null` ends it."""

    start: date = Field(alias="from")  # a Python keyword; the files use it because it reads well
    value: RawValue
    source: Source
    conflicts: tuple[str, ...] = ()


class Parameter(yamlfile.Record):
    """One figure or list of the guide through time."""

    title: str
    unit: Unit
    counted_from: str | None = None
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
        for entry in self.history:
            if entry.value is not None and not _fits(entry.value, self.unit):
                raise ValueError(f"the value from {entry.start} is not in {self.unit}")
        return self

    def on(self, day: date) -> DatedValue | None:
        """The entry in force on `day`, or None before the first."""
        valid = [entry for entry in self.history if entry.start <= day]
        return valid[-1] if valid else None


@dataclass(frozen=True, slots=True)
class Reading:
    """One recorded look at a parameter: what was read, for which day, and on whose word."""

    name: str
    title: str
    unit: str
    value: Value
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

    def view(self, on: date) -> ParameterView:
        """A recording view of the values in force on `on`."""
        return ParameterView(self, on)


class ParameterView:
    """What a rule sees of the parameters: the values of one day, with every read recorded."""

    def __init__(self, book: ParameterBook, on: date) -> None:
        self._book, self.on = book, on
        self._readings: dict[str, Reading] = {}

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Every parameter read so far, each once, in the order of the first read."""
        return tuple(self._readings.values())

    def days(self, name: str) -> int:
        """A number of days (calendar or working, as the unit says)."""
        return self._integer(name, "calendar_days", "working_days")

    def hours(self, name: str) -> int:
        """A number of elapsed hours."""
        return self._integer(name, "hours")

    def count(self, name: str) -> int:
        """A plain number of things."""
        return self._integer(name, "count")

    def codes(self, name: str) -> tuple[str, ...]:
        """An ordered list of codes."""
        return tuple(str(item) for item in self._sequence(name, "codes"))

    def counts(self, name: str) -> tuple[int, ...]:
        """An ordered list of whole numbers."""
        return tuple(int(item) for item in self._sequence(name, "counts"))

    def table(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """A mapping of codes to lists."""
        value = self._read(name, "table")
        assert isinstance(value, Mapping)  # as the unit says
        return value

    def _sequence(self, name: str, unit: str) -> tuple[str, ...] | tuple[int, ...]:
        value = self._read(name, unit)
        assert isinstance(value, tuple)  # as the unit says
        return value

    def _integer(self, name: str, *units: str) -> int:
        value = self._read(name, *units)
        assert isinstance(value, int)  # as the unit says
        return value

    def _read(self, name: str, *units: str) -> Value:
        parameter = self._book.parameters.get(name)
        if parameter is None:
            raise KnowledgeError(f"There is no parameter {name!r} under data/rules.")
        if parameter.unit not in units:
            raise KnowledgeError(f"{name} is in {parameter.unit}, read as {' or '.join(units)}.")
        entry = parameter.on(self.on)
        if entry is None or entry.value is None:
            raise ParameterNotInForce(name, self.on)
        value = _frozen(entry.value)
        self._readings[name] = Reading(
            name=name,
            title=parameter.title,
            unit=parameter.unit,
            value=value,
            since=entry.start,
            on=self.on,
            source=entry.source,
            conflicts=entry.conflicts,
            checked_on=parameter.checked_on,
            review_by=parameter.review_by,
        )
        return value


def _fits(value: int | Decimal | list[str] | list[int] | dict[str, list[str]], unit: Unit) -> bool:
    """Whether a value has the shape of its unit."""
    if unit == "table":
        return isinstance(value, dict)
    if unit in ("codes", "counts"):
        return isinstance(value, list) and all(isinstance(item, str if unit == "codes" else int) for item in value)
    return isinstance(value, int) or (unit in ("percent", "eur") and isinstance(value, Decimal))


def _frozen(value: int | Decimal | list[str] | list[int] | dict[str, list[str]]) -> Value:
    if isinstance(value, list):
        return cast(Value, tuple(value))  # all text or all numbers, as the unit says
    if isinstance(value, dict):
        return {key: tuple(items) for key, items in value.items()}
    return value

"""JSON values to typed facts and back, with every problem found, in the catalogue's order.

Refuses wrong types, dates that do not exist, unknown codes and numbers out of range; never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from knowledge.calendars import PARIS, end_of, exists
from knowledge.errors import InputProblem
from knowledge.inputs import InputSpec

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class _Refused(Exception):
    """A value cannot be used; carries the catalogue's code and the key inside an item."""

    def __init__(self, code: str, given: object, key: str = "") -> None:
        self.code, self.given, self.key = code, given, key
        super().__init__(code)


def is_absent(value: object, spec: InputSpec) -> bool:
    """Null, a blank text, or a list with fewer items than it needs, counts as not given."""
    if value is None:
        return True
    if isinstance(value, str) and not value.strip():
        return True
    return isinstance(value, list) and spec.kind == "list" and len(value) < spec.min_items


def parse(spec: InputSpec, value: object) -> tuple[object, InputProblem | None]:
    """The typed value of one present input, or None with the problem."""
    try:
        return _value(spec, value), None
    except _Refused as refused:
        name = f"{spec.name}.{refused.key}" if refused.key else spec.name
        return None, InputProblem(name, refused.code, refused.given)


def _value(spec: InputSpec, value: object) -> object:
    if spec.kind == "list":
        return _list(spec, value)
    if spec.kind == "object":
        return _record(spec, value)
    if spec.kind in ("int", "number", "money"):
        return _number(spec, value)
    if spec.kind == "bool":
        if not isinstance(value, bool):
            raise _Refused("bad_type", value)
        return value
    if not isinstance(value, str):
        raise _Refused("bad_type", value)
    if spec.kind == "enum":
        assert spec.enum is not None
        if value not in spec.choices:
            raise _Refused("not_in_list", value)
        return spec.enum(value)
    if spec.kind == "string":
        return value
    return _moment(spec, value)


def _list(spec: InputSpec, value: object) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise _Refused("bad_type", value)
    assert spec.item is not None
    return tuple(_value(spec.item, item) for item in value)


def _record(spec: InputSpec, value: object) -> object:
    if not isinstance(value, Mapping):
        raise _Refused("bad_type", value)
    known = {field.name: field for field in spec.fields}
    for key in value:
        if key not in known:
            raise _Refused("unknown_input", value[key], str(key))
    for field in spec.fields:
        if field.required and is_absent(value.get(field.name), field):
            raise _Refused("missing_input", None, field.name)
    found = {}
    for field in spec.fields:
        if not is_absent(value.get(field.name), field):
            try:
                found[field.name] = _value(field, value[field.name])
            except _Refused as refused:
                raise _Refused(refused.code, refused.given, field.name) from refused
    assert spec.record is not None
    return spec.record(**found)


def _number(spec: InputSpec, value: object) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _Refused("bad_type", value)
    number = Decimal(str(value))
    if not number.is_finite() or (spec.kind == "int" and not isinstance(value, int)):
        raise _Refused("bad_type", value)
    if spec.kind == "money" and 100 % number.as_integer_ratio()[1]:  # exact for any size, unlike rounding
        raise _Refused("bad_type", value)
    if (spec.low is not None and number < spec.low) or (spec.high is not None and number > spec.high):
        raise _Refused("out_of_range", value)
    return int(number) if spec.kind == "int" else number


def _moment(spec: InputSpec, value: str) -> date | datetime:
    """A date or Paris time. A clock time that occurs twice is the first one; one that never occurs is refused."""
    timed = spec.kind != "date" and _MINUTE.fullmatch(value)
    if not timed and (spec.kind == "datetime" or not _DAY.fullmatch(value)):
        raise _Refused("bad_date", value)
    try:
        if not timed:
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value).replace(tzinfo=PARIS)
    except ValueError as error:
        raise _Refused("bad_date", value) from error
    if not exists(moment):
        raise _Refused("bad_date", value)
    return moment


def dump(value: object) -> Any:
    """The JSON form of a typed value: ISO dates, Paris minutes without offset, numbers, codes, lists, objects."""
    if isinstance(value, datetime):
        return value.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M") if value.tzinfo else value.isoformat("T", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple | list):
        return [dump(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): dump(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: dump(getattr(value, field.name)) for field in dataclass_fields(value)}
    return str(value) if isinstance(value, str) else value


def read_moment(written: str) -> date | datetime:
    """The day or minute that `dump` wrote. Raises ValueError."""
    return datetime.fromisoformat(written).replace(tzinfo=PARIS) if "T" in written else date.fromisoformat(written)


def from_clock(spec: InputSpec, clock: date | datetime, now: datetime) -> str:
    """What the request's clock puts into a clock input, as JSON text.

    A date without time, where a time is wanted, is the current time if it is today, else 23:59 of it.
    """
    timed = isinstance(clock, datetime)
    if spec.kind == "date":
        return clock.date().isoformat() if isinstance(clock, datetime) else clock.isoformat()
    if timed or spec.kind == "date_or_datetime":
        return str(dump(clock))
    return str(dump(now if clock == now.date() else end_of(clock)))

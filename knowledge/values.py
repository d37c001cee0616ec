"""JSON values to typed facts and back, with every problem found, in the catalogue's order.

Refuses wrong types, dates that do not exist, unknown codes and numbers out of range; never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as dataclass_fields
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, cast

from knowledge.calendars import PARIS, end_of, exists
from knowledge.errors import InputProblem
from knowledge.inputs import InputSpec, Kind, json_name
from knowledge.periods import Month, MonthDay
from knowledge.text import code, country, spaced

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class _Flaw:
    """One thing wrong with a value, under its key inside an item."""

    code: str
    given: object
    spec: InputSpec
    key: str = ""

    def problem(self, name: str) -> InputProblem:
        spec = self.spec
        choices = spec.choices or tuple(str(number) for number in spec.numbers)
        return InputProblem(f"{name}.{self.key}" if self.key else name, self.code, self.given, low=spec.low, high=spec.high, choices=choices)


class _Refused(Exception):
    """A value cannot be used; carries what is wrong with it, each once."""

    def __init__(self, flaws: Iterable[_Flaw]) -> None:
        first: dict[tuple[str, str], _Flaw] = {}
        for flaw in flaws:
            first.setdefault((flaw.key, flaw.code), flaw)
        self.flaws = tuple(first.values())
        super().__init__(", ".join(flaw.code for flaw in self.flaws))


def _refusal(code: str, given: object, spec: InputSpec) -> _Refused:
    return _Refused([_Flaw(code, given, spec)])


def is_absent(value: object, spec: InputSpec) -> bool:
    """Null, a blank text, or a list with fewer items than it needs, counts as not given."""
    if value is None:
        return True
    if isinstance(value, str) and not value.strip():
        return True
    return isinstance(value, list) and spec.kind == "list" and len(value) < spec.min_items


def parse(spec: InputSpec, value: object) -> tuple[object, tuple[InputProblem, ...]]:
    """The typed value of one present input, or None with the problems: of a list those of its items too."""
    try:
        return _value(spec, value), ()
    except _Refused as refused:
        return None, tuple(flaw.problem(spec.name) for flaw in refused.flaws)


def _value(spec: InputSpec, value: object) -> object:
    read = _READERS.get(spec.kind)
    if read:
        return read(spec, value)
    if not isinstance(value, str):
        raise _refusal("bad_type", value, spec)
    return _TEXT_READERS[spec.kind](spec, value)


def _bool(spec: InputSpec, value: object) -> bool:
    if not isinstance(value, bool):
        raise _refusal("bad_type", value, spec)
    return value


def _text(spec: InputSpec, value: str) -> str:
    return _listed(spec, value) if spec.key_of else value


def _country(spec: InputSpec, value: str) -> str:
    found = country(value, outermost_apart=spec.outermost_apart)
    if found is None:
        raise _refusal("bad_type", value, spec)
    return found


def _code(spec: InputSpec, value: str) -> str:
    """The code of an enumeration, or of the keys of a parameter; other spellings only where they are allowed."""
    found = value
    if spec.key_of:
        found = _listed(spec, value)
    elif spec.spelling and value not in spec.choices:
        found = code(value, spec.spelling.joints)
        found = found if found in spec.choices else dict(spec.names).get(spaced(value), "")
    if found not in spec.choices:
        raise _refusal("not_in_list", value, spec)
    return spec.enum(found) if spec.enum else found


def _listed(spec: InputSpec, value: str) -> str:
    """The key that a text spells, else the text itself."""
    found = value if value in spec.choices else code(value)
    return found if found in spec.choices else value


def _list(spec: InputSpec, value: object) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise _refusal("bad_type", value, spec)
    assert spec.item is not None
    found: list[object] = []
    flaws: list[_Flaw] = []
    for item in value:
        try:
            found.append(_value(spec.item, item))
        except _Refused as refused:
            flaws += refused.flaws
    if flaws:
        raise _Refused(flaws)
    return tuple(found)


def _record(spec: InputSpec, value: object) -> object:
    if not isinstance(value, Mapping):
        raise _refusal("bad_type", value, spec)
    known = {field.name: field for field in spec.fields}
    flaws = [_Flaw("unknown_input", value[key], spec, str(key)) for key in value if key not in known]
    given = {name: value[name] for name, field in known.items() if not is_absent(value.get(name), field)}
    flaws += [_Flaw("missing_input", None, field, field.name) for field in spec.fields if field.required and field.name not in given]
    found = {}
    for name, present in given.items():
        try:
            found[known[name].attribute] = _value(known[name], present)
        except _Refused as refused:
            flaws += [_Flaw(flaw.code, flaw.given, flaw.spec, f"{name}.{flaw.key}" if flaw.key else name) for flaw in refused.flaws]
    if flaws:
        raise _Refused(flaws)
    assert spec.record is not None
    return spec.record(**found)


def _number(spec: InputSpec, value: object) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _refusal("bad_type", value, spec)
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or (spec.kind == "int" and not isinstance(value, int)):
        raise _refusal("bad_type", value, spec)
    if spec.kind == "money" and 100 % number.as_integer_ratio()[1]:  # exact for any size, unlike rounding
        raise _refusal("bad_type", value, spec)
    if spec.numbers and number not in spec.numbers:
        raise _refusal("not_in_list", value, spec)
    low, high = (bound for bound in (spec.low, spec.high))
    assert not isinstance(low, str)
    assert not isinstance(high, str)  # resolved by the rule before it reads
    if (low is not None and number < low) or (high is not None and number > high):
        raise _refusal("out_of_range", value, spec)
    return int(value) if spec.kind == "int" else number


def _month(spec: InputSpec, value: str) -> Month:
    try:
        return Month.read(value)
    except ValueError as error:
        raise _refusal("bad_date", value, spec) from error


def _moment(spec: InputSpec, value: str) -> date | datetime:
    """A date or Paris time. A clock time that occurs twice is the first one; one that never occurs is refused."""
    timed = spec.kind in ("datetime", "date_or_datetime") and _MINUTE.fullmatch(value)
    if not timed and (spec.kind == "datetime" or not _DAY.fullmatch(value)):
        raise _refusal("bad_date", value, spec)
    try:
        if not timed:
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value).replace(tzinfo=PARIS)
    except ValueError as error:
        raise _refusal("bad_date", value, spec) from error
    if not exists(moment):
        raise _refusal("bad_date", value, spec)
    return moment


def _moment_or_code(spec: InputSpec, value: str) -> object:
    return spec.enum(value) if spec.enum and value in spec.choices else _moment(spec, value)


_READERS: dict[Kind, Callable[[InputSpec, object], object]] = {
    "list": _list,
    "object": _record,
    "int": _number,
    "number": _number,
    "money": _number,
    "bool": _bool,
}
_TEXT_READERS: dict[Kind, Callable[[InputSpec, str], object]] = {
    "date": _moment,
    "datetime": _moment,
    "date_or_datetime": _moment,
    "date_or_code": _moment_or_code,
    "month": _month,
    "enum": _code,
    "country": _country,
    "place": _text,
    "string": _text,
}
"""Of the kinds that are text in JSON; together with the others, all kinds."""


def dump(value: object) -> Any:
    """The JSON form of a typed value: ISO dates, Paris minutes without offset, numbers, codes, lists, objects."""
    kind = type(value)
    return value if kind in _AS_THEY_ARE else _form_of(cast(Hashable, kind))(value)


@cache
def _form_of(kind: Hashable) -> Callable[[Any], Any]:
    """What makes the JSON form of values of one type: a reply has hundreds of values of a dozen types."""
    found = next((form for base, form in _FORMS if issubclass(cast(type, kind), base)), None)
    return found or (_record_form if is_dataclass(kind) else _no_form)


def _moment_form(value: datetime) -> str:
    local = value.astimezone(PARIS).replace(tzinfo=None) if value.tzinfo else value
    return local.isoformat("T", "minutes")


def _decimal_form(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _list_form(value: Iterable[object]) -> list[Any]:
    return [dump(item) for item in value]


def _mapping_form(value: Mapping[object, object]) -> dict[str, Any]:
    return {str(key): dump(item) for key, item in value.items()}


def _record_form(value: object) -> dict[str, Any]:
    return {
        # What `dump` does, without a call for each of the many values that stay as they are.
        name: found if type(found := getattr(value, attribute)) in _AS_THEY_ARE else dump(found)
        for attribute, name in _names(cast(Hashable, type(value)))
    }


def _no_form(value: object) -> Any:
    raise TypeError(f"no JSON form for {value!r}")


def _itself(value: object) -> object:
    return value


_AS_THEY_ARE = frozenset({type(None), bool, int, str})
"""Most of what a reply holds; a code is a kind of text, but no text of its own."""

_FORMS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (type(None) | bool | int, _itself),
    (str, str),
    (datetime, _moment_form),
    (date, date.isoformat),
    (float, _itself),  # of a request, shown back; no typed value is one
    (Decimal, _decimal_form),
    (tuple | list, _list_form),
    (Mapping, _mapping_form),
    (Month | MonthDay, str),
    (time, lambda value: value.isoformat("minutes")),
)
"""The first that fits counts: a moment is a day too."""


@cache
def _names(record: Hashable) -> tuple[tuple[str, str], ...]:
    """The attributes of a dataclass, each with its name in JSON."""
    return tuple((field.name, json_name(field.name)) for field in dataclass_fields(cast(Any, record)))


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

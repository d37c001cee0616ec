"""The inputs of a rule as the values of an HTML form, and back: what stands in a calculator's address.

Refuses nothing: what is no number or day goes on as it was written, and the rule finds the words for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge.inputs import InputSpec

Pairs = Sequence[tuple[str, str]]
"""Names and values of a form, in order; a name may be there more than once."""

TIME = ".time"
"""Ends the name of the hour that belongs to a day."""
NONE = ".none"
"""Ends the name of the box that says that a list is empty."""
DAY = "request.today"
"""The day of the request, which no input of a rule can be called."""
ASKED = "request.asked"
"""Tells that a form was sent: from then on what is missing is complained about."""
YES, NO = "yes", "no"
TIMED = ("datetime", "date_or_datetime")
_NUMBERS = ("int", "number", "money")
_PLAIN_NUMBER = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30})?")
_WITH_COMMA = re.compile(r"([-+]?\d{1,30}),(\d{1,2})")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_MOST_ROWS = 200


def encoded(specs: Iterable[InputSpec], inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The values of a form that gives these inputs, in declared order."""
    found: list[tuple[str, str]] = []
    for spec in specs:
        if spec.name not in inputs:
            continue
        value = inputs[spec.name]
        if not isinstance(value, list):
            found.append((spec.name, _written(value)))
        elif not value:
            found.append((f"{spec.name}{NONE}", YES))
        else:
            found += [pair for place, item in enumerate(value) for pair in _item(spec, place, item)]
    return found


def decoded(specs: Iterable[InputSpec], pairs: Pairs) -> dict[str, Any]:
    """The inputs that a form gives; what was left blank is not among them."""
    given = filled(pairs)
    found = {spec.name: _list(spec, given) if spec.kind == "list" else _single(spec, spec.name, given) for spec in specs}
    return {name: value for name, value in found.items() if value is not None}


def filled(pairs: Pairs) -> dict[str, list[str]]:
    """The values of each name, without the blank ones."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            given.setdefault(name, []).append(value.strip())
    return given


def request_day(pairs: Pairs) -> str | None:
    """The day that a computation is asked for; None for the current moment."""
    return next((value.strip() for name, value in pairs if name == DAY and value.strip()), None)


def rows(spec: InputSpec, pairs: Pairs) -> list[dict[str, str]]:
    """The rows of a list of objects as they were filled in; those without any value are left out."""
    found: dict[int, dict[str, str]] = {}
    for name, value in pairs:
        start, _, rest = name.partition(".")
        number, _, key = rest.partition(".")
        if start == spec.name and key and value.strip() and number.isascii() and number.isdigit() and len(number) <= 4:
            found.setdefault(int(number), {})[key] = value.strip()
    return [found[number] for number in sorted(found)[:_MOST_ROWS]]


def _item(spec: InputSpec, place: int, item: Any) -> list[tuple[str, str]]:
    if not isinstance(item, Mapping):
        return [(spec.name, _written(item))]
    return [(f"{spec.name}.{place}.{key}", _written(value)) for key, value in item.items() if value is not None]


def _written(value: Any) -> str:
    return (YES if value else NO) if isinstance(value, bool) else "" if value is None else str(value)


def _list(spec: InputSpec, given: Mapping[str, list[str]]) -> list[Any] | None:
    assert spec.item is not None
    if f"{spec.name}{NONE}" in given:
        return []
    if spec.item.kind == "object":
        found = rows(spec, [(name, value) for name, values in given.items() for value in values])
        read = [{name: _read(field, row[name]) for name, field in _by_name(spec.item).items() if name in row} for row in found]
        return read or None
    return [_read(spec.item, value) for value in given.get(spec.name, ())[:_MOST_ROWS]] or None


def _by_name(spec: InputSpec) -> dict[str, InputSpec]:
    return {field.name: field for field in spec.fields}


def _single(spec: InputSpec, name: str, given: Mapping[str, list[str]]) -> Any:
    value = given.get(name, [""])[-1]
    hour = given.get(f"{name}{TIME}", [""])[-1] if spec.kind in TIMED else ""
    if value and hour and "T" not in value:
        value = f"{value}T{hour}"
    return _read(spec, value) if value else None


def _read(spec: InputSpec, value: str) -> Any:
    """The JSON value that a text of a form stands for."""
    if spec.kind == "bool":
        return {YES: True, NO: False}.get(value, value)
    return _number(value) if spec.kind in _NUMBERS else value


def _number(text: str) -> int | float | str:
    """A number as people write it, with a point or a comma; a text that is none stays."""
    plain = _WITH_COMMA.sub(r"\1.\2", _SPACES.sub("", text)) if _WITH_COMMA.fullmatch(_SPACES.sub("", text)) else _SPACES.sub("", text)
    if not _PLAIN_NUMBER.fullmatch(plain):
        return text
    return float(plain) if "." in plain else int(plain)

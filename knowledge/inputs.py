"""What a rule asks for: typed input specifications, derived from the annotations of its facts.

Refuses annotations it cannot ask, parse and describe; a rule author learns that at import.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, cast, get_args, get_origin

from knowledge.money import CENT
from knowledge.periods import Month
from knowledge.text import spaced

Kind = Literal[
    "bool", "date", "datetime", "date_or_datetime", "date_or_code", "month", "enum", "int", "number", "money", "country", "place", "string", "list", "object"
]
Number = int | Decimal
_KEPT = 512  # inputs filled in

Moment = date | datetime
"""A day, or an instant in Paris when the hour is known (input type `date_or_datetime`)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Inclusive bounds of a number; either may be absent. A text names the parameter that holds the bound."""

    low: Number | str | None = None
    high: Number | str | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Marks a whole number that must be one of those in a parameter of the unit `counts`."""

    parameter: str


@dataclass(frozen=True, slots=True)
class MinItems:
    """The fewest items a list may have; an emptier list counts as missing."""

    count: int


@dataclass(frozen=True, slots=True)
class AnySpelling:
    """Marks an enumeration that is read in any letter case, with white space or `joints` for underscores.

    `names` is a parameter of the unit `table`: other names of the codes, compared without regard to case and white space.
    """

    names: str = ""
    joints: str = " -"


@dataclass(frozen=True, slots=True)
class KeyOf:
    """Marks text that is a key of a parameter (a table, mapping or grid), in any spelling; `vocabulary` holds its words.

    Unless `closed`, other text passes too, for the rule to say that it is not listed.
    """

    parameter: str
    vocabulary: str
    closed: bool = True


class _MoneyMark:
    """Marks a Decimal as an amount in euros with at most two decimals."""


class _PlaceMark:
    """Marks text that is a country code or the name of a territory, normalised by the rule."""


@dataclass(frozen=True, slots=True)
class _CountryMark:
    """Marks text as an ISO 3166-1 code; the French outermost regions may be kept apart from France."""

    outermost_apart: bool = False


Money = Annotated[Decimal, _MoneyMark]
Code = Annotated[str, _PlaceMark]
Country = Annotated[str, _CountryMark()]
CountryApart = Annotated[str, _CountryMark(outermost_apart=True)]
"""A country whose outermost regions do not count with it (VAT)."""
Amount = Annotated[Money, Limits(low=0)]
Price = Annotated[Money, Limits(low=CENT)]
Percent = Annotated[Decimal, Limits(low=0, high=100)]
Count = Annotated[int, Limits(low=0)]
Quantity = Annotated[int, Limits(low=1)]

CLOCK_INPUTS = frozenset({"now", "today", "as_of"})
"""Inputs that the clock of the request fills when they are absent."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Where the bounds, numbers and codes that stand in parameters are found."""

    low: Callable[[str], Number | str]
    high: Callable[[str], Number | str]
    counts: Callable[[str], tuple[int, ...]]
    keys: Callable[[str], tuple[str, ...]]
    names: Callable[[str], Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class InputSpec:
    """One input of a rule: what it is called, its type and its bounds. It equals itself alone, so that what follows from it can be kept."""

    name: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()
    enum: type[StrEnum] | None = None
    low: Number | str | None = None
    high: Number | str | None = None
    min_items: int = 0
    item: InputSpec | None = None
    fields: tuple[InputSpec, ...] = ()
    record: type[Any] | None = None
    attribute: str = ""
    default: object = None
    numbers: tuple[int, ...] = ()
    """The numbers it must be one of; empty when any will do."""
    one_of: OneOf | None = None
    spelling: AnySpelling | None = None
    key_of: KeyOf | None = None
    names: tuple[tuple[str, str], ...] = ()
    """Other names of its codes, each with its code."""
    outermost_apart: bool = False

    @property
    def is_clock(self) -> bool:
        """Whether the request's clock may fill it."""
        return self.name in CLOCK_INPUTS

    @property
    def vocabulary(self) -> str:
        """Name of the vocabulary of an enumeration or of a list of one; empty for other inputs."""
        holder = self.item if self.kind == "list" and self.item else self
        if holder.key_of:
            return holder.key_of.vocabulary
        return _snake(holder.enum.__name__) if holder.enum and holder.kind == "enum" else ""

    @property
    def parts(self) -> tuple[InputSpec, ...]:
        """The input, what its list holds and the fields of that."""
        return (self, *(part for inner in (*((self.item,) if self.item else ()), *self.fields) for part in inner.parts))

    @property
    def leans_on_parameters(self) -> bool:
        """Whether a bound, a number or a code of it stands in a parameter."""
        return _leans(self)

    def resolved(self, found: LookUp) -> InputSpec:
        """The same input with what stands in parameters filled in."""
        if not self.leans_on_parameters:
            return self
        choices, names = self.choices, self.names
        if self.key_of:
            choices = found.keys(self.key_of.parameter)
        if self.spelling and self.spelling.names:
            names = tuple((spaced(name), code) for code, every in found.names(self.spelling.names).items() for name in every)
        return _filled(
            self,
            choices=choices,
            names=names,
            low=found.low(self.low) if isinstance(self.low, str) else self.low,
            high=found.high(self.high) if isinstance(self.high, str) else self.high,
            numbers=found.counts(self.one_of.parameter) if self.one_of else self.numbers,
            item=self.item.resolved(found) if self.item else None,
            fields=tuple(spec.resolved(found) for spec in self.fields),
        )

    def at(self, field_name: str) -> InputSpec:
        """The input that the field of a problem names: itself, or with list.key the key inside an item."""
        spec = self
        for key in field_name.split(".")[1:]:
            holder = spec.item if spec.item else spec
            spec = next((inner for inner in holder.fields if inner.name == key), spec)
        return spec

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the values it accepts."""
        if self.kind == "list":
            assert self.item is not None
            found: dict[str, Any] = {"type": "array", "items": self.item.schema()}
            return found | ({"minItems": self.min_items} if self.min_items else {})
        if self.kind == "object":
            return object_schema(self.fields)
        if self.kind == "enum":
            # Codes in any spelling are more than an enumeration could hold.
            return {"type": "string", ("examples" if self.spelling or self.key_of else "enum"): list(self.choices)}
        bounds = {"minimum": self.low, "maximum": self.high}
        stated = {key: float(value) for key, value in bounds.items() if value is not None and not isinstance(value, str)}
        return _SCHEMAS[self.kind] | stated | ({"enum": list(self.numbers)} if self.numbers else {})


@cache
def _leans(spec: InputSpec) -> bool:
    own = isinstance(spec.low, str) or isinstance(spec.high, str) or spec.one_of or spec.key_of or (spec.spelling and spec.spelling.names)
    return bool(own) or any(_leans(part) for part in ((spec.item,) if spec.item else ()) + spec.fields)


@lru_cache(_KEPT)
def _filled(spec: InputSpec, **changed: Any) -> InputSpec:
    """An input with other bounds and codes, the same one for the same: values in force hardly ever change."""
    return replace(spec, **changed)


_SCHEMAS: dict[str, dict[str, Any]] = {
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"},
    "date_or_datetime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$"},
    "date_or_code": {"type": "string"},
    "month": {"type": "string", "pattern": r"^\d{4}-\d\d$"},
    "int": {"type": "integer"},
    "number": {"type": "number"},
    "money": {"type": "number", "multipleOf": 0.01},
    "country": {"type": "string", "pattern": "^[A-Za-z]{2}$"},
    "place": {"type": "string"},
    "string": {"type": "string"},
}


def object_schema(specs: tuple[InputSpec, ...]) -> dict[str, Any]:
    """JSON Schema of an object with these inputs and no others."""
    return {
        "type": "object",
        "properties": {spec.name: spec.schema() for spec in specs},
        "required": [spec.name for spec in specs if spec.required],
        "additionalProperties": False,
    }


def json_name(attribute: str) -> str:
    """The name in JSON of a field: without the underscore behind a name that Python or a type claims (`from_`, `date_`)."""
    return attribute.removesuffix("_")


def specs_of(facts: type[Any]) -> tuple[InputSpec, ...]:
    """The inputs of a frozen dataclass of facts, in declared order.

    A field with a default is optional. Raises TypeError for an annotation that no input kind covers.
    """
    return _derived(cast(Hashable, facts))


@cache
def _derived(facts: Hashable) -> tuple[InputSpec, ...]:
    hints = typing.get_type_hints(facts, include_extras=True)
    return tuple(_spec(field.name, hints[field.name], field.default) for field in dataclasses.fields(cast(Any, facts)))


def _spec(attribute: str, hint: Any, default: object = dataclasses.MISSING) -> InputSpec:
    hint, marks = _unwrapped(hint)
    required = default is dataclasses.MISSING
    plain = InputSpec(json_name(attribute), "string", required, attribute=attribute, default=None if required else default)
    if get_origin(hint) is tuple:
        min_items = next((mark.count for mark in marks if isinstance(mark, MinItems)), 0)
        return replace(plain, kind="list", item=_spec(attribute, get_args(hint)[0]), min_items=min_items)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        spelling = next((mark for mark in marks if isinstance(mark, AnySpelling)), None)
        return replace(plain, kind="enum", choices=_codes(hint), enum=hint, spelling=spelling)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and hint is not Month:
        return replace(plain, kind="object", fields=specs_of(hint), record=hint)
    if key_of := next((mark for mark in marks if isinstance(mark, KeyOf)), None):
        return replace(plain, kind="enum" if key_of.closed else "string", key_of=key_of)
    if country := next((mark for mark in marks if isinstance(mark, _CountryMark)), None):
        return replace(plain, kind="country", outermost_apart=country.outermost_apart)
    if _PlaceMark in marks:
        return replace(plain, kind="place")
    members = set(get_args(hint))
    if members == {date, datetime}:
        return replace(plain, kind="date_or_datetime")
    code = next((member for member in members if isinstance(member, type) and issubclass(member, StrEnum)), None)
    if code and members == {date, code}:
        return replace(plain, kind="date_or_code", choices=_codes(code), enum=code)
    if hint not in _PLAIN:
        raise TypeError(f"{attribute}: no input kind for {hint!r}")
    return replace(_bounded(plain, marks), kind="money" if _MoneyMark in marks else _PLAIN[hint])


def _bounded(spec: InputSpec, marks: tuple[Any, ...]) -> InputSpec:
    """The bounds of a number; of two marks the later one counts."""
    for mark in marks:
        if isinstance(mark, Limits):
            spec = replace(spec, low=spec.low if mark.low is None else mark.low, high=spec.high if mark.high is None else mark.high)
        elif isinstance(mark, OneOf):
            spec = replace(spec, one_of=mark)
    return spec


_PLAIN: dict[Any, Kind] = {
    bool: "bool",
    int: "int",
    Decimal: "number",
    str: "string",
    date: "date",
    datetime: "datetime",
    Month: "month",
}


def _codes(enum: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in enum)


def _unwrapped(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The hint without `Annotated` and without `| None`, and the marks found on the way, the innermost first."""
    marks: tuple[Any, ...] = ()
    while True:
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            marks = tuple(more) + marks
        elif get_origin(hint) in (types.UnionType, typing.Union) and type(None) in get_args(hint):
            rest = [arg for arg in get_args(hint) if arg is not type(None)]
            hint = rest[0] if len(rest) == 1 else typing.Union[tuple(rest)]  # noqa: UP007 - built at run time
        else:
            return hint, marks


@cache
def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")

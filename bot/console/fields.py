"""The fields of a calculator, drawn from the inputs of its rule: what each asks for, what it holds, and what is wrong with it.

Knows no rule: whatever a rule takes, its description says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.computation import FieldProblem
from bot.console.forms import NO, NONE, TIME, TIMED, YES, Pairs, decoded, filled, rows
from knowledge import values
from knowledge.base import KnowledgeBase
from knowledge.inputs import InputSpec
from knowledge.rule import Rule
from knowledge.text import fold

_FEW = 5  # choices that are shown all at once
_PLACES = ("country", "place")
_WRITTEN = ("text", "words", "int", "number", "money", "place")
_NEXT = "NEXT"
"""Stands for the number of a row that is still to be added."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be chosen, by its code and in words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `widget` names what draws it. A list has `rows` of fields and a `blank` one, or choices of which several may hold."""

    name: str
    widget: str
    label: str
    key: str
    """Its id on the page."""
    hint: str = ""
    required: bool = True
    value: str = ""
    time: str = ""
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    rows: tuple[tuple[Field, ...], ...] = ()
    blank: tuple[Field, ...] = ()
    may_be_empty: bool = False
    is_empty: bool = False
    is_clock: bool = False
    complaints: tuple[str, ...] = ()


class Fields:
    """Draws the fields of rules, in English, and reads what they hold."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._wording = base.wording
        self.places = tuple(base.wording.countries)
        """The names that a field of a country offers."""
        spoken = (base.wording, *(other.wording for other in base.others.values()))
        self._codes = {fold(name): code for wording in reversed(spoken) for name, code in wording.countries.items()}

    def inputs(self, rule: Rule[Any, Any], pairs: Pairs) -> dict[str, Any]:
        """The inputs that the fields hold; a country's name, or the label of what is offered, is as good as its code."""
        specs = {spec.name: spec for spec in rule.inputs}
        return {name: self._coded(specs[name], value) for name, value in decoded(rule.inputs, pairs).items()}

    def _coded(self, spec: InputSpec, value: Any) -> Any:
        if isinstance(value, list) and spec.item:
            return [self._coded(spec.item, item) for item in value]
        if not isinstance(value, str):
            return value
        if spec.kind in _PLACES:
            return self._codes.get(fold(value), value)
        return next((code for code in spec.choices if fold(self._label(spec, code)) == fold(value)), value) if spec.kind == "string" else value

    def of(self, rule: Rule[Any, Any], pairs: Pairs, problems: Sequence[FieldProblem]) -> tuple[Field, ...]:
        """The fields of a rule with the values and problems that there are, in declared order."""
        words, given = self._wording.rules[rule.id].inputs, filled(pairs)
        drawn = []
        for spec in rule.inputs:
            said = tuple(problem.detail for problem in problems if problem.field.partition(".")[0] == spec.name)
            field = self._field(spec, spec.name, given, pairs)
            hint = words[spec.name].example if field.widget in _WRITTEN else ""  # what is chosen needs no example
            field = replace(_named(field, words[spec.name].fields), label=words[spec.name].ask, hint=hint)
            drawn.append(replace(field, complaints=said, is_clock=spec.is_clock, required=spec.required and not spec.is_clock))
        return tuple(drawn)

    def _field(self, spec: InputSpec, name: str, given: Mapping[str, list[str]], pairs: Pairs) -> Field:
        if spec.kind == "list":
            return self._list(spec, given, pairs)
        value = self._code(spec, given.get(name, [""])[-1])
        plain = Field(name, "text", _spaced(spec.name), _key(name), required=spec.required, value=value, choices=self._choices(spec))
        if spec.kind in TIMED:
            day, _, hour = value.partition("T")
            return replace(plain, widget="minute", value=day, time=hour or given.get(f"{name}{TIME}", [""])[-1])
        if spec.kind in _PLACES:
            return replace(plain, widget="place", value=self._wording.place(value))
        if spec.kind == "string" and value in spec.choices:
            return replace(plain, widget="words", value=self._label(spec, value))
        return replace(plain, widget=self._widget(spec, plain.choices))

    @staticmethod
    def _code(spec: InputSpec, value: str) -> str:
        """The code that a text spells where other spellings are read too; what is none stays as it was written."""
        if spec.kind != "enum" or not value:
            return value
        found, problems = values.parse(spec, value)
        return value if problems else str(found)

    def _widget(self, spec: InputSpec, choices: tuple[Choice, ...]) -> str:
        match spec.kind:
            case "bool" | "enum":
                return "choice" if len(choices) <= _FEW else "select"
            case "string" if choices:
                return "words"
            case "int" if choices:
                return "choice" if len(choices) <= _FEW else "select"
            case "date_or_code" | "date" | "month" | "int" | "number" | "money":
                return spec.kind
        return "text"

    def _choices(self, spec: InputSpec) -> tuple[Choice, ...]:
        if spec.kind == "bool":
            buttons = self._wording.phrases.buttons
            return (Choice(YES, buttons["yes"]), Choice(NO, buttons["no"]))
        if spec.numbers:
            return tuple(Choice(str(number), str(number)) for number in spec.numbers)
        return tuple(Choice(code, self._label(spec, code)) for code in spec.choices)

    def _label(self, spec: InputSpec, code: str) -> str:
        return _capital(self._wording.label(code, spec.vocabulary))

    def _list(self, spec: InputSpec, given: Mapping[str, list[str]], pairs: Pairs) -> Field:
        assert spec.item is not None
        field = Field(spec.name, "rows", _spaced(spec.name), _key(spec.name), may_be_empty=not spec.min_items, is_empty=f"{spec.name}{NONE}" in given)
        if spec.item.kind == "enum":
            return replace(field, widget="several", choices=self._choices(spec.item), values=tuple(given.get(spec.name, ())))
        if spec.item.kind != "object":
            drawn = [(self._row_field(spec.item, spec.name, place, value),) for place, value in enumerate(given.get(spec.name, ()))]
            return replace(field, rows=tuple(drawn), blank=(self._row_field(spec.item, spec.name, _NEXT, ""),))
        found = rows(spec, pairs)
        every = tuple(self._row(spec, place, row) for place, row in enumerate(found))
        return replace(field, rows=every, blank=self._row(spec, _NEXT, {}))

    def _row(self, spec: InputSpec, place: int | str, row: Mapping[str, str]) -> tuple[Field, ...]:
        assert spec.item is not None
        start = f"{spec.name}.{place}."
        given = {f"{start}{key}": [value] for key, value in row.items()}
        drawn = (self._field(inner, f"{start}{inner.name}", given, ()) for inner in spec.item.fields)
        return tuple(replace(field, widget="select" if field.widget == "choice" else field.widget) for field in drawn)

    def _row_field(self, spec: InputSpec, name: str, place: int | str, value: str) -> Field:
        """The one field of a row of a list of single values: all have the same name, each an id of its own."""
        field = self._field(spec, name, {name: [value]} if value else {}, ())
        return replace(field, key=f"{field.key}-{place}", widget="select" if field.widget == "choice" else field.widget)


def _named(field: Field, names: Mapping[str, str]) -> Field:
    """A field whose rows say what their parts are called."""

    def named(row: tuple[Field, ...]) -> tuple[Field, ...]:
        return tuple(replace(part, label=_capital(names.get(part.name.rpartition(".")[2], part.label))) for part in row)

    return replace(field, rows=tuple(named(row) for row in field.rows), blank=named(field.blank))


def _key(name: str) -> str:
    return "f-" + name.replace(".", "-")


def _spaced(name: str) -> str:
    return _capital(name.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

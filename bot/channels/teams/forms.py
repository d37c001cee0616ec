"""The inputs of a rule as fields of a card, and what was filled in as inputs of the rule: any rule, in any language that is spoken.

Refuses lists of records, which no card can hold: the conversation asks for those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from bot.channels.teams import cards, markup
from bot.channels.teams.cards import Element
from bot.channels.teams.words import TeamsWords, WordsOfTeams
from bot.computation import Computing, FieldProblem, UnusableInputs
from bot.console.forms import NO, TIME, TIMED, YES, decoded
from knowledge.inputs import InputSpec
from knowledge.text import fold
from knowledge.wording import Wording

_FEW = 5  # choices that are shown all at once
_PREFIX = "in."
_CODE = ".code"
_PLACES = ("country", "place")
_NUMBERS = ("int", "number", "money")
_MISSING = "missing_input"


class Forms:
    """Draws and reads the forms of all rules."""

    def __init__(self, computing: Computing, words: WordsOfTeams) -> None:
        self._computing, self._base, self._words = computing, computing.base, words
        spoken = (self._base.wording, *(other.wording for other in self._base.others.values()))
        self._places = {fold(name): code for wording in reversed(spoken) for name, code in wording.countries.items()}

    def rules(self, language: str) -> list[dict[str, str]]:
        """Every rule, as choices of an input, in order of their titles."""
        titles = self._base.speaking(language).wording.rules
        found = [{"title": titles[rule.id].title, "value": rule.id} for rule in self._base.rules]
        return sorted(found, key=lambda choice: fold(choice["title"]))

    def knows(self, rule_id: str) -> bool:
        """Whether there is a rule of this id."""
        return rule_id in self._base.rules

    def names(self, rule_id: str) -> tuple[str, ...]:
        """The inputs that stand in the form of a rule."""
        return tuple(spec.name for spec in self._base.rules.rule(rule_id).inputs if _is_asked(spec))

    def title(self, rule_id: str, language: str) -> str:
        """What a rule computes."""
        return self._base.speaking(language).wording.rules[rule_id].title

    def fields(self, rule_id: str, language: str, given: Mapping[str, Any], problems: Sequence[FieldProblem] = (), only: str = "") -> list[Element]:
        """The fields with what is given; a problem stands under its field. `only` is the one input that is asked for."""
        base, words = self._base.speaking(language), self._words.of(language)
        rule, found = self._base.rules.rule(rule_id), list[Element]()
        for spec in rule.inputs:
            if not _is_asked(spec) or (only and spec.name != only):
                continue
            said = base.wording.rules[rule_id].inputs[spec.name]
            asked = f"{said.label[:1].upper()}{said.label[1:]}" if only else said.ask  # the question itself stands above the one field
            label = asked if spec.required or only else words.optional.format(label=asked)
            field = _Field(spec, base.wording, words, said.example, alone=bool(only))
            found += field.drawn(label, given.get(spec.name))
            complaints = [problem.detail for problem in problems if problem.field.partition(".")[0] == spec.name]
            found += [cards.text(markup.harmless(complaint), color="Attention", weight="Bolder", size="Small") for complaint in complaints]
        return found

    def card(self, rule_id: str, language: str, given: Mapping[str, Any], problems: Sequence[FieldProblem] = ()) -> cards.Card:
        """The whole form of a rule, with what is known already."""
        base, words = self._base.speaking(language), self._words.of(language)
        said = base.wording.rules[rule_id]
        body = [cards.text(said.title, weight="Bolder", size="Medium"), cards.text(said.purpose, isSubtle=True)]
        if problems:
            body.append(cards.text(words.correct_these, color="Attention"))
        body += self.fields(rule_id, language, given, problems)
        return cards.card(body, [cards.send(words.compute, "fill", rule=rule_id, language=language)])

    def read(self, rule_id: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """The raw inputs that the fields of a card give; what was left blank is not among them."""
        specs = {spec.name: spec for spec in self._base.rules.rule(rule_id).inputs if _is_asked(spec)}
        pairs = [pair for spec in specs.values() for pair in _pairs(spec, data)]
        return {name: self._coded(specs[name], value) for name, value in decoded(specs.values(), pairs).items()}

    def problems(self, rule_id: str, given: Mapping[str, Any], language: str, asked: Collection[str]) -> tuple[FieldProblem, ...]:
        """What is wrong with inputs that were asked for; nothing where only others are missing."""
        try:
            self._computing.computation(rule_id, given, None, language)
        except UnusableInputs as error:
            found = [problem for problem in error.problems if problem.field.partition(".")[0] in asked]
            return tuple(found)
        return ()

    def told(self, rule_id: str, language: str, given: Mapping[str, Any]) -> str:
        """What was filled in, in words."""
        base = self._base.speaking(language)
        known = base.speaker.named(self._base.rules.rule(rule_id), given)
        lines = [base.wording.notice("named", label=f"{label[:1].upper()}{label[1:]}", value=value) for label, value in known]
        return "\n".join([self.title(rule_id, language), *(f"- {line}" for line in lines)])

    def usable(self, rule_id: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Of inputs that are remembered, those that a form can hold."""
        known = set(self.names(rule_id))
        return {name: value for name, value in given.items() if name in known}

    def _coded(self, spec: InputSpec, value: Any) -> Any:
        if isinstance(value, list) and spec.item:
            return [self._coded(spec.item, item) for item in value]
        return self._places.get(fold(value), value) if spec.kind in _PLACES and isinstance(value, str) else value


def _is_asked(spec: InputSpec) -> bool:
    return not spec.is_clock and not (spec.kind == "list" and spec.item is not None and spec.item.kind == "object") and spec.kind != "object"


def _pairs(spec: InputSpec, data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The values of a field by the names that a form in HTML gives them."""
    value = str(data.get(f"{_PREFIX}{spec.name}") or "").strip()
    if spec.kind == "list":
        parts = [part.strip() for part in value.split(",") if part.strip()]
        return [(spec.name, part) for part in parts]
    if spec.kind == "month" and value.count("-") > 1:
        value = value.rpartition("-")[0]
    if spec.kind == "date_or_code" and (code := str(data.get(f"{_PREFIX}{spec.name}{_CODE}") or "")):
        value = code
    hour = str(data.get(f"{_PREFIX}{spec.name}{TIME}") or "").strip()
    return [(spec.name, value), *([(f"{spec.name}{TIME}", hour)] if hour else [])]


class _Field:
    """How one input is drawn. One that stands `alone` is waited for, and has room for a list of hundreds of choices."""

    def __init__(self, spec: InputSpec, wording: Wording, words: TeamsWords, example: str, *, alone: bool) -> None:
        self._spec, self._wording, self._words, self._example, self._alone = spec, wording, words, example, alone
        self._id = f"{_PREFIX}{spec.name}"

    def drawn(self, label: str, given: Any) -> list[Element]:
        """The inputs of the card."""
        spec, words = self._spec, self._words
        required = {"isRequired": True, "errorMessage": words.needed} if spec.required or self._alone else {}
        match spec.kind:
            case "list":
                return [self._list(label, given, required)]
            case "bool" | "enum":
                return [self._choice(self._id, label, self._choices(spec), _written(given), required)]
            case "int" if spec.numbers:
                return [self._choice(self._id, label, [(str(number), str(number)) for number in spec.numbers], _written(given), required)]
            case "int" | "number" | "money":
                return [self._number(label, given, required)]
            case "date" | "month":
                named = words.any_day_of_month.format(label=label) if spec.kind == "month" else label
                first = f"{given}-01" if spec.kind == "month" and given else _written(given)
                return [self._input("Date", self._id, named, first, required)]
            case "date_or_code":
                is_code = given in spec.choices
                codes = [(self._label(spec, code), code) for code in spec.choices]
                day = self._input("Date", self._id, label, "" if is_code else _written(given), {})
                return [day, self._choice(f"{self._id}{_CODE}", words.code_of.format(label=label), codes, _written(given) if is_code else "", {})]
            case _ if spec.kind in TIMED:
                on, _, hour = _written(given).partition("T")
                needs_hour = required if spec.kind == "datetime" else {}
                day_and_hour = (
                    self._input("Date", self._id, label, on, required),
                    self._input("Time", f"{self._id}{TIME}", words.hour, hour, needs_hour),
                )
                columns = [{"type": "Column", "width": "stretch", "verticalContentAlignment": "Bottom", "items": [one]} for one in day_and_hour]
                return [{"type": "ColumnSet", "columns": columns}]
            case _ if spec.kind in _PLACES and self._alone:
                return [self._choice(self._id, label, list(self._wording.countries.items()), _written(given), required)]
        shown = self._wording.place(_written(given)) if spec.kind in _PLACES else _written(given)
        return [self._input("Text", self._id, label, shown, required | self._placeholder())]

    def _list(self, label: str, given: Any, required: Mapping[str, Any]) -> Element:
        item = self._spec.item
        assert item is not None
        values = [_written(value) for value in given] if isinstance(given, list) else []
        if item.kind == "enum":
            return self._choice(self._id, label, self._choices(item), ",".join(values), {**required, "isMultiSelect": True})
        shown = [self._wording.place(value) if item.kind in _PLACES else value for value in values]
        return self._input("Text", self._id, f"{label} {self._words.several}", ", ".join(shown), dict(required) | self._placeholder())

    def _choices(self, spec: InputSpec) -> list[tuple[str, str]]:
        if spec.kind == "bool":
            buttons = self._wording.phrases.buttons
            return [(buttons["yes"], YES), (buttons["no"], NO)]
        return [(self._label(spec, code), code) for code in spec.choices]

    def _label(self, spec: InputSpec, code: str) -> str:
        shown = self._wording.label(code, spec.vocabulary or self._spec.vocabulary)
        return shown[:1].upper() + shown[1:]

    def _choice(self, identity: str, label: str, choices: Sequence[tuple[str, str]], value: str, more: Mapping[str, Any]) -> Element:
        is_several = bool(more.get("isMultiSelect"))
        style = "expanded" if len(choices) <= _FEW or is_several else "filtered"
        drawn = [{"title": title, "value": code} for title, code in choices]
        return {"type": "Input.ChoiceSet", "id": identity, "label": label, "style": style, "choices": drawn, **({"value": value} if value else {}), **more}

    def _number(self, label: str, given: Any, more: Mapping[str, Any]) -> Element:
        bounds = {key: float(bound) for key, bound in (("min", self._spec.low), ("max", self._spec.high)) if bound is not None and not isinstance(bound, str)}
        value = {"value": given} if isinstance(given, int | float) and not isinstance(given, bool) else {}
        return {"type": "Input.Number", "id": self._id, "label": label, **bounds, **value, **self._placeholder(), **more}

    def _placeholder(self) -> dict[str, str]:
        return {"placeholder": self._example} if self._example else {}

    def _input(self, kind: str, identity: str, label: str, value: str, more: Mapping[str, Any]) -> Element:
        return {"type": f"Input.{kind}", "id": identity, "label": label, **({"value": value} if value else {}), **more}


def _written(value: Any) -> str:
    return (YES if value else NO) if isinstance(value, bool) else "" if value is None else str(value)

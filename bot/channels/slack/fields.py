"""The fields of a rule as inputs of a window in Slack, and what they hold as the raw inputs of the rule.

Knows no rule: whatever a rule takes, its description says. Refuses nothing itself: the rule finds the words for what it cannot use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date

from bot.channels.slack.blocks import Json, menu, option, plain_text, text_field
from bot.channels.slack.limits import WRITTEN
from bot.channels.slack.words import Words
from bot.console.forms import NO, NONE, TIME, TIMED, YES, Pairs, decoded, encoded
from knowledge import values
from knowledge.inputs import InputSpec
from knowledge.rule import Rule
from knowledge.wording import Wording

ELEMENT = "value"
"""The action of every field's element."""
_PARIS = "Europe/Paris"
_NUMBERS = ("int", "number", "money")
_PLACES = ("country", "place")
_BACK, _AHEAD = 24, 12  # months that are offered
_HOUR, _NUMBER = re.compile(r"([01]\d|2[0-3]):[0-5]\d"), re.compile(r"-?\d+(\.\d+)?")


class Fields:
    """Draws the fields of rules in one language."""

    def __init__(self, words: Words, wording: Wording, today: date) -> None:
        self._words, self._wording, self._today = words, wording, today

    def blocks(self, rule: Rule[Any, Any], given: Mapping[str, Any], rows: Mapping[str, int]) -> list[Json]:
        """The fields of a rule, with what is known already; `rows` says how many entries of a list of records there are."""
        found: list[Json] = []
        texts, pairs = self._wording.rules[rule.id].inputs, self._pairs(rule.inputs, given)
        for spec in asked(rule):
            words = texts[spec.name]
            optional = not spec.required or (spec.kind == "list" and not spec.min_items)
            if spec.kind == "list" and spec.item and spec.item.kind == "object":
                found += self._rows(spec, words.ask, pairs, max(rows.get(spec.name, 1), len(given.get(spec.name) or ())))
            else:
                found += self._field(spec, spec.name, words.ask, words.example, pairs, optional=optional)
        return found

    def _rows(self, spec: InputSpec, label: str, pairs: Mapping[str, list[str]], count: int) -> list[Json]:
        assert spec.item is not None
        found: list[Json] = []
        for number in range(count):
            head = self._wording.say(self._words.form.row, {"label": label, "number": number + 1})
            found.append({"type": "section", "text": plain_text(head)})
            for inner in spec.item.fields:
                optional = number > 0 or not inner.required
                found += self._field(inner, f"{spec.name}.{number}.{inner.name}", _spaced(inner.name), "", pairs, optional=optional)
        another = {"type": "button", "text": plain_text(self._words.actions.another), "action_id": "form:another", "value": spec.name}
        return [*found, {"type": "actions", "elements": [another]}]

    def _field(self, spec: InputSpec, name: str, label: str, hint: str, pairs: Mapping[str, list[str]], *, optional: bool) -> list[Json]:
        given = pairs.get(name, [])
        if spec.kind in TIMED:
            day, _, hour = (given or [""])[0].partition("T")
            told = self._wording.say(self._words.form.hour, {"label": _capital(label.rstrip("?. "))})
            time: Json = {"type": "timepicker", "action_id": ELEMENT, "timezone": _PARIS} | ({"initial_time": hour[:5]} if _HOUR.fullmatch(hour[:5]) else {})
            may_lack = optional or spec.kind != "datetime"
            return [text_field(label, self._day(day), name, optional=optional), text_field(told, time, f"{name}{TIME}", optional=may_lack)]
        if spec.kind == "list" and not self._options(spec):
            hint = " ".join(filter(None, (hint, self._words.form.list)))
        return [text_field(label, self._element(spec, given), name, hint="" if self._options(spec) else hint, optional=optional)]

    def _element(self, spec: InputSpec, given: list[str]) -> Json:
        options = self._options(spec, given)
        if options:
            several = spec.kind == "list"
            found = menu(ELEMENT, options, self._words.actions.pick_several if several else self._words.actions.pick_one, several=several)
            by_name = {name.casefold(): one for one in options for name in (one["text"]["text"], one["value"])}
            wanted = dict.fromkeys(_code(spec.item or spec, value).strip().casefold() for value in given)
            chosen = [by_name[name] for name in wanted if name in by_name]
            return found | (({"initial_options": chosen} if several else {"initial_option": chosen[0]}) if chosen else {})
        if spec.kind == "date":
            return self._day((given or [""])[0])
        text = "\n".join(given)
        initial = {"initial_value": text[:WRITTEN]} if text else {}
        if spec.kind in _NUMBERS:
            initial = initial if _NUMBER.fullmatch(text) else {}
            return {"type": "number_input", "is_decimal_allowed": spec.kind != "int", "action_id": ELEMENT, **initial}
        return {"type": "plain_text_input", "action_id": ELEMENT, "multiline": spec.kind == "list", "max_length": WRITTEN, **initial}

    @staticmethod
    def _day(day: str) -> Json:
        return {"type": "datepicker", "action_id": ELEMENT} | ({"initial_date": day} if _is_day(day) else {})

    def _options(self, spec: InputSpec, given: Iterable[str] = ()) -> list[Json]:
        """What may be chosen, if it may; a month that is given already is among them however far away."""
        item = spec.item if spec.kind == "list" and spec.item else spec
        buttons = self._wording.phrases.buttons
        if spec.kind == "bool":
            return [option(buttons["yes"], YES), option(buttons["no"], NO)]
        if item.kind in _PLACES:
            return [option(name, code) for name, code in self._wording.countries.items()]
        if spec.kind == "month":
            return [option(told, code) for code, told in self._months(given)]
        if item.numbers:
            return [option(str(number), str(number)) for number in item.numbers]
        if item.kind == "enum" and item.choices:  # of a text, the choices are not all that may be written
            return [option(_capital(self._wording.label(code, item.vocabulary)), code) for code in item.choices]
        return []

    def _months(self, given: Iterable[str]) -> Iterable[tuple[str, str]]:
        near = (divmod(self._today.year * 12 + self._today.month - 1 + distance, 12) for distance in range(_AHEAD, -_BACK - 1, -1))
        months = {f"{year:04}-{month + 1:02}": (year, month + 1) for year, month in near}
        for code in given:
            if _is_day(f"{code}-01"):
                months.setdefault(code, (int(code[:4]), int(code[5:])))
        for code, (year, month) in months.items():
            yield code, _capital(str(format_date(date(year, month, 1), "LLLL yyyy", locale=self._wording.language)))

    @staticmethod
    def _pairs(specs: Iterable[InputSpec], given: Mapping[str, Any]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in encoded(specs, given):
            found.setdefault(name, []).append(value)
        return found


def asked(rule: Rule[Any, Any]) -> tuple[InputSpec, ...]:
    """The inputs that people are asked for: all but those that the clock fills."""
    return tuple(spec for spec in rule.inputs if not spec.is_clock)


def inputs(rule: Rule[Any, Any], state: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What the fields of a window hold, as `POST /api/rules/{id}` takes it."""
    pairs = list(_held(state))
    named = {name for name, _ in pairs}
    for spec in asked(rule):
        if spec.kind == "list" and spec.required and not spec.min_items and not any(name == spec.name or name.startswith(f"{spec.name}.") for name in named):
            pairs.append((f"{spec.name}{NONE}", YES))  # shown and left empty: none
    return decoded(asked(rule), pairs)


def _held(state: Mapping[str, Mapping[str, Any]]) -> Pairs:
    found: list[tuple[str, str]] = []
    for name, elements in state.items():
        for element in elements.values():
            if element.get("type") == "plain_text_input" and "\n" in (element.get("value") or ""):
                found += [(name, line) for line in str(element["value"]).split("\n")]
            elif element.get("type") == "multi_static_select":
                found += [(name, str(one["value"])) for one in element.get("selected_options") or ()]
            else:
                chosen = (element.get("selected_option") or {}).get("value")
                value = chosen or element.get("selected_date") or element.get("selected_time") or element.get("value")
                found += [(name, str(value))] if value else []
    return found


def field_of(problem: str, shown: Iterable[str]) -> str:
    """The field at which a problem is told: its own, the first of its entries, or the first field of all."""
    names = list(shown)
    return next((name for name in names if name == problem), next((name for name in names if name.partition(".")[0] == problem.partition(".")[0]), names[0]))


def _code(spec: InputSpec, value: str) -> str:
    """The code that a text spells, where other spellings are read too."""
    if spec.kind != "enum":
        return value
    found, problems = values.parse(spec, value)
    return value if problems else str(found)


def _is_day(text: str) -> bool:
    """Whether Slack takes a text for a day; what was read of a message may be less."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _spaced(name: str) -> str:
    return _capital(name.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

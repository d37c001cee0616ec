"""The one number by which a short message changes what was told before: "no, 4 lamps", "what if 35", "and at 5%?".

Refuses a message that says more than a number, and names every input that it could be of: which one is meant is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.understanding.amounts import Amount, Amounts
from knowledge.understanding.figures import Figures, plain
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints
from knowledge.understanding.replies import ReplyPatterns

_BEHIND = re.compile(r"(?:\s*[^\W\d][\w'’]*){0,3}\W*")
_NUMERIC = frozenset({"int", "number", "money"})
ReadFields = Callable[[Sequence[InputSpec], Mapping[str, InputHints]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Amended:
    """The inputs with the number put in its place; none where it could be that of several, which `is_open` tells."""

    inputs: Mapping[str, Any] = field(default_factory=dict)
    is_open: bool = False


class Amendment:
    """Reads amendments in one language."""

    def __init__(self, grammar: Grammar, amounts: Amounts, figures: Figures, replies: ReplyPatterns) -> None:
        self._amounts, self._figures, self._replies = amounts, figures, replies
        self._units = {unit: re.compile(rf"[\s-]?(?:{words})\b", re.IGNORECASE) for unit, words in grammar.units.items()}

    def of(self, text: str, known: Mapping[InputSpec, InputHints], earlier: Mapping[str, Any], read: ReadFields) -> Amended:
        """What the number of the text changes in the inputs `known` so far; `read` gives the fields of an item that the text states."""
        numbers = self._amounts.find(text, words=True)
        if len(numbers) != 1 or not (self._replies.leads_to_value(text[: numbers[0].start]) and _BEHIND.fullmatch(text, numbers[0].end)):
            return Amended()
        for spec, hints in known.items():  # "no, 10 points" where one violation was told
            if spec.item and (item := _only_item(earlier[spec.name])) and (told := read(spec.item.fields, hints.fields)):
                return Amended({spec.name: [{**item, **told}]})
        found = [{name: value} for spec, hints in known.items() for name, value in self._changes(text, numbers[0], spec, hints, earlier[spec.name])]
        return Amended(found[0]) if len(found) == 1 else Amended(is_open=bool(found))

    def _changes(self, text: str, number: Amount, spec: InputSpec, hints: InputHints, before: Any) -> Iterator[tuple[str, Any]]:
        """The input with the number in each place that could have it."""
        value = plain(number.value)
        if spec.kind in _NUMERIC and self._may_be(text, number, spec, hints):
            yield spec.name, value
        elif spec.item and spec.item.kind in _NUMERIC and len(before) == 1 and self._may_be(text, number, spec.item, hints):
            yield spec.name, [value]
        elif spec.item and (item := _only_item(before)):
            for inner in spec.item.fields:
                if inner.kind in _NUMERIC and inner.name in item and self._may_be(text, number, inner, hints.fields.get(inner.name) or InputHints()):
                    yield spec.name, [item | {inner.name: value}]

    def _may_be(self, text: str, number: Amount, spec: InputSpec, hints: InputHints) -> bool:
        """Whether the number may be a value of the input: "4 lamps" are no euros and no days, "5 days" are days alone."""
        unit = next((unit for unit, words in self._units.items() if words.match(text, number.end)), "")
        counts = self._figures.is_counted(text, number) or (re.compile(r"\s?[^\W\d]{3,}").match(text, number.end) is not None and not number.unit)
        of_time = {unit for unit in self._units if unit in spec.name.split("_")}
        if (unit and unit not in of_time) or (counts and not unit and (of_time or spec.kind != "int")):
            return False
        return self._figures.fits(text, number, spec, hints)


def _only_item(value: Any) -> dict[str, Any] | None:
    """The one object of a list; None of anything else."""
    return dict(value[0]) if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping) else None

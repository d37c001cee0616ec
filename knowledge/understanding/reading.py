"""From a seller's words to the inputs of one rule, as raw JSON values for the rule to check.

Gives only what is said; an input whose value cannot be used is reported, never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import dateparser

from knowledge.inputs import InputSpec
from knowledge.rule import Rule
from knowledge.understanding import amounts, countries, dates
from knowledge.understanding.phrasings import InputHints, ReplyPatterns
from knowledge.understanding.vocabulary import Named, Vocabulary

_DATED = frozenset({"date", "datetime", "date_or_datetime"})
_NUMERIC = frozenset({"int", "number", "money"})
_NEGATED = re.compile(r"\b(?:not|no|isn't|wasn't|without|never)(?: by)?(?: an?| the| any)? $", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;?!]|\bbut\b|,? (?:how|what|which|when|do|can) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """Inputs found (raw JSON values), texts that name a value that cannot be, and readings worth repeating."""

    inputs: dict[str, Any] = field(default_factory=dict)
    unusable: dict[str, str] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)

    def over(self, earlier: Mapping[str, Any]) -> dict[str, Any]:
        """Earlier inputs with these on top; a value that cannot be used removes the earlier one."""
        return {name: value for name, value in earlier.items() if name not in self.unusable} | self.inputs


class Reader:
    """Reads the inputs of rules; knows the vocabularies and the hints."""

    def __init__(
        self,
        vocabularies: Mapping[str, Vocabulary],
        hints: Mapping[str, Mapping[str, InputHints]],
        replies: ReplyPatterns,
    ) -> None:
        self._vocabularies, self._hints, self.replies = vocabularies, hints, replies

    def read(self, rule: Rule[Any, Any], text: str, now: datetime) -> Reading:
        """Everything the text says about the rule's inputs; clock inputs are left to the clock."""
        found = Reading()
        self._read_dates(rule, text, now, found)
        for spec in rule.inputs:
            if not spec.is_clock and spec.kind not in _DATED:
                value = self._stated(rule.id, spec, text)
                if value is not None:
                    found.inputs[spec.name] = value
        self._read_numbers(rule, text, found)
        return found

    def answer(self, rule: Rule[Any, Any], spec: InputSpec, text: str, now: datetime) -> Reading:
        """The text as the reply to the question for one input."""
        vocabulary = self._vocabularies.get(spec.vocabulary)
        hints = self._hint(rule.id, spec)
        value: Any = None
        if spec.kind in _DATED:
            return self._dated_answer(spec, text, now, hints)
        if spec.kind == "bool":
            value = self._yes_or_no(hints, text)
            if value is None:
                value = True if self.replies.agreed.match(text) else False if self.replies.denied.match(text) else None
        elif spec.kind == "enum" and vocabulary:
            value = vocabulary.choose(text)
        elif spec.kind == "list":
            named = self._stated(rule.id, spec, text) or self._whole_list(spec, text)
            value = named or ([] if self.replies.empty.match(text) else None)
        elif spec.kind in _NUMERIC:
            every = amounts.find(text)
            value = float(every[0].value) if len(every) == 1 else None
            value = int(value) if value is not None and spec.kind == "int" and value.is_integer() else value
        elif spec.kind == "string":
            value = text.strip() or None
        return Reading({spec.name: value} if value is not None else {})

    def _whole_list(self, spec: InputSpec, text: str) -> list[str] | None:
        """Every code named in a reply, whatever cues the sentence lacks."""
        vocabulary = self._vocabularies.get(spec.vocabulary)
        return _codes(vocabulary.find(text)) if vocabulary else None

    def _hint(self, rule_id: str, spec: InputSpec) -> InputHints:
        return self._hints.get(rule_id, {}).get(spec.name, InputHints())

    def _stated(self, rule_id: str, spec: InputSpec, text: str) -> Any:
        hints = self._hint(rule_id, spec)
        if hints.reads == "countries":
            return list(countries.find(text)) or None
        if spec.kind == "bool":
            return self._yes_or_no(hints, text)
        vocabulary = self._vocabularies.get(spec.vocabulary)
        if vocabulary is None:
            return None
        named = [found for found in vocabulary.find(text) if not _NEGATED.search(text[: found.start])]
        if spec.kind == "enum":
            longest = max(named, key=lambda found: found.end - found.start, default=None)
            return longest.code if longest else None
        if hints.cue:
            spans = [(cue.end(), _clause_end(text, cue.end())) for cue in hints.cue.finditer(text)]
            named = [found for found in named if any(start <= found.start < end for start, end in spans)]
        return _codes(named)

    @staticmethod
    def _yes_or_no(hints: InputHints, text: str) -> bool | None:
        if hints.denied and hints.denied.search(text):
            return False
        return True if hints.agreed and hints.agreed.search(text) else None

    def _read_dates(self, rule: Rule[Any, Any], text: str, now: datetime, found: Reading) -> None:
        """Gives each day of the text to the input whose cue stands nearest; one without cue to the first free input."""
        specs = [spec for spec in rule.inputs if spec.kind in _DATED and not spec.is_clock]
        if not specs:
            return
        lean = self._hint(rule.id, specs[0]).lean
        for mention in dates.find(text, now, lean):
            free = [spec for spec in specs if spec.name not in found.inputs and spec.name not in found.unusable]
            if free:
                near = min(free, key=lambda spec: _distance(self._hint(rule.id, spec).cue, mention, text))
                _place(found, near, mention)

    def _dated_answer(self, spec: InputSpec, text: str, now: datetime, hints: InputHints) -> Reading:
        found = Reading()
        for mention in dates.find(text, now, hints.lean)[:1]:
            _place(found, spec, mention)
        if not found.inputs and not found.unusable:
            # Spelt-out dates and the like; only for a reply that is meant as a date.
            parsed = dateparser.parse(
                text,
                languages=["en", "fr"],
                settings={"DATE_ORDER": "DMY", "PREFER_DATES_FROM": hints.lean, "RELATIVE_BASE": now, "REQUIRE_PARTS": ["day"]},
            )
            if parsed:
                found.inputs[spec.name] = parsed.date().isoformat()
                found.assumed[text.strip()] = parsed.date().isoformat()
        return found

    def _read_numbers(self, rule: Rule[Any, Any], text: str, found: Reading) -> None:
        """Gives amounts to money inputs and percentages to inputs that are called so, where their cue is near."""
        days = dates.find(text, datetime(2000, 1, 1))  # noqa: DTZ001 - only the places matter
        numbers = [n for n in amounts.find(text) if not any(m.start <= n.start < m.end for m in days)]
        for spec in rule.inputs:
            cue = self._hint(rule.id, spec).cue
            if spec.kind not in _NUMERIC or not cue:
                continue
            wanted = "eur" if spec.kind == "money" else "percent" if "percent" in spec.name else ""
            fitting = [number for number in numbers if number.unit == wanted or (not number.unit and spec.kind == "money")]
            if fitting:
                best = min(fitting, key=lambda number: _gap(cue, number.start, number.end, text))
                numbers.remove(best)
                found.inputs[spec.name] = int(best.value) if best.value == int(best.value) else float(best.value)


def _codes(named: list[Named] | tuple[Named, ...]) -> list[str] | None:
    return list(dict.fromkeys(found.code for found in named)) or None


def _clause_end(text: str, start: int) -> int:
    match = _CLAUSE_END.search(text, start)
    return match.start() if match else len(text)


_FAR = 10_000


def _distance(cue: re.Pattern[str] | None, mention: dates.Mention, text: str) -> int:
    return _gap(cue, mention.start, mention.end, text)


def _gap(cue: re.Pattern[str] | None, start: int, end: int, text: str) -> int:
    """Characters between a value and the nearest cue; a cue ahead of the value counts a little less."""
    if cue is None:
        return _FAR
    gaps = [start - m.end() if m.end() <= start else m.start() - end + 3 for m in cue.finditer(text)]
    return min((gap for gap in gaps if gap >= 0), default=_FAR)


def _place(found: Reading, spec: InputSpec, mention: dates.Mention) -> None:
    if mention.value is None:
        found.unusable[spec.name] = mention.text
        return
    found.inputs[spec.name] = mention.value[:10] if spec.kind == "date" else mention.value
    if mention.assumed:
        found.assumed[mention.text] = found.inputs[spec.name]

"""From a seller's words to the inputs of one rule, as raw JSON values for the rule to check.

Gives only what is said; an input whose value cannot be used is reported, never replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import dateparser

from knowledge.inputs import InputSpec
from knowledge.rule import Rule
from knowledge.understanding import amounts, assignment, countries, dates, figures, holdings, market
from knowledge.understanding.phrasings import InputHints, ReplyPatterns
from knowledge.understanding.vocabulary import Named, Vocabulary

_DATED = frozenset({"date", "datetime", "date_or_datetime"})
_NUMERIC = frozenset({"int", "number", "money"})


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
        """Everything the text says about the rule's inputs; clock inputs only where it says what time it is."""
        text = text.replace("’", "'")
        found = Reading()
        self._read_dates(rule, text, now, found)
        for spec in rule.inputs:
            if not spec.is_clock and spec.kind not in _DATED:
                value = self._stated(rule.id, spec, text)
                if value is not None:
                    found.inputs[spec.name] = value
        for name, amount in self._numbers(rule, text).items():
            found.inputs[name] = amount
        return found

    def answer(self, rule: Rule[Any, Any], spec: InputSpec, text: str, now: datetime) -> Reading:
        """The text as the reply to the question for one input."""
        text = text.replace("’", "'")
        vocabulary = self._vocabularies.get(spec.vocabulary)
        value: Any = None
        if spec.kind in _DATED:
            return self._dated_answer(rule, spec, text, now)
        if spec.kind == "bool":
            value = self._yes_or_no(rule.id, spec, text)
        elif spec.kind == "enum" and vocabulary:
            value = vocabulary.choose(text)
        elif spec.kind == "list":
            value = self._list_answer(rule.id, spec, text)
        elif spec.kind in _NUMERIC:
            every = amounts.find(text)
            value = figures.plain(every[0].value, spec) if len(every) == 1 else None
        elif spec.kind == "string":
            value = text.strip() or None
        return Reading({spec.name: value} if value is not None else {})

    def _yes_or_no(self, rule_id: str, spec: InputSpec, text: str) -> bool | None:
        """A plain yes or no, or what means it; None when the two contradict each other."""
        plain = True if self.replies.agreed.match(text) else False if self.replies.denied.match(text) else None
        meant = self._stated(rule_id, spec, text)
        if plain is None or meant is None:
            return meant if plain is None else plain
        return plain if plain == meant else None

    def _list_answer(self, rule_id: str, spec: InputSpec, text: str) -> list[str] | None:
        """Every code named in a reply, whatever cues the sentence lacks; all of them, or none."""
        vocabulary = self._vocabularies.get(spec.vocabulary)
        if self.replies.empty.match(text):
            return []
        if vocabulary and spec.item and self.replies.everything.match(text) and not vocabulary.find(text):
            return list(spec.item.choices)
        named = _codes(vocabulary.affirmed(text)) if vocabulary else None
        found: list[str] | None = named or self._stated(rule_id, spec, text)
        return found

    def _hint(self, rule_id: str, spec: InputSpec) -> InputHints:
        return self._hints.get(rule_id, {}).get(spec.name, InputHints())

    def _stated(self, rule_id: str, spec: InputSpec, text: str) -> Any:
        """What the text says about an input that is neither a date nor a number; None when it says nothing."""
        hints, vocabulary = self._hint(rule_id, spec), self._vocabularies.get(spec.vocabulary)
        if hints.reads == "countries":
            return list(countries.find(text)) or None
        if hints.reads == "market":
            return market.first_on_market(text, hints)
        if spec.kind == "bool":
            denied, agreed = (pattern is not None and pattern.search(text) is not None for pattern in (hints.denied, hints.agreed))
            return None if denied == agreed else agreed
        if vocabulary is None:
            return None
        if spec.kind == "enum":
            return vocabulary.one(text)
        named = vocabulary.affirmed(text)
        if hints.cues:
            return holdings.held(text, hints, named, _codes(named) or [])
        if hints.open and hints.open.search(text):
            return None
        counted = [found for found in named if not _is_ignored(text, found, hints)]
        return _codes(counted) or ([] if hints.empty and hints.empty.search(text) else None)

    def _read_dates(self, rule: Rule[Any, Any], text: str, now: datetime, found: Reading) -> None:
        specs = {spec.name: spec for spec in rule.inputs if spec.kind in _DATED and not spec.is_clock}
        assigned = self._assigned(rule, text, now)
        for name, mention in assigned.by_input.items():
            _place(found, specs[name], mention)
        clock = next((spec for spec in rule.inputs if spec.is_clock and spec.kind in _DATED), None)
        if clock and assigned.present and (assigned.present.timed or clock.kind != "datetime"):
            _place(found, clock, assigned.present)

    def _assigned(self, rule: Rule[Any, Any], text: str, now: datetime, asked: str = "") -> assignment.Dates:
        hints = {spec.name: self._hint(rule.id, spec) for spec in rule.inputs if spec.kind in _DATED and not spec.is_clock}
        if not hints:
            return assignment.Dates({}, next(iter(dates.find(text, now, "future")), None), ())
        by_lean = {lean: dates.find(text, now, lean) for lean in {hint.lean for hint in hints.values()}}
        return assignment.assign(text, {name: by_lean[hint.lean] for name, hint in hints.items()}, hints, now, asked)

    def _dated_answer(self, rule: Rule[Any, Any], spec: InputSpec, text: str, now: datetime) -> Reading:
        found = Reading()
        assigned = self._assigned(rule, text, now, spec.name if not spec.is_clock else "")
        own = assigned.by_input.get(spec.name)
        if own is None:  # a date that another input's cue claims is no reply to this question
            others = {(mention.start, mention.end) for mention in assigned.by_input.values()}
            mentions = [m for m in dates.find(text, now, self._hint(rule.id, spec).lean) if (m.start, m.end) not in others]
            own = mentions[0] if mentions else None
        if own:
            _place(found, spec, own)
        elif not assigned.by_input:
            # Spelt-out dates and the like; only for a reply that is meant as a date.
            lean = self._hint(rule.id, spec).lean
            settings = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": lean, "RELATIVE_BASE": now, "REQUIRE_PARTS": ["day"]}
            parsed = dateparser.parse(text, languages=["en", "fr"], settings=settings)
            if parsed:
                found.inputs[spec.name] = parsed.date().isoformat()
                found.assumed[text.strip()] = parsed.date().isoformat()
        return found

    def _numbers(self, rule: Rule[Any, Any], text: str) -> dict[str, int | float]:
        days = dates.find(text, datetime(2000, 1, 1))  # noqa: DTZ001 - only the places matter
        wanted = {spec: self._hint(rule.id, spec) for spec in rule.inputs if spec.kind in _NUMERIC}
        return figures.assign(text, wanted, [(day.start, day.end) for day in days]) if wanted else {}


def _codes(named: Sequence[Named]) -> list[str] | None:
    return list(dict.fromkeys(found.code for found in named)) or None


def _is_ignored(text: str, named: Named, hints: InputHints) -> bool:
    """Whether a word stands where it names nothing: in the first group of a pattern, or anywhere in it."""
    spans = (match.span(1 if pattern.groups else 0) for pattern in hints.ignored for match in pattern.finditer(text))
    return any(start < named.end and named.start < end for start, end in spans)


def _place(found: Reading, spec: InputSpec, mention: dates.Mention) -> None:
    if mention.value is None:
        found.unusable[spec.name] = mention.text
        return
    found.inputs[spec.name] = mention.value[:10] if spec.kind == "date" else mention.value
    if mention.assumed:
        found.assumed[mention.text] = found.inputs[spec.name]

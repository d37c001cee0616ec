"""What a text says about the inputs of a rule, or about the fields of one item of a list.

Gives only what is said; a day that does not exist is reported, never replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.understanding import captures
from knowledge.understanding.amounts import read_number
from knowledge.understanding.assignment import Assigned
from knowledge.understanding.dates import Mention
from knowledge.understanding.figures import plain
from knowledge.understanding.hints import InputHints, is_said
from knowledge.understanding.kinds import DATED, Hints, hint_of, holds_dates, is_numeric
from knowledge.understanding.parts import Parts
from knowledge.understanding.reading import Reading
from knowledge.understanding.vocabulary import Named, Vocabulary

_QUOTES = tuple("\"'“”«»‘’")


class Statements:
    """Reads what texts in one language state."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], parts: Parts) -> None:
        self._vocabularies, self._parts, self._denial = vocabularies, parts, parts.grammar.denial

    def read(self, specs: Sequence[InputSpec], hints: Hints, text: str, now: datetime) -> Reading:
        """Everything a text says about these inputs: those of a rule, or the fields of one item of a list."""
        found = Reading()
        self._read_days(specs, hints, text, now, found)
        for spec in specs:
            if not spec.is_clock and spec.kind not in DATED and (value := self.stated(spec, hint_of(hints, spec), text, now)) is not None:
                found.inputs[spec.name] = value
        numbers = {spec: hint_of(hints, spec) for spec in specs if is_numeric(spec) and spec.name not in found.inputs}
        if numbers:
            has_days = any(spec.kind in DATED for spec in specs)
            dates = self._parts.dates
            days = dates.find(text, datetime(2000, 1, 1))  # noqa: DTZ001 - only the places matter
            taken = [day for day in days if day.value and not dates.is_span(day) and (has_days or not dates.may_be_amount(day))]
            given, exchangeable = self._parts.figures.assign(text, numbers, [(day.start, day.end) for day in taken])
            found.inputs.update(given)
            return replace(found, supposed=exchangeable)
        return found

    def stated(self, spec: InputSpec, hints: InputHints, text: str, now: datetime) -> Any:
        """What the text says about an input that is neither a date nor a number with a cue; None when it says nothing."""
        text = heard(spec, hints, text)
        captured = captures.find(text, hints.captured) if spec.kind in ("string", "place", "number") else None
        if spec.kind in ("string", "place") and captured and _is_quoted(text, captured):
            return captured  # a name between quotation marks is the surest there is
        if spec.kind != "list" and (meant := hints.meant(text, self._denial)) is not None:
            return meant
        if hints.places and (place := self._parts.countries.told(text, hints.places)):
            return place
        if spec.kind == "bool":
            return self._parts.market.is_first(text, hints) if hints.reads == "market" else self.flag(hints, text)
        if spec.kind == "list":
            return self._stated_list(spec, hints, text, now)
        if hints.country_role:
            return self._parts.countries.one(text, hints.country_role, hints.cue)
        if spec.kind == "month":
            return self._parts.months.find(text, now)
        if hints.reads == "year":  # "Black Friday 2026 … last year I sold": a year in figures is the one meant
            return None if self._parts.figures.is_cued(text, hints) else self._parts.months.told_year(text, now)
        vocabulary = self._vocabularies.get(spec.vocabulary)
        if vocabulary and (named := vocabulary.one(text, self._denial)):
            return named
        if captured and spec.kind == "number":
            return plain(read_number(captured))
        return None if captured and any(pattern.fullmatch(captured) for pattern in hints.ignored) else captured

    def _stated_list(self, spec: InputSpec, hints: InputHints, text: str, now: datetime) -> list[Any] | None:
        """The items of a list that a text names, [] when it says that there are none; None when it says nothing."""
        if hints.needs_cues and not hints.cues:
            return None
        vocabulary, item = self._vocabularies.get(spec.vocabulary), spec.item
        if item and item.kind == "object":
            whole = self._parts.multiples.summed(text) if hints.totals else text
            found = self._parts.records.find(whole, item.fields, hints, lambda part: self.read(item.fields, hints.fields, part, now).inputs)
            return found or ([] if hints.empty and hints.empty.search(text) else None)
        if hints.reads == "countries":
            return list(self._parts.countries.find(text)) or None
        if hints.reads == "dates":
            days = [str(mention.value)[:10] for mention in self._parts.assignment.told(text, self._parts.dates.find(text, now), now)]
            code = hints.meant(text, self._denial)
            listed: list[Any] = days + ([code] if code is not None else [])
            if (hints.open and hints.open.search(text)) or self._parts.records.announced(text) not in (None, len(listed)):
                return None
            return listed or None
        if vocabulary is None:
            return None
        named = vocabulary.affirmed(text, self._denial)
        if hints.cues:
            return self._parts.holdings.held(text, hints, named, codes_of(named) or [])
        if hints.open and hints.open.search(text):
            return None
        counted = [found for found in named if not _is_ignored(text, found, hints)]
        return codes_of(counted) or ([] if hints.empty and hints.empty.search(text) else None)

    def flag(self, hints: InputHints, text: str) -> bool | None:
        """What the patterns for yes and no say; None when they say nothing, or both, or only what the seller does not know."""
        denied, agreed = (
            pattern is not None and any(is_said(text, match, self._denial) for match in pattern.finditer(text)) for pattern in (hints.denied, hints.agreed)
        )
        return None if denied == agreed else agreed

    def _read_days(self, specs: Sequence[InputSpec], hints: Hints, text: str, now: datetime, found: Reading) -> None:
        dated = {spec.name: spec for spec in specs if spec.kind in DATED and not spec.is_clock}
        assigned = self.assigned(dated.values(), hints, text, now)
        for name, mention in (dict(assigned.by_input) | self._span(dated, hints, text, now)).items():
            place(found, dated[name], mention)
        clock = next((spec for spec in specs if spec.is_clock and spec.kind in DATED), None)
        if any(hint_of(hints, spec).reads == "dates" or holds_dates(spec) for spec in specs) or (
            not dated and clock and (clock.kind == "date" or not clock.required)
        ):  # then a date is one of the list, unless it is called today
            assigned = replace(assigned, present=self._parts.assignment.present(text, self._parts.dates.find(text, now)))
        if clock and assigned.present and (assigned.present.timed or clock.kind != "datetime"):
            place(found, clock, assigned.present)
        elif clock and assigned.present and assigned.present.value and not dated:
            # "On Friday, if I write at 17:00": the only hour is meant. "Is the chat open on Saturday?": noon stands for the day.
            hours = [hour.value for hour in self._parts.hours.find(text) if hour.value]
            found.inputs[clock.name] = f"{assigned.present.value}T{hours[0] if len(hours) == 1 else '12:00'}"
            found.assumed[assigned.present.text] = found.inputs[clock.name]

    def assigned(self, specs: Iterable[InputSpec], hints: Hints, text: str, now: datetime, asked: str = "") -> Assigned:
        """The days of a text by input; one without a cue may be that of the input that was `asked` for."""
        wanted, dates = {spec.name: hint_of(hints, spec) for spec in specs}, self._parts.dates
        if not wanted:
            return Assigned({}, next(iter(dates.find(text, now, "future")), None) or self._hour_of_today(text, now), ())
        by_lean = {lean: dates.find(text, now, lean) for lean in {hint.lean for hint in wanted.values()}}
        return self._parts.assignment.assign(text, {name: by_lean[hint.lean] for name, hint in wanted.items()}, wanted, now, asked)

    def _span(self, specs: Iterable[str], hints: Hints, text: str, now: datetime) -> dict[str, Mention]:
        """The ends of a span of days, for inputs that take them."""
        ends = {hint.reads: name for name in specs if (hint := hints.get(name)) and hint.reads in ("span_start", "span_end")}
        span = self._parts.spans.find(text, now) if ends else None
        return {ends[end]: mention for end, mention in zip(("span_start", "span_end"), span, strict=True) if end in ends} if span else {}

    def _hour_of_today(self, text: str, now: datetime) -> Mention | None:
        """An hour that is named without a day ("open at 7pm?")."""
        told = [hour for hour in self._parts.hours.find(text) if hour.value]
        if len(told) != 1:
            return None
        return Mention(told[0].start, told[0].end, text[told[0].start : told[0].end], f"{now.date().isoformat()}T{told[0].value}")


def codes_of(named: Sequence[Named]) -> list[str] | None:
    """The codes named, each once; None where there is none."""
    return list(dict.fromkeys(found.code for found in named)) or None


def _is_ignored(text: str, named: Named, hints: InputHints) -> bool:
    """Whether a word stands where it names nothing: in the first group of a pattern, or anywhere in it."""
    spans = (match.span(1 if pattern.groups else 0) for pattern in hints.ignored for match in pattern.finditer(text))
    return any(start < named.end and named.start < end for start, end in spans)


def place(found: Reading, spec: InputSpec, mention: Mention) -> None:
    """Puts the day of an input into a reading, or that it does not exist."""
    if mention.value is None:
        found.unusable[spec.name] = mention.text
        return
    found.inputs[spec.name] = mention.value[:10] if spec.kind == "date" else mention.value
    if mention.assumed:
        found.assumed[mention.text] = found.inputs[spec.name]


def _is_quoted(text: str, name: str) -> bool:
    """Whether a name stands between quotation marks."""
    place = text.find(name)
    return place > 0 and text[place - 1] in _QUOTES and text[place + len(name) : place + len(name) + 1] in _QUOTES


def heard(spec: InputSpec, hints: InputHints, text: str) -> str:
    """The text without what names nothing of an input that is one of a few."""
    return hints.heard(text) if spec.kind in ("bool", "enum") else text

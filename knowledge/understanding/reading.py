"""From a seller's words to the inputs of one rule, as raw JSON values for the rule to check.

Gives only what is said; an input whose value cannot be used is reported, never replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import dateparser

from knowledge.inputs import InputSpec
from knowledge.rule import Rule
from knowledge.understanding import captures, filled
from knowledge.understanding.amendment import Amended, Amendment
from knowledge.understanding.amounts import read_number
from knowledge.understanding.assignment import Assigned
from knowledge.understanding.dates import Mention
from knowledge.understanding.figures import plain
from knowledge.understanding.hints import InputHints, is_said
from knowledge.understanding.parts import Parts
from knowledge.understanding.remainder import Remainder
from knowledge.understanding.replies import ReplyPatterns
from knowledge.understanding.vocabulary import Named, Vocabulary
from knowledge.values import parse

_DATED = frozenset({"date", "datetime", "date_or_datetime", "date_or_code"})
_NUMERIC = frozenset({"int", "number", "money"})
_REMOTE = timedelta(days=300)
"""From so long ago, the same day of this or the next year is much nearer."""
_QUOTES = tuple("\"'“”«»‘’")
Hints = Mapping[str, InputHints]
"""By input, or by field of an item."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Inputs found (raw JSON values), texts that name a value that cannot be, readings worth repeating, and inputs spoken of but not read.

    `spare` are days of events and amounts of money that the message tells and no input took, where the rule takes such: perhaps
    one of them was meant instead of what was read. Without such, clauses of which nothing was used. `remote` are days that were
    told without a year and taken to be nearly a year ago: perhaps the coming one was meant. It is `half_heard` where the words for
    a list, or an input that may be left out, are not known in the message's language: perhaps it was told.
    """

    inputs: dict[str, Any] = field(default_factory=dict)
    unusable: dict[str, str] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)
    doubtful: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    remote: tuple[str, ...] = ()
    half_heard: bool = False

    @property
    def is_uncertain(self) -> bool:
        """Whether what was read is to be confirmed before anything is counted with it."""
        return bool(self.spare or self.remote or self.half_heard)

    @property
    def unsettled(self) -> frozenset[str]:
        """Inputs that must be asked for, whether the rule can do without them or not."""
        return frozenset((*self.unusable, *self.doubtful))

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
        parts: Parts,
        mend: Callable[[str], str] = str,
        *,
        unheard: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> None:
        """`mend` corrects misspelt words; what only the corrected text says is taken as well. `unheard` are by rule the inputs without words of their own."""
        self._vocabularies, self._hints, self.replies, self.parts, self._mend, self._unheard = vocabularies, hints, replies, parts, mend, unheard
        self._denial, self._remainder = parts.grammar.denial, Remainder(parts, vocabularies)
        self._amendment = Amendment(parts.grammar, parts.amounts, parts.figures, replies)

    def read(self, rule: Rule[Any, Any], text: str, now: datetime) -> Reading:
        """Everything the text says about the rule's inputs; clock inputs only where it says what time it is."""
        if form := filled.read(text):
            return _of_form(rule, *form)
        text, hints = self.parts.hearsay.without(self.parts.corrections.made(self._plain(text))), self._hints.get(rule.id, {})
        found = _believed(self._read(rule.inputs, hints, text, now), rule.inputs, hints, text)
        mended = self._mend(text)
        if mended != text:
            choices = [spec for spec in rule.inputs if spec.kind in ("bool", "enum") and spec.name not in found.inputs]
            more = {spec.name: value for spec in choices if (value := self._stated(spec, _hint(hints, spec), mended, now)) is not None}
            found = replace(found, inputs=found.inputs | more)
        unread = [spec for spec in rule.inputs if not (spec.required or spec.is_clock or spec.name in found.inputs or spec.name in found.unusable)]
        told = {spec: _heard(spec, _hint(hints, spec), mended) for spec in unread}
        spoken_of = (spec.name for spec in unread if _hint(hints, spec).is_mentioned(told[spec], self._denial, happens=spec.kind in _DATED))
        doubtful = tuple(spoken_of) or self._counted(unread, hints, text, found)
        remote = tuple(said for said, value in found.assumed.items() if value in found.inputs.values() and _is_remote(value, now))
        partial = (*unread, *(spec for spec in rule.inputs if spec.kind == "list"))  # of a list, a part may be what was read
        half_heard = bool(found.inputs) and any(spec.name in self._unheard.get(rule.id, ()) for spec in partial)
        return replace(found, doubtful=doubtful, spare=self._spare(rule, hints, text, now, found), remote=remote, half_heard=half_heard)

    def denied(self, rule: Rule[Any, Any], text: str) -> frozenset[str]:
        """The inputs that are days of something which the text says does not happen."""
        hints = self._hints.get(rule.id, {})
        return frozenset(spec.name for spec in rule.inputs if spec.kind in _DATED and _hint(hints, spec).is_denied(text, self._denial))

    def _read(self, specs: Sequence[InputSpec], hints: Hints, text: str, now: datetime) -> Reading:
        """Everything a text says about these inputs: those of a rule, or the fields of one item of a list."""
        found = Reading()
        self._read_dates(specs, hints, text, now, found)
        for spec in specs:
            if not spec.is_clock and spec.kind not in _DATED and (value := self._stated(spec, _hint(hints, spec), text, now)) is not None:
                found.inputs[spec.name] = value
        numbers = {spec: _hint(hints, spec) for spec in specs if _is_numeric(spec) and spec.name not in found.inputs}
        if numbers:
            has_days = any(spec.kind in _DATED for spec in specs)
            dates = self.parts.dates
            days = dates.find(text, datetime(2000, 1, 1))  # noqa: DTZ001 - only the places matter
            taken = [day for day in days if day.value and not dates.is_span(day) and (has_days or not dates.may_be_amount(day))]
            found.inputs.update(self.parts.figures.assign(text, numbers, [(day.start, day.end) for day in taken]))
        return found

    def _spare(self, rule: Rule[Any, Any], hints: Hints, text: str, now: datetime, found: Reading) -> tuple[str, ...]:
        """Days of events without a cue for any input beside days that have one, and amounts of money that no input took."""
        told = set(_scalars(list(found.inputs.values())))
        days = {str(value)[:10] for value in told} | {now.date().isoformat()}
        assigned = self._assigned([spec for spec in rule.inputs if spec.kind in _DATED and not spec.is_clock], hints, text, now)
        events = [mention.text for mention in assigned.spare if mention.value and mention.value[:10] not in days] if assigned.by_input else []
        if any(_holds_dates(spec) for spec in rule.inputs):  # "two sales …, confirmed on 10 and 16 November": of which, nothing says
            happened = self.parts.assignment.told(text, self.parts.dates.find(text, now), now)
            events += [mention.text for mention in happened if mention.value and mention.value[:10] not in days and mention.text not in events]
        takes_money = any(spec.kind == "money" for one in rule.inputs for spec in one.parts)
        summed = self.parts.multiples.told(text)  # the price of one of several has gone into their sum
        amounts = [
            number
            for number in self.parts.amounts.find(text)
            if number.unit == "eur" and takes_money and plain(number.value) not in told and not any(start <= number.start < end for start, end in summed)
        ]
        left = (*events, *(text[number.start : number.end] for number in amounts))
        # Where an input may be left out, what is told in other words may be just that one.
        unread = [spec for spec in rule.inputs if not (spec.is_clock or spec.name in found.inputs)]
        may_be_told = unread and not any(spec.required for spec in unread)
        return left or (self._remainder.find(rule.inputs, hints, text, now) if may_be_told else ())

    def _counted(self, unread: Sequence[InputSpec], hints: Hints, text: str, found: Reading) -> tuple[str, ...]:
        """The first unread count that a number could be meant for which nothing took ("rated 4.6 by 11 people").

        A message that tells nothing else may be a mere number: the reply to a question for another input.
        """
        counts = [spec for spec in unread if spec.kind == "int"]
        if not counts or not found.inputs:
            return ()
        dates = self.parts.dates
        days = [(day.start, day.end) for day in dates.find(text, datetime(2000, 1, 1))]  # noqa: DTZ001 - only the places matter
        taken = [*days, *((hour.start, hour.end) for hour in self.parts.hours.find(text)), *self.parts.multiples.told(text)]
        told = set(_scalars(list(found.inputs.values())))
        return tuple(spec.name for spec in counts if self.parts.figures.could_be(text, spec, _hint(hints, spec), taken, told))[:1]

    def answer(self, rule: Rule[Any, Any], spec: InputSpec, text: str, now: datetime) -> Reading:
        """The text as the reply to the question for one input."""
        text, hints = self.parts.corrections.made(self._plain(text)), self._hints.get(rule.id, {})
        if spec.kind in _DATED:
            return self._dated_answer(rule.inputs, hints, spec, text, now)
        value = self._answered(spec, _hint(hints, spec), text, now)
        return Reading({spec.name: value} if value is not None else {})

    def _answered(self, spec: InputSpec, hints: InputHints, text: str, now: datetime) -> Any:
        """The value that a reply gives an input that is no date; None when it gives none."""
        if spec.kind == "bool":
            return self._yes_or_no(spec, hints, text)
        if spec.kind == "list":
            return self._list_answer(spec, hints, text, now)
        meant = hints.meant(text, self._denial)
        if meant is not None:
            return meant
        vocabulary = self._vocabularies.get(spec.vocabulary)
        if vocabulary and (chosen := vocabulary.choose(text, self._denial)):
            return chosen
        if spec.kind in _NUMERIC:
            if (count := self.replies.count(text)) is not None:
                return count
            every = self.parts.amounts.find(text, words=True)
            return plain(every[0].value) if len(every) == 1 else None
        if spec.kind == "country":
            return self.parts.countries.one(text, "any")
        if spec.kind in ("string", "place"):
            return self._stated(spec, hints, text, now) or text.strip() or None
        return self._stated(spec, hints, text, now)

    def beside_numbers(self, spec: InputSpec, text: str) -> str:
        """What a reply says beside the numbers for an input that takes some; empty for any other input."""
        text = self._plain(text)
        ends = [0, *(place for number in self.parts.amounts.find(text, words=True) for place in (number.start, number.end)), len(text)]
        between = zip(ends[::2], ends[1::2], strict=True)
        return " ".join(text[start:end] for start, end in between) if _is_numeric(spec) else ""

    def names_a_date(self, rule: Rule[Any, Any], text: str) -> bool:
        """Whether the text says of which input a date in it would be ("it was paid on")."""
        dated = [_hint(self._hints.get(rule.id, {}), spec) for spec in rule.inputs if spec.kind in _DATED and not spec.is_clock]
        return any(pattern.search(text) for hints in dated for pattern in (hints.cue, hints.deciding) if pattern)

    def another_hour(self, rule: Rule[Any, Any], text: str, earlier: Mapping[str, Any], now: datetime) -> Reading:
        """The one moment known so far with the hour that a text names without a day ("wait, 8pm"); nothing where that is not clear."""
        timed = [spec for spec in rule.inputs if spec.kind in ("datetime", "date_or_datetime") and not spec.is_clock and spec.name in earlier]
        told = self.parts.hours.find(text)
        if len(timed) != 1 or len(told) != 1 or self.parts.dates.find(text, now):
            return Reading()
        return self.answer(rule, timed[0], f"{str(earlier[timed[0].name])[:10]} {text[told[0].start : told[0].end]}", now)

    def amended(self, rule: Rule[Any, Any], text: str, earlier: Mapping[str, Any], now: datetime) -> Amended:
        """What the one number of a short message changes in the inputs known so far ("no, 4 lamps")."""
        text, hints = self._plain(text), self._hints.get(rule.id, {})
        known = {spec: _hint(hints, spec) for spec in rule.inputs if not spec.is_clock and earlier.get(spec.name) is not None}
        return self._amendment.of(text, known, earlier, lambda fields, own: self._read(fields, own, text, now).inputs)

    def _yes_or_no(self, spec: InputSpec, hints: InputHints, text: str) -> bool | None:
        """A plain yes or no, or what means it; None when the two contradict each other."""
        plain = True if self.replies.agreed.match(text) else False if self.replies.denied.match(text) else None
        meant = self._flag(hints, text)
        if plain is None or meant is None:
            return meant if plain is None else plain
        return plain if plain == meant else None

    def _list_answer(self, spec: InputSpec, hints: InputHints, text: str, now: datetime) -> list[Any] | None:
        """Every item named in a reply, whatever cues the sentence lacks; all of them, or none."""
        vocabulary, item = self._vocabularies.get(spec.vocabulary), spec.item
        if self.replies.empty.match(text):
            return []
        if vocabulary and item and self.replies.everything.match(text) and not vocabulary.find(text):
            return list(item.choices)
        if vocabulary and (named := _codes(vocabulary.affirmed(text, self._denial))):
            return named
        found: list[Any] | None = self._stated(spec, hints, text, now)
        if found is None and item and item.kind in _NUMERIC:
            found = [plain(number.value) for number in self.parts.amounts.find(text)] or None
        if found is None and item and item.kind == "string" and not hints.reads:
            found = [part.strip() for part in text.split(",") if part.strip()]
        return found

    def _stated(self, spec: InputSpec, hints: InputHints, text: str, now: datetime) -> Any:
        """What the text says about an input that is neither a date nor a number with a cue; None when it says nothing."""
        text = _heard(spec, hints, text)
        captured = captures.find(text, hints.captured) if spec.kind in ("string", "place", "number") else None
        if spec.kind in ("string", "place") and captured and _is_quoted(text, captured):
            return captured  # a name between quotation marks is the surest there is
        if spec.kind != "list" and (meant := hints.meant(text, self._denial)) is not None:
            return meant
        if hints.places and (place := self.parts.countries.told(text, hints.places)):
            return place
        if spec.kind == "bool":
            return self.parts.market.is_first(text, hints) if hints.reads == "market" else self._flag(hints, text)
        if spec.kind == "list":
            return self._stated_list(spec, hints, text, now)
        if hints.country_role:
            return self.parts.countries.one(text, hints.country_role, hints.cue)
        if spec.kind == "month":
            return self.parts.months.find(text, now)
        if hints.reads == "year":  # "Black Friday 2026 … last year I sold": a year in figures is the one meant
            return None if self.parts.figures.is_cued(text, hints) else self.parts.months.told_year(text, now)
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
            whole = self.parts.multiples.summed(text) if hints.totals else text
            found = self.parts.records.find(whole, item.fields, hints, lambda part: self._read(item.fields, hints.fields, part, now).inputs)
            return found or ([] if hints.empty and hints.empty.search(text) else None)
        if hints.reads == "countries":
            return list(self.parts.countries.find(text)) or None
        if hints.reads == "dates":
            days = [str(mention.value)[:10] for mention in self.parts.assignment.told(text, self.parts.dates.find(text, now), now)]
            code = hints.meant(text, self._denial)
            listed: list[Any] = days + ([code] if code is not None else [])
            if (hints.open and hints.open.search(text)) or self.parts.records.announced(text) not in (None, len(listed)):
                return None
            return listed or None
        if vocabulary is None:
            return None
        named = vocabulary.affirmed(text, self._denial)
        if hints.cues:
            return self.parts.holdings.held(text, hints, named, _codes(named) or [])
        if hints.open and hints.open.search(text):
            return None
        counted = [found for found in named if not _is_ignored(text, found, hints)]
        return _codes(counted) or ([] if hints.empty and hints.empty.search(text) else None)

    def _read_dates(self, specs: Sequence[InputSpec], hints: Hints, text: str, now: datetime, found: Reading) -> None:
        dated = {spec.name: spec for spec in specs if spec.kind in _DATED and not spec.is_clock}
        assigned = self._assigned(dated.values(), hints, text, now)
        for name, mention in (dict(assigned.by_input) | self._span(dated, hints, text, now)).items():
            _place(found, dated[name], mention)
        clock = next((spec for spec in specs if spec.is_clock and spec.kind in _DATED), None)
        if any(_hint(hints, spec).reads == "dates" or _holds_dates(spec) for spec in specs) or (
            not dated and clock and (clock.kind == "date" or not clock.required)
        ):  # then a date is one of the list, unless it is called today
            assigned = replace(assigned, present=self.parts.assignment.present(text, self.parts.dates.find(text, now)))
        if clock and assigned.present and (assigned.present.timed or clock.kind != "datetime"):
            _place(found, clock, assigned.present)
        elif clock and assigned.present and assigned.present.value and not dated:
            # "On Friday, if I write at 17:00": the only hour is meant. "Is the chat open on Saturday?": noon stands for the day.
            hours = [hour.value for hour in self.parts.hours.find(text) if hour.value]
            found.inputs[clock.name] = f"{assigned.present.value}T{hours[0] if len(hours) == 1 else '12:00'}"
            found.assumed[assigned.present.text] = found.inputs[clock.name]

    def _dated_answer(self, specs: Sequence[InputSpec], hints: Hints, spec: InputSpec, text: str, now: datetime) -> Reading:
        found = Reading()
        if (meant := _hint(hints, spec).meant(text, self._denial)) is not None:
            return Reading({spec.name: meant})
        dated = [other for other in specs if other.kind in _DATED and not other.is_clock]
        assigned = self._assigned(dated, hints, text, now, spec.name if not spec.is_clock else "")
        own, lean = assigned.by_input.get(spec.name), _hint(hints, spec).lean
        if own is None:  # a date that another input's cue claims is no reply to this question
            others = {(mention.start, mention.end) for mention in assigned.by_input.values()}
            mentions = [m for m in self.parts.dates.find(text, now, lean) if (m.start, m.end) not in others]
            own = mentions[0] if mentions else None
        if own:
            _place(found, spec, own)
        elif not assigned.by_input and not self._read([other for other in specs if other.kind not in _DATED], hints, text, now).inputs:
            # Spelt-out dates and the like; only for a reply that is meant as a date.
            settings = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": lean, "RELATIVE_BASE": now, "REQUIRE_PARTS": ["day"]}
            parsed = dateparser.parse(text, languages=list(self.parts.grammar.locales), settings=settings)
            if parsed:
                found.inputs[spec.name] = parsed.date().isoformat()
                found.assumed[text.strip()] = parsed.date().isoformat()
        return found

    def _assigned(self, specs: Iterable[InputSpec], hints: Hints, text: str, now: datetime, asked: str = "") -> Assigned:
        wanted, dates = {spec.name: _hint(hints, spec) for spec in specs}, self.parts.dates
        if not wanted:
            return Assigned({}, next(iter(dates.find(text, now, "future")), None) or self._hour_of_today(text, now), ())
        by_lean = {lean: dates.find(text, now, lean) for lean in {hint.lean for hint in wanted.values()}}
        return self.parts.assignment.assign(text, {name: by_lean[hint.lean] for name, hint in wanted.items()}, wanted, now, asked)

    def _span(self, specs: Iterable[str], hints: Hints, text: str, now: datetime) -> dict[str, Mention]:
        """The ends of a span of days, for inputs that take them."""
        ends = {hint.reads: name for name in specs if (hint := hints.get(name)) and hint.reads in ("span_start", "span_end")}
        span = self.parts.spans.find(text, now) if ends else None
        return {ends[end]: mention for end, mention in zip(("span_start", "span_end"), span, strict=True) if end in ends} if span else {}

    def _hour_of_today(self, text: str, now: datetime) -> Mention | None:
        """An hour that is named without a day ("open at 7pm?")."""
        told = [hour for hour in self.parts.hours.find(text) if hour.value]
        if len(told) != 1:
            return None
        return Mention(told[0].start, told[0].end, text[told[0].start : told[0].end], f"{now.date().isoformat()}T{told[0].value}")

    def _flag(self, hints: InputHints, text: str) -> bool | None:
        """What the patterns for yes and no say; None when they say nothing, or both, or only what the seller does not know."""
        denied, agreed = (
            pattern is not None and any(is_said(text, match, self._denial) for match in pattern.finditer(text)) for pattern in (hints.denied, hints.agreed)
        )
        return None if denied == agreed else agreed

    def _plain(self, text: str) -> str:
        """The text with plain apostrophes, "EUR 90" as "€90", and without "about" before an amount: both would stand between a number and its cue."""
        words = self.parts.grammar.amounts
        return words.about.sub("", words.currency_first.sub("€", text.replace("’", "'")))


def _believed(found: Reading, specs: Sequence[InputSpec], hints: Hints, text: str) -> Reading:
    """The reading without values that nothing tells to be of their input, where that can be left out and refuses them.

    "Is 11.11 on a Wednesday?" names no minute at which something was uploaded.
    """
    optional = [spec for spec in specs if spec.name in found.inputs and not (spec.required or spec.is_clock or spec.leans_on_parameters)]
    uncued = [spec for spec in optional if not any(cue.search(text) for cue in (_hint(hints, spec).cue, _hint(hints, spec).deciding) if cue)]
    refused = {spec.name for spec in uncued if parse(spec, found.inputs[spec.name])[1]}
    inputs = {name: value for name, value in found.inputs.items() if name not in refused}
    return replace(found, inputs=inputs, assumed={said: value for said, value in found.assumed.items() if value in inputs.values()}) if refused else found


def _of_form(rule: Rule[Any, Any], filled_in: str, inputs: Mapping[str, Any]) -> Reading:
    """What a form has for a rule; nothing of a form of another rule, and nothing that a form does not ask for."""
    asked = {spec.name for spec in rule.inputs if not spec.is_clock}
    return Reading({name: value for name, value in inputs.items() if name in asked} if filled_in == rule.id else {})


def _holds_dates(spec: InputSpec) -> bool:
    return spec.item is not None and any(field.kind in _DATED for field in spec.item.fields)


def _scalars(value: object) -> Iterable[object]:
    """Every value inside lists and objects."""
    if isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _scalars(inner)
    else:
        yield value


def _hint(hints: Hints, spec: InputSpec) -> InputHints:
    return hints.get(spec.name) or InputHints()


def _is_quoted(text: str, name: str) -> bool:
    """Whether a name stands between quotation marks."""
    place = text.find(name)
    return place > 0 and text[place - 1] in _QUOTES and text[place + len(name) : place + len(name) + 1] in _QUOTES


def _heard(spec: InputSpec, hints: InputHints, text: str) -> str:
    """The text without what names nothing of an input that is one of a few."""
    return hints.heard(text) if spec.kind in ("bool", "enum") else text


def _is_numeric(spec: InputSpec) -> bool:
    """Whether it takes numbers that stand near a cue: a number, or a list of them."""
    return spec.kind in _NUMERIC or (spec.kind == "list" and spec.item is not None and spec.item.kind in _NUMERIC)


def _codes(named: Sequence[Named]) -> list[str] | None:
    return list(dict.fromkeys(found.code for found in named)) or None


def _is_ignored(text: str, named: Named, hints: InputHints) -> bool:
    """Whether a word stands where it names nothing: in the first group of a pattern, or anywhere in it."""
    spans = (match.span(1 if pattern.groups else 0) for pattern in hints.ignored for match in pattern.finditer(text))
    return any(start < named.end and named.start < end for start, end in spans)


def _place(found: Reading, spec: InputSpec, mention: Mention) -> None:
    if mention.value is None:
        found.unusable[spec.name] = mention.text
        return
    found.inputs[spec.name] = mention.value[:10] if spec.kind == "date" else mention.value
    if mention.assumed:
        found.assumed[mention.text] = found.inputs[spec.name]


def _is_remote(value: str, now: datetime) -> bool:
    return now.date() - date.fromisoformat(value[:10]) >= _REMOTE

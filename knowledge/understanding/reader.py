"""From a seller's words to the inputs of one rule.

Gives only what is said; an input whose value cannot be used is reported, never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.rule import Rule
from knowledge.search.slots import Heard
from knowledge.understanding import filled
from knowledge.understanding.amendment import Amended, Amendment
from knowledge.understanding.answering import Answering
from knowledge.understanding.hints import InputHints
from knowledge.understanding.kinds import DATED, Hints, hint_of
from knowledge.understanding.leftovers import Leftovers
from knowledge.understanding.parts import Parts
from knowledge.understanding.reading import Reading
from knowledge.understanding.replies import ReplyPatterns
from knowledge.understanding.statements import Statements, heard
from knowledge.understanding.suppositions import Suppositions
from knowledge.understanding.vocabulary import Vocabulary
from knowledge.values import parse

_BARE_HOUR = re.compile(r"\W*(?P<hour>\d{1,2})(?:[.,:](?P<minute>\d\d))?\W*")
_HOURS_OF_DAY, _MINUTES_OF_HOUR = 24, 60
_REMOTE = timedelta(days=300)
"""From so long ago, the same day of this or the next year is much nearer."""


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
        self._hints, self.replies, self.parts, self._mend, self._unheard = hints, replies, parts, mend, unheard
        self._denial, self._amendment = parts.grammar.denial, Amendment(parts.grammar, parts.amounts, parts.figures, replies)
        self._statements = Statements(vocabularies, parts)
        self._answering = Answering(vocabularies, replies, parts, self._statements)
        self._leftovers, self._suppositions = Leftovers(vocabularies, parts, self._statements), Suppositions(parts)

    def read(self, rule: Rule[Any, Any], text: str, now: datetime, hear: Callable[[str, str], Heard] | None = None) -> Reading:
        """Everything the text says about the rule's inputs; clock inputs only where it says what time it is.

        `hear` gives what a text probably tells the rule of that id; what it alone hears is supposed.
        """
        if form := filled.read(text):
            return _of_form(rule, *form)
        written, hints = text, self._hints.get(rule.id, {})
        text, of_others = self.parts.hearsay.without(self.parts.corrections.made(self._plain(written)))
        found = _believed(self._statements.read(rule.inputs, hints, text, now), rule.inputs, hints, text)
        found.inputs.update(self._verbatim(rule.inputs, hints, written, now, found.inputs))
        mended = self._mend(text)
        if mended != text:
            choices = [spec for spec in rule.inputs if spec.kind in ("bool", "enum") and spec.name not in found.inputs]
            more = {spec.name: value for spec in choices if (value := self._statements.stated(spec, hint_of(hints, spec), mended, now)) is not None}
            found = replace(found, inputs=found.inputs | more)
        if hear:
            found = self._suppositions.beside(found, hear(rule.id, text), rule.inputs, hints, text, now=now)
        unread = [spec for spec in rule.inputs if not (spec.required or spec.is_clock or spec.name in found.inputs or spec.name in found.unusable)]
        told = {spec: heard(spec, hint_of(hints, spec), mended) for spec in unread}
        spoken_of = (spec.name for spec in unread if hint_of(hints, spec).is_mentioned(told[spec], self._denial, happens=spec.kind in DATED))
        doubtful = tuple(dict.fromkeys((*found.doubtful, *spoken_of))) or self._leftovers.counted(unread, hints, text, found)
        remote = tuple(said for said, value in found.assumed.items() if value in found.inputs.values() and _is_remote(value, now))
        partial = (*unread, *(spec for spec in rule.inputs if spec.kind == "list"))  # of a list, a part may be what was read
        half_heard = bool(found.inputs) and any(spec.name in self._unheard.get(rule.id, ()) for spec in partial)
        return replace(
            found, doubtful=doubtful, spare=(*of_others, *self._leftovers.spare(rule, hints, text, now, found)), remote=remote, half_heard=half_heard
        )

    def denied(self, rule: Rule[Any, Any], text: str) -> frozenset[str]:
        """The inputs that are days of something which the text says does not happen."""
        text, hints = self._plain(text), self._hints.get(rule.id, {})
        return frozenset(spec.name for spec in rule.inputs if spec.kind in DATED and hint_of(hints, spec).is_denied(text, self._denial))

    def answer(self, rule: Rule[Any, Any], spec: InputSpec, text: str, now: datetime) -> Reading:
        """The text as the reply to the question for one input."""
        plain, hints = self.parts.corrections.made(self._plain(text)), self._hints.get(rule.id, {})
        if spec.kind in DATED:
            return self._answering.day(rule.inputs, hints, spec, plain, now)
        value = self._answering.value(spec, hint_of(hints, spec), plain, now)
        if isinstance(value, str) and spec.kind == "string" and (written := self._answering.value(spec, hint_of(hints, spec), text, now)):
            value = written if self._plain(written) == value else value
        return Reading({spec.name: value} if value is not None else {})

    def beside_numbers(self, spec: InputSpec, text: str) -> str:
        """What a reply says beside the numbers for an input that takes some; empty for any other input."""
        return self._answering.beside_numbers(spec, self._plain(text))

    def names_a_date(self, rule: Rule[Any, Any], text: str) -> bool:
        """Whether the text says of which input a date in it would be ("it was paid on")."""
        dated = [hint_of(self._hints.get(rule.id, {}), spec) for spec in rule.inputs if spec.kind in DATED and not spec.is_clock]
        return any(pattern.search(text) for hints in dated for pattern in (hints.cue, hints.deciding) if pattern)

    def another_hour(self, rule: Rule[Any, Any], text: str, earlier: Mapping[str, Any], now: datetime) -> Reading:
        """The one moment known so far with the hour that a text names without a day ("wait, 8pm"); nothing where that is not clear."""
        timed = [spec for spec in rule.inputs if spec.kind in ("datetime", "date_or_datetime") and not spec.is_clock and spec.name in earlier]
        told = self.parts.hours.find(text)
        if len(timed) != 1 or len(told) != 1 or self.parts.dates.find(text, now):
            return Reading()
        return self.answer(rule, timed[0], f"{str(earlier[timed[0].name])[:10]} {text[told[0].start : told[0].end]}", now)

    def at_hour(self, day: date, text: str, now: datetime) -> str:
        """A day told before at the one hour that a reply to "at what time?" names, in any place of it or as a bare number (YYYY-MM-DDTHH:MM).

        The day alone for a bare number that is no hour; empty where the reply names none, several, or a day of its own.
        """
        if bare := _BARE_HOUR.fullmatch(text):
            hour, minute = int(bare["hour"]), int(bare["minute"] or 0)
            return day.isoformat() + (f"T{hour:02d}:{minute:02d}" if hour < _HOURS_OF_DAY and minute < _MINUTES_OF_HOUR else "")
        told = self.parts.hours.find(text)
        if len(told) != 1 or not told[0].value:
            return ""
        rest = f"{text[: told[0].start]} {text[told[0].end :]}"
        return "" if self.parts.dates.find(rest, now) else f"{day.isoformat()}T{self.parts.hours.beside(told[0], rest)}"

    def amended(self, rule: Rule[Any, Any], text: str, earlier: Mapping[str, Any], now: datetime) -> Amended:
        """What the one number of a short message changes in the inputs known so far ("no, 4 lamps")."""
        text, hints = self._plain(text), self._hints.get(rule.id, {})
        known = {spec: hint_of(hints, spec) for spec in rule.inputs if not spec.is_clock and earlier.get(spec.name) is not None}
        return self._amendment.of(text, known, earlier, lambda fields, own: self._statements.read(fields, own, text, now).inputs)

    def _verbatim(self, specs: Sequence[InputSpec], hints: Hints, written: str, now: datetime, read: Mapping[str, Any]) -> dict[str, Any]:
        """The texts that were read, letter by letter as they are written: a title is counted and checked so."""
        texts = [spec for spec in specs if spec.kind == "string" and spec.name in read]
        told = {spec.name: self._statements.stated(spec, hint_of(hints, spec), written, now) for spec in texts}
        return {name: value for name, value in told.items() if isinstance(value, str) and self._plain(value) == read[name]}

    def _plain(self, text: str) -> str:
        """The text with plain apostrophes, "dont" as "don't", "EUR 90" as "€90", "90e" as "90€", and without "about" before an amount.

        The last of these would stand between a number and its cue.
        """
        words = self.parts.grammar.amounts
        denied = self.parts.grammar.contracted.sub(lambda verb: f"{verb[1]}n't", text.replace("’", "'"))
        return words.about.sub("", words.currency_letter.sub("€", words.currency_first.sub("€", denied)))


def _believed(found: Reading, specs: Sequence[InputSpec], hints: Hints, text: str) -> Reading:
    """The reading without values that nothing tells to be of their input, where that can be left out and refuses them.

    "Is 11.11 on a Wednesday?" names no minute at which something was uploaded.
    """
    optional = [spec for spec in specs if spec.name in found.inputs and not (spec.required or spec.is_clock or spec.leans_on_parameters)]
    uncued = [spec for spec in optional if not any(cue.search(text) for cue in (hint_of(hints, spec).cue, hint_of(hints, spec).deciding) if cue)]
    refused = {spec.name for spec in uncued if parse(spec, found.inputs[spec.name])[1]}
    inputs = {name: value for name, value in found.inputs.items() if name not in refused}
    return replace(found, inputs=inputs, assumed={said: value for said, value in found.assumed.items() if value in inputs.values()}) if refused else found


def _of_form(rule: Rule[Any, Any], filled_in: str, inputs: Mapping[str, Any]) -> Reading:
    """What a form has for a rule; nothing of a form of another rule, and nothing that a form does not ask for."""
    asked = {spec.name for spec in rule.inputs if not spec.is_clock}
    return Reading({name: value for name, value in inputs.items() if name in asked} if filled_in == rule.id else {})


def _is_remote(value: str, now: datetime) -> bool:
    return now.date() - date.fromisoformat(value[:10]) >= _REMOTE

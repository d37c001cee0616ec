"""What a text tells that no input took: days, amounts and counts of which one may have been meant.

Decides nothing: what is left over is read back to the seller, or asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.rule import Rule
from knowledge.understanding.amounts import Amount
from knowledge.understanding.figures import plain
from knowledge.understanding.kinds import DATED, NUMERIC, Hints, hint_of, holds_dates, scalars
from knowledge.understanding.parts import Parts
from knowledge.understanding.reading import Reading
from knowledge.understanding.remainder import Remainder
from knowledge.understanding.statements import Statements
from knowledge.understanding.vocabulary import Vocabulary

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIMED = ("datetime", "date_or_datetime")


class Leftovers:
    """Finds what is left of texts in one language."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], parts: Parts, statements: Statements) -> None:
        self._parts, self._vocabularies, self._statements = parts, vocabularies, statements
        self._remainder = Remainder(parts, vocabularies)

    def spare(self, rule: Rule[Any, Any], hints: Hints, text: str, now: datetime, found: Reading) -> tuple[str, ...]:
        """Days of events without a cue for any input beside days that have one, and amounts of money that no input took."""
        told = set(scalars(list(found.inputs.values())))
        days = {str(value)[:10] for value in told} | {now.date().isoformat()}
        assigned = self._statements.assigned([spec for spec in rule.inputs if spec.kind in DATED and not spec.is_clock], hints, text, now)
        events = [mention.text for mention in assigned.spare if mention.value and mention.value[:10] not in days] if assigned.by_input else []
        if any(holds_dates(spec) for spec in rule.inputs):  # "two sales …, confirmed on 10 and 16 November": of which, nothing says
            happened = self._parts.assignment.told(text, self._parts.dates.find(text, now), now)
            events += [mention.text for mention in happened if mention.value and mention.value[:10] not in days and mention.text not in events]
        takes_money = any(spec.kind == "money" for one in rule.inputs for spec in one.parts)
        summed = self._parts.multiples.told(text)  # the price of one of several has gone into their sum
        amounts = [
            number
            for number in self._parts.amounts.find(text)
            if number.unit == "eur" and takes_money and plain(number.value) not in told and not any(start <= number.start < end for start, end in summed)
        ]
        amounts += [*self._of_many(rule, text, found), *self._unexplained(rule, text, found, told)]
        things = [*self._hours(rule, text, told), *self._named(rule, hints, text, told)]
        left = (*events, *things, *(text[number.start : number.end] for number in sorted(amounts, key=lambda number: number.start)))
        # Where an input may be left out, what is told in other words may be just that one.
        unread = [spec for spec in rule.inputs if not (spec.is_clock or spec.name in found.inputs)]
        may_be_told = unread and not any(spec.required for spec in unread)
        return left or (self._remainder.find(rule.inputs, hints, text, now) if may_be_told else ())

    def _hours(self, rule: Rule[Any, Any], text: str, told: Collection[object]) -> list[str]:
        """The hours that no moment took, where a day without its hour was read for one, and those that may be meant after noon."""
        hours = self._parts.hours.find(text)
        days = {value for value in told if isinstance(value, str) and _DAY.fullmatch(value)}
        taken = {value[-5:] for value in told if isinstance(value, str) and "T" in value}
        takes_more = bool(days) and any(spec.kind in _TIMED and not spec.is_clock for spec in rule.inputs)
        left = (hour for hour in hours if (hour.is_vague if hour.value in taken else takes_more and hour.value))
        return [text[hour.start : hour.end] for hour in left]

    def _named(self, rule: Rule[Any, Any], hints: Hints, text: str, told: Collection[object]) -> list[str]:
        """The things named that stand in no list, of the kind that several lists take: whose number "packaging" is, may have been missed."""
        lists = [spec for spec in rule.inputs if spec.kind == "list" and spec.vocabulary in self._vocabularies and hint_of(hints, spec).cues]
        words = dict.fromkeys(spec.vocabulary for spec in lists)
        named = [found for name in words for found in self._vocabularies[name].affirmed(text, self._parts.grammar.denial)]
        return list(dict.fromkeys(text[found.start : found.end] for found in named if found.code not in told))

    def _of_many(self, rule: Rule[Any, Any], text: str, found: Reading) -> list[Amount]:
        """The only number of a list where it is that of each of several."""
        lists = [found.inputs.get(spec.name, ()) for spec in rule.inputs if spec.item is not None and spec.item.kind in NUMERIC]
        only = [values[0] for values in lists if len(values) == 1]
        return [number for number in self._parts.amounts.find(text) if plain(number.value) in only and self._parts.figures.is_of_many(text, number)]

    def _unexplained(self, rule: Rule[Any, Any], text: str, found: Reading, told: Collection[object]) -> list[Amount]:
        """The bare numbers that nothing has taken, where an input could have had one, be it as a day ("and the code only on 26")."""
        wanting = [spec for spec in rule.inputs if not spec.is_clock and (spec.name not in found.inputs or spec.kind == "list")]
        if not any(part.kind in DATED | NUMERIC for spec in wanting for part in spec.parts):
            return []
        taken = self._parts.places_of_time(text) + self._parts.multiples.told(text)
        named = [value for value in told if isinstance(value, str)]
        return [
            number
            for number in self._parts.amounts.find(text)
            if not number.unit
            and plain(number.value) not in told
            and not any(start <= number.start < end for start, end in taken)
            and not any(text[number.start : number.end] in name for name in named)
            and not self._parts.figures.is_counted(text, number)
        ]

    def counted(self, unread: Sequence[InputSpec], hints: Hints, text: str, found: Reading) -> tuple[str, ...]:
        """The first unread count that a number could be meant for which nothing took ("rated 4.6 by 11 people").

        A message that tells nothing else may be a mere number: the reply to a question for another input.
        """
        counts = [spec for spec in unread if spec.kind == "int"]
        if not counts or not found.inputs:
            return ()
        taken = self._parts.places_of_time(text) + self._parts.multiples.told(text)
        told = set(scalars(list(found.inputs.values())))
        return tuple(spec.name for spec in counts if self._parts.figures.free(text, spec, hint_of(hints, spec), taken, told))[:1]

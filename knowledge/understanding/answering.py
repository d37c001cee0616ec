"""A text as the reply to the question for one input: more can be meant by it than where nothing was asked.

Gives None for a reply that gives no value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import dateparser

from knowledge.inputs import InputSpec
from knowledge.understanding.figures import plain
from knowledge.understanding.hints import InputHints
from knowledge.understanding.kinds import DATED, NUMERIC, Hints, hint_of, is_numeric
from knowledge.understanding.parts import Parts
from knowledge.understanding.reading import Reading
from knowledge.understanding.replies import ReplyPatterns
from knowledge.understanding.statements import Statements, codes_of, place
from knowledge.understanding.vocabulary import Vocabulary


class Answering:
    """Reads replies in one language."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], replies: ReplyPatterns, parts: Parts, statements: Statements) -> None:
        self._vocabularies, self._replies, self._parts, self._statements = vocabularies, replies, parts, statements
        self._denial = parts.grammar.denial

    def value(self, spec: InputSpec, hints: InputHints, text: str, now: datetime) -> Any:
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
        if spec.kind in NUMERIC:
            if (count := self._replies.count(text)) is not None:
                return count
            every = self._parts.amounts.find(text, words=True)
            return plain(every[0].value) if len(every) == 1 and self._parts.figures.is_of_unit(every[0], spec) else None
        if spec.kind == "country":
            return self._parts.countries.one(text, "any")
        if spec.kind in ("string", "place"):
            return self._statements.stated(spec, hints, text, now) or (None if self._is_mere_yes_or_no(text) else text.strip() or None)
        return self._statements.stated(spec, hints, text, now)

    def beside_numbers(self, spec: InputSpec, text: str) -> str:
        """What a reply says beside the numbers for an input that takes some; empty for any other input."""
        ends = [0, *(place for number in self._parts.amounts.find(text, words=True) for place in (number.start, number.end)), len(text)]
        between = zip(ends[::2], ends[1::2], strict=True)
        return " ".join(text[start:end] for start, end in between) if is_numeric(spec) else ""

    def _is_mere_yes_or_no(self, text: str) -> bool:
        """Whether a reply says nothing but yes or no: the title of no product."""
        opened = self._replies.agreed.match(text) or self._replies.denied.match(text)
        return opened is not None and not any(character.isalnum() for character in text[opened.end() :])

    def _yes_or_no(self, spec: InputSpec, hints: InputHints, text: str) -> bool | None:
        """A plain yes or no, or what means it; None when the two contradict each other."""
        plain = True if self._replies.agreed.match(text) else False if self._replies.denied.match(text) else None
        meant = self._statements.flag(hints, text)
        if plain is None or meant is None:
            return meant if plain is None else plain
        return plain if plain == meant else None

    def _list_answer(self, spec: InputSpec, hints: InputHints, text: str, now: datetime) -> list[Any] | None:
        """Every item named in a reply, whatever cues the sentence lacks; all of them, or none."""
        vocabulary, item = self._vocabularies.get(spec.vocabulary), spec.item
        if self._replies.empty.match(text):
            return []
        if vocabulary and item and self._replies.everything.match(text) and not vocabulary.find(text):
            return list(item.choices)
        if vocabulary and (named := codes_of(vocabulary.affirmed(text, self._denial))):
            return named
        found: list[Any] | None = self._statements.stated(spec, hints, text, now)
        if found is None and item and item.kind in NUMERIC:
            found = [plain(number.value) for number in self._parts.amounts.find(text)] or None
        if found is None and item and item.kind == "string" and not hints.reads:
            found = [part.strip() for part in text.split(",") if part.strip()]
        return found

    def day(self, specs: Sequence[InputSpec], hints: Hints, spec: InputSpec, text: str, now: datetime) -> Reading:
        """The day that a reply gives an input, or a value that is no day; an empty reading when it gives none."""
        found = Reading()
        if (meant := hint_of(hints, spec).meant(text, self._denial)) is not None:
            return Reading({spec.name: meant})
        dated = [other for other in specs if other.kind in DATED and not other.is_clock]
        assigned = self._statements.assigned(dated, hints, text, now, spec.name if not spec.is_clock else "")
        own, lean = assigned.by_input.get(spec.name), hint_of(hints, spec).lean
        if own is None:  # a date that another input's cue claims is no reply to this question
            others = {(mention.start, mention.end) for mention in assigned.by_input.values()}
            mentions = [m for m in self._parts.dates.find(text, now, lean) if (m.start, m.end) not in others]
            own = mentions[0] if mentions else None
        if own:
            place(found, spec, own)
        elif not assigned.by_input and not self._statements.read([other for other in specs if other.kind not in DATED], hints, text, now).inputs:
            # Spelt-out dates and the like; only for a reply that is meant as a date.
            settings = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": lean, "RELATIVE_BASE": now, "REQUIRE_PARTS": ["day"]}
            parsed = dateparser.parse(text, languages=list(self._parts.grammar.locales), settings=settings)
            if parsed:
                found.inputs[spec.name] = parsed.date().isoformat()
                found.assumed[text.strip()] = parsed.date().isoformat()
        return found

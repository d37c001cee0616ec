"""Notices of the platform that a seller pastes: a sanction, a dispute, a call for evidence, an invitation to a promotion.

Takes nothing for a notice but a text with several marks of one kind; what it reads is shown to the seller before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.rulebook import RuleBook
from knowledge.understanding.days import Lean
from knowledge.understanding.phrasings import NoticeKind
from knowledge.understanding.reader import Reader
from knowledge.understanding.reading import Reading

_BEHIND_LABEL = 16  # characters between a label and its date
_REST = 60  # characters behind a label in which its date is looked for
_SHORTEST = 12  # words; a notice says more than that
_READ = 2000  # characters of a notice that are read like any message; labels are found anywhere
_EMPTY_REST = re.compile(r"[\s:|>*\-–—]*\n")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it was read: its kind, the rule that computes from it, the inputs, and the time that it gives, word for word.

    `others` tells that the text seems to hold more than this one.
    """

    kind: str
    rule: str
    reading: Reading
    window: str
    others: bool = False


class Notices:
    """Knows the kinds of notices whose rule there is."""

    def __init__(self, kinds: Mapping[str, NoticeKind], rules: RuleBook, reader: Reader) -> None:
        built = {rule.id for rule in rules}
        self._kinds = {name: kind for name, kind in kinds.items() if kind.rule in built}
        self._rules, self._reader, self._parts = rules, reader, reader.parts
        self._words = reader.parts.grammar.notices

    def read(self, text: str, now: datetime) -> Notice | None:
        """The notice that a message holds, the first of several; None when it holds none."""
        parts = self._split(text)
        found = [(name, part) for part in parts if (name := self._kind(part))]
        if not found and len(parts) > 1 and (name := self._kind(text)):
            found = [(name, text)]
        if not found:
            return None
        name, part = found[0]
        return replace(self._read(name, part if len(found) > 1 else text, now), others=len(found) > 1)

    def _kind(self, text: str) -> str:
        """The kind whose marks the text has most of; empty when it has too few of each."""
        if len(text.split()) < _SHORTEST:
            return ""
        name = max(self._kinds, key=lambda kind: self._kinds[kind].fits(text), default="")
        return name if name and self._kinds[name].fits(text) else ""

    def _read(self, name: str, text: str, now: datetime) -> Notice:
        kind = self._kinds[name]
        rule = self._rules.rule(kind.rule)
        found = self._reader.read(rule, text[:_READ], now)  # weighs every date against every cue: of a long text that takes minutes
        inputs, unusable = ({key: value for key, value in part.items() if key in kind.reads} for part in (found.inputs, found.unusable))
        reading = Reading(inputs, unusable)
        for field, patterns in kind.figures.items():
            if match := next(filter(None, (re.search(pattern, text, re.IGNORECASE) for pattern in patterns)), None):
                reading.inputs[field] = int(match[1])
        for field, meanings in kind.means.items():
            meant = {value for pattern, value in meanings.items() if re.search(rf"\b(?:{pattern})", text, re.IGNORECASE)}
            if len(meant) == 1:
                reading.inputs[field] = meant.pop()
        for field, labels in kind.dated.items():
            found_date = self._dated(text, labels, str(reading.inputs.get(field, "")), now, "future" if kind.ahead else "past")
            _place(reading, field, found_date, is_day=rule.input(field).kind == "date")
        window = next((_whole_words(text, match) for pattern in kind.window if (match := re.search(pattern, text, re.IGNORECASE))), "")
        if kind.days and (count := self._parts.windows.whole_days(window)):
            reading.inputs[kind.days] = count
        return Notice(name, kind.rule, reading, window)

    def _split(self, text: str) -> tuple[str, ...]:
        """The notices that a text may hold one after the other: each greets, or names a number of its own."""
        starts = [match.start() for match in self._words.greeting.finditer(text)]
        if len(starts) < 2:
            numbers: dict[str, str] = {}
            for match in self._words.numbered.finditer(text):
                if numbers.setdefault(match["what"].lower(), match["number"]) != match["number"]:
                    starts = [0, text.rfind("\n", 0, match.start()) + 1]
                    break
        if len(starts) < 2:
            return (text,)
        starts[0] = 0  # what stands above the first greeting is its heading
        return tuple(text[start:end] for start, end in zip(starts, (*starts[1:], len(text)), strict=True))

    def _dated(self, text: str, labels: tuple[str, ...], without: str, now: datetime, lean: Lean) -> tuple[str, str, bool] | None:
        """The date behind the best of the labels, the earliest of several; else the one that was read `without` a label. In the form of `in_paris`."""
        impossible = None
        for label in labels:
            told = list(self._behind(label, text, now, lean))
            usable = [found for found in told if found[0]]
            if usable:
                return min(usable)
            impossible = impossible or next(iter(told), None)
        if impossible:
            return impossible
        mention = next((found for found in self._parts.dates.find(text[:_READ], now, lean) if found.value and found.value == without), None)
        return self._parts.windows.in_paris(text, mention) if mention else None

    def _behind(self, label: str, text: str, now: datetime, lean: Lean) -> Iterator[tuple[str, str, bool]]:
        """The dates right behind a label ("Date of violation: 20/11/2026 10:00"), in Paris time, with their words; an impossible one is empty."""
        for match in re.finditer(rf"\b(?:{label})", text, re.IGNORECASE):
            rest = text[match.end() : match.end() + _REST]
            if empty := _EMPTY_REST.match(rest):  # a table whose cells were pasted one under the other
                rest = rest[empty.end() :]
            rest = rest.partition("\n")[0]
            mention = next((found for found in self._parts.dates.find(rest, now, lean) if found.start <= _BEHIND_LABEL), None)
            if mention and mention.value is None:
                yield "", mention.text, False
            elif mention:
                yield self._parts.windows.in_paris(rest, mention)


def _whole_words(text: str, match: re.Match[str]) -> str:
    """What was matched, in one line; a word that the pattern cuts is left out."""
    found = match.group()
    if text[match.end() : match.end() + 1].isalnum():
        found = found.rpartition(" ")[0]
    return " ".join(found.split()).rstrip(" ,;:|>")


def _place(reading: Reading, field: str, found: tuple[str, str, bool] | None, *, is_day: bool) -> None:
    """Sets an input to a date in the form of `in_paris`; one that does not exist is reported."""
    if found is None:
        return
    value, words, moved = found
    if not value:
        reading.inputs.pop(field, None)
        reading.unusable[field] = words
        return
    reading.unusable.pop(field, None)
    reading.inputs[field] = value[:10] if is_day else value
    if moved:
        reading.assumed[words] = reading.inputs[field]

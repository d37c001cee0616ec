"""Notices of the platform that a seller pastes: a sanction, a dispute, a call for evidence, an invitation to a promotion.

Takes nothing for a notice but a text with several marks of one kind; what it reads is shown to the seller before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from knowledge.rulebook import RuleBook
from knowledge.understanding import dates
from knowledge.understanding.phrasings import NoticeKind
from knowledge.understanding.reading import Reader, Reading

_BEHIND_LABEL = 16  # characters between a label and its date
_SHORTEST = 12  # words; a notice says more than that


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it was read: its kind, the rule that computes from it, the inputs, and the time that it gives, word for word."""

    kind: str
    rule: str
    reading: Reading
    window: str


class Notices:
    """Knows the kinds of notices whose rule there is."""

    def __init__(self, kinds: Mapping[str, NoticeKind], rules: RuleBook, reader: Reader) -> None:
        built = {rule.id for rule in rules}
        self._kinds = {name: kind for name, kind in kinds.items() if kind.rule in built}
        self._rules, self._reader = rules, reader

    def read(self, text: str, now: datetime) -> Notice | None:
        """The notice that a message holds; None when it holds none."""
        if len(text.split()) < _SHORTEST:
            return None
        name = max(self._kinds, key=lambda kind: self._kinds[kind].fits(text), default="")
        if not name or not self._kinds[name].fits(text):
            return None
        kind = self._kinds[name]
        reading = self._reader.read(self._rules.rule(kind.rule), text, now)
        inputs: dict[str, Any] = {**reading.inputs}
        for field, meanings in kind.means.items():
            found = {value for pattern, value in meanings.items() if re.search(rf"\b(?:{pattern})", text, re.IGNORECASE)}
            if len(found) == 1:
                inputs[field] = found.pop()
        for field, labels in kind.dated.items():
            spec = self._rules.rule(kind.rule).input(field)
            if value := next(filter(None, (_behind(label, text, now) for label in labels)), None):
                inputs[field] = value[:10] if spec.kind == "date" else value
        window = next((match.group().strip() for pattern in kind.window if (match := re.search(pattern, text, re.IGNORECASE))), "")
        return Notice(name, kind.rule, replace(reading, inputs=inputs), window)


def _behind(label: str, text: str, now: datetime) -> str | None:
    """The date right behind a label ("Date of violation: 20/11/2026 10:00")."""
    for match in re.finditer(rf"\b(?:{label})", text, re.IGNORECASE):
        rest = text[match.end() :].partition("\n")[0]
        found = next((mention for mention in dates.find(rest, now) if mention.start <= _BEHIND_LABEL), None)
        if found and found.value:
            return found.value
    return None

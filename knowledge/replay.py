"""Computes a receipt again and says whether the same bytes come out; where not, which parts differ.

Refuses what is no receipt of this format; changes nothing and keeps nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from knowledge import receipt
from knowledge.base import KnowledgeBase
from knowledge.clock import Clock
from knowledge.errors import InvalidFacts, KnowledgeError

_ANY_TIME = datetime(2015, 1, 1, tzinfo=UTC)  # a receipt names every input; the time of day is never looked at
_KEYS = frozenset({"format", "rule", "version", "today", "inputs"})


class NoReceipt(KnowledgeError):
    """A text that is no receipt that this version can compute again."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A receipt as it was given and as it is computed now, both in their one byte form."""

    rule: str
    given: bytes
    found: bytes
    differences: tuple[str, ...]
    """The keys whose values differ, in order; empty when the bytes are the same."""


def replay(text: str, base: KnowledgeBase) -> Replay:
    """Computes a receipt (JSON) again, as of its own day. Raises NoReceipt, UnknownRule and BadClock."""
    given = _read(text)
    inputs = {name: value for name, value in given["inputs"].items() if value is not None}
    clock = Clock.of(str(given["today"]), _ANY_TIME)
    speaker = base.speaking(receipt.language_of(given)).speaker
    try:
        computation = base.compute(str(given["rule"]), inputs, clock)
    except InvalidFacts as refused:
        rule = base.rules.rule(str(given["rule"]))
        raise NoReceipt(f"Its inputs cannot be computed any more: {speaker.problem(rule, refused.problems[0])}") from refused
    found: Mapping[str, Any] = speaker.rule_answer(computation).receipt or {}
    keys = [*given, *(key for key in found if key not in given)]
    differing = tuple(key for key in keys if receipt.canonical({key: given.get(key)}) != receipt.canonical({key: found.get(key)}))
    return Replay(str(given["rule"]), receipt.canonical(given), receipt.canonical(found), differing)


def _read(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as refused:
        raise NoReceipt("It is not valid JSON; give the receipt as it came from the assistant.") from refused
    if isinstance(given, dict) and isinstance(given.get("receipt"), dict):  # a whole reply of POST /api/rules/{id}
        given = given["receipt"]
    if not isinstance(given, dict) or not given.keys() >= _KEYS or not isinstance(given["inputs"], dict):
        raise NoReceipt("It is no receipt: format, rule, version, today and inputs must be there.")
    if given["format"] != receipt.FORMAT:
        raise NoReceipt(f"It has the format {given['format']}; this version reads {receipt.FORMAT}.")
    return given

"""Which of several numbers in a message belongs to which input: amounts to money, percentages to shares, counts to counts.

Refuses a number without a cue, and one whose unit is another's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.understanding.amounts import Amount, Amounts
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints

_FARTHEST = 60
_MOST_TIMES = 50
_BEHIND = 3  # a cue behind the number counts as a little farther


class Figures:
    """Gives the numbers of texts in one language to inputs."""

    def __init__(self, grammar: Grammar, amounts: Amounts) -> None:
        self._words, self._amounts = grammar.amounts, amounts

    def assign(self, text: str, wanted: Mapping[InputSpec, InputHints], taken: Sequence[tuple[int, int]]) -> dict[str, Any]:
        """Gives each number outside the `taken` places to at most one input: the nearest pairs of number and cue first.

        A list takes every number of its unit that no other input takes, where its hints say so (`reads: numbers`).
        """
        numbers = [number for number in self._amounts.find(text, words=True) if not any(start <= number.start < end for start, end in taken)]
        pairs = [
            (gap, place, spec)
            for place, number in enumerate(numbers)
            for spec, hints in wanted.items()
            if spec.kind != "list"
            and _fits(number, spec, hints)
            and not (spec.kind == "money" and self._is_counted(text, number))
            and not _is_ignored(text, number, hints)
            and (gap := _gap(text, number, hints)) is not None
        ]
        found: dict[str, Any] = {}
        used: set[int] = set()
        for _, place, spec in sorted(pairs, key=lambda pair: pair[:2]):
            if place not in used and spec.name not in found:
                used.add(place)
                found[spec.name] = plain(numbers[place].value, spec)
        for spec, hints in wanted.items():
            if spec.kind == "list" and spec.item and hints.reads == "numbers" and not (hints.cue and not hints.cue.search(text)):
                free = [
                    number
                    for place, number in enumerate(numbers)
                    if place not in used and _fits(number, spec.item, hints) and not _is_ignored(text, number, hints)
                ]
                free = [number for number in free if not number.written]
                free = [number for number in free if _is_within(number.value, spec.item)]
                values = [plain(number.value, spec.item) for number in free for _ in range(self._times(text, number))]
                found |= {spec.name: values} if values else {}
        return found

    def _is_counted(self, text: str, number: Amount) -> bool:
        """Whether a bare number counts things ("3 units"), and is no amount."""
        return not number.unit and number.value == int(number.value) and self._words.counted.match(text, number.end) is not None

    def _times(self, text: str, number: Amount) -> int:
        """How often an amount is meant: three times in "3 withdrawals of 150 euros each"."""
        match = self._words.repeated.search(text[: number.start])
        # "three of 100, 80 and 20"
        count = self._amounts.find(match[1], words=True) if match and not self._words.enumerated.match(text, number.end) else ()
        return int(count[0].value) if count and 1 <= count[0].value <= _MOST_TIMES else 1


def plain(value: Decimal, spec: InputSpec) -> int | float:
    """The number as JSON has it; a count that is no whole number stays as it is, for the rule to refuse."""
    return int(value) if value == int(value) else float(value)


def _fits(number: Amount, spec: InputSpec, hints: InputHints) -> bool:
    if spec.kind == "money":
        return number.unit == "eur" or not (number.unit or number.written)  # "one sale" is no amount
    share = "percent" in spec.name or "rate" in spec.name.split("_")
    return number.unit == "percent" if share else number.unit == ""


def _is_within(value: Decimal, spec: InputSpec) -> bool:
    low, high = (bound if isinstance(bound, int | Decimal) else None for bound in (spec.low, spec.high))
    return (low is None or value >= low) and (high is None or value <= high)


def _is_ignored(text: str, number: Amount, hints: InputHints) -> bool:
    spans = (match.span(1 if pattern.groups else 0) for pattern in hints.ignored for match in pattern.finditer(text))
    return any(start < number.end and number.start < end for start, end in spans)


def _gap(text: str, number: Amount, hints: InputHints) -> int | None:
    if hints.cue is None:
        return None
    gaps = [
        number.start - cue.end() if cue.end() <= number.start else cue.start() - number.end + _BEHIND
        for cue in hints.cue.finditer(text)
        if cue.end() <= number.start or cue.start() >= number.end
    ]
    return min((gap for gap in gaps if gap <= _FARTHEST), default=None)

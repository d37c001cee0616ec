"""Which of several numbers in a message belongs to which input: amounts to money, percentages to shares, counts to counts.

Refuses a number without a cue, and one whose unit is another's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from knowledge.inputs import InputSpec
from knowledge.understanding import amounts
from knowledge.understanding.phrasings import InputHints

_FARTHEST = 60
_BEHIND = 3  # a cue behind the number counts as a little farther


def assign(text: str, wanted: Mapping[InputSpec, InputHints], taken: Sequence[tuple[int, int]]) -> dict[str, int | float]:
    """Gives each number outside the `taken` places to at most one input: the nearest pairs of number and cue first."""
    numbers = [number for number in amounts.find(text) if not any(start <= number.start < end for start, end in taken)]
    pairs = [
        (gap, place, spec)
        for place, number in enumerate(numbers)
        for spec, hints in wanted.items()
        if _fits(number, spec) and (gap := _gap(text, number, hints)) is not None
    ]
    found: dict[str, int | float] = {}
    used: set[int] = set()
    for _, place, spec in sorted(pairs, key=lambda pair: pair[:2]):
        if place not in used and spec.name not in found:
            used.add(place)
            found[spec.name] = plain(numbers[place].value, spec)
    return found


def plain(value: Decimal, spec: InputSpec) -> int | float:
    """The number as JSON has it; a count that is no whole number stays as it is, for the rule to refuse."""
    return int(value) if value == int(value) else float(value)


def _fits(number: amounts.Amount, spec: InputSpec) -> bool:
    if spec.kind == "money":
        return number.unit in ("eur", "")
    share = "percent" in spec.name or "rate" in spec.name.split("_")
    return number.unit == "percent" if share else number.unit == ""


def _gap(text: str, number: amounts.Amount, hints: InputHints) -> int | None:
    if hints.cue is None:
        return None
    gaps = [
        number.start - cue.end() if cue.end() <= number.start else cue.start() - number.end + _BEHIND
        for cue in hints.cue.finditer(text)
        if cue.end() <= number.start or cue.start() >= number.end
    ]
    return min((gap for gap in gaps if gap <= _FARTHEST), default=None)

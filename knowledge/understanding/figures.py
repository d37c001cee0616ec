"""Which of several numbers in a message belongs to which input: amounts to money, percentages to shares, counts to counts.

Refuses a number without a cue, and one whose unit is another's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, zip_longest
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.understanding.amounts import Amount, Amounts
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints
from knowledge.understanding.words import said

_FARTHEST = 60
_MOST_TIMES = 50
_CENTS = 2  # decimals
_Spans = list[tuple[int, int]]
_BESIDE = 8  # a cue so near leaves little doubt
_EXCHANGEABLE = 4  # both ways are as near, but for so much
_BEHIND = 3  # a cue behind the number counts as a little farther
_NEXT_CLAUSE = 15  # and one that begins the next clause ("it is 8 %, the affiliate took 3 %") as much farther
_CLAUSE_END = re.compile(r"[,;.?!](?:\s|$)")


class Figures:
    """Gives the numbers of texts in one language to inputs."""

    def __init__(self, grammar: Grammar, amounts: Amounts) -> None:
        self._words, self._amounts, self._between = grammar.amounts, amounts, grammar.spans.to

    def assign(self, text: str, wanted: Mapping[InputSpec, InputHints], taken: Sequence[tuple[int, int]]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Gives each number outside the `taken` places to at most one input: the nearest pairs of number and cue first.

        A list takes every number of its unit that no other input takes, where its hints say so (`reads: numbers`). Besides, the inputs that
        may as well have each other's number.
        """
        numbers = [number for number in self._with_shared_units(text) if not any(start <= number.start < end for start, end in taken)]
        ignored = {spec: _ignored(text, hints) for spec, hints in wanted.items()}
        cues = {spec: _cues(text, hints) for spec, hints in wanted.items()}
        unsigned = {spec: {told.end() for told in hints.unsigned.finditer(text)} if hints.unsigned else set() for spec, hints in wanted.items()}
        pairs = [
            (gap, place, spec)
            for place, number in enumerate(numbers)
            for spec, hints in wanted.items()
            if spec.kind != "list"
            and (_fits(number, spec, hints) or _is_unsigned(number, unsigned[spec]))
            and not ((spec.kind == "money" or hints.signless) and self.is_counted(text, number))
            and not self._counts_another(text, number, spec, hints)
            and not _is_within_one(number, ignored[spec])
            and (gap := 0 if _is_unsigned(number, unsigned[spec]) else _gap(text, number, cues[spec])) is not None
        ]
        gaps = {(place, spec): gap for gap, place, spec in pairs}
        given = _nearest(gaps)
        used = set(given.values())
        found: dict[str, Any] = {spec.name: plain(numbers[place].value) for spec, place in given.items()}
        for spec, hints in wanted.items():
            same = (other for other, pattern in hints.same_as if other in found and pattern.search(text))
            if spec.name not in found and (other := next(same, None)):
                found[spec.name] = found[other]
            if spec.kind == "list" and spec.item and hints.reads == "numbers" and not (hints.cue and not hints.cue.search(text)):
                free = [
                    number
                    for place, number in enumerate(numbers)
                    if place not in used and _fits(number, spec.item, hints) and not _is_within_one(number, ignored[spec])
                ]
                free = [number for number in free if number.unit or not number.written]
                free = [number for number in free if _is_within(number.value, spec.item)]
                values = [plain(number.value) for number in free for _ in range(self._times(text, number))]
                found |= {spec.name: values} if values else {}
        return found, _exchangeable(gaps, given)

    def is_cued(self, text: str, hints: InputHints) -> bool:
        """Whether a number of the text stands at a cue, and where it names nothing else."""
        ignored, cues = _ignored(text, hints), _cues(text, hints)
        return any(_gap(text, number, cues) == 0 for number in self._amounts.find(text) if not _is_within_one(number, ignored))

    def fits(self, text: str, number: Amount, spec: InputSpec, hints: InputHints) -> bool:
        """Whether a number is of the unit and within the bounds of an input, and names nothing else."""
        return _fits(number, spec, hints) and _is_within(number.value, spec) and not _is_within_one(number, _ignored(text, hints))

    @staticmethod
    def is_of_unit(number: Amount, spec: InputSpec) -> bool:
        """Whether nothing that a number is written with speaks against the input: "8 %" is no count, and "8 €" no share."""
        return number.unit in ("", "percent" if _is_share(spec) else "eur" if spec.kind == "money" else "")

    def free(self, text: str, spec: InputSpec, hints: InputHints, taken: Sequence[tuple[int, int]], told: Collection[object]) -> tuple[Amount, ...]:
        """The numbers in figures, outside the `taken` places and of no value `told`, that the input could have, cue or none."""
        ignored = _ignored(text, hints)
        return tuple(
            number
            for number in self._with_shared_units(text)
            if not number.written
            and _fits(number, spec, hints)
            and _is_within(number.value, spec)
            and plain(number.value) not in told
            and not any(start <= number.start < end for start, end in taken)
            and not _is_within_one(number, ignored)
        )

    def _with_shared_units(self, text: str) -> tuple[Amount, ...]:
        """The numbers of the text; of "from 12 to 18 %" both are shares."""
        every = self._amounts.find(text, words=True)
        return tuple(
            replace(number, unit="percent")
            if not number.unit and after and after.unit == "percent" and self._between.fullmatch(text[number.end : after.start])
            else number
            for number, after in zip_longest(every, every[1:])
        )

    def is_counted(self, text: str, number: Amount) -> bool:
        """Whether a bare number counts things ("3 units"), and is no amount."""
        return not number.unit and number.value == int(number.value) and self._words.counted.match(text, number.end) is not None

    def _counts_another(self, text: str, number: Amount, spec: InputSpec, hints: InputHints) -> bool:
        """Whether a number counts things that the input does not ask for: neither its name nor a cue there speaks of them."""
        thing = self._words.things.match(text, number.end)
        if number.unit or thing is None or spec.kind == "money":
            return False
        told = hints.cue.search(text, number.end) if hints.cue else None  # it may end behind them ("12 disputes in total")
        return (told is None or told.start() >= thing.end()) and said(thing, "thing").lower().rstrip("s") not in spec.name

    def is_of_many(self, text: str, number: Amount) -> bool:
        """Whether it is told of each of several ("250 euros each"), and how many there are was not understood."""
        return self._words.apiece.match(text, number.end) is not None and self._times(text, number) == 1

    def _times(self, text: str, number: Amount) -> int:
        """How often an amount is meant: three times in "3 withdrawals of 150 euros each"."""
        before, words = text[: number.start], self._words
        match = words.repeated_behind.match(text, number.end) or words.repeated.search(before)
        if match is None and words.apiece.match(text, number.end):  # "4 payouts, 300 each"
            match = words.repeated_each.search(before)
        # "three of 100, 80 and 20"
        told = next((group for group in match.groups() if group), "") if match else ""
        if told.lower() in words.folds:
            return words.folds[told.lower()]
        count = self._amounts.find(told, words=True) if match and not self._words.enumerated.match(text, number.end) else ()
        return int(count[0].value) if count and 1 <= count[0].value <= _MOST_TIMES else 1


def _nearest(gaps: Mapping[tuple[int, InputSpec], int]) -> dict[InputSpec, int]:
    """Each input with the place of its number: the nearest pairs first, but two the other way round where together they are nearer so.

    Of "2 paid, 4 not paid" the 4 stands nearest to the first "paid", and belongs to what is not.
    """
    given: dict[InputSpec, int] = {}
    for (place, spec), _ in sorted(gaps.items(), key=lambda pair: (pair[1], pair[0][0])):
        if place not in given.values() and spec not in given:
            given[spec] = place
    for one, other in combinations(given, 2):
        crossed, straight = ((given[other], one), (given[one], other)), ((given[one], one), (given[other], other))
        if all(gaps.get(pair, _FARTHEST) <= _BESIDE for pair in crossed) and sum(gaps[pair] for pair in crossed) + _BEHIND < sum(
            gaps[pair] for pair in straight
        ):
            given[one], given[other] = given[other], given[one]
    return given


def _exchangeable(gaps: Mapping[tuple[int, InputSpec], int], given: Mapping[InputSpec, int]) -> tuple[str, ...]:
    """The names of inputs whose numbers stand hardly nearer to their own cue than to each other's."""
    found: list[str] = []
    for one, other in combinations(given, 2):
        crossed = [gaps.get(pair) for pair in ((given[other], one), (given[one], other))]
        straight = gaps[given[one], one] + gaps[given[other], other]
        if None not in crossed and sum(gap or 0 for gap in crossed) - straight < _EXCHANGEABLE:
            found += [one.name, other.name]
    return tuple(dict.fromkeys(found))


def plain(value: Decimal) -> int | float:
    """The number as JSON has it; a count that is no whole number stays as it is, for the rule to refuse."""
    return int(value) if value == int(value) else float(value)


def _is_share(spec: InputSpec) -> bool:
    return "percent" in spec.name or "rate" in spec.name.split("_")


def _fits(number: Amount, spec: InputSpec, hints: InputHints) -> bool:
    if spec.kind == "money":
        return number.unit == "eur" or not (number.unit or number.written)  # "one sale" is no amount
    share = _is_share(spec)
    if spec.kind == "int" and number.value.as_tuple().exponent == -_CENTS:
        return False  # "6,40" is a price without its unit, and no count
    if share and hints.signless and not number.unit:
        return not number.written and _is_within(number.value, spec)
    return number.unit == "percent" if share else number.unit == ""


def _is_within(value: Decimal, spec: InputSpec) -> bool:
    low, high = (bound if isinstance(bound, int | Decimal) else None for bound in (spec.low, spec.high))
    return (low is None or value >= low) and (high is None or value <= high)


def _cues(text: str, hints: InputHints) -> _Spans:
    return [cue.span() for cue in hints.cue.finditer(text)] if hints.cue else []


def _ignored(text: str, hints: InputHints) -> _Spans:
    return [match.span(1 if pattern.groups else 0) for pattern in hints.ignored for match in pattern.finditer(text)]


def _is_within_one(number: Amount, spans: _Spans) -> bool:
    return any(start < number.end and number.start < end for start, end in spans)


def _is_unsigned(number: Amount, ends: Collection[int]) -> bool:
    """Whether it is a share told without its sign, right behind words that only a share has ("from 15 % up to 20")."""
    return not number.unit and number.start in ends


def _gap(text: str, number: Amount, cues: _Spans) -> int | None:
    gaps = [
        number.start - end if end <= number.start else start - number.end + _BEHIND + _NEXT_CLAUSE * bool(_CLAUSE_END.search(text[number.end : start]))
        for start, end in cues
        if end <= number.start or start >= number.end
    ]
    return min((gap for gap in gaps if gap <= _FARTHEST), default=None)

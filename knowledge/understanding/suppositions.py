"""What a message probably tells although no words or patterns took it: likely values of a few, and the one day or number left over.

Decides nothing: what is supposed is read back before it is counted with, what is told without a value is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.search.slots import Heard
from knowledge.understanding.dates import Mention
from knowledge.understanding.figures import plain
from knowledge.understanding.kinds import DATED, NUMERIC, Hints, hint_of, scalars
from knowledge.understanding.parts import Parts
from knowledge.understanding.reading import Reading
from knowledge.understanding.told import CHOSEN

_COUNTED = NUMERIC | DATED | {"object"}


class Suppositions:
    """Finds them in texts in one language."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def beside(self, found: Reading, heard: Heard, specs: Sequence[InputSpec], hints: Hints, text: str, *, now: datetime) -> Reading:
        """The reading with what is supposed beside it; inputs that are certainly told, and of which no value is known, become doubtful."""
        unread = [spec for spec in specs if not (spec.is_clock or spec.name in found.inputs or spec.name in found.unusable)]
        likely = [spec for spec in unread if spec.name in heard.likely]
        supposed: dict[str, Any] = {spec.name: heard.likely[spec.name] for spec in likely if spec.kind in CHOSEN}
        supposed |= self._day([spec for spec in likely if spec.kind in DATED], hints, text, now, found)
        supposed |= self._number([spec for spec in likely if spec.kind in NUMERIC], hints, text, found)
        chosen = [spec.name for spec in specs if spec.kind in CHOSEN and spec.name in found.inputs]
        contested = [*found.supposed, *(name for name in chosen if name in heard.likely and found.inputs[name] != heard.likely[name])]
        usual = {spec.name for spec in likely if not spec.required and spec.default is not None and supposed.get(spec.name) == spec.default}
        contested += _mistakable(found, heard, specs, likely)
        contested += [spec.name for spec in specs if spec.name in found.inputs and not spec.is_clock and _is_doubted(spec, found.inputs[spec.name], heard)]
        untold = (spec.name for spec in unread if spec.name in heard.certain and spec.name not in supposed)
        doubtful = tuple(dict.fromkeys((*(name for name in found.doubtful if name not in supposed), *untold)))
        return replace(found, inputs=found.inputs | supposed, doubtful=doubtful, supposed=(*(name for name in supposed if name not in usual), *contested))

    def _day(self, wanting: Sequence[InputSpec], hints: Hints, text: str, now: datetime, found: Reading) -> Mapping[str, str]:
        """The one day that nothing took, for the one input that wants it."""
        if len(wanting) != 1:
            return {}
        spec, dates = wanting[0], self._parts.dates
        every = dates.find(text, now, hint_of(hints, spec).lean)
        present, taken = self._parts.assignment.present(text, every), {str(value)[:10] for value in scalars(list(found.inputs.values()))}
        free = [day for day in every if day is not present and day.value and day.value[:10] not in taken and not _is_mere_today(day, now)]
        if len({day.value for day in free}) != 1 or free[0].value is None:
            return {}
        return {spec.name: free[0].value[:10] if spec.kind == "date" else free[0].value}

    def _number(self, wanting: Sequence[InputSpec], hints: Hints, text: str, found: Reading) -> Mapping[str, int | float]:
        """The one number that nothing took and that one input alone could have."""
        told = set(scalars(list(found.inputs.values())))
        taken = self._parts.places_of_time(text)
        fitting = {spec: self._parts.figures.free(text, spec, hint_of(hints, spec), taken, told) for spec in wanting}
        places = [number.start for numbers in fitting.values() for number in numbers]
        return {spec.name: plain(numbers[0].value) for spec, numbers in fitting.items() if len(numbers) == 1 and places.count(numbers[0].start) == 1}


def _mistakable(found: Reading, heard: Heard, specs: Sequence[InputSpec], likely: Sequence[InputSpec]) -> list[str]:
    """Days and numbers read for an input that sentences like this one do not tell, where another of the kind is told or several days are."""
    read = [spec for spec in specs if spec.name in found.inputs and not spec.is_clock]
    wanting = [kinds for kinds in (DATED, NUMERIC) if any(spec.kind in kinds for spec in likely)]
    if sum(spec.kind in DATED for spec in read) > 1:  # one of several days is easily that of something else, or of the question
        wanting.append(DATED)
    return [spec.name for spec in read if spec.name in heard.unlikely and any(spec.kind in kinds for kinds in wanting)]


def _is_doubted(spec: InputSpec, value: Any, heard: Heard) -> bool:
    """Whether hardly any sentence like this one tells it, or it is a list in which patterns often take one figure or name for another."""
    doubted = heard.doubted.get(spec.name, frozenset())
    if spec.item is None:
        return (value if spec.kind in CHOSEN else None) in doubted
    if spec.item.kind == "enum":
        return None in doubted
    goes_by_name = any(field.name == "name" for field in spec.item.fields)  # what of a sentence names a variant, no pattern knows for sure
    return bool(value) and (goes_by_name or (len(value) > 1 and spec.item.kind in _COUNTED))


def _is_mere_today(mention: Mention, now: datetime) -> bool:
    return mention.value == now.date().isoformat() and not any(character.isdigit() for character in mention.text)

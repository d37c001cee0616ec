"""Lists of things with several values each, told in one message: carriers with their parcels, sales with their refunds.

Refuses the whole list where one item lacks a value that it must have, or the text announces another number of items: half a list would compute a wrong total.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.understanding.hints import InputHints

_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_COUNTED = re.compile(rf"\b({'|'.join(_COUNTS)}) (?:\w+ )?\w+s\b[^.;,\n]{{0,20}}:", re.IGNORECASE)
"""How many items the text itself announces ("two sales: …")."""


def find(text: str, fields: Sequence[InputSpec], hints: InputHints, read: Callable[[str], Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """The items in order of place; None when there is none, or one of them is incomplete.

    `read` gives the fields that a piece of the text states; the text is cut where `hints.splits` match. A piece that states
    nothing that an item must have is no item; what it states beside is said of all items ("80 and 45, commission 6%"), and so is the only
    value of a field that the text gives to all ("80 and 45, both with 6%").
    """
    required = [field.name for field in fields if field.required]
    pieces = [dict(read(piece)) for piece in _cut(text, hints)]
    items = [piece for piece in pieces if any(name in piece for name in required)]
    said_of_all = {name: value for piece in pieces if piece not in items for name, value in piece.items()}
    for name in (name for name, hint in hints.fields.items() if hint.common and hint.common.search(text)):
        values = [item[name] for item in items if name in item]
        said_of_all |= {name: values[0]} if len(values) == 1 else {}
    told = _COUNTED.search(text)
    complete = all(name in item for item in items for name in required) and not (told and _COUNTS[told[1].lower()] != len(items))
    return [said_of_all | item for item in items] if items and complete else None


def _cut(text: str, hints: InputHints) -> list[str]:
    return [piece for piece in hints.cut.split(text) if piece and piece.strip()] if hints.cut else [text]

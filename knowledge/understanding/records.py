"""Lists of things with several values each, told in one message: carriers with their parcels, sales with their refunds.

Refuses the whole list where one item lacks a value that it must have, or the text announces another number of items: half a list would compute a wrong total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints


class Records:
    """Reads lists from texts in one language."""

    def __init__(self, grammar: Grammar) -> None:
        self._announced, self._numeral = grammar.amounts.announced, grammar.numeral

    def find(self, text: str, fields: Sequence[InputSpec], hints: InputHints, read: Callable[[str], Mapping[str, Any]]) -> list[dict[str, Any]] | None:
        """The items in order of place; None when there is none, or one of them is incomplete.

        `read` gives the fields that a piece of the text states; the text is cut where `hints.splits` match. A piece that states
        nothing that an item must have is no item; what it states beside is said of all items ("80 and 45, commission 6%"), and so is the only
        value of a field that the text gives to all ("80 and 45, both with 6%"). One that is no item, but where `hints.unclear` match, tells of an item in
        words that are not understood; so does an item that speaks of a field (its `mentions`) without a value that is read.
        """
        required = [field.name for field in fields if field.required]
        cut = _cut(text, hints)
        pieces = [dict(read(piece)) for piece in cut]
        common = [_told_of_all(text, hints) for text in cut]
        items = [piece for piece, shared in zip(pieces, common, strict=True) if any(name in piece and name not in shared for name in required)]
        said_of_all = {name: value for piece in pieces if piece not in items for name, value in piece.items()}
        for name in (name for name, hint in hints.fields.items() if hint.common and hint.common.search(text)):
            values = [item[name] for item in items if name in item]
            said_of_all |= {name: values[0]} if len(values) == 1 else {}
        whole = [said_of_all | item for item in items]
        unread = hints.open is not None and any(
            hints.open.search(text.strip()) for text, piece in zip(cut, pieces, strict=True) if not any(name in piece for name in required)
        )
        unread = unread or any(
            hint.mentioned is not None and hint.mentioned.search(text) and name not in said_of_all | piece
            for text, piece in zip(cut, pieces, strict=True)
            for name, hint in hints.fields.items()
        )
        unread = unread or any(_holds_two(text, hints) for text in cut)
        complete = not unread and all(name in item for item in whole for name in required) and self.announced(text) in (None, len(items))
        return whole if whole and complete else None

    def announced(self, text: str) -> int | None:
        """How many items the text itself announces ("two sales: …")."""
        told = self._announced.search(text)
        if told is None:
            return None
        return int(told["count"]) if told["count"].isdigit() else self._numeral(told["count"])


def _told_of_all(text: str, hints: InputHints) -> frozenset[str]:
    """The fields of which a piece of the text says that its value is that of every item ("12 points each")."""
    return frozenset(name for name, hint in hints.fields.items() if hint.common and hint.common.search(text))


def _holds_two(text: str, hints: InputHints) -> bool:
    """Whether a piece names two items ("33 of 37 DPD parcels, 35 of 41 GLS parcels"): the second would be lost."""
    named = (pattern for field in hints.fields.values() for pattern in field.captured[:1])
    return any(len({match.group(1).lower() for match in pattern.finditer(text)}) > 1 for pattern in named)


def _cut(text: str, hints: InputHints) -> list[str]:
    return [piece for piece in hints.cut.split(text) if piece and piece.strip()] if hints.cut else [text]

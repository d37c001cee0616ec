"""Lists of things with several values each, told in one message: carriers with their parcels, sales with their refunds.

Refuses the whole list where one item lacks a value that it must have: half a list would compute a wrong total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from knowledge.inputs import InputSpec
from knowledge.understanding.hints import InputHints


def find(text: str, fields: Sequence[InputSpec], hints: InputHints, read: Callable[[str], Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """The items in order of place; None when there is none, or one of them is incomplete.

    `read` gives the fields that a piece of the text states; the text is cut where `hints.splits` match. A piece that states
    nothing that an item must have is no item; what it states beside belongs to none.
    """
    required = [field.name for field in fields if field.required]
    pieces = [found for piece in _cut(text, hints) if any(name in (found := dict(read(piece))) for name in required)]
    complete = all(name in piece for piece in pieces for name in required)
    return pieces if pieces and complete else None


def _cut(text: str, hints: InputHints) -> list[str]:
    return [piece for piece in hints.cut.split(text) if piece and piece.strip()] if hints.cut else [text]

"""What differs between two texts, line by line, with the words that differ marked inside of changed lines.

Shows few of the lines that are the same, and says how many it leaves out.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

Kind = Literal["same", "gone", "new", "left_out"]
_AROUND = 2  # lines that are the same before and after a change
_MOST_MARKED = 2000  # characters of a line whose words are compared
_MOST_LINES = 4000  # of both texts, up to which they are compared line by line
_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is shown; of those left out, how many they are."""

    kind: Kind
    text: Markup
    count: int = 0


def diff(old: str, new: str) -> tuple[Line, ...]:
    """Every change with the lines around it; nothing where the texts are the same."""
    before, after = old.split("\n"), new.split("\n")
    if old == new:
        return ()
    if len(before) + len(after) > _MOST_LINES:
        return (*(Line("gone", escape(line)) for line in before), *(Line("new", escape(line)) for line in after))
    return tuple(_lines(before, after))


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    at = 0
    for group in difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND):
        if skipped := group[0][1] - at:
            yield Line("left_out", Markup(), skipped)
        for tag, start, end, other_start, other_end in group:
            at = end
            if tag == "equal":
                yield from (Line("same", escape(line)) for line in before[start:end])
            elif tag == "replace" and end - start == other_end - other_start:
                marked = [_marked(one, other) for one, other in zip(before[start:end], after[other_start:other_end], strict=True)]
                yield from (Line("gone", gone) for gone, _ in marked)
                yield from (Line("new", new) for _, new in marked)
            else:
                yield from (Line("gone", escape(line)) for line in before[start:end])
                yield from (Line("new", escape(line)) for line in after[other_start:other_end])
    if rest := len(before) - at:
        yield Line("left_out", Markup(), rest)


def _marked(old: str, new: str) -> tuple[Markup, Markup]:
    """Both lines with the words that only one of them has marked."""
    if max(len(old), len(new)) > _MOST_MARKED:
        return escape(old), escape(new)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    gone, come = Markup(), Markup()
    for tag, start, end, other_start, other_end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        was, now = escape("".join(before[start:end])), escape("".join(after[other_start:other_end]))
        gone += was if tag == "equal" or not was else Markup("<mark>{}</mark>").format(was)
        come += now if tag == "equal" or not now else Markup("<mark>{}</mark>").format(now)
    return gone, come

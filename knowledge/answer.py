"""The answer that every surface renders: blocks, dates, sources, caveats, follow-ups and the receipt.

Holds no wording of its own and knows no surface; `plain` is the one text form they share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["lead", "why", "next", "body"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the answer in Markdown (paragraphs, lists, **bold**), perhaps under a heading."""

    kind: BlockKind
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An article that the answer stands on; `language` is the one that it is written in."""

    id: str
    title: str
    section: str
    checked_on: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A computed day or minute: its outcome key, ISO value and label."""

    key: str
    value: str
    label: str

    @property
    def event(self) -> str:
        """What happens then: `deadline_date` and `deadline_at` tell the same, once by the day and once to the minute."""
        return self.key.removesuffix("_date").removesuffix("_at")


@dataclass(frozen=True, slots=True)
class Table:
    """A small table with a header row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Button:
    """Something the user may choose next: what it says, and what it sends."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, the same on every surface."""

    blocks: tuple[Block, ...]
    sources: tuple[Source, ...] = ()
    caveats: tuple[str, ...] = ()
    dates: tuple[KeyDate, ...] = ()
    table: Table | None = None
    follow_ups: tuple[Button, ...] = ()
    receipt: Mapping[str, Any] | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """The blocks in Markdown, one blank line between them."""
        return "\n\n".join(f"**{block.heading}**\n{block.text}" if block.heading else block.text for block in self.blocks)

    @property
    def plain(self) -> str:
        """The whole answer without markup, with caveats and sources, for terminals and logs."""
        parts = [re.sub(r"\*\*(.+?)\*\*", r"\1", self.text)]
        if self.table:
            parts.append("\n".join(" | ".join(row) for row in (self.table.columns, *self.table.rows)))
        parts += [f"Note: {caveat}" for caveat in self.caveats]
        if self.sources:
            listed = "; ".join(f"{source.title} [{source.id}] ({source.section}, checked {source.checked_on})" for source in self.sources)
            parts.append(f"Source: {listed}")
        return "\n\n".join(parts)

    def to_json(self) -> dict[str, Any]:
        """The answer as the HTTP contract has it, with what richer surfaces need beside it."""
        return {
            "text": self.text,
            "blocks": [{"kind": b.kind, "heading": b.heading, "text": b.text} for b in self.blocks],
            "sources": [{"id": s.id, "title": s.title, "section": s.section, "checked_on": s.checked_on, "language": s.language} for s in self.sources],
            "caveats": list(self.caveats),
            "dates": [{"key": d.key, "value": d.value, "label": d.label} for d in self.dates],
            "table": {"columns": list(self.table.columns), "rows": [list(r) for r in self.table.rows]} if self.table else None,
            "follow_ups": [{"title": b.title, "payload": b.payload} for b in self.follow_ups],
        }

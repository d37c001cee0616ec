"""The answer that every surface renders: blocks, dates, sources, caveats, follow-ups and the receipt.

Holds no wording of its own and knows no surface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["note", "lead", "why", "next", "body"]
"""A note stands before the lead: what was noted, or what could not be read."""
PickKind = Literal["date", "moment", "month", "choice", "choices"]


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
class Pick:
    """An input that is picked: a day, a moment, a month, one option or several.

    Every option is sent as it stands. `time` says whether a moment needs its hour, `day` is the one that is known already,
    `none` what is sent for an empty list where that may be.
    """

    kind: PickKind
    options: tuple[str, ...] = ()
    none: str = ""
    time: Literal["", "optional", "required"] = ""
    day: str = ""

    def to_json(self) -> dict[str, Any]:
        """The form of the HTTP contract, without what says nothing."""
        found = {"kind": self.kind, "options": list(self.options), "none": self.none, "time": self.time, "day": self.day}
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, the same on every surface."""

    blocks: tuple[Block, ...]
    sources: tuple[Source, ...] = ()
    caveats: tuple[str, ...] = ()
    dates: tuple[KeyDate, ...] = ()
    table: Table | None = None
    follow_ups: tuple[Button, ...] = ()
    pick: Pick | None = None
    receipt: Mapping[str, Any] | None = field(default=None, compare=False)
    inputs: tuple[tuple[str, str], ...] = ()
    """What the receipt starts from in words: label and value of each."""

    @property
    def text(self) -> str:
        """The blocks in Markdown, one blank line between them."""
        return "\n\n".join(f"**{block.heading}**\n{block.text}" if block.heading else block.text for block in self.blocks)

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
            **({"inputs": [{"label": label, "value": value} for label, value in self.inputs]} if self.inputs else {}),
        }

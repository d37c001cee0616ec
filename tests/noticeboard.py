"""A channel that pins up what it is told, and fails as it is told to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.seat import Seat
from bot.conversations import Event


@dataclass
class NoticeBoard:
    """What was brought, by place; `failures` are raised first, one each time."""

    pinned: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    name: str = "board"

    async def deliver(self, seat: Seat, event: Event) -> Mapping[str, Any] | None:
        """Pins up the text of a message, or the kind of another event."""
        if self.failures:
            raise self.failures.pop(0)
        self.pinned.setdefault(seat.key, []).append((event.kind, str(event.content.get("text", ""))))
        return {"count": seat.memo.get("count", 0) + 1}

    async def tell(self, place: Mapping[str, Any], text: str) -> None:
        """Keeps what was told."""
        self.told.append((str(place["at"]), text))

    def messages(self, key: str) -> list[str]:
        """The texts of messages brought to a place."""
        return [text for kind, text in self.pinned.get(key, []) if kind == "message"]

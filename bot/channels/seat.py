"""A seat: the place in a channel at which one conversation is held, such as a thread of a workspace or a chat with one person.

Refuses to show the conversation's id: whoever has that may write as the seller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.conversations import Event


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. `key` names it within its channel; `place` is what the channel needs to write there, `memo` what it remembers of what it wrote.

    `told` is the last event that has been delivered.
    """

    number: int
    channel: str
    key: str
    conversation: str = field(repr=False)
    place: Mapping[str, Any]
    memo: Mapping[str, Any]
    told: int


class Later(Exception):
    """The platform wants to be asked again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"again in {seconds} s")


class Gone(Exception):
    """The place can no longer be written to: a channel that was deleted, a person who has left, a bot that was removed."""


class Channel(Protocol):
    """What a platform does for the conversations held on it."""

    @property
    def name(self) -> str:
        """In one word."""
        ...

    async def deliver(self, seat: Seat, event: Event) -> Mapping[str, Any] | None:
        """Shows an event of the conversation: a `message` is written, `turn`, `error` and `state` as the platform sees fit.

        Gives what is to be remembered (`memo`) where that has changed. Raises Later and Gone. An event may come once more after a
        failure between writing it and noting that.
        """
        ...

    async def tell(self, place: Mapping[str, Any], text: str) -> None:
        """Says something that belongs to no conversation: why a message could not be taken. Raises Later and Gone."""
        ...

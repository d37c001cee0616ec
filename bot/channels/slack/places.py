"""Where a conversation is held in Slack: a thread of a channel, direct messages or a thread of them, or what one person sees in a channel.

The key of what only one person sees begins with that person: so theirs are found, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["thread", "direct", "alone"]
NAME = "slack"
"""Of the channel, in the table of seats."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is needed to write there; `responds` is an address at which an answer is taken for half an hour, until `responds_until`."""

    kind: Kind
    channel: str
    user: str = ""
    thread: str = ""
    responds: str = ""
    responds_until: float = 0.0
    assists: bool = False
    """Whether Slack shows a status there."""

    @property
    def key(self) -> str:
        """The name of its seat."""
        if self.kind == "thread":
            return f"{self.channel}:{self.thread}"
        if self.kind == "alone":
            return f"{self.user}/{self.channel}/alone"
        return f"{self.user}/{self.channel}" + (f":{self.thread}" if self.thread else "")

    def written(self) -> dict[str, Any]:
        """The place as a seat keeps it."""
        return asdict(self)

    @classmethod
    def read(cls, held: Mapping[str, Any]) -> Place:
        """The place that a seat has kept."""
        return cls(**held)


def of_person(user: str) -> str:
    """How the keys of a person's own seats begin."""
    return f"{user}/"


def is_direct(channel: str) -> bool:
    """Whether a channel is one person's direct messages with the bot."""
    return channel.startswith("D")

"""What is written to Slack at once: blocks, and the same as text for whoever sees no blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from bot.channels.slack import limits
from bot.channels.slack.blocks import Json, grouped, short, texts
from bot.channels.slack.mrkdwn import escaped, unmarked


@dataclass(frozen=True, slots=True)
class Post:
    """One message."""

    blocks: Sequence[Json]
    text: str


def posts(blocks: Iterable[Json], text: str = "") -> list[Post]:
    """Messages of these blocks. `text` tells them in plain words; without it, what stands in them does."""
    groups = grouped(blocks)
    if text and len(groups) == 1:
        return [Post(groups[0], short(escaped(text), limits.MESSAGE_TEXT))]
    return [Post(group, short(fallback(group), limits.MESSAGE_TEXT)) for group in groups]


def fallback(blocks: Sequence[Json]) -> str:
    """What can be read in blocks, without what is pressed."""
    told = [block for block in blocks if block["type"] not in ("actions", "context_actions")]
    if not told:
        return escaped("\n".join(text for block in blocks for text in texts(block)))
    return "\n\n".join("\n".join(texts({key: value for key, value in block.items() if key != "accessory"})) for block in told)


def shown(some: Iterable[Post]) -> str:
    """Everything that can be read in messages, what is pressed included, as it looks on the screen."""
    return "\n".join(text for post in some for text in _on_the_screen(list(post.blocks)))


def _on_the_screen(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        if found.get("type") in ("mrkdwn", "plain_text"):
            yield unmarked(found["text"]) if found["type"] == "mrkdwn" else unescape(found["text"])
            return
        for key, value in found.items():
            if key != "confirm":
                yield from _on_the_screen(value)
    elif isinstance(found, list):
        for one in found:
            yield from _on_the_screen(one)

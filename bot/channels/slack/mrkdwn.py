"""Our Markdown in Slack's markup, and what people write in Slack as plain words.

Nothing that somebody wrote calls anybody: what Slack takes for markup in it is escaped on the way out, and becomes words on the way in,
in which no name of Slack's is left: they may be read on another platform.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Protocol

from rich.emoji import Emoji

from bot.channels.marks import unmarked as without_marks

_INLINE = re.compile(
    r"""\\(?P<escape>[\\`*_\[\]()#+.!>-])
    | `(?P<code>[^`\n]+)`
    | \*\*(?=\S)(?P<strong>[^\n]*?\S)\*\*
    | (?<!\w)\*(?=[^\s*])(?P<em>[^*\n]*?[^\s*])\*
    | \[(?P<words>[^\]\n]+)\]\((?P<link>https?://[^()\s]+)\)""",
    re.VERBOSE,
)
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
_ITEM = re.compile(r"^(\s*)[-*•]\s+", re.MULTILINE)
_JOINT = "\u200b"  # Slack sees no bold text that touches a letter
_NAMING = re.compile(r"<[@#!]")
_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_EMOJI = re.compile(r"(?<![\w:])(?::[a-z0-9_+'-]{1,80}:)+(?![\w:])")
_EMOJI_NAME = re.compile(r":(?=[^:]*[a-z+])([^:]+):")
_QUOTE = re.compile(r"^>\s?", re.MULTILINE)


class Names(Protocol):
    """What stands for whoever and whatever is mentioned."""

    @property
    def somebody(self) -> str:
        """One person."""
        ...

    @property
    def everybody(self) -> str:
        """A group, or all who read a channel."""
        ...

    @property
    def channel(self) -> str:
        """A channel."""
        ...


def escaped(text: str) -> str:
    """A text in which Slack finds no mention, link or entity."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(text: str) -> str:
    """Markdown of ours as Slack writes it."""
    return _inline(_ITEM.sub(r"\1• ", _HEADING.sub(r"**\1**", text)))


def _inline(text: str) -> str:
    found, at = "", 0
    for hit in _INLINE.finditer(text):
        before, after = text[at : hit.start()], text[hit.end() : hit.end() + 1]
        found += escaped(before)
        marked = _element(hit)
        is_marked = not hit["escape"] and not hit["link"]
        found += (_JOINT if is_marked and text[: hit.start()][-1:].isalnum() else "") + marked + (_JOINT if is_marked and after.isalnum() else "")
        at = hit.end()
    return found + escaped(text[at:])


def _element(hit: re.Match[str]) -> str:
    if hit["escape"]:
        return escaped(hit["escape"])
    if hit["code"]:
        return f"`{escaped(hit['code'])}`"
    if hit["strong"]:
        return f"*{escaped(plain(hit['strong']))}*"
    if hit["em"]:
        return f"_{escaped(plain(hit['em']))}_"
    return f"<{escaped(hit['link']).replace('|', '%7C')}|{escaped(plain(hit['words'])).replace('|', '¦')}>"


def plain(text: str) -> str:
    """Markdown of ours without its marks."""
    without = _ITEM.sub(r"\1• ", _HEADING.sub(r"\1", text))

    def bare(hit: re.Match[str]) -> str:
        if hit["link"]:
            return f"{hit['words']} ({hit['link']})"
        return plain(hit["strong"] or hit["em"]) if hit["strong"] or hit["em"] else str(hit["escape"] or hit["code"])

    return _INLINE.sub(bare, without)


def unmarked(text: str) -> str:
    """What stands on the screen where a text of ours is in Slack's markup."""
    linked = _REFERENCE.sub(lambda hit: f"{hit[3]} ({hit[2]})" if hit[3] else hit[2], text)
    return unescape(without_marks(linked)).replace(_JOINT, "")


def names_anybody(text: str) -> bool:
    """Whether people or channels are mentioned in what was written in Slack."""
    return bool(_NAMING.search(text))


def words_of(text: str, names: Names, bot: str = "") -> str:
    """What somebody has written in Slack, as plain words; `names` stand where others are mentioned, and a mention of `bot` says nothing."""

    def named(hit: re.Match[str]) -> str:
        kind, target, label = hit.groups()
        if kind == "@":
            return "" if target == bot else names.somebody
        if kind == "#":
            return names.channel
        if kind == "!":
            return label or "" if target.startswith("date^") else names.everybody
        address = target.removeprefix("mailto:").removeprefix("tel:")
        return address if not label or label == address else f"{label} ({address})"

    found = unescape(_REFERENCE.sub(named, text))
    found = _QUOTE.sub("", found.replace("```", ""))
    return re.sub(r"(?<=\S) {2,}", " ", without_marks(_EMOJI.sub(_drawn, found))).strip()


def _drawn(hit: re.Match[str]) -> str:
    """Emoji as such; what only this workspace draws, and colours of skin, are nothing elsewhere."""
    return _EMOJI_NAME.sub("", Emoji.replace(re.sub(r":skin-tone-\d:", "", hit[0])))

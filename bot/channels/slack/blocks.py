"""The blocks that messages and views are made of, within Slack's limits: what is too long for one goes on in the next.

Refuses to cut what is said; only the title of a button or of an option is shortened, never what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.channels.slack import limits
from bot.channels.slack.mrkdwn import escaped

Json = dict[str, Any]


def marked(text: str) -> Json:
    """A text in Slack's markup, in which Slack finds nothing of its own: no names, no addresses."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain_text(text: str, most: int = limits.SECTION_TEXT) -> Json:
    """A text without markup, shortened where it is longer than `most`."""
    return {"type": "plain_text", "text": short(text, most), "emoji": False}


def sections(text: str) -> list[Json]:
    """A text in Slack's markup as sections."""
    return [{"type": "section", "text": marked(part)} for part in parts(text, limits.SECTION_TEXT)]


def said(text: str) -> list[Json]:
    """What somebody has written, as it was written."""
    return [{"type": "section", "text": {"type": "plain_text", "text": part, "emoji": False}} for part in parts(escaped(text), limits.SECTION_TEXT)]


def section(text: str, accessory: Json) -> list[Json]:
    """The same with something to press beside its last part."""
    found = sections(text)
    found[-1]["accessory"] = accessory
    return found


def header(text: str) -> Json:
    """A heading."""
    return {"type": "header", "text": plain_text(text, limits.HEADER_TEXT)}


def context(*texts: str) -> list[Json]:
    """Small print in Slack's markup."""
    pieces = [marked(part) for text in texts for part in parts(text, limits.CONTEXT_TEXT)]
    return [{"type": "context", "elements": pieces[at : at + limits.CONTEXT_ELEMENTS]} for at in range(0, len(pieces), limits.CONTEXT_ELEMENTS)]


def divider() -> Json:
    """A line."""
    return {"type": "divider"}


def actions(elements: Sequence[Json]) -> list[Json]:
    """Things to press."""
    return [{"type": "actions", "elements": list(elements[at : at + limits.ACTIONS])} for at in range(0, len(elements), limits.ACTIONS)]


def button(title: str, action: str, value: str = "", *, url: str = "", style: str = "") -> Json:
    """A button; `value` is what it stands for."""
    found: Json = {"type": "button", "text": plain_text(title, limits.BUTTON_TEXT), "action_id": action[: limits.ACTION_ID]}
    found |= {"value": value} if value else {}
    found |= {"url": url} if url else {}
    return found | ({"style": style} if style else {})


def confirmed(element: Json, text: str, yes: str, no: str) -> Json:
    """The same, asking first."""
    title, asks = plain_text(text.partition("?")[0] + "?", limits.CONFIRM_TITLE), plain_text(text, limits.CONFIRM_TEXT)
    answers = {"confirm": plain_text(yes, limits.CONFIRM_BUTTON), "deny": plain_text(no, limits.CONFIRM_BUTTON)}
    return element | {"confirm": {"title": title, "text": asks, **answers}}


def option(text: str, value: str) -> Json:
    """Something that may be chosen."""
    return {"text": plain_text(text, limits.OPTION_TEXT), "value": value[: limits.OPTION_VALUE]}


def menu(action: str, options: Sequence[Json], placeholder: str, *, several: bool = False) -> Json:
    """A list to choose from, in groups by the first letter where Slack would take it whole no longer."""
    kind = "multi_static_select" if several else "static_select"
    found: Json = {"type": kind, "action_id": action, "placeholder": plain_text(placeholder, limits.PLACEHOLDER)}
    if len(options) <= limits.OPTIONS:
        return found | {"options": list(options)}
    groups: dict[str, list[Json]] = {}
    for one in options:
        groups.setdefault(one["text"]["text"][:1].upper(), []).append(one)
    return found | {"option_groups": [{"label": plain_text(letter, limits.GROUP_LABEL), "options": every} for letter, every in groups.items()]}


def text_field(label: str, element: Json, block: str, *, hint: str = "", optional: bool = False, dispatches: bool = False) -> Json:
    """A field of a form."""
    found: Json = {"type": "input", "block_id": block, "label": plain_text(label, limits.LABEL), "element": element, "optional": optional}
    found |= {"hint": plain_text(hint, limits.HINT)} if hint else {}
    return found | ({"dispatch_action": True} if dispatches else {})


def short(text: str, most: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def parts(text: str, most: int) -> list[str]:
    """A text in pieces no longer than that, cut between paragraphs, lines, sentences or words where that can be."""
    found: list[str] = []
    rest = text
    while len(rest) > most:
        cut = next((at for mark in ("\n\n", "\n", ". ", " ") if (at := rest.rfind(mark, most // 2, most)) > 0), 0)
        end = cut + 1 if cut else _safe(rest, most)
        found.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [part for part in (*found, rest) if part]


def _safe(text: str, most: int) -> int:
    """Where to cut a text that has no gap: not within an entity or a link."""
    at = max(text.rfind("&", most - 5, most), text.rfind("<", most - limits.BUTTON_TEXT, most))
    is_open = at > 0 and not any(mark in text[at:most] for mark in (";", ">"))
    return at if is_open else most


def length(block: Json) -> int:
    """How much text a block holds."""
    return sum(len(text) for text in texts(block))


def texts(block: object) -> Iterator[str]:
    """Every text that whoever looks at a block can read, in order."""
    if isinstance(block, dict):
        if isinstance(block.get("text"), str) and block.get("type") in ("mrkdwn", "plain_text"):
            yield block["text"]
            return
        for key, value in block.items():
            if key not in ("confirm", "value"):
                yield from texts(value)
    elif isinstance(block, list | tuple):
        for one in block:
            yield from texts(one)


def grouped(blocks: Iterable[Json]) -> list[list[Json]]:
    """Blocks in messages that Slack takes."""
    found: list[list[Json]] = [[]]
    for block in blocks:
        total = sum(length(one) for one in found[-1])
        if found[-1] and (len(found[-1]) >= limits.MESSAGE_BLOCKS or total + length(block) > limits.MESSAGE_TEXT - limits.SECTION_TEXT // 10):
            found.append([])
        found[-1].append(block)
    return [group for group in found if group]

"""What Slack refuses of blocks and views, by its documentation and by the models of its own library; written independently of the bot.

Refuses with a list of complaints; an empty one means that Slack would take it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]
_MENTION = re.compile(r"<[!@#]")
_LONGEST = {"section": 3000, "header": 150, "context": 3000}
_MOST_ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}
_ONLY_IN = {"input": ("modal", "home", "message"), "header": ("modal", "home", "message"), "context_actions": ("message",), "feedback_buttons": ("message",)}
_KNOWN = {"section", "header", "context", "actions", "divider", "input", "context_actions"}
_IN_ACTIONS = {"button", "static_select", "multi_static_select", "datepicker", "timepicker", "overflow", "radio_buttons", "checkboxes"}
_IN_INPUT = {"plain_text_input", "number_input", "static_select", "multi_static_select", "datepicker", "timepicker", "radio_buttons", "checkboxes"}
_DAY, _HOUR = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def of_message(blocks: list[Json], text: str) -> list[str]:
    """What is wrong with a message."""
    found = list(_blocks(blocks, "message", 50))
    if not text:
        found.append("no_text: nothing for whoever sees no blocks")
    if len(text) > 4000:
        found.append("text is longer than 4000 characters")
    found += [f"calls somebody: {one[:60]}" for one in (text, *_texts(blocks, ("mrkdwn",))) if _MENTION.search(one)]
    if sum(len(one) for one in _texts(blocks)) > 9000:
        found.append("msg_blocks_too_long")
    return found


def of_view(view: Json) -> list[str]:
    """What is wrong with a window or a Home tab."""
    kind = view.get("type", "")
    found = list(_blocks(view.get("blocks", []), kind, 100))
    if kind == "modal":
        for key in ("title", "submit", "close"):
            if key in view and not 1 <= len(view[key]["text"]) <= 24:
                found.append(f"{key} must have 1 to 24 characters")
        if "title" not in view:
            found.append("a modal needs a title")
        if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
            found.append("a modal with inputs needs submit")
    elif any(key in view for key in ("title", "submit", "close")):
        found.append("a Home tab has neither title nor submit")
    if len(view.get("private_metadata", "")) > 3000:
        found.append("private_metadata is longer than 3000 characters")
    if len(json.dumps(view)) > 250_000:
        found.append("view_too_large")
    found += _by_library(lambda: View(**{key: value for key, value in view.items() if key != "state"}).validate_json())
    return found


def _blocks(blocks: list[Json], surface: str, most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(names) != len(set(names)):
        yield f"the same block_id twice: {sorted(names)}"
    for block in blocks:
        yield from _block(block, surface)
    for one in blocks:
        yield from _by_library(partial(_parsed, one))


def _block(block: Json, surface: str) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in _KNOWN or surface not in _ONLY_IN.get(kind, ("modal", "home", "message")):
        yield f"unsupported block {kind} in a {surface}"
        return
    if len(block.get("block_id", "")) > 255:
        yield "block_id is longer than 255 characters"
    if kind in ("section", "header"):
        yield from _text(block.get("text", {}), _LONGEST[kind], plain=kind == "header")
    elements = block.get("elements", [])
    if kind in _MOST_ELEMENTS:
        if not 1 <= len(elements) <= _MOST_ELEMENTS[kind]:
            yield f"{kind} with {len(elements)} elements"
        actions = [element.get("action_id") for element in elements if "action_id" in element]
        if len(actions) != len(set(actions)):
            yield f"the same action_id twice: {actions}"
    if kind == "context":
        for element in elements:
            yield from _text(element, 3000)
    if kind == "actions":
        yield from (f"{element['type']} in actions" for element in elements if element["type"] not in _IN_ACTIONS)
    if kind == "input":
        yield from _text(block["label"], 2000, plain=True)
        yield from _text(block["hint"], 2000, plain=True) if "hint" in block else ()
        if block["element"]["type"] not in _IN_INPUT:
            yield f"{block['element']['type']} in input"
    pressed = [*(elements if kind in ("actions", "context_actions") else ()), *(block[key] for key in ("element", "accessory") if key in block)]
    for element in pressed:
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    kind = element["type"]
    if not 1 <= len(element.get("action_id", "")) <= 255:
        yield f"{kind} without an action_id"
    if kind == "button":
        yield from _text(element["text"], 75, plain=True)
        if len(element.get("value", "")) > 2000 or len(element.get("url", "")) > 3000:
            yield "button: value or url too long"
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, plain=True)
    if kind in ("static_select", "multi_static_select"):
        if ("options" in element) == ("option_groups" in element):
            yield "a menu has either options or groups"
        groups = element.get("option_groups") or [{"label": {"type": "plain_text", "text": "all"}, "options": element.get("options", [])}]
        if len(groups) > 100:
            yield f"{len(groups)} groups"
        for group in groups:
            yield from _text(group["label"], 75, plain=True)
            yield from _options(group["options"], 100)
        every = [one for group in groups for one in group["options"]]
        chosen = [*element.get("initial_options", []), *([element["initial_option"]] if "initial_option" in element else [])]
        yield from ("what is chosen is no option" for one in chosen if one not in every)
    if kind == "overflow":
        yield from _options(element["options"], 5)
    if "initial_date" in element and not _DAY.fullmatch(element["initial_date"]):
        yield f"initial_date {element['initial_date']}"
    if "initial_time" in element and not _HOUR.fullmatch(element["initial_time"]):
        yield f"initial_time {element['initial_time']}"
    if kind == "number_input" and "is_decimal_allowed" not in element:
        yield "number_input without is_decimal_allowed"
    if kind == "feedback_buttons":
        for key in ("positive_button", "negative_button"):
            yield from _text(element[key]["text"], 75, plain=True)
    if "confirm" in element:
        confirm = element["confirm"]
        for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(confirm[key], most)


def _options(options: list[Json], most: int) -> Iterator[str]:
    if not 1 <= len(options) <= most:
        yield f"{len(options)} options"
    values = [one["value"] for one in options]
    if len(values) != len(set(values)):
        yield f"the same value twice: {values}"
    for one in options:
        yield from _text(one["text"], 75)
        if not 1 <= len(one["value"]) <= 150:
            yield f"option value of {len(one['value'])} characters"


def _text(text: Json, most: int, *, plain: bool = False) -> Iterator[str]:
    if text.get("type") not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
        yield f"text of type {text.get('type')}"
    if not 1 <= len(text.get("text", "")) <= most:
        yield f"text of {len(text.get('text', ''))} characters, not 1 to {most}"
    if (
        set(text) - {"type", "text", "emoji", "verbatim"}
        or (text["type"] == "mrkdwn" and "emoji" in text)
        or (text["type"] == "plain_text" and "verbatim" in text)
    ):
        yield f"text with {sorted(text)}"


def _texts(found: object, kinds: tuple[str, ...] = ("mrkdwn", "plain_text")) -> Iterator[str]:
    if isinstance(found, dict):
        if isinstance(found.get("text"), str) and found.get("type") in kinds:
            yield found["text"]
        for value in found.values():
            yield from _texts(value, kinds)
    elif isinstance(found, list):
        for one in found:
            yield from _texts(one, kinds)


def _parsed(block: Json) -> None:
    found = Block.parse(block)
    if found:
        found.validate_json()


def _by_library(check: Any) -> list[str]:
    try:
        check()
    except SlackObjectFormationError as error:
        return [f"Slack's library: {error}"]
    return []

"""Adaptive Cards 1.5, the newest that Teams shows everywhere: their pieces, the text that stands for them, and how they are kept small.

Refuses to cut: what does not fit into one card goes on in the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.channels.teams import markup

Element = dict[str, Any]
Card = dict[str, Any]
Action = dict[str, Any]

MOST_BYTES = 28_000
"""Of one activity, as Teams takes it."""
_AROUND = 2_000  # bytes of an activity around its card
CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
_MOST_ACTIONS = 6  # in one row; Teams shows no more
_LONGEST_TITLE = 36  # of a button: Teams cuts what has no room
_VERSION = "1.5"


def text(content: str, **more: Any) -> Element:
    """A text that is not cut."""
    return {"type": "TextBlock", "text": content, "wrap": True, **more}


def heading(content: str) -> Element:
    """A heading within a card."""
    return text(content, weight="Bolder", size="Small", isSubtle=True, spacing="Medium")


def texts(content: str, **more: Any) -> list[Element]:
    """Our Markdown; `more` is for its first paragraph and all others."""
    return [text(part, **more) for part in markup.paragraphs(content)]


def facts(pairs: Iterable[tuple[str, str]]) -> Element:
    """Names with their values."""
    return {"type": "FactSet", "facts": [{"title": name, "value": value} for name, value in pairs]}


def container(items: Sequence[Element], style: str = "default") -> Element:
    """Pieces that belong together."""
    return {"type": "Container", "style": style, "items": list(items)}


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Element:
    """A table with its header; where a client knows none, its rows as lines."""
    every = [list(columns), *(list(row) for row in rows)]
    return {
        "type": "Table",
        "showGridLines": True,
        "columns": [{"width": 1} for _ in columns],
        "rows": [{"type": "TableRow", "cells": [{"type": "TableCell", "items": [text(markup.harmless(cell))]} for cell in row]} for row in every],
        "fallback": text("\n".join(f"- {' | '.join(row)}" for row in every)),
    }


def say(title: str, payload: str) -> Action:
    """A button that says something as if it had been typed, whatever fields of the card are still empty."""
    said = {"type": "messageBack", "displayText": title, "text": payload, "value": {"verb": "say"}}
    return {"type": "Action.Submit", "title": title, "associatedInputs": "none", "data": {"msteams": said}}


def execute(title: str, verb: str, **data: Any) -> Action:
    """A button that is answered by another look of the same card, whatever fields are still empty."""
    return {"type": "Action.Execute", "title": title, "verb": verb, "associatedInputs": "none", "data": {"verb": verb, **data}}


def send(title: str, verb: str, **data: Any) -> Action:
    """The same with what was filled in."""
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": {"verb": verb, **data}}


def open_url(title: str, url: str) -> Action:
    """A button that opens an address."""
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def show(title: str, body: Sequence[Element], actions: Sequence[Action]) -> Action:
    """A button that unfolds a part of the card."""
    return {"type": "Action.ShowCard", "title": title, "card": {"type": "AdaptiveCard", "body": list(body), "actions": list(actions)}}


def rows(actions: Sequence[Action]) -> list[Element]:
    """Buttons within the card, in rows of as many as are shown; where one says more than a button has room for, lines that can be pressed."""
    if any(len(action["title"]) > _LONGEST_TITLE for action in actions):
        return [_line(action) for action in actions]
    return [{"type": "ActionSet", "actions": list(actions[start : start + _MOST_ACTIONS])} for start in range(0, len(actions), _MOST_ACTIONS)]


def _line(action: Action) -> Element:
    return {**container([text(markup.harmless(str(action["title"])), color="Accent")], "emphasis"), "selectAction": action, "spacing": "Small"}


def card(body: Sequence[Element], actions: Sequence[Action] = ()) -> Card:
    """A card with its text for clients that show none; a table has the whole width."""
    made: Card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": _VERSION,
        "fallbackText": plain(body),
        "body": list(body),
    }
    if any(element["type"] == "Table" for element in body):
        made["msteams"] = {"width": "Full"}
    return made | ({"actions": list(actions)[:_MOST_ACTIONS]} if actions else {})


def size(content: Mapping[str, Any]) -> int:
    """How many bytes it takes."""
    return len(json.dumps(content, ensure_ascii=False).encode())


def packed(body: Sequence[Element], actions: Sequence[Action] = (), more: str = "", *, form: Sequence[Element] = (), most: int = MOST_BYTES) -> list[Card]:
    """Cards that hold all of it, in order; `form`, which cannot be parted, and the buttons stand in the last, and `more` over each but the first."""
    room = most - _AROUND
    pages: list[list[Element]] = [[]]
    waiting = list(body)
    while waiting:
        element = waiting.pop(0)
        if size(card([*pages[-1], element])) <= room:
            pages[-1].append(element)
        elif halves := _halves(element):
            waiting = [*halves, *waiting]
        elif len(pages[-1]) > (len(pages) > 1):
            pages.append([heading(more)])
            waiting.insert(0, element)
        else:
            raise ValueError("a piece of a card is larger than a card may be")
    if size(card([*pages[-1], *form], actions)) > room:
        pages.append([heading(more)])
    return [*(card(page) for page in pages[:-1]), card([*pages[-1], *form], actions)]


def _halves(element: Element) -> list[Element]:
    """The same in two pieces; none where it is too small to be parted."""
    match element["type"]:
        case "TextBlock":
            return [{**element, "text": part} for part in _parted(str(element["text"]))]
        case "Container" | "FactSet":
            key = "items" if element["type"] == "Container" else "facts"
            return [{**element, key: part} for part in _split(element[key])]
        case "Table":
            header, *lines = element["rows"]
            return [_part_of_table(element, [header, *part]) for part in _split(lines)]
    return []


def _part_of_table(element: Element, lines: Sequence[Mapping[str, Any]]) -> Element:
    return {**element, "rows": list(lines), "fallback": text("\n".join(f"- {table_text(line)}" for line in lines))}


def _split(items: list[Any]) -> list[list[Any]]:
    middle = len(items) // 2
    return [items[:middle], items[middle:]] if middle else []


def _parted(content: str) -> list[str]:
    """A text in two, between paragraphs, lines, sentences or words, as near to the middle as may be."""
    middle = len(content) // 2
    for joint in ("\n\n", "\n", ". ", " "):
        at = content.rfind(joint, 1, middle)
        if at > 0:
            cut = at + (1 if joint == ". " else 0)
            return [content[:cut].rstrip(), content[cut:].strip()]
    return [content[:middle], content[middle:]] if middle > 100 else []


def plain(elements: Iterable[Element]) -> str:
    """All that pieces show, as text."""
    return "\n".join(line for element in elements for line in _lines(element) if line)


def table_text(row: Mapping[str, Any]) -> str:
    """A row of a table in one line."""
    return " | ".join(markup.plain(str(item["text"])) for cell in row["cells"] for item in cell["items"])


def _lines(element: Element) -> Iterator[str]:
    match element["type"]:
        case "TextBlock":
            yield markup.plain(str(element["text"]))
        case "FactSet":
            yield from (f"{fact['title']}: {fact['value']}" for fact in element["facts"])
        case "Table":
            yield from (table_text(row) for row in element["rows"])
        case "ActionSet":
            yield from (f"[{action['title']}]" for action in element["actions"])
        case "Input.ChoiceSet" | "Input.Date" | "Input.Time" | "Input.Text" | "Input.Number":
            yield str(element.get("label", ""))
        case "Container" | "Column":
            yield plain(element["items"])
        case "ColumnSet":
            yield plain(element["columns"])

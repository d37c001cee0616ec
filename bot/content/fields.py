"""An article's file as the fields of a form, and back: what was not changed stays as it is, character by character.

Refuses nothing that can be written down: whether it makes a good article, the checks say.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.content.version import Key
from knowledge.articles import parted
from knowledge.errors import DataError
from knowledge.wording import ORIGINAL

BODY = "body"
TEXTS, LISTS, IDS, DAYS = ("title", "section"), ("questions", "not_answered"), ("facts", "related", "rules"), ("checked_on", "review_by")
_TRANSLATED = ("title", "questions", "not_answered")
_PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f][^:#\"'\\{}\[\],&*!|>%@`\x00-\x1f\x7f-\x9f]*[^\s:#\"'\\{}\[\],&*!|>%@`\x00-\x1f\x7f-\x9f]")
_WORD = re.compile(r"(?:true|false|yes|no|on|off|null|y|n)", re.IGNORECASE)
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_REVIEW = timedelta(days=182)


def names(language: str) -> tuple[str, ...]:
    """The fields of a file in that language, in the order in which they stand; a translation takes the others from the English article."""
    return (*_TRANSLATED, BODY) if language != ORIGINAL else (TEXTS[1], TEXTS[0], *LISTS, *IDS, *DAYS, BODY)


def read(text: str, key: Key) -> dict[str, str]:
    """The fields of a file's text, as a form shows them: lists with one question a line, ids with spaces between them."""
    head, body = _parts(text)
    found = dict.fromkeys(names(key.language), "") | {BODY: body}
    for name, node in _nodes(head).items():
        if name in found:
            found[name] = _shown(name, node)
    return found


def written(typed: Mapping[str, str], key: Key, before: str) -> str:
    """The text of a file with the fields as they were typed; what they do not change in the text `before` stays as it was."""
    head, body = _parts(before)
    nodes, lines = _nodes(head), head.split("\n")
    old = read(before, key)
    parts: list[tuple[int, int, list[str]]] = []
    for name in names(key.language)[:-1]:
        value = _tidy(name, typed.get(name, old[name]))
        if name in nodes and value == _tidy(name, old[name]):
            continue
        kept = _items(nodes[name], lines) if name in LISTS and name in nodes else {}
        new = _lines(name, value, kept)
        start, end = _span(name, nodes, lines) if name in nodes else (len(lines), len(lines))
        parts.append((start, end, new))
    parts.sort(key=lambda part: part[0])
    for start, end, new in reversed(parts):
        lines[start:end] = new
    new_body = clean(typed.get(BODY, body))
    if new_body == clean(body):
        new_body = body
    elif not new_body.endswith("\n"):
        new_body += "\n"
    head = "\n".join(lines) if "id" in nodes else "\n".join([f"id: {key.article}", *filter(None, lines)])
    return f"---\n{head}\n---\n{new_body}"


def blank(key: Key, section: str, today: date) -> str:
    """A file to begin an article with."""
    lines = [f"id: {key.article}"]
    if key.language == ORIGINAL:
        lines.append(f"section: {section}")
    lines += ['title: ""', "questions: []", "not_answered: []"]
    if key.language == ORIGINAL:
        lines += ["facts: []", "related: []", "rules: []", f"checked_on: {today}", f"review_by: {today + _REVIEW}"]
    return "---\n" + "\n".join(lines) + "\n---\n"


def clean(text: str) -> str:
    """Text as files hold it: lines that end as everywhere, no control characters, no halves of characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in plain if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))


def _parts(text: str) -> tuple[str, str]:
    """Front matter and body; a text without front matter is all body."""
    try:
        return parted(text, Path())
    except DataError:
        return "", text


def _nodes(head: str) -> dict[str, Any]:
    """The values of the front matter with their places; nothing where it cannot be read."""
    try:
        node = yaml.compose(head, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return {}
    return {name.value: value for name, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _shown(name: str, node: Any) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    values = [str(item.value) for item in node.value if isinstance(item, yaml.ScalarNode)]
    return (" " if name in IDS else "\n").join(" ".join(value.split("\n")) for value in values)


def _tidy(name: str, value: str) -> str:
    """What was typed without what says nothing: spaces around, empty lines."""
    plain = clean(value)
    if name in LISTS:
        return "\n".join(" ".join(line.split()) for line in plain.split("\n") if line.strip())
    return " ".join(re.split(r"[\s,;]+", plain.strip()) if name in IDS else plain.split())


def _items(node: Any, lines: Sequence[str]) -> dict[str, list[str]]:
    """The lines of each item of a list with one item a line, by what it says."""
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        return {}
    found = {}
    for item in node.value:
        if isinstance(item, yaml.ScalarNode) and item.start_mark.line == item.end_mark.line and item.style in ("'", '"'):
            found[" ".join(str(item.value).split())] = [lines[item.start_mark.line]]
    return found


def _lines(name: str, value: str, kept: Mapping[str, list[str]]) -> list[str]:
    """A field as it stands in a file."""
    if name in LISTS:
        items = value.split("\n") if value else []
        return [f"{name}:", *(line for item in items for line in kept.get(item) or [f"  - {quoted(item)}"])] if items else [f"{name}: []"]
    if name in IDS:
        ids = [one if _CODE.fullmatch(one) else quoted(one) for one in value.split()]
        return [f"{name}: [{', '.join(ids)}]"]
    is_plain = bool(_DAY.fullmatch(value)) if name in DAYS else bool(_PLAIN.fullmatch(value)) and not _WORD.fullmatch(value)
    return [f"{name}: {value if is_plain else quoted(value)}"]


def quoted(text: str) -> str:
    """A text in quotes as YAML reads it."""
    return (
        json.dumps(text, ensure_ascii=False).replace("\u0085", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\ufeff", "\\ufeff")
    )


def _span(name: str, nodes: Mapping[str, Any], lines: Sequence[str]) -> tuple[int, int]:
    """The lines from a field up to the next one; comments before that belong to it."""
    start = _line_of(name, lines)
    later = [line for line in (_line_of(other, lines) for other in nodes) if line > start]
    end = min(later, default=len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return start, end


def _line_of(name: str, lines: Sequence[str]) -> int:
    return next(place for place, line in enumerate(lines) if re.match(rf"[\"']?{re.escape(name)}[\"']?\s*:", line))

"""Adds items to a list of a YAML text and leaves every other character as it is: order, comments, quotes.

Refuses a list that is not written with one item a line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import DataError


def appended(text: str, keys: tuple[str, ...], items: Sequence[str], path: Path) -> str:
    """The text with the items at the end of the list under these keys; what is missing of them is made. `path` is named in errors. Raises DataError."""
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    lines = text.splitlines()
    for depth, key in enumerate(keys):
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            raise DataError(path, ".".join(keys[:depth]), "must be a mapping with one key a line, so that questions can be added")
        found = next((value for name, value in node.value if name.value == key), None)
        if found is None:
            indent = node.value[0][0].start_mark.column
            opened = [f"{' ' * (indent + 2 * place)}{name}:" for place, name in enumerate(keys[depth:])]
            return _with(lines, _last_line(node) + 1, [*opened, *_written(items, indent + 2 * len(opened))])
        node = found
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        raise DataError(path, ".".join(keys), "must be a list with one item a line, so that questions can be added")
    return _with(lines, _last_line(node) + 1, _written(items, node.start_mark.column))


def _written(items: Sequence[str], indent: int) -> list[str]:
    return [f"{' ' * indent}- {quoted(item)}" for item in items]


def quoted(text: str) -> str:
    """A text as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)


def _with(lines: list[str], place: int, new: list[str]) -> str:
    return "\n".join((*lines[:place], *new, *lines[place:])) + "\n"


def _last_line(node: Any) -> int:
    """The line on which what belongs to a node ends; its own end mark may lie behind comments that follow."""
    while isinstance(node, (yaml.MappingNode, yaml.SequenceNode)) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    line: int = node.end_mark.line
    return line if node.end_mark.column else line - 1

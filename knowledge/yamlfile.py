"""Strict reading of the project's YAML files.

Refuses duplicate keys, which PyYAML keeps silently, and anything that the given model does not know.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from knowledge.errors import DataError

T = TypeVar("T")


class Record(BaseModel):
    """Base of every record read from data/: immutable, and no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _UniqueKeyLoader(yaml.CSafeLoader):
    """Safe loader that refuses a mapping with the same key twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(None, None, "a list or mapping for a key", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"duplicate key {key!r}", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


# YAML 1.1 reads yes, no, on and off as booleans; in these files they are words.
_UniqueKeyLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_UniqueKeyLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), ["t", "f"])


def parse(text: str, shape: type[T], path: Path | str) -> T:
    """The YAML `text` checked against `shape`; `path` is named in errors.

    Raises DataError for bad YAML, duplicate or unknown keys and values of the wrong type.
    """
    try:
        raw = yaml.load(text, Loader=_UniqueKeyLoader)  # noqa: S506 - a subclass of the safe loader
    except (yaml.YAMLError, ValueError) as error:  # ValueError: 30 February, unquoted
        raise DataError(path, "", f"not valid YAML ({error})") from error
    try:
        return TypeAdapter(shape).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DataError(path, key, f"{first['msg']} (and {error.error_count() - 1} more)") from error


def load(path: Path, shape: type[T]) -> T:
    """The YAML file at `path` checked against `shape`. Raises DataError when it is missing or wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(path, "", f"cannot be read ({error.strerror})") from error
    return parse(text, shape, path)

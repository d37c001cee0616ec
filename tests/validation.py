"""Checks JSON against the schemas of tests/schemas, which are Microsoft's own: as much of JSON Schema as they use.

Refuses a schema with a keyword that it does not know, which could hide a fault.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).parent / "schemas"
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "number": (int, float),
    "integer": int,
}
_SILENT = {"description", "default", "version", "features", "format", "examples", "example", "$schema", "id", "definitions", "builtInTabId", "dependencies"}


def complaints(name: str, value: Any) -> list[str]:
    """What is wrong with a value by the schema of that file; each with its place."""
    whole = _read(name)
    return list(_Check(whole).of(whole, value, "$"))


def card_complaints(card: Mapping[str, Any]) -> list[str]:
    """What is wrong with an Adaptive Card; what only Teams knows of it is left out.

    Lists that are searched came with 1.5 by the sources of the schema, but are missing in the file that was built from them for 1.5.0.
    """
    known = json.loads(json.dumps({key: value for key, value in card.items() if key != "msteams"}).replace('"style": "filtered"', '"style": "compact"'))
    return complaints("adaptive-card-1.5.0.json", known)


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return found


class _Check:
    def __init__(self, whole: dict[str, Any]) -> None:
        self._whole = whole

    def of(self, schema: Mapping[str, Any], value: Any, at: str) -> Iterator[str]:
        """What is wrong at one place."""
        for key, wanted in schema.items():
            if key in _SILENT:
                continue
            yield from self._keyword(key, wanted, schema, value, at)

    def _keyword(self, key: str, wanted: Any, schema: Mapping[str, Any], value: Any, at: str) -> Iterator[str]:
        match key:
            case "$ref":
                target: Any = self._whole
                for part in wanted.removeprefix("#/").split("/"):
                    target = target[part]
                yield from self.of(target, value, at)
            case "type":
                kinds = [wanted] if isinstance(wanted, str) else wanted
                if not any(isinstance(value, _TYPES[kind]) and not (isinstance(value, bool) and kind in ("number", "integer")) for kind in kinds):
                    yield f"{at}: no {wanted}"
            case "enum" if not any(value == one or (isinstance(one, str) and str(value).lower() == one.lower()) for one in wanted):
                yield f"{at}: {value!r} is none of {wanted}"
            case "const" if value != wanted:
                yield f"{at}: not {wanted!r}"
            case "allOf":
                for one in wanted:
                    yield from self.of(one, value, at)
            case "anyOf" | "oneOf":
                found = [list(self.of(one, value, at)) for one in wanted]
                good = sum(not one for one in found)
                if not good or (key == "oneOf" and good > 1):
                    yield from min(found, key=lambda one: sum(complaint.count(".") == 1 for complaint in one) * 1000 + len(one)) or [f"{at}: several fit"]
            case "not" if not list(self.of(wanted, value, at)):
                yield f"{at}: is what it must not be"
            case "if":
                if not list(self.of(wanted, value, at)):
                    yield from self.of(schema.get("then", {}), value, at)
            case "then" | "enum" | "const" | "not":
                pass
            case _ if isinstance(value, dict):
                yield from self._of_object(key, wanted, schema, value, at)
            case _ if isinstance(value, list):
                yield from self._of_list(key, wanted, value, at)
            case _:
                yield from self._of_scalar(key, wanted, value, at)

    def _of_object(self, key: str, wanted: Any, schema: Mapping[str, Any], value: dict[str, Any], at: str) -> Iterator[str]:
        match key:
            case "properties":
                for name in wanted.keys() & value.keys():
                    yield from self.of(wanted[name], value[name], f"{at}.{name}")
            case "patternProperties":
                for name, held in value.items():
                    for pattern, inner in wanted.items():
                        if re.search(pattern, name):
                            yield from self.of(inner, held, f"{at}.{name}")
            case "additionalProperties":
                patterns = schema.get("patternProperties", {})
                spare = [name for name in value if name not in schema.get("properties", {}) and not any(re.search(pattern, name) for pattern in patterns)]
                for name in spare:
                    if wanted is False:
                        yield f"{at}.{name}: not known here"
                    elif isinstance(wanted, dict):
                        yield from self.of(wanted, value[name], f"{at}.{name}")
            case "required":
                yield from (f"{at}.{name}: missing" for name in wanted if name not in value)
            case "minProperties":
                if len(value) < wanted:
                    yield f"{at}: too little"
            case _:
                _known(key)

    def _of_list(self, key: str, wanted: Any, value: list[Any], at: str) -> Iterator[str]:
        match key:
            case "items":
                for place, one in enumerate(value):
                    yield from self.of(wanted, one, f"{at}[{place}]")
            case "minItems" | "maxItems":
                if (len(value) < wanted) if key == "minItems" else (len(value) > wanted):
                    yield f"{at}: {len(value)} items"
            case "uniqueItems":
                if any(one in value[:place] for place, one in enumerate(value)):
                    yield f"{at}: one twice"
            case _:
                _known(key)

    def _of_scalar(self, key: str, wanted: Any, value: Any, at: str) -> Iterator[str]:
        match key:
            case "minLength" | "maxLength" if isinstance(value, str):
                if (len(value) < wanted) if key == "minLength" else (len(value) > wanted):
                    yield f"{at}: {len(value)} characters"
            case "pattern" if isinstance(value, str):
                if not re.search(wanted, value):
                    yield f"{at}: {value!r} does not fit {wanted}"
            case "minimum" | "maximum" if isinstance(value, int | float):
                if (value < wanted) if key == "minimum" else (value > wanted):
                    yield f"{at}: {value}"
            case _:
                _known(key)


_KNOWN = {
    *("properties", "patternProperties", "additionalProperties", "required", "minProperties", "items", "minItems", "maxItems", "uniqueItems"),
    *("minLength", "maxLength", "pattern", "minimum", "maximum"),
}


def _known(key: str) -> None:
    assert key in _KNOWN, f"a keyword that is not checked: {key}"

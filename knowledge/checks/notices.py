"""Checks of the notices that sellers paste: for rules, inputs, codes and dates that exist, with patterns that compile.

Refuses nothing about how many real notices are known by them; nobody has the platform's own texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material
from knowledge.inputs import InputSpec, json_name
from knowledge.patterns import compiled
from knowledge.rule import Rule
from knowledge.understanding.phrasings import NoticeKind

_DATED = frozenset({"date", "datetime", "date_or_datetime"})


def check(material: Material) -> Iterator[Finding]:
    """Every kind of notice that names something unknown, that nothing can be, or that has no name in words."""
    path = material.data / "phrasings" / "notices.yaml"
    for name, kind in material.phrasings.notices.items():
        yield from _patterns(path, name, kind)
        if kind.least > len(kind.marks) or kind.least < 1:
            yield error(path, f"{name}.least", f"is {kind.least}, with {len(kind.marks)} marks; nothing, or everything, would be such a notice")
        for words in material.words:
            if words.phrases and f"notice_{name}" not in words.phrases.notices:
                yield error(words.folder / "phrases.yaml", f"notices.notice_{name}", "is missing; say what this kind of notice is called")
        if kind.rule not in material.rules:
            yield error(path, f"{name}.rule", f"there is no rule {kind.rule!r}; correct it or take the kind out")
        else:
            yield from _named(path, name, kind, material.rules.rule(kind.rule))


def _named(path: Path, name: str, kind: NoticeKind, rule: Rule[Any, Any]) -> Iterator[Finding]:
    """What a kind names that its rule does not have."""
    known = {spec.name: spec for spec in rule.inputs}
    places = [(f"{name}.{key}.{field}", field) for key in ("dated", "means", "figures") for field in getattr(kind, key)]
    places += [(f"{name}.reads", field) for field in kind.reads]
    places += [(f"{name}.{key}", field) for key in ("starts", "days") if (field := getattr(kind, key))]
    for key, field in places:
        if field not in known:
            yield error(path, key, f"the rule {rule.id} has no input {field!r}; correct the name or take it out")
    for field in kind.dated:
        if field in known and known[field].kind not in _DATED:
            yield error(path, f"{name}.dated.{field}", "takes no date; take it out")
    for field, meanings in kind.means.items():
        for pattern, value in meanings.items():
            if field in known and not _takes(known[field], value):
                yield error(path, f"{name}.means.{field}", f"{pattern!r} means {value!r}, which this input does not take; give one of its codes")
    outcome = {json_name(field.name) for field in fields(rule.outcome)}
    for key, found, there in (("ends", kind.ends, outcome), ("nodes", kind.nodes, set(rule.nodes))):
        for one in found:
            if one not in there:
                yield error(
                    path, f"{name}.{key}", f"the rule {rule.id} has no {one!r} in its {'outcome' if key == 'ends' else 'nodes'}; correct it or take it out"
                )


def _takes(spec: InputSpec, value: bool | int | str) -> bool:
    if spec.kind == "bool":
        return isinstance(value, bool)
    if spec.kind in ("int", "number", "money"):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) and (not spec.choices or value in spec.choices)


def _patterns(path: Path, name: str, kind: NoticeKind) -> Iterator[Finding]:
    """Patterns that are none, and those of figures that name no figure."""
    groups: dict[str, Iterable[str]] = {f"{name}.{key}": getattr(kind, key) for key in ("marks", "window", "asks")}
    for key in ("dated", "means", "figures"):
        groups |= {f"{name}.{key}.{field}": patterns for field, patterns in getattr(kind, key).items()}
    for place, patterns in groups.items():
        for pattern in patterns:
            try:
                found = compiled(pattern)
            except re.error as refused:
                yield error(path, place, f"{pattern!r} is no regular expression ({refused}); mend it")
                continue
            if place.startswith(f"{name}.figures") and found.groups != 1:
                yield error(path, place, f"{pattern!r} must have one group, around the figure; mend it")

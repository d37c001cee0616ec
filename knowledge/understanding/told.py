"""The sentences of data/told: what sellers write, and which inputs of a rule it tells; what slots are learnt from.

Refuses nothing that the checks of data report: a value that its input does not take teaches nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge import yamlfile
from knowledge.inputs import InputSpec
from knowledge.rulebook import RuleBook
from knowledge.search.slots import Lesson
from knowledge.values import parse

QUESTIONS = "questions.jsonl"
"""Whole questions with the day on which they are asked, one a line; the other files are sentences by rule."""
CHOSEN = ("bool", "enum")
"""Kinds of inputs that have one of a few values, each of which is learnt apart."""


def digest(folder: Path) -> str:
    """The hash of all sentences below a folder; another one when any of them changes."""
    found = hashlib.sha256()
    for path in _files(folder):
        found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def lessons(folder: Path, rules: RuleBook) -> list[Lesson]:
    """Every sentence below a folder, as the slots learn from it."""
    return [Lesson(rule, text, _told(rules, rule, inputs)) for rule, text, inputs in sentences(folder) if rule in rules]


def asked(folder: Path) -> dict[str, tuple[str, ...]]:
    """By rule the whole questions of the language with that folder; none where it has none."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (folder / QUESTIONS).read_text(encoding="utf-8").splitlines() if (folder / QUESTIONS).is_file() else ():
        question = json.loads(line)
        if question["rule"]:
            found[question["rule"]] = (*found.get(question["rule"], ()), question["text"])
    return found


def sentences(folder: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Rule, text and the inputs told, of every sentence below a folder. Raises DataError."""
    for path in _files(folder):
        if path.name == QUESTIONS:
            for line in path.read_text(encoding="utf-8").splitlines():
                asked = json.loads(line)
                if asked["rule"]:
                    yield asked["rule"], asked["text"], asked["inputs"]
        else:
            for text, told in yamlfile.load(path, dict[str, dict[str, Any]]).items():
                yield path.stem, text, told


def _files(folder: Path) -> list[Path]:
    return sorted((*folder.rglob("*.yaml"), *folder.rglob(QUESTIONS)))


def _told(rules: RuleBook, rule: str, inputs: Mapping[str, Any]) -> dict[str, str]:
    specs = {spec.name: spec for spec in rules.rule(rule).inputs}
    found = {name: _code(specs[name], value) for name, value in inputs.items() if name in specs}
    return {name: code for name, code in found.items() if code is not None}


def _code(spec: InputSpec, value: object) -> str | None:
    """The JSON of a value that is one of a few, empty for any other; None where the input does not take it."""
    if spec.kind not in CHOSEN:
        return ""
    code, problems = parse(spec, value)
    return None if problems else json.dumps(code)

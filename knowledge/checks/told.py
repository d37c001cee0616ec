"""Checks of data/told: sentences that can be read, of rules and inputs that there are, with values that these take.

Refuses a file that cannot be read as a whole; a faulty line of questions leaves the others to be checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge import yamlfile
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material
from knowledge.checks.questions import Example, plain
from knowledge.errors import DataError
from knowledge.understanding.told import CHOSEN, QUESTIONS
from knowledge.values import parse

_Told = tuple[str, str, str, Mapping[str, Any]]
"""Where a sentence stands in its file, its rule, its text and the inputs that it tells."""


class _Question(BaseModel):
    """What is learnt from a line of questions; other keys are its author's notes."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    rule: str | None
    text: str
    inputs: dict[str, Any]


def check(material: Material) -> Iterator[Finding]:
    """Every fault of the sentences, file by file."""
    for path in _files(material):
        for found in _sentences(path):
            if isinstance(found, Finding):
                yield found
                continue
            where, rule, text, inputs = found
            if rule not in material.rules:
                yield error(path, where, f"there is no rule {rule!r}; rename the file, or correct the line")
                continue
            if not plain(text):
                yield error(path, where, f"{text!r} holds no words; take it out")
            specs = {spec.name: spec for spec in material.rules.rule(rule).inputs}
            for name, value in inputs.items():
                if name not in specs:
                    yield error(path, where, f"{rule} has no input {name!r}; correct the name")
                elif specs[name].kind in CHOSEN and not specs[name].leans_on_parameters and parse(specs[name], value)[1]:
                    yield error(path, where, f"{name} is none of {', '.join(specs[name].choices) or 'true and false'}: {value!r}; correct it")


def examples(material: Material) -> Iterator[Example]:
    """Every sentence that can be read, as the search and the slots learn from it."""
    for path in _files(material):
        for found in _sentences(path):
            if not isinstance(found, Finding):
                yield Example(found[2], path, found[0], found[1], path.parent.name)


def _files(material: Material) -> list[Path]:
    folder = material.data / "told"
    return sorted((*folder.glob("*/*.yaml"), *folder.glob(f"*/{QUESTIONS}")))


def _sentences(path: Path) -> Iterator[_Told | Finding]:
    if path.name == QUESTIONS:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            try:
                question = _Question.model_validate(json.loads(line))
            except (json.JSONDecodeError, ValidationError):
                yield error(path, f"line {number}", "is no JSON with rule, text and inputs; mend the line")
                continue
            if question.rule:
                yield f"line {number}", question.rule, question.text, question.inputs
        return
    try:
        told = yamlfile.load(path, dict[str, dict[str, Any]])
    except (DataError, UnicodeDecodeError) as refused:
        yield error(path, "", f"{getattr(refused, 'problem', 'is not UTF-8')}; mend it, nothing else in this file was checked")
        return
    for text, inputs in told.items():
        yield text, path.stem, text, inputs

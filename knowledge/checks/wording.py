"""Checks of the wording: each rule's nodes, steps, inputs and dates have words, and no words are left over.

Refuses templates with bad syntax; what they show is tested by rendering the rules' cases.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError

from knowledge.checks import source
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material, Words
from knowledge.inputs import InputSpec
from knowledge.rule import Rule
from knowledge.wording import RuleWording

_ENVIRONMENT = Environment(autoescape=False)  # noqa: S701 - only parsed


def check(material: Material) -> Iterator[Finding]:
    """Every word that is missing, left over or malformed, in every language."""
    for words in material.words:
        for rule in material.rules:
            path = words.folder / "rules" / f"{rule.id}.yaml"
            if rule.id in words.rules:
                yield from _rule(rule, words.rules[rule.id], path)
            elif path not in material.unread:
                yield error(path, "", "is missing; write the wording of this rule")
        for rule_id in words.rules:
            if rule_id not in material.rules:
                yield error(words.folder / "rules" / f"{rule_id}.yaml", "", f"there is no rule {rule_id!r}; rename or delete the file")
        yield from _vocabularies(words, material)
        yield from _templates(words)


def _rule(rule: Rule[Any, Any], words: RuleWording, path: Path) -> Iterator[Finding]:
    named = source.names_of(rule)
    yield from _match(path, "nodes", {str(node) for node in rule.nodes}, words.nodes)
    yield from _match(path, "inputs", {spec.name for spec in rule.inputs}, words.inputs)
    for spec in rule.inputs:
        if spec.name in words.inputs:
            inner = spec.item.fields if spec.item else ()
            yield from _match(path, f"inputs.{spec.name}.fields", {field.name for field in inner}, words.inputs[spec.name].fields)
    # A step whose key is put together at run time cannot be missed here, but its texts stand in the module.
    yield from _match(path, "steps", named.steps | (set(words.steps) & named.texts), words.steps)
    for key in set(words.dates) - {field.name for field in fields(rule.outcome)}:
        yield error(path, f"dates.{key}", "the outcome has no such key; take it out or correct it")


def _match(path: Path, part: str, wanted: Iterable[str], found: Iterable[str]) -> Iterator[Finding]:
    """What one side has and the other lacks."""
    for key in sorted(set(wanted) - set(found)):
        yield error(path, f"{part}.{key}", "has no words; write them")
    for key in sorted(set(found) - set(wanted)):
        yield error(path, f"{part}.{key}", "the rule knows nothing of it; take it out or correct it")


def _vocabularies(words: Words, material: Material) -> Iterator[Finding]:
    """Codes of enumerations without words; those that rules ask for must have a vocabulary, others may."""
    asked: dict[str, tuple[str, ...]] = {}
    shown: dict[str, tuple[str, ...]] = {}
    for rule in material.rules:
        asked |= {spec.vocabulary: spec.choices for spec in _enumerations(rule.inputs)}
        shown |= {spec.vocabulary: spec.choices for spec in _declared(rule)}
    for name, codes in sorted((shown | asked).items()):
        path = words.folder / "vocabularies" / f"{name}.yaml"
        if name in words.vocabularies:
            yield from _match_codes(path, codes, words.vocabularies[name].codes)
        elif name in asked and path not in material.unread:
            yield error(path, "", f"is missing; give each of these codes a label and words: {', '.join(codes)}")


def _match_codes(path: Path, codes: tuple[str, ...], found: tuple[str, ...]) -> Iterator[Finding]:
    for code in codes:
        if code not in found:
            yield error(path, code, "is a code of the rules without a label; add it")
    for code in found:
        if code not in codes:
            yield error(path, code, "is no code of the rules; take it out or correct it")


def _enumerations(specs: Iterable[InputSpec]) -> Iterator[InputSpec]:
    """The enumerations among inputs, however deep."""
    for spec in specs:
        if spec.enum and spec.vocabulary:
            yield spec
        yield from _enumerations(((spec.item,) if spec.item else ()) + spec.fields)


def _declared(rule: Rule[Any, Any]) -> Iterator[InputSpec]:
    """The enumerations that a rule's module holds, also those that only its outcome shows."""
    for found in vars(importlib.import_module(rule.compute.__module__)).values():
        if isinstance(found, type) and issubclass(found, StrEnum) and found is not StrEnum:
            yield InputSpec("", "enum", required=True, choices=tuple(member.value for member in found), enum=found)


def _templates(words: Words) -> Iterator[Finding]:
    """Templates that do not parse."""
    for path, key, template in _all_templates(words):
        if problem := _syntax_problem(template):
            yield error(path, key, f"is no valid template ({problem}); mend its braces and tags")


@cache
def _syntax_problem(template: str) -> str:
    try:
        _ENVIRONMENT.parse(template)
    except TemplateSyntaxError as refused:
        return refused.message or "bad syntax"
    return ""


def _all_templates(words: Words) -> Iterator[tuple[Path, str, str]]:
    for rule_id, rule in words.rules.items():
        path = words.folder / "rules" / f"{rule_id}.yaml"
        yield from ((path, f"nodes.{node}.{part}", text) for node, parts in rule.nodes.items() for part, text in parts)
        yield from ((path, f"steps.{step}", text) for step, text in rule.steps.items())
    if words.phrases:
        path = words.folder / "phrases.yaml"
        groups: Mapping[str, Mapping[str, str]] = {"notices": words.phrases.notices, "errors": words.phrases.errors}
        yield from ((path, f"{group}.{key}", text) for group, texts in groups.items() for key, text in texts.items())
        yield from ((path, f"talk.{intent}", text) for intent, texts in words.phrases.talk.items() for text in texts)

"""Checks of the phrasings: for rules and inputs that exist, with patterns that compile.

Refuses nothing about how well the search learns from them; the evaluation measures that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from knowledge.checks.finding import Finding, error, warning
from knowledge.checks.material import Material, SpokenElsewhere
from knowledge.patterns import compiled
from knowledge.understanding.hints import InputHints
from knowledge.understanding.replies import ReplyPatterns


def check(material: Material) -> Iterator[Finding]:
    """Every phrasing for something unknown, every rule without phrasings, every pattern that is none."""
    folder = material.data / "phrasings" / "rules"
    for rule in material.rules:
        path = folder / f"{rule.id}.yaml"
        if rule.id not in material.phrasings.rules:
            if path not in material.unread:
                yield error(path, "", "is missing; write how sellers ask for this rule")
        elif not material.phrasings.rules[rule.id].questions:
            yield warning(path, "questions", "is empty, so nobody can ask for this rule in words; add questions")
    for rule_id, phrasings in material.phrasings.rules.items():
        yield from _hints(folder / f"{rule_id}.yaml", "inputs.", phrasings.inputs, material)
    yield from _spoken(material.data / "phrasings", material.phrasings.follow_up, material.phrasings.replies)
    for spoken in material.phrasings_elsewhere:
        yield from _spoken(spoken.folder, spoken.follow_up, spoken.replies)
        yield from _elsewhere(spoken, material)
        for rule_id, inputs in spoken.inputs.items():
            yield from _hints(spoken.folder / "inputs" / f"{rule_id}.yaml", "", inputs, material)


def _hints(path: Path, prefix: str, inputs: Mapping[str, InputHints], material: Material) -> Iterator[Finding]:
    """Hints of a file named after a rule, for inputs that it does not have or with patterns that are none."""
    if path.stem not in material.rules:
        yield error(path, "", f"there is no rule {path.stem!r}; rename or delete the file")
        return
    known = {spec.name for spec in material.rules.rule(path.stem).inputs}
    for name, hints in inputs.items():
        if name not in known:
            yield error(path, f"{prefix}{name}", "the rule has no such input; take it out or correct the name")
        for other in sorted(set(hints.equals) - known):
            yield error(path, f"{prefix}{name}.equals", f"the rule has no input {other!r}; correct the name")
        for key, patterns in hints.patterns.items():
            yield from _patterns(path, f"{prefix}{name}.{key}", patterns)


def _elsewhere(spoken: SpokenElsewhere, material: Material) -> Iterator[Finding]:
    """Questions of another language for something unknown, and small talk that English does not make or that is missing."""
    path = spoken.folder / "questions.yaml"
    for key in ("articles", "not_answered"):
        for article in getattr(spoken.questions, key):
            if article not in material.articles and material.article_path(article) not in material.unread:
                yield error(path, f"{key}.{article}", f"there is no article {article!r}; correct the id or take it out")
    for key in ("rules", "needs", "unless"):
        for rule in getattr(spoken.questions, key):
            if rule not in material.rules:
                yield error(path, f"{key}.{rule}", f"there is no rule {rule!r}; correct the id or take it out")
    if material.unread_in("phrasings/talk.yaml") or (path := spoken.folder / "talk.yaml") in material.unread:
        return
    for intent in sorted(spoken.talk.keys() | material.phrasings.talk.keys()):
        if intent not in material.phrasings.talk:
            yield error(path, intent, "is no intent of the English small talk; correct the name or take it out")
        elif not spoken.talk.get(intent):
            yield error(path, intent, "has no examples; write how people say this")


def _spoken(folder: Path, follow_up: Iterable[str], replies: ReplyPatterns | None) -> Iterator[Finding]:
    """Patterns of follow-ups and replies that are none."""
    yield from _patterns(folder / "follow_up.yaml", "", follow_up)
    for key, patterns in replies or ():
        yield from _patterns(folder / "replies.yaml", key.removeprefix("says_"), patterns)


def _patterns(path: Path, key: str, patterns: Iterable[str]) -> Iterator[Finding]:
    for pattern in patterns:
        try:
            compiled(pattern)
        except re.error as refused:
            yield error(path, key, f"{pattern!r} is no regular expression ({refused}); mend it")

"""Checks of the phrasings: for rules and inputs that exist, with patterns that compile.

Refuses nothing about how well the search learns from them; the evaluation measures that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from knowledge.checks.finding import Finding, error, warning
from knowledge.checks.material import Material


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
        path = folder / f"{rule_id}.yaml"
        if rule_id not in material.rules:
            yield error(path, "", f"there is no rule {rule_id!r}; rename or delete the file")
            continue
        known = {spec.name for spec in material.rules.rule(rule_id).inputs}
        for name, hints in phrasings.inputs.items():
            if name not in known:
                yield error(path, f"inputs.{name}", "the rule has no such input; take it out or correct the name")
            for key, patterns in hints.patterns.items():
                yield from _patterns(path, f"inputs.{name}.{key}", patterns)
    yield from _patterns(material.data / "phrasings" / "follow_up.yaml", "", material.phrasings.follow_up)
    english = {material.data / "phrasings" / "replies.yaml": material.phrasings.replies} if material.phrasings.replies else {}
    for path, replies in {**english, **material.phrasings.foreign}.items():
        for key, patterns in replies:
            yield from _patterns(path, key.removeprefix("says_"), patterns)


def _patterns(path: Path, key: str, patterns: Iterable[str]) -> Iterator[Finding]:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as refused:
            yield error(path, key, f"{pattern!r} is no regular expression ({refused}); mend it")

"""The check of the outcome keys of which a calendar file reminds.

Refuses nothing about which dates are limits: tests/test_schedule.py holds a decision for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material
from knowledge.inputs import json_name


def check(material: Material) -> Iterator[Finding]:
    """Every key that no rule has in its outcome, or that stands there twice."""
    known = {json_name(field.name) for rule in material.rules for field in fields(rule.outcome)}
    path = material.data / "limits.yaml"
    for place, key in enumerate(material.limits):
        if key not in known:
            yield error(path, key, "is in no rule's outcome; correct the name or take it out")
        elif key in material.limits[:place]:
            yield error(path, key, "is listed twice; take one out")

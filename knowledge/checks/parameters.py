"""Checks of the parameters: each read by a rule, and reviewed in time.

Refuses nothing about the values: `figures` compares them with the articles, and the rules' cases test them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.checks import source
from knowledge.checks.articles import review
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material


def check(material: Material, today: date) -> Iterator[Finding]:
    """Every parameter without a reader or without a fresh review."""
    if not material.parameters and not material.unread_in("rules"):
        yield error(material.data / "rules", "", "holds no parameters; restore the files of the areas")
    names = source.all_names(material.rules)
    for name, parameter in material.parameters.items():
        path, key = material.parameter_place(name)
        if not any(module.name(name) for module in names):
            yield error(path, key, f"no rule reads {name!r}; take it out or correct its name")
        yield from review(path, key, parameter.checked_on, parameter.review_by, today)

"""Checks of the guide's contradictions: each one described once and marked wherever a seller may meet it.

Refuses nothing about which reading is the safe one.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.articles import Conflict
from knowledge.checks import source
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material


def check(material: Material) -> Iterator[Finding]:
    """Every mark without description, description without mark, and reference to a contradiction nobody describes."""
    yield from _marks(material)
    marked: dict[str, set[str]] = {}
    for article in material.articles.values():
        for passage in article.passages:
            for mark in passage.conflicts:
                marked.setdefault(mark, set()).add(article.id)
    for _, conflict in material.conflicts.values():
        yield from _description(conflict, marked.get(conflict.id, set()), material)
    yield from _references(material)


def _known(conflict_id: str, material: Material) -> bool:
    return conflict_id in material.conflicts or material.unread_in("conflicts")


def _marks(material: Material) -> Iterator[Finding]:
    for article in material.articles.values():
        path = material.article_path(article.id)
        for passage in article.passages:
            if "[!" in passage.text:
                yield error(path, passage.heading, "a mark is not alone on its line, so readers would see it; give [!c-…] a line of its own")
        for mark in dict.fromkeys(mark for passage in article.passages for mark in passage.conflicts):
            if not _known(mark, material):
                yield error(path, f"[!{mark}]", "is not described in data/conflicts; describe it there or take the mark out")


def _description(conflict: Conflict, marked: set[str], material: Material) -> Iterator[Finding]:
    path, _ = material.conflicts[conflict.id]
    if (conflict.says is None) == (conflict.skipped is None):
        yield error(path, conflict.id, "needs either says or skipped; set exactly one of them to null")
    if not conflict.articles:
        yield error(path, conflict.id, "names no article; list those that touch the contradiction")
    for number in conflict.articles:
        if not material.stands(number):
            yield error(path, conflict.id, f"there is no article {number!r}; correct the id or take it out")
    if conflict.skipped is not None:
        return
    if not marked and not material.unread_in("articles"):
        yield error(path, conflict.id, f"no article marks it; add the line [!{conflict.id}] to the passages concerned, or say in skipped why it never matters")
        return
    for number in conflict.articles:
        holders = material.of_number(number)
        if holders and not any(article.id in marked for article in holders):
            yield error(material.article_path(holders[0].id), f"[!{conflict.id}]", "this contradiction names the article; mark the passage that it concerns")


def _references(material: Material) -> Iterator[Finding]:
    """Contradictions that parameters and rules name."""
    for name, parameter in material.parameters.items():
        path, key = material.parameter_place(name)
        for conflict in dict.fromkeys(conflict for entry in parameter.history for conflict in entry.conflicts):
            if not _known(conflict, material):
                yield error(path, f"{key}.conflicts", f"{conflict!r} is not described in data/conflicts; describe it there or correct the id")
    for rule in material.rules:
        for conflict in source.names_of(rule).conflicts:
            if not _known(conflict, material):
                yield error(material.data / "conflicts", conflict, f"is not described, but the rule {rule.id} names it; describe it or correct the rule")

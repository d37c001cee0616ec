"""Checks of the ledger of facts: each fact carried by one article of its number, with its figures.

Refuses a figure that stands nowhere as digits; whether the words around it are right, only a reader can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.articles import Article
from knowledge.checks.articles import GUIDE
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Fact, Material

# Digits behind a letter belong to a code (q065, H2); a comma or a thin or fixed space may part thousands.
_NUMBER = re.compile(r"(?<![^\W_])(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)|\d+)(?:\.\d+)?")


def check(material: Material) -> Iterator[Finding]:
    """Every fact that is missing, carried twice or out of place, and every figure that its article lacks."""
    path = material.data / "facts.yaml"
    if path in material.unread:
        return
    carriers: dict[str, list[Article]] = {}
    for article in material.articles.values():
        for fact_id in article.front.facts:
            carriers.setdefault(fact_id, []).append(article)
            if fact_id not in material.facts:
                yield error(material.article_path(article.id), "facts", f"{fact_id!r} is not in facts.yaml; correct the id or take it out")
    for fact_id, fact in material.facts.items():
        if fact.article not in GUIDE:
            yield error(path, fact_id, f"{fact.article!r} is no number of the guide; correct it")
            continue
        yield from _carried(fact_id, fact, carriers.get(fact_id, []), material)


def numbers(text: str) -> frozenset[Decimal]:
    """The numbers that stand in a text as digits."""
    return frozenset(Decimal(re.sub(r"[,\u00a0\u202f]", "", number)) for number in _NUMBER.findall(text))


def _carried(fact_id: str, fact: Fact, carriers: list[Article], material: Material) -> Iterator[Finding]:
    path = material.data / "facts.yaml"
    if not carriers and not material.unread_in("articles"):
        yield error(path, fact_id, f"no article carries it; state it in an article of {fact.article} and add it to the facts there")
    if len(carriers) > 1:
        listed = ", ".join(sorted(article.id for article in carriers))
        yield error(path, fact_id, f"is carried by {listed}; leave it to one article of {fact.article}")
    for article in carriers:
        where = material.article_path(article.id)
        if article.guide_id != fact.article:
            yield error(where, "facts", f"{fact_id!r} belongs to {fact.article}; move it to an article of that number")
        lacking = [figure for figure in fact.figures if figure not in numbers(article.body)]
        if lacking:
            yield error(where, fact_id, f"{', '.join(map(str, lacking))} does not stand in the text as digits; state the fact with its figures")

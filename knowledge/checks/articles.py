"""Checks of the articles: all of the guide's numbers, enough example questions, links that lead somewhere, dates of review.

Refuses nothing about what an article says; facts and contradictions have checks of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.articles import Article
from knowledge.checks.finding import Finding, error, warning
from knowledge.checks.material import Material

GUIDE = (*(f"q{number:03d}" for number in range(1, 88)), "recalls", "bans")
"""The numbers of the guide's questions, and the two pages around them."""

FEWEST_QUESTIONS = 12  # a classifier learns too little from fewer; most articles have twice as many
FEWEST_NOT_ANSWERED = 4
UNWRITTEN = "TODO"
"""What a draft has in the place of what nobody has written yet."""


def check(material: Material, today: date) -> Iterator[Finding]:
    """Every fault of the articles' front matter."""
    for number in GUIDE:
        if not material.stands(number):
            yield error(material.article_path(number), "", "is missing; write the article of this number of the guide")
    for article in material.articles.values():
        path = material.article_path(article.id)
        if article.guide_id not in GUIDE:
            yield error(path, "id", f"{article.guide_id!r} is no number of the guide; call it {GUIDE[0]} … {GUIDE[-3]}, recalls or bans, perhaps with -part")
        yield from _enough(article, path)
        if UNWRITTEN in article.body:
            yield error(path, "", f"{UNWRITTEN!r} stands in the text: sellers would read it; write what is missing there, or take it out")
        yield from _links(article, path, material)
        yield from review(path, "", article.front.checked_on, article.front.review_by, today)
    yield from _planned(material)


def review(path: Path, key: str, checked_on: date, review_by: date, today: date) -> Iterator[Finding]:
    """A review that is overdue, or planned for a day before the last one."""
    where = f"{key}.review_by" if key else "review_by"
    if review_by <= checked_on:
        yield error(path, where, f"{review_by} is not after checked_on, {checked_on}; choose a later day")
    elif review_by < today:
        yield warning(path, where, f"the review was due on {review_by}; compare with the guide and set both dates anew")


def _enough(article: Article, path: Path) -> Iterator[Finding]:
    for key, found, fewest in (
        ("questions", article.front.questions, FEWEST_QUESTIONS),
        ("not_answered", article.front.not_answered, FEWEST_NOT_ANSWERED),
    ):
        if len(found) < fewest:
            yield error(path, key, f"has {len(found)} of at least {fewest}; add {fewest - len(found)}")


def _links(article: Article, path: Path, material: Material) -> Iterator[Finding]:
    for related in article.front.related:
        if related == article.id:
            yield error(path, "related", f"{related!r} is this article; take it out")
        elif not material.stands(related):
            yield error(path, "related", f"there is no article {related!r}; correct the id or take it out")
    for rule in article.front.rules:
        if rule not in material.rules and rule not in material.planned and not material.unread_in("planned_rules.yaml"):
            yield error(path, "rules", f"there is no rule {rule!r}, not even in planned_rules.yaml; correct the id or take it out")


def _planned(material: Material) -> Iterator[Finding]:
    """Planned rules that exist already, or are planned twice."""
    path = material.data / "planned_rules.yaml"
    for place, planned in enumerate(material.planned):
        if planned in material.rules:
            yield warning(path, planned, "is built already; take it out of the planned rules")
        elif planned in material.planned[:place]:
            yield error(path, planned, "is listed twice; take one out")

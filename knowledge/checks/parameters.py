"""Checks of the parameters: stated word for word by the article they cite, and read by a rule.

Refuses nothing about the values; the rules' cases test those.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.checks import source
from knowledge.checks.articles import review
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material


def check(material: Material, today: date) -> Iterator[Finding]:
    """Every parameter without its words, without a reader, or without a fresh review."""
    if not material.parameters and not material.unread_in("rules"):
        yield error(material.data / "rules", "", "holds no parameters; restore the files of the areas")
    names = source.all_names(material.rules)
    for name, parameter in material.parameters.items():
        path, key = material.parameter_place(name)
        if not any(module.name(name) for module in names):
            yield error(path, key, f"no rule reads {name!r}; take it out or correct its name")
        for place, entry in enumerate(parameter.history):
            where, cited = f"{key}.history.{place}.source", entry.source.article
            article = material.articles.get(cited)
            if article is None and material.article_path(cited) not in material.unread:
                yield error(path, where, f"there is no article {cited!r}; name the one that states the value")
            elif article and _one_line(entry.source.states) not in _one_line(article.body):
                yield error(path, where, f"{entry.source.states!r} does not stand in {cited}; quote the article's own words")
        yield from review(path, key, parameter.checked_on, parameter.review_by, today)


def _one_line(text: str) -> str:
    return " ".join(text.split())

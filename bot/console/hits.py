"""What a search shows: articles with the passage that fits, and rules that compute the answer with what the words gave.

Decides nothing about the order; the search has done that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from bot.console import markdown
from bot.console.forms import encoded
from bot.console.highlighting import Highlighters
from bot.console.navigation import PREFIX
from bot.lookup import Lookup, Search
from knowledge.inputs import InputSpec
from knowledge.wording import ORIGINAL


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that was found; `language` is the one that it is written in."""

    id: str
    title: str
    section: str
    language: str
    share: int
    """The probability that it answers, in per cent."""
    place: int
    heading: str
    passage: Markup
    url: str
    copies: str
    """The address of copies of the passage."""


@dataclass(frozen=True, slots=True)
class Calculator:
    """One rule that computes the answer; `known` says what is filled in already."""

    id: str
    title: str
    known: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a search shows."""

    query: str
    language: str
    is_answered: bool
    hits: tuple[Hit, ...]
    calculators: tuple[Calculator, ...]


class Hits:
    """Shows searches over one knowledge base, in each of its languages."""

    def __init__(self, lookup: Lookup, highlighters: Highlighters) -> None:
        self._lookup, self._highlighters = lookup, highlighters

    def of(self, search: Search) -> Found:
        """What is shown of a search."""
        base = self._lookup.base.speaking(search.language)
        mark = self._highlighters.of(base.language).marking(search.text)
        hits = []
        for found in search.articles:
            article = base.library.article(found.article)
            passage = article.passages[found.place]
            shown = markdown.render(passage.text, mark)
            url = article_url(article.id, base.language, found.place, search.text)
            head = (article.id, article.title, article.section, article.language)
            copies = copies_url(article.id, found.place, base.language)
            hits.append(Hit(*head, round(found.score * 100), found.place, passage.heading, shown, url, copies))
        calculators = tuple(self._calculator(rule, inputs) for rule, inputs in search.rules)
        return Found(search.text, search.language, search.is_answered, tuple(hits), calculators)

    def _calculator(self, rule_id: str, inputs: Mapping[str, Any]) -> Calculator:
        english = self._lookup.base
        rule = english.rules.rule(rule_id)
        url = calculator_url(rule_id, rule.inputs, inputs)
        return Calculator(rule_id, english.wording.rules[rule_id].title, english.speaker.known(rule, inputs), url)


def article_url(article: str, language: str = ORIGINAL, place: int = 0, query: str = "") -> str:
    """The address of a passage of an article; the words that were looked for are marked in it."""
    given = ({"q": query} if query else {}) | ({"language": language} if language != ORIGINAL else {})
    return f"{PREFIX}/articles/{article}{'?' if given else ''}{urlencode(given)}{f'#p{place}' if place else ''}"


def copies_url(article: str, place: int | None, language: str = ORIGINAL) -> str:
    """The address of copies of a passage of an article, or of all; in that language where the article is there in it."""
    return f"{PREFIX}/copies/articles/{article}{'' if place is None else f'/{place}'}{f'?to={language}' if language != ORIGINAL else ''}"


def calculator_url(rule: str, specs: Iterable[InputSpec] = (), inputs: Mapping[str, Any] | None = None) -> str:
    """The address of a calculator with these inputs in its form."""
    pairs = encoded(specs, inputs or {})
    return f"{PREFIX}/rules/{rule}{'?' if pairs else ''}{urlencode(pairs)}"

"""What is indexed: passages of articles, and example questions with what they ask for.

Order and hash depend on the content alone, so the same data always gives the same index.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from types import MappingProxyType
from typing import Literal

from knowledge.articles import Article

ExampleKind = Literal["article", "rule", "talk", "near_miss", "outside"]
_LEAD_WORDS = 200  # of an article's text that stand for it as a whole (see docs/measurements.md)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an article: its `lead` (title and first words) or a passage (`place` in the article)."""

    article: str
    place: int  # -1 for the lead, -2 for the title
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A question somebody may ask, and what it asks for: an article, a rule, small talk, or nothing we have."""

    kind: ExampleKind
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything the search learns from."""

    texts: tuple[Text, ...]
    examples: tuple[Example, ...]

    def __add__(self, other: Corpus) -> Corpus:
        """Both, this one first."""
        return Corpus(self.texts + other.texts, self.examples + other.examples)

    @property
    def sha256(self) -> str:
        """Hash of the content, in order."""
        rows = [astuple(text) for text in self.texts] + [astuple(example) for example in self.examples]
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def gather(
    articles: Iterable[Article],
    rules: Mapping[str, Sequence[str]],
    talk: Mapping[str, Sequence[str]],
    outside: Sequence[str],
    *,
    asked: Mapping[str, Sequence[str]] = MappingProxyType({}),
    not_answered: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Corpus:
    """The corpus of the articles and of the phrasings for rules, small talk and foreign matters.

    `asked` are further questions by article, `not_answered` further near misses.
    """
    texts: list[Text] = []
    examples: list[Example] = []
    for article in articles:
        lead = " ".join(f"{article.title} {article.body}".split()[:_LEAD_WORDS])
        texts += [Text(article.id, -1, lead), Text(article.id, -2, article.title)]
        texts += [Text(article.id, place, f"{article.title} {passage.heading} {passage.text}".strip()) for place, passage in enumerate(article.passages)]
        examples += [Example("article", article.id, question) for question in article.front.questions]
        examples += [Example("near_miss", article.id, question) for question in article.front.not_answered]
    for article_id, questions in sorted(asked.items()):
        examples += [Example("article", article_id, question) for question in questions]
    for article_id, questions in sorted(not_answered.items()):
        examples += [Example("near_miss", article_id, question) for question in questions]
    for rule_id, questions in sorted(rules.items()):
        examples += [Example("rule", rule_id, question) for question in questions]
    for intent, questions in sorted(talk.items()):
        examples += [Example("talk", intent, question) for question in questions]
    examples += [Example("outside", "", question) for question in outside]
    return Corpus(tuple(texts), tuple(examples))

"""Checks of all example questions together: each stands in one place, for one thing.

Refuses what differs from another example of its language only in case, punctuation or spaces, in English also in accents: elsewhere people leave them out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.articles import Article
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material
from knowledge.wording import ORIGINAL

_WORD = re.compile(r"[^\W_]+")
_KEPT = 100_000  # more texts than are taught: each is looked at several times in a check


@dataclass(frozen=True, slots=True)
class Example:
    """A text that the search learns from, and where it stands.

    `topic` is the article, rule or intent that it teaches to answer with; empty where it teaches to refuse. `talk` tells of small talk.
    """

    text: str
    path: Path
    key: str
    topic: str
    language: str = ORIGINAL
    talk: bool = False

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        folder = "" if self.language == ORIGINAL else f"{self.language}/"
        return f"{folder}{self.path.name}, {self.key}"


@lru_cache(_KEPT)
def plain(text: str) -> str:
    """The text in lower case, without accents and punctuation."""
    lower = text.casefold()
    if not lower.isascii():
        lower = "".join(letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(lower))


def examples(material: Material) -> Iterator[Example]:
    """Every example of the articles and the phrasings, in every language, English first."""
    for article in material.articles.values():
        yield from of_article(article, material.article_path(article.id))
    folder = material.data / "phrasings"
    for rule, phrasings in material.phrasings.rules.items():
        yield from (Example(text, folder / "rules" / f"{rule}.yaml", "questions", rule) for text in phrasings.questions)
    for intent, texts in material.phrasings.talk.items():
        yield from (Example(text, folder / "talk.yaml", intent, intent, talk=True) for text in texts)
    yield from (Example(text, folder / "outside.yaml", "", "") for text in material.phrasings.outside)
    for language, articles in material.translations.items():
        for article in articles.values():
            yield from of_article(article, material.translation_path(language, article.id))
    for spoken in material.phrasings_elsewhere:
        path = spoken.folder / "questions.yaml"
        for part, asked in (("articles", spoken.questions.articles), ("rules", spoken.questions.rules)):
            for topic, texts in asked.items():
                yield from (Example(text, path, f"{part}.{topic}", topic, spoken.language) for text in texts)
        for article_id, texts in spoken.questions.not_answered.items():
            yield from (Example(text, path, f"not_answered.{article_id}", "", spoken.language) for text in texts)
        yield from (Example(text, path, "outside", "", spoken.language) for text in spoken.questions.outside)
        for intent, texts in spoken.talk.items():
            yield from (Example(text, spoken.folder / "talk.yaml", intent, intent, spoken.language, talk=True) for text in texts)


def of_article(article: Article, path: Path) -> Iterator[Example]:
    """Every example of one article."""
    yield from (Example(text, path, "questions", article.id, article.language) for text in article.front.questions)
    yield from (Example(text, path, "not_answered", "", article.language) for text in article.front.not_answered)


def check(material: Material) -> Iterator[Finding]:
    """Every example that stands twice in a language, says nothing, or asks for another thing than in another language."""
    first: dict[tuple[str, str], Example] = {}
    anywhere: dict[str, Example] = {}
    for example in examples(material):
        text = plain(example.text) if example.language == ORIGINAL else _spelled(example.text)
        if not text:
            yield error(example.path, example.key, f"{example.text!r} holds no words; take it out")
            continue
        earlier = first.setdefault((example.language, text), example)
        if earlier is not example:
            yield error(example.path, example.key, f"{example.text!r} {_twice(example, earlier)}")
        elif not example.talk:  # "ciao" is a greeting in one language and a goodbye in another
            other = anywhere.setdefault(_spelled(example.text), example)
            if other.topic != example.topic:
                yield error(example.path, example.key, f"{example.text!r} {_twice(example, other)}")


def _spelled(text: str) -> str:
    """The text in lower case, without punctuation."""
    return " ".join(_WORD.findall(text.casefold()))


def _twice(example: Example, earlier: Example) -> str:
    if bool(earlier.topic) != bool(example.topic):
        return f"is to be answered in one place and refused in the other ({earlier.place}); keep one"
    return f"also stands in {earlier.place}; reword one or take it out"

"""Checks of all example questions together: each stands in one place, for one thing.

Refuses what differs from another example only in case, accents, punctuation or spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Example:
    """A text that the search learns from, and where it stands; `answered` tells whether it teaches to answer or to refuse."""

    text: str
    path: Path
    key: str
    answered: bool

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.path.name}, {self.key}"


def plain(text: str) -> str:
    """The text in lower case, without accents and punctuation."""
    lower = text.casefold()
    if not lower.isascii():
        lower = "".join(letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(lower))


def examples(material: Material) -> Iterator[Example]:
    """Every example of the articles and the phrasings."""
    for article in material.articles.values():
        path = material.article_path(article.id)
        yield from (Example(text, path, "questions", True) for text in article.front.questions)
        yield from (Example(text, path, "not_answered", False) for text in article.front.not_answered)
    folder = material.data / "phrasings"
    for rule, phrasings in material.phrasings.rules.items():
        yield from (Example(text, folder / "rules" / f"{rule}.yaml", "questions", True) for text in phrasings.questions)
    for intent, texts in material.phrasings.talk.items():
        yield from (Example(text, folder / "talk.yaml", intent, True) for text in texts)
    yield from (Example(text, folder / "outside.yaml", "", False) for text in material.phrasings.outside)


def check(material: Material) -> Iterator[Finding]:
    """Every example that stands twice, or says nothing."""
    first: dict[str, Example] = {}
    for example in examples(material):
        text = plain(example.text)
        if not text:
            yield error(example.path, example.key, f"{example.text!r} holds no words; take it out")
            continue
        earlier = first.setdefault(text, example)
        if earlier is example:
            continue
        if earlier.answered != example.answered:
            yield error(example.path, example.key, f"{example.text!r} is to be answered in one place and refused in the other ({earlier.place}); keep one")
        else:
            yield error(example.path, example.key, f"{example.text!r} also stands in {earlier.place}; reword one or take it out")

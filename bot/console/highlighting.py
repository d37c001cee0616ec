"""The words of a search, marked where they stand in a passage.

Marks no word that stands nearly everywhere ("the", "you"): which these are, the articles themselves tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup, escape

from bot.console.markdown import Mark
from knowledge.base import KnowledgeBase

_WORD = re.compile(r"[^\W_]+")
_COMMON = 0.23  # share of the articles in which a word stands that says nothing about one of them: "when" does, "refund" does not
_SHORTEST = 3  # letters of a word that is marked
_STEM = 4  # letters that two forms of a word share at least
_ENDING = 3  # letters by which two forms of a word may differ at the end ("refund", "refunded")


class Highlighter:
    """Marks words in the articles of one language."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts` are those of the articles."""
        found = [set(_words(text)) for text in texts]
        counts = Counter(word for words in found for word in words)
        self._common = frozenset(word for word, count in counts.items() if count > _COMMON * len(found))

    def marking(self, query: str) -> Mark:
        """How a run of text is shown for that search."""
        wanted: dict[str, list[str]] = {}  # by the letters that two forms of a word share
        for word in frozenset(_words(query)) - self._common:
            if len(word) >= _SHORTEST or word.isdigit():
                wanted.setdefault(word[:_STEM], []).append(word)
        known: dict[str, bool] = {}

        def is_wanted(text: str) -> bool:
            if text not in known:
                known[text] = any(_same(word, other) for word in _words(text) for other in wanted.get(word[:_STEM], ()))
            return known[text]

        def mark(text: str) -> Markup:
            found, at = Markup(), 0
            for hit in _WORD.finditer(text) if wanted else ():
                if is_wanted(hit[0]):
                    found += escape(text[at : hit.start()]) + Markup("<mark>{}</mark>").format(hit[0])
                    at = hit.end()
            return found + escape(text[at:])

        return mark


class Highlighters:
    """One for each language of a knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._found = {spoken.language: Highlighter(article.body for article in spoken.library) for spoken in (base, *base.others.values())}

    def of(self, language: str) -> Highlighter:
        """The one of that language. Raises KeyError for one that nobody asks in."""
        return self._found[language]


def _words(text: str) -> list[str]:
    """The words of a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def _same(word: str, other: str) -> bool:
    """Whether they are one word, perhaps with another ending."""
    if word == other:
        return True
    shared = next((place for place, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), min(len(word), len(other)))
    return shared >= _STEM and max(len(word), len(other)) - shared <= _ENDING

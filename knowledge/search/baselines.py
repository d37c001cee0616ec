"""Two plain searches over the same articles that the engine is measured against: one vector an article, and BM25.

Refuse nothing and know no example questions; that is what makes them plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from knowledge.articles import Article
from knowledge.errors import KnowledgeError
from knowledge.search.encoder import Encoder

_WORD = re.compile(r"\w+")


class BaselineUnavailable(KnowledgeError):
    """A baseline needs a package that is not installed."""


def by_meaning(articles: Iterable[Article], encoder: Encoder) -> Callable[[str], Mapping[str, float]]:
    """Cosine of the question with each article's title and body, encoded as one text."""
    owners, texts = _texts(articles)
    vectors = encoder.encode(texts)
    return lambda question: _best(owners, vectors @ encoder.encode([question])[0])


def by_words(articles: Iterable[Article]) -> Callable[[str], Mapping[str, float]]:
    """BM25 over each article's title and body. Raises BaselineUnavailable."""
    try:
        from rank_bm25 import BM25Okapi  # noqa: PLC0415 - for development only, so it may be missing
    except ModuleNotFoundError as error:
        raise BaselineUnavailable("The BM25 row needs rank-bm25, a development dependency that is not installed here; `make setup` installs it.") from error
    owners, texts = _texts(articles)
    words = BM25Okapi([_words(text) for text in texts])
    return lambda question: _best(owners, words.get_scores(_words(question)))


def _texts(articles: Iterable[Article]) -> tuple[list[str], list[str]]:
    """The guide numbers and the texts of the articles."""
    found = [(article.guide_id, f"{article.title} {article.body}") for article in articles]
    return [owner for owner, _ in found], [text for _, text in found]


def _best(owners: Iterable[str], scores: Iterable[Any]) -> dict[str, float]:
    """The best score of each guide number."""
    best: dict[str, float] = {}
    for owner, score in zip(owners, scores, strict=True):
        best[owner] = max(best.get(owner, float("-inf")), float(score))
    return best


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())

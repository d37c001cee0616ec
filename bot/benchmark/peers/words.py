"""BM25 by bm25s over our example questions and the texts of the articles: the best article is that of the best text.

A program of its own, in the environment of the other engines: `python -m bot.benchmark.peers.words MATERIAL`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import bm25s

from bot.benchmark.peers.line import Told, Understand, answer, ranked
from bot.benchmark.peers.routes import answering

_KEPT = 300  # texts looked at: enough for three articles, of which one alone has some 160 questions


def load(material: Path) -> tuple[Understand, Told]:
    """The index of all texts."""
    whole = json.loads(material.read_text(encoding="utf-8"))
    pairs = [(name, text) for name, texts in answering(whole["intents"]).items() for text in texts]
    pairs += [(name, text) for name, text in whole["texts"]]
    names = [name for name, _ in pairs]
    index = bm25s.BM25()
    index.index(bm25s.tokenize([text for _, text in pairs], stopwords="en", show_progress=False), show_progress=False)

    def understand(text: str) -> list[tuple[str, float]]:
        words = bm25s.tokenize([text], stopwords="en", show_progress=False)
        places, scores = index.retrieve(words, k=_KEPT, show_progress=False)
        best: dict[str, float] = {}
        for place, score in zip(places[0], scores[0], strict=True):
            best.setdefault(names[place], score)
        return list(best.items())

    return understand, ranked


if __name__ == "__main__":
    answer(lambda: load(Path(sys.argv[1])))

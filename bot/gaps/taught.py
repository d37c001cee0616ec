"""What may not be taught: questions that stand in the data already, and those that measure the assistant.

Tells the reason in words, and never what an evaluation set holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.checks.questions import plain


class Taught:
    """All texts that the search learns from, and all that it is measured with."""

    def __init__(self, base: KnowledgeBase) -> None:
        """Reads the evaluation sets beside what the base has loaded."""
        self._articles: dict[str, str] = {}
        self._places: dict[str, str] = {}
        for spoken in (base, *base.others.values()):
            self._learn(spoken)
        self._measured = {plain(text) for path in sorted((base.data / "evaluation").glob("*.jsonl")) for text in _texts(path)}

    def _learn(self, spoken: KnowledgeBase) -> None:
        """Everything that stands in the data of one language."""
        for article in spoken.library:
            asked = (article.title, *article.front.questions, *spoken.phrasings.articles.get(article.id, ()))
            self._articles |= {plain(text): article.id for text in asked}
            missed = (*article.front.not_answered, *spoken.phrasings.not_answered.get(article.id, ()))
            self._places |= {plain(text): f"what {article.id} does not answer" for text in missed}
        self._places |= {plain(text): "what must be refused" for text in spoken.phrasings.outside}
        self._places |= {plain(text): f"the rule {name}" for name, rule in spoken.phrasings.rules.items() for text in rule.questions}
        self._places |= {plain(text): f"the small talk {intent}" for intent, texts in spoken.phrasings.talk.items() for text in texts}

    def add(self, text: str, article: str) -> None:
        """Knows from now on that the text asks for the article."""
        self._articles[plain(text)] = article

    def asks_for(self, text: str) -> str:
        """The article to which the text is taught; empty when there is none."""
        return self._articles.get(plain(text), "")

    def refusal(self, text: str) -> str:
        """Why a text may not be taught; empty when it may."""
        words = plain(text)
        if not words:
            return "holds no words"
        if words in self._measured:
            return "stands in an evaluation set"
        place = self._articles.get(words) or self._places.get(words)
        return f"stands in {place} already" if place else ""


def _texts(path: Path) -> Iterator[str]:
    """Every text of an evaluation file, at any depth: the sets name what is asked in different ways. Lines that are no JSON are the check's matter."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            waiting = [json.loads(line)]
        except ValueError:
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, str):
                yield value
            elif isinstance(value, (dict, list)):
                waiting += value.values() if isinstance(value, dict) else value

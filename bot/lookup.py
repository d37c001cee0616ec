"""Questions and articles as JSON, without a conversation. The HTTP interface and the command line both stand on it.

Refuses unusable texts with the same sentences everywhere.
"""

from __future__ import annotations

from typing import Any

from bot.computation import Now
from knowledge.articles import Article
from knowledge.assistant import Reply
from knowledge.clock import Clock
from knowledge.languages import Languages
from knowledge.wording import ORIGINAL


class UnusableText(Exception):
    """A message that cannot be answered as it is; says why in words."""


class Lookup:
    """Answers single requests in any language; `assistant` and `base` are the English ones."""

    def __init__(self, languages: Languages, now: Now, most_characters: int) -> None:
        self.languages, self.assistant, self.base = languages, languages.original, languages.base
        self.now, self._most_characters = now, most_characters

    def clock(self, today: str | None) -> Clock:
        """The clock of a request. Raises BadClock."""
        return Clock.of(today, self.now())

    def readable(self, text: str, language: str = ORIGINAL) -> str:
        """The text as it is understood. Raises UnusableText, in that language if it is spoken, when it is empty or too long."""
        cleaned = "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text).strip()
        notice = self.base.speaking(language).wording.notice
        if len(cleaned) > self._most_characters:
            raise UnusableText(notice("too_long", limit=self._most_characters))
        if not any(letter.isalnum() or letter == "?" for letter in cleaned) and not _is_pictured(cleaned):
            raise UnusableText(notice("empty"))
        return cleaned

    def ask(self, text: str, today: str | None, tongue: str = "auto") -> dict[str, Any]:
        """The reply of POST /api/ask. Raises BadClock and UnusableText."""
        clock = self.clock(today)
        return self.reply_json(self.languages.ask(self.readable(text, tongue), clock, tongue))

    def reply_json(self, reply: Reply) -> dict[str, Any]:
        """A reply in the form of the HTTP contract."""
        titles = self.base.speaking(reply.language).library
        return {
            "decision": reply.decision,
            "language": reply.language,
            "articles": [{"id": found.article, "title": titles.article(found.article).title, "score": round(found.score, 4)} for found in reply.articles],
            "rule": reply.rule.to_json() if reply.rule else None,
            "answer": reply.answer.to_json(),
        }

    def articles(self, language: str = ORIGINAL) -> list[dict[str, Any]]:
        """The reply of GET /api/articles; an article that is not there in that language is in English, and says so."""
        every = sorted(self.base.speaking(language).library, key=lambda article: article.id)
        return [{"id": a.id, "title": a.title, "section": a.section, "checked_on": a.front.checked_on.isoformat(), "language": a.language} for a in every]

    def article(self, article_id: str, language: str = ORIGINAL) -> dict[str, Any]:
        """The reply of GET /api/articles/{id}. Raises UnknownArticle."""
        library = self.base.speaking(language).library
        article: Article = library.article(article_id)
        marks = dict.fromkeys(mark for passage in article.passages for mark in passage.conflicts)
        return {
            "id": article.id,
            "title": article.title,
            "section": article.section,
            "body": article.body,
            "caveats": [text for mark in marks if (text := library.caveat(mark))],
            "related": list(article.front.related),
            "rules": [rule for rule in article.front.rules if rule in self.base.rules],
            "checked_on": article.front.checked_on.isoformat(),
            "review_by": article.front.review_by.isoformat(),
            "language": article.language,
        }


def _is_pictured(text: str) -> bool:
    """Whether a text without letters still says something (an emoji)."""
    return any(ord(letter) >= 0x1F000 or 0x2600 <= ord(letter) < 0x27C0 for letter in text)

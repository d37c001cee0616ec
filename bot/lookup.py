"""Questions and articles as JSON, without a conversation. The HTTP interface and the command line both stand on it.

Refuses unusable texts with the same sentences everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.clock import Now
from knowledge.articles import Article
from knowledge.assistant import Reply
from knowledge.clock import Clock
from knowledge.languages import AUTO, Languages
from knowledge.search.candidates import Candidate
from knowledge.search.encoder import Encoder
from knowledge.search.multilingual import UseEncoder
from knowledge.wording import ORIGINAL

_MOST_FOUND = 8  # articles of a search
_FEWEST_FOUND = 3  # however unlikely they are
_LEAST_SHARE = 0.01  # of the probability, from which an article is shown beyond these
_MOST_RULES = 3
_LIKELY_RULE = 0.2  # probability from which a rule is offered though none of the best articles belongs to it


class UnusableText(Exception):
    """A message that cannot be answered as it is; says why in words."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found, best first: articles, and rules that compute the answer with the inputs that its words give.

    `is_answered` is False where the assistant would refuse to answer: the articles are then only near.
    """

    text: str
    language: str
    is_answered: bool
    articles: tuple[Candidate, ...]
    rules: tuple[tuple[str, Mapping[str, Any]], ...]


class Lookup:
    """Answers single requests in any language; `assistant` and `base` are the English ones."""

    def __init__(self, languages: Languages, now: Now, most_characters: int) -> None:
        self.languages, self.assistant, self.base = languages, languages.original, languages.base
        self.now, self._most_characters = now, most_characters

    def encoder(self) -> Encoder:
        """The encoder by whose distances questions of all languages are put together, loaded once more where the search has another one."""
        found = self.languages.encoder
        return found if isinstance(found, UseEncoder) else UseEncoder()

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

    def ask(self, text: str, today: str | None, tongue: str = AUTO) -> dict[str, Any]:
        """The reply of POST /api/ask. Raises BadClock and UnusableText."""
        return self.reply_json(self.reply(text, today, tongue))

    def reply(self, text: str, today: str | None, tongue: str = AUTO, spoken: str = "") -> Reply:
        """The answer to a question, in its own language or in the one `spoken`. Raises BadClock and UnusableText."""
        clock, words = self.clock(today), self.readable(text, tongue)
        return self.languages.ask_for(words, clock, spoken, tongue) if spoken else self.languages.ask(words, clock, tongue)

    def named(self, text: str) -> str:
        """The id of an article or a rule where that is all that a text says; "coupon" is a rule and yet asks about coupons."""
        name = text.strip().lower()
        return name if name in self.base.library or ("-" in name and name in self.base.rules) else ""

    def search(self, text: str, today: str | None, tongue: str = AUTO) -> Search:
        """What is there on a few words, without the answer that is composed of it. Raises BadClock and UnusableText."""
        clock, words = self.clock(today), self.readable(text, tongue)
        if name := self.named(words):  # whoever knows the name means this one and nothing near; a name is in no language
            language = ORIGINAL if tongue == AUTO else self.languages.tongue(words, tongue)
            is_article = name in self.base.library
            return Search(words, language, True, (Candidate(name, 1.0, 0),) if is_article else (), () if is_article else ((name, {}),))
        language = self.languages.tongue(words, tongue)
        assistant = self.languages.assistant(language)
        base, ranking = assistant.base, assistant.understander.ranking(words)
        is_answered = ranking.confidence >= assistant.understander.tuning.refuse_below and not ranking.strange
        weight = 1.0 if is_answered else ranking.confidence
        likely = [found for place, found in enumerate(ranking.candidates[:_MOST_FOUND]) if place < _FEWEST_FOUND or found.score >= _LEAST_SHARE]
        articles = [Candidate(found.article, found.score * weight, found.place) for found in likely]
        asked = [words.strip().lower(), *(rule for rule, chance in ranking.rules if chance >= _LIKELY_RULE)]
        near = [rule for found in articles[:_FEWEST_FOUND] for rule in base.library.article(found.article).front.rules]
        rules = [rule for rule in dict.fromkeys([*asked, *near]) if rule in base.rules][:_MOST_RULES]
        # What the words say is no input of a rule that they do not ask for: the day of one matter would be taken for that of another.
        read = {rule: base.reader.read(base.rules.rule(rule), words, clock.reference).inputs if rule in asked else {} for rule in rules}
        return Search(words, language, is_answered, tuple(articles), tuple(read.items()))

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

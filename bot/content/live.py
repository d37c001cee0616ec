"""What the running assistant says: published texts in the place of those that it was started with.

Refuses what the search could not follow: an article with more or fewer passages, in another section, or a new one, waits for the next index.
"""

from __future__ import annotations

import threading
from dataclasses import replace

import structlog

from bot.content.files import Files
from bot.content.version import Key
from knowledge import yamlfile
from knowledge.articles import Article, article_of
from knowledge.checks.draft import path_within
from knowledge.errors import DataError
from knowledge.languages import Languages
from knowledge.translation import translation_of
from knowledge.wording import ORIGINAL

_LOG = structlog.get_logger("content")


class Live:
    """The libraries of a running assistant, one for each language."""

    def __init__(self, languages: Languages, files: Files) -> None:
        self._languages, self._data = languages, files.data
        self.sections = yamlfile.load(files.data / "sections.yaml", dict[str, str])
        self._alone = threading.Lock()
        self._started = {Key(key.language, key.article): article for key in files.all() if (article := self.article(key))}

    def article(self, key: Key) -> Article | None:
        """An article as it is said now; None where it is not there in that language."""
        library = self._languages.base.speaking(key.language).library
        found = library.article(key.article) if key.article in library else None
        return found if found and found.language == key.language else None

    def indexed(self, key: Key) -> Article | None:
        """The article as the search index has it."""
        return self._started.get(key)

    def can_say(self, key: Key, text: str) -> bool:
        """Whether a text can take the place of what is said now. Raises DataError for one that is no article."""
        now = self.article(key)
        return now is not None and _fits(self.parsed(key, text), now)

    def say(self, key: Key, text: str) -> bool:
        """Says this text from now on, unless it has to wait; tells whether it does."""
        with self._alone:
            try:
                article = self.parsed(key, text)
            except DataError as error:
                _LOG.warning("a published version cannot be read", version=str(key), detail=str(error))
                return False
            now = self.article(key)
            if now is None or not _fits(article, now):
                return False
            if key.language == ORIGINAL:
                self._put_english(article)
            else:
                spoken = self._languages.base.speaking(key.language)
                spoken.library.put(replace(article, section=now.section))
                self._languages.assistant(key.language).understander.learn_title(article.title, article.id)
        return True

    def _put_english(self, article: Article) -> None:
        """The English article, and what other languages take from it."""
        base = self._languages.base
        for spoken in (base, *base.others.values()):
            before = spoken.library.article(article.id)
            if before.language == ORIGINAL:
                spoken.library.put(article if spoken is base else replace(article, section=before.section))
                self._languages.assistant(spoken.language).understander.learn_title(article.title, article.id)
            else:
                words = {name: getattr(before.front, name) for name in ("title", "questions", "not_answered")}
                spoken.library.put(replace(before, front=article.front.model_copy(update=words)))

    def parsed(self, key: Key, text: str) -> Article:
        """The article in a text, beside the English one as it is said now. Raises DataError, and UnknownArticle for a translation of nothing."""
        path = path_within(self._data, key.language, key.article)
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        if key.language == ORIGINAL:
            return article_of(plain, path, self.sections)
        return translation_of(plain, path, self._languages.base.library.article(key.article), key.language)


def _fits(article: Article, now: Article) -> bool:
    """Whether the search, which knows a passage by its place, goes on finding the right one."""
    return len(article.passages) == len(now.passages) and article.front.section == now.front.section

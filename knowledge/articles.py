"""The articles written from the guide, their sections and the contradictions they point to.

Refuses unknown keys, dangling links and an article without a short answer; `check` lists the softer faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from knowledge import yamlfile
from knowledge.answer import Source
from knowledge.errors import DataError, UnknownArticle

_FRONT = re.compile(r"---\n(.*?)\n---\n(.*)", re.DOTALL)
_MARK = re.compile(r"^\[!([\w-]+)\]$", re.MULTILINE)


class FrontMatter(yamlfile.Record):
    """The head of an article file."""

    id: str
    section: str
    title: str
    questions: tuple[str, ...]
    not_answered: tuple[str, ...]
    facts: tuple[str, ...]
    related: tuple[str, ...]
    rules: tuple[str, ...]
    checked_on: date
    review_by: date


class Conflict(yamlfile.Record):
    """A contradiction of the guide: what the seller is told, or why it never matters to one."""

    id: str
    articles: tuple[str, ...]
    says: str | None
    skipped: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of an article that can stand under its short answer: heading, text, contradictions touched."""

    heading: str
    text: str
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """One article: its front matter and its passages, the short answer first."""

    front: FrontMatter
    section: str
    passages: tuple[Passage, ...]
    language: str = "en"

    @property
    def id(self) -> str:
        """The article's own id, such as q011-costs."""
        return self.front.id

    @property
    def guide_id(self) -> str:
        """The guide's number, shared by all articles split from one question."""
        return self.front.id.partition("-")[0]

    @property
    def title(self) -> str:
        """The question that the article answers."""
        return self.front.title

    @property
    def body(self) -> str:
        """The whole text in Markdown, without the marks of contradictions."""
        return "\n\n".join(f"## {p.heading}\n\n{p.text}" if p.heading else p.text for p in self.passages)

    @cached_property
    def source(self) -> Source:
        """How answers cite it."""
        return Source(self.id, self.title, self.section, self.front.checked_on.isoformat(), self.language)


class Library:
    """All articles and contradictions, by id."""

    def __init__(self, articles: Mapping[str, Article], conflicts: Mapping[str, Conflict]) -> None:
        self._articles, self.conflicts = dict(articles), dict(conflicts)

    @classmethod
    def load(cls, data: Path) -> Library:
        """Reads data/articles, data/conflicts and data/sections.yaml. Raises DataError."""
        sections = yamlfile.load(data / "sections.yaml", dict[str, str])
        articles = [read_article(path, sections) for path in sorted((data / "articles").glob("*.md"))]
        conflicts: dict[str, Conflict] = {}
        for path in sorted((data / "conflicts").glob("*.yaml")):
            for conflict in yamlfile.load(path, list[Conflict]):
                if conflict.id in conflicts:
                    raise DataError(path, conflict.id, "is described twice")
                conflicts[conflict.id] = conflict
        if not articles:
            raise DataError(data / "articles", "", "holds no articles")
        library = cls({article.id: article for article in articles}, conflicts)
        for article in library:
            if dangling := [related for related in article.front.related if related not in library]:
                raise DataError(data / "articles" / f"{article.id}.md", "related", f"{dangling[0]!r} is no article")
        return library

    def put(self, article: Article) -> None:
        """Takes an article in the place of the one with its id. Whoever walks over the library meanwhile sees it as it was."""
        self._articles = self._articles | {article.id: article}

    def __iter__(self) -> Iterator[Article]:
        return iter(self._articles.values())

    def __len__(self) -> int:
        return len(self._articles)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._articles

    def article(self, article_id: str) -> Article:
        """The article of this id. Raises UnknownArticle."""
        if article_id not in self._articles:
            raise UnknownArticle(article_id)
        return self._articles[article_id]

    def caveat(self, conflict_id: str) -> str | None:
        """What a seller is told about a contradiction; None when it never matters to one."""
        conflict = self.conflicts.get(conflict_id)
        return conflict.says if conflict else None


def read_article(path: Path, sections: Mapping[str, str]) -> Article:
    """The article in one Markdown file. Raises DataError."""
    return article_of(path.read_text(encoding="utf-8"), path, sections)


def article_of(text: str, path: Path, sections: Mapping[str, str]) -> Article:
    """The article in a text that stands, or may come to stand, in the file. Raises DataError."""
    head, body = parted(text, path)
    front = yamlfile.parse(head, FrontMatter, path)
    if front.id != path.stem:
        raise DataError(path, "id", f"is {front.id!r} but the file is called {path.stem!r}")
    if front.section not in sections:
        raise DataError(path, "section", f"{front.section!r} is not in sections.yaml")
    return Article(front, sections[front.section], passages_of(path, body))


def parted(text: str, path: Path) -> tuple[str, str]:
    """The front matter and the body of an article's text; `path` is named in errors. Raises DataError."""
    match = _FRONT.fullmatch(text)
    if not match:
        raise DataError(path, "", "needs front matter between two lines of ---")
    return match[1], match[2]


def passages_of(path: Path, body: str) -> tuple[Passage, ...]:
    """The passages of an article's body, the short answer first. Raises DataError."""
    parts = re.split(r"^## +(.+)$", body.strip(), flags=re.MULTILINE)
    passages = (_passage("", parts[0]), *(_passage(h, t) for h, t in zip(parts[1::2], parts[2::2], strict=True)))
    if not passages[0].text:
        raise DataError(path, "", "needs a short answer before its first heading")
    return passages


def _passage(heading: str, text: str) -> Passage:
    cleaned = re.sub(r"\n{3,}", "\n\n", _MARK.sub("", text)).strip()
    return Passage(heading.strip(), cleaned, tuple(_MARK.findall(text)))

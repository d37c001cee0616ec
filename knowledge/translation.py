"""Articles in another language: the same passages in the same order, with the facts, links and dates of the English article.

Refuses a translation whose passages or marks of contradictions do not match, since a passage is known by its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from knowledge import yamlfile
from knowledge.articles import Article, Conflict, Library, parted, passages_of
from knowledge.errors import DataError


class TranslatedFront(yamlfile.Record):
    """The head of a translated article; everything else stands in the English one."""

    id: str
    title: str
    questions: tuple[str, ...]
    not_answered: tuple[str, ...]


def translated(library: Library, data: Path, language: str) -> Library:
    """The library in that language: what is not translated stays in English. Raises DataError.

    Articles stand in data/articles/<language>, the guide's sections and contradictions in data/wording/<language>.
    """
    words = data / "wording" / language
    sections = yamlfile.load(words / "sections.yaml", dict[str, str])
    says = yamlfile.load(words / "conflicts.yaml", dict[str, str])
    articles = {article.id: replace(article, section=sections.get(article.front.section, article.section)) for article in library}
    for path in sorted((data / "articles" / language).glob("*.md")):
        if path.stem not in articles:
            raise DataError(path, "id", f"{path.stem!r} is no English article; write that one first")
        articles[path.stem] = read_translation(path, articles[path.stem], language)
    conflicts = {conflict.id: _said(conflict, says) for conflict in library.conflicts.values()}
    return Library(articles, conflicts)


def read_translation(path: Path, original: Article, language: str) -> Article:
    """The translation in one Markdown file. Raises DataError."""
    return translation_of(path.read_text(encoding="utf-8"), path, original, language)


def translation_of(text: str, path: Path, original: Article, language: str) -> Article:
    """The translation in a text that stands, or may come to stand, in the file. Raises DataError."""
    head, body = parted(text, path)
    front = yamlfile.parse(head, TranslatedFront, path)
    if front.id != original.id:
        raise DataError(path, "id", f"is {front.id!r} but the file is called {path.stem!r}")
    passages = passages_of(path, body)
    if len(passages) != len(original.passages):
        raise DataError(path, "", f"has {len(passages) - 1} headings, the English article has {len(original.passages) - 1}")
    for mine, theirs in zip(passages, original.passages, strict=True):
        if mine.conflicts != theirs.conflicts:
            raise DataError(path, mine.heading, f"marks {list(mine.conflicts)}, the English article {list(theirs.conflicts)}")
    words = {"title": front.title, "questions": front.questions, "not_answered": front.not_answered}
    return replace(original, front=original.front.model_copy(update=words), passages=passages, language=language)


def _said(conflict: Conflict, says: Mapping[str, str]) -> Conflict:
    return conflict.model_copy(update={"says": says.get(conflict.id, conflict.says)}) if conflict.says else conflict

"""Turns questions that were not answered well into phrasings of an article, each in the file of its language.

Refuses to teach what stands in the data already or measures the assistant, and writes a file only when all of it can be read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.gaps.store import Question
from bot.gaps.taught import Taught
from bot.gaps.yamllist import appended
from knowledge.articles import parted
from knowledge.base import KnowledgeBase
from knowledge.errors import DataError
from knowledge.wording import ORIGINAL


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was added, by file, and what was refused with the reason."""

    article: str
    added: tuple[tuple[Path, Question], ...]
    refused: tuple[tuple[Question, str], ...]
    known: tuple[Question, ...]
    """Questions that the article has already."""

    @property
    def settles(self) -> bool:
        """Whether the article now knows something of what was asked."""
        return bool(self.added or self.known)

    def to_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "article": self.article,
            "added": [{"number": q.number, "text": q.text, "language": q.language, "file": str(path)} for path, q in self.added],
            "refused": [{"number": q.number, "text": q.text, "because": reason} for q, reason in self.refused],
            "known": [{"number": q.number, "text": q.text} for q in self.known],
        }


def teach(base: KnowledgeBase, article_id: str, questions: Sequence[Question], taught: Taught | None = None) -> Lesson:
    """Adds the questions to the article; `taught` also knows what was added since the base was loaded.

    Raises UnknownArticle, and DataError where a file cannot be changed; then nothing is.
    """
    article, taught = base.library.article(article_id), taught or Taught(base)
    added: list[tuple[Path, Question]] = []
    refused: list[tuple[Question, str]] = []
    known: list[Question] = []
    for question in questions:
        if taught.asks_for(question.text) == article.id:
            known.append(question)
        elif reason := taught.refusal(question.text):
            refused.append((question, reason))
        else:
            added.append((_place(base, article.id, question.language), question))
            taught.add(question.text, article.id)
    changed = {path: _changed(path, article.id, [q.text for where, q in added if where == path]) for path, _ in added}
    for path, text in changed.items():
        draft = path.with_name(f"{path.name}.new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    return Lesson(article.id, tuple(added), tuple(refused), tuple(known))


def _place(base: KnowledgeBase, article: str, language: str) -> Path:
    """The file that holds the questions of an article in a language. Raises DataError."""
    if language == ORIGINAL:
        return base.data / "articles" / f"{article}.md"
    translation = base.data / "articles" / language / f"{article}.md"
    path = translation if translation.exists() else base.data / "phrasings" / language / "questions.yaml"
    if not path.exists():
        raise DataError(path, "", f"is missing, so no question in {language!r} can be taught")
    return path


def _changed(path: Path, article: str, texts: list[str]) -> str:
    """The content of a file with the texts added to the article's questions. Raises DataError."""
    if path.suffix == ".md":
        head, body = parted(path.read_text(encoding="utf-8"), path)
        new = appended(f"{head}\n", ("questions",), texts, path)
        _require(head, new, ("questions",), texts, path)
        return f"---\n{new}---\n{body}"
    content = path.read_text(encoding="utf-8")
    new = appended(content, ("articles", article), texts, path)
    _require(content, new, ("articles", article), texts, path)
    return new


def _require(before: str, after: str, keys: tuple[str, ...], texts: list[str], path: Path) -> None:
    """Raises DataError unless the list has grown by the texts."""
    if _listed(after, keys) != [*_listed(before, keys), *texts]:
        raise DataError(path, ".".join(keys), "cannot be changed without harm; add the questions by hand")


def _listed(content: str, keys: tuple[str, ...]) -> list[str]:
    value: Any = yaml.load(content, Loader=yaml.CSafeLoader)
    for key in keys:
        value = (value or {}).get(key)
    return list(value or ())

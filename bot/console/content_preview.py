"""A draft as the console's article page would draw it.

Shows whatever can be shown, and says what cannot.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from bot.console import markdown
from bot.content import fields
from bot.content.editorial import Editorial
from bot.content.version import Key
from knowledge.articles import Conflict, parted, passages_of
from knowledge.base import KnowledgeBase
from knowledge.checks.draft import path_within
from knowledge.errors import DataError


@dataclass(frozen=True, slots=True)
class Part:
    """A passage with the contradictions that it touches and that matter to a seller."""

    heading: str
    text: Markup
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole article; `problem` says what keeps its text from being shown."""

    language: str
    title: str
    section: str
    parts: tuple[Part, ...] = ()
    problem: str = ""


def previewed(base: KnowledgeBase, editorial: Editorial, key: Key, text: str) -> Preview:
    """The preview of a file's text."""
    shown, library = fields.read(text, key), base.speaking(key.language).library
    code = shown.get("section", "")
    section = editorial.live.sections.get(code, code) or (library.article(key.article).section if key.article in library else "")
    path = path_within(editorial.files.data, key.language, key.article)
    try:
        passages = passages_of(path, parted(text, path)[1])
    except DataError as error:
        return Preview(key.language, shown["title"], section, problem=error.problem)
    parts = tuple(Part(passage.heading, markdown.render(passage.text), _told(library.conflicts, passage.conflicts)) for passage in passages)
    return Preview(key.language, shown["title"], section, parts)


def _told(known: dict[str, Conflict], marks: tuple[str, ...]) -> tuple[Conflict, ...]:
    return tuple(conflict for mark in dict.fromkeys(marks) if (conflict := known.get(mark)) and conflict.says)

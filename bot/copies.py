"""An answer as text for elsewhere: plain for terminals and calendars, to paste as text or in Markdown, or as a reply to a seller with greeting and sign-off.

Leaves nothing out: every form has the same words, dates, sources and caveats. Refuses to start when a sentence is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path

from knowledge import values, yamlfile
from knowledge.answer import Answer, Block, Source
from knowledge.base import KnowledgeBase
from knowledge.wording import Wording

_BOLD = re.compile(r"\*\*(?=\S)(.+?)\*\*", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?:[^()\s]+)\)")


class Form(StrEnum):
    """How an answer is copied."""

    TEXT = "text"
    MARKDOWN = "markdown"
    REPLY = "reply"


class Words(yamlfile.Record):
    """What stands around a copied answer in one language."""

    greeting: str
    closing: str
    why: str
    next: str
    dates: str
    date: str
    note: str
    source: str
    checked: str
    english: str
    given_on: str


class Copies:
    """Writes answers of the languages in which the assistant speaks."""

    def __init__(self, data: Path, wordings: Iterable[Wording]) -> None:
        """Reads the words of each. Raises DataError."""
        self._wordings = {wording.language: wording for wording in wordings}
        self._words = {language: yamlfile.load(data / "wording" / language / "copies.yaml", Words) for language in self._wordings}

    @classmethod
    def of(cls, base: KnowledgeBase) -> Copies:
        """Those in every language that is spoken. Raises DataError."""
        spoken = {found.wording.language: found.wording for found in base.others.values() if found.wording.language == found.language}
        return cls(base.data, ({base.wording.language: base.wording} | spoken).values())

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there are words."""
        return tuple(self._words)

    def words(self, language: str) -> Words:
        """The words around an answer in that language."""
        return self._words[language]

    def day(self, value: str, language: str) -> str:
        """An ISO day or minute as that language says it."""
        return self._wordings[language].day(values.read_moment(value))

    def checked(self, source: Source, language: str) -> str:
        """When a source was checked."""
        return self._wordings[language].say(self._words[language].checked, {"day": self.day(source.checked_on, language)})

    def plain(self, answer: Answer, language: str) -> str:
        """The answer as text, in the language in which it is."""
        return "\n\n".join(self._parts(answer, Form.TEXT, language))

    def write(self, answer: Answer, form: Form, language: str, today: date) -> str:
        """The answer of a day, to paste."""
        words, wording = self._words[language], self._wordings[language]
        parts = self._parts(answer, form, language)
        if form is Form.REPLY:
            return "\n\n".join((words.greeting, *parts, words.closing))
        return "\n\n".join((*parts, wording.say(words.given_on, {"day": wording.day(today)})))

    def _parts(self, answer: Answer, form: Form, language: str) -> list[str]:
        words, wording = self._words[language], self._wordings[language]
        parts = [*self._blocks(answer, form, language), *self._dates(answer, form, language)]
        if answer.table:
            parts.append(_table(answer.table.columns, answer.table.rows, form))
        parts += [wording.say(words.note, {"text": _plain(caveat, form)}) for caveat in answer.caveats]
        if answer.sources:
            parts.append("\n".join(self._source(source, form, language) for source in answer.sources))
        return parts

    def _blocks(self, answer: Answer, form: Form, language: str) -> list[str]:
        headings = {"why": self._words[language].why, "next": self._words[language].next}
        return [_headed(block, headings.get(block.kind, ""), form) for block in answer.blocks if block.text or block.heading]

    def _dates(self, answer: Answer, form: Form, language: str) -> list[str]:
        words, wording = self._words[language], self._wordings[language]
        lines = [wording.say(words.date, {"label": found.label, "day": self.day(found.value, language)}) for found in answer.dates]
        return ["\n".join((_heading(words.dates, form), *(f"- {line}" for line in lines)))] if lines else []

    def _source(self, source: Source, form: Form, language: str) -> str:
        words, wording = self._words[language], self._wordings[language]
        title = source.title if source.language == language else f"{source.title}, {words.english}"
        said = wording.say(words.source, {"title": title, "section": source.section, "checked": self.checked(source, language)})
        return said if form is Form.REPLY else f"{said} [{source.id}]"  # the number helps colleagues, not sellers


def _headed(block: Block, usual: str, form: Form) -> str:
    heading = block.heading or usual
    text = _plain(block.text, form)
    return "\n".join((_heading(heading, form), text)) if heading else text


def _heading(text: str, form: Form) -> str:
    return f"**{text}**" if form is Form.MARKDOWN else text


def _plain(text: str, form: Form) -> str:
    """Markdown as it is, or without its marks: where it is pasted, nobody may read them."""
    if form is Form.MARKDOWN:
        return text
    return _LINK.sub(r"\1 (\2)", _CODE.sub(r"\1", _BOLD.sub(r"\1", text)))


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]], form: Form) -> str:
    if form is not Form.MARKDOWN:
        return "\n".join(" | ".join(_plain(cell, form) for cell in row) for row in (columns, *rows))
    head = [cell.replace("|", "\\|") for cell in columns]
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

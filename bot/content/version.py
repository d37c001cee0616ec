"""A version of an article's file: its text, who wrote it and when, and what has become of it.

Refuses to name an article that can have no file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.checks.articles import GUIDE
from knowledge.errors import KnowledgeError

FILES = "the files"
"""Who has written what stands in data/articles."""
LONGEST_ID, LONGEST_TEXT, LONGEST_COMMENT = 64, 50_000, 500
_PART = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class State(StrEnum):
    """What has become of a version."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Which file: the article and its language."""

    language: str
    article: str

    def __str__(self) -> str:
        return f"{self.language}/{self.article}"


@dataclass(frozen=True, slots=True)
class Author:
    """Who does something; the command line has no account."""

    number: int | None
    email: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version; `version` counts from 0, the file as it was before the first change."""

    key: Key
    version: int
    state: State
    open: bool
    text: str
    author: Author
    at: datetime
    comment: str
    decided_at: datetime | None = None
    decided_by: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it came from the files."""
        return self.author.number is None and self.author.email == FILES


@dataclass(frozen=True, slots=True)
class History:
    """All versions of a file, the earliest first."""

    key: Key
    versions: tuple[Version, ...] = ()

    @property
    def newest(self) -> Version | None:
        """The last one that was written."""
        return self.versions[-1] if self.versions else None

    @property
    def live(self) -> Version | None:
        """The one that holds: the last that is published."""
        return next((one for one in reversed(self.versions) if one.state == State.PUBLISHED), None)

    @property
    def draft(self) -> Version | None:
        """The one that is worked on."""
        return next((one for one in self.versions if one.open), None)

    def version(self, number: int) -> Version:
        """The one of that number. Raises UnknownVersion."""
        if not 0 <= number < len(self.versions):
            raise UnknownVersion(f"{self.key} has no version {number}.")
        return self.versions[number]


class ContentError(KnowledgeError):
    """Something that cannot be done with a version; the message says what to do."""


class UnknownVersion(ContentError):
    """There is no such article, or no such version of it."""


class Outdated(ContentError):
    """Somebody else has saved in the meantime; `newest` is what they wrote."""

    def __init__(self, newest: Version) -> None:
        self.newest = newest
        done = "The file was changed" if newest.is_file else f"{newest.author.email} has saved version {newest.version}"
        super().__init__(f"{done} in the meantime. Nothing of either text is lost: compare them, and save again.")


def is_new_id(article: str) -> bool:
    """Whether an article that is not there yet may be called so: a number of the guide and a part behind a hyphen, as in q011-costs."""
    number, _, part = article.partition("-")
    return number in GUIDE and len(article) <= LONGEST_ID and _PART.fullmatch(part) is not None

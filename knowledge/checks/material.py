"""What there is to check: all data that can be read, the rules of the program, and the files that cannot be read.

Refuses nothing; reading it is `knowledge.checks.reader`'s work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from knowledge import yamlfile
from knowledge.articles import Article, Conflict
from knowledge.parameters import Parameter
from knowledge.rulebook import RuleBook
from knowledge.understanding.hints import InputHints
from knowledge.understanding.phrasings import NoticeKind, OtherPhrasings, RulePhrasings
from knowledge.understanding.replies import ReplyPatterns
from knowledge.understanding.vocabulary import Vocabulary
from knowledge.wording import ORIGINAL, Phrasebook, RuleWording


class Fact(yamlfile.Record):
    """A fact of the guide: the guide's number that carries it, and the figures that must stand there as digits."""

    article: str
    figures: tuple[int | Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of one language; what is None cannot be read. Of contradictions and parts of the guide the English texts stand elsewhere."""

    folder: Path
    rules: Mapping[str, RuleWording]
    vocabularies: Mapping[str, Vocabulary]
    phrases: Phrasebook | None
    http: Mapping[str, str] | None
    conflicts: Mapping[str, str] | None = None
    sections: Mapping[str, str] | None = None

    @property
    def language(self) -> str:
        """Its two letters."""
        return self.folder.name


@dataclass(frozen=True, slots=True)
class Spoken:
    """How people ask and reply; `replies` is None when its file cannot be read."""

    rules: Mapping[str, RulePhrasings]
    talk: Mapping[str, tuple[str, ...]]
    outside: tuple[str, ...]
    follow_up: tuple[str, ...]
    replies: ReplyPatterns | None
    notices: Mapping[str, NoticeKind]


@dataclass(frozen=True, slots=True)
class SpokenElsewhere:
    """How people ask and reply in another language; `replies` is None when its file cannot be read."""

    folder: Path
    questions: OtherPhrasings
    talk: Mapping[str, tuple[str, ...]]
    follow_up: tuple[str, ...]
    replies: ReplyPatterns | None
    inputs: Mapping[str, Mapping[str, InputHints]]
    """Hints by rule and input."""

    @property
    def language(self) -> str:
        """Its two letters."""
        return self.folder.name


@dataclass(frozen=True, slots=True)
class Material:
    """All data that can be read, the rules of the program, and the files that cannot be read."""

    data: Path
    rules: RuleBook
    sections: Mapping[str, str]
    articles: Mapping[str, Article]
    translations: Mapping[str, Mapping[str, Article]]
    """Articles by language and id, without those whose English article cannot be read."""
    conflicts: Mapping[str, tuple[Path, Conflict]]
    parameters: Mapping[str, Parameter]
    words: tuple[Words, ...]
    phrasings: Spoken
    phrasings_elsewhere: tuple[SpokenElsewhere, ...]
    facts: Mapping[str, Fact]
    planned: tuple[str, ...]
    limits: tuple[str, ...]
    unread: frozenset[Path]
    article_ids: frozenset[str]
    """Ids and guide numbers of all articles, readable or not."""
    by_number: Mapping[str, tuple[Article, ...]]

    def article_path(self, article_id: str) -> Path:
        """The file of an article."""
        return self.data / "articles" / f"{article_id}.md"

    def translation_path(self, language: str, article_id: str) -> Path:
        """The file of an article in another language."""
        return self.data / "articles" / language / f"{article_id}.md"

    def language_folders(self, part: str) -> tuple[Path, ...]:
        """The folders of the other languages in a folder of data/."""
        return language_folders(self.data / part)

    @property
    def foreign_words(self) -> tuple[Words, ...]:
        """The wording of the other languages."""
        return tuple(words for words in self.words if words.language != ORIGINAL)

    def parameter_place(self, name: str) -> tuple[Path, str]:
        """The file and the key of a parameter."""
        area, _, key = name.partition(".")
        return self.data / "rules" / f"{area}.yaml", key

    def of_number(self, number: str) -> tuple[Article, ...]:
        """The articles of one guide number, or the one article of this very id."""
        if number in self.by_number:
            return self.by_number[number]
        return (self.articles[number],) if number in self.articles else ()

    def stands(self, article_id: str) -> bool:
        """Whether there is an article of this id or guide number."""
        return article_id in self.article_ids

    def unread_in(self, folder: str) -> bool:
        """Whether a file of this folder of data/ cannot be read, so that what seems missing may stand there."""
        return any(path in (self.data / folder, self.data / folder / path.name) for path in self.unread)


def language_folders(folder: Path) -> tuple[Path, ...]:
    """The folders of other languages in a folder: those of two letters, as the knowledge base finds them."""
    return tuple(path for path in sorted(folder.glob("??")) if path.is_dir() and path.name != ORIGINAL)

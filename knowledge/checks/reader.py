"""The reading of everything under data/, file by file.

Refuses no file for the faults of another: what cannot be read is reported and left out, the rest is still checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from knowledge import yamlfile
from knowledge.articles import Article, Conflict, read_article
from knowledge.calendars import Calendar
from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Fact, Material, Spoken, SpokenElsewhere, Words, language_folders
from knowledge.errors import DataError
from knowledge.parameters import Parameter, ParameterBook
from knowledge.rulebook import RuleBook
from knowledge.search.tuning import Tuning
from knowledge.translation import read_translation
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints
from knowledge.understanding.phrasings import NoticeKind, OtherPhrasings, RulePhrasings
from knowledge.understanding.replies import ReplyPatterns
from knowledge.understanding.vocabulary import Term, Vocabulary
from knowledge.wording import ORIGINAL, Phrasebook, RuleWording

T = TypeVar("T")


class _Reader:
    """Reads files and keeps the faults of those it cannot read."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.unread: set[Path] = set()

    def read(self, path: Path, load: Callable[[Path], T]) -> T | None:
        """What `load` makes of the file; None, with a finding, when it refuses."""
        try:
            return load(path)
        except DataError as refused:
            key, problem = refused.key, refused.problem
        except UnicodeDecodeError as refused:
            key, problem = "", f"is not UTF-8 ({refused.reason} at byte {refused.start})"
        self.findings.append(error(path, key, f"{problem}; mend it, nothing else in this file was checked"))
        self.unread.add(path)
        return None

    def every(self, folder: Path, pattern: str, load: Callable[[Path], T]) -> dict[Path, T]:
        """What `load` makes of each file of a folder."""
        found = {path: self.read(path, load) for path in sorted(folder.glob(pattern))}
        return {path: value for path, value in found.items() if value is not None}

    def words(self, folder: Path) -> Words:
        """The wording of one language."""
        rules = self.every(folder / "rules", "*.yaml", lambda path: yamlfile.load(path, RuleWording))
        vocabularies = self.every(folder / "vocabularies", "*.yaml", lambda path: Vocabulary(yamlfile.load(path, dict[str, Term]), path))
        foreign = folder.name != ORIGINAL
        return Words(
            folder,
            {path.stem: found for path, found in rules.items()},
            {path.stem: found for path, found in vocabularies.items()},
            self.read(folder / "phrases.yaml", lambda path: yamlfile.load(path, Phrasebook)),
            self.texts(folder / "http.yaml"),
            self.texts(folder / "conflicts.yaml") if foreign else None,
            self.texts(folder / "sections.yaml") if foreign else None,
        )

    def texts(self, path: Path) -> dict[str, str] | None:
        """A file of texts by their key."""
        return self.read(path, lambda path: yamlfile.load(path, dict[str, str]))

    def phrasings(self, folder: Path) -> Spoken:
        """The phrasings, without the files that cannot be read."""
        rules = self.every(folder / "rules", "*.yaml", lambda path: yamlfile.load(path, RulePhrasings))
        return Spoken(
            {path.stem: found for path, found in rules.items()},
            self.read(folder / "talk.yaml", lambda path: yamlfile.load(path, dict[str, tuple[str, ...]])) or {},
            self.read(folder / "outside.yaml", lambda path: yamlfile.load(path, tuple[str, ...])) or (),
            self.read(folder / "follow_up.yaml", lambda path: yamlfile.load(path, tuple[str, ...])) or (),
            self.read(folder / "replies.yaml", lambda path: yamlfile.load(path, ReplyPatterns)),
            self.read(folder / "notices.yaml", lambda path: yamlfile.load(path, dict[str, NoticeKind])) or {},
        )

    def phrasings_elsewhere(self, folder: Path) -> SpokenElsewhere:
        """The phrasings of another language."""
        return SpokenElsewhere(
            folder,
            self.read(folder / "questions.yaml", lambda path: yamlfile.load(path, OtherPhrasings)) or OtherPhrasings(),
            self.read(folder / "talk.yaml", lambda path: yamlfile.load(path, dict[str, tuple[str, ...]])) or {},
            self.read(folder / "follow_up.yaml", lambda path: yamlfile.load(path, tuple[str, ...])) or (),
            self.read(folder / "replies.yaml", lambda path: yamlfile.load(path, ReplyPatterns)),
            {path.stem: told for path, told in self.every(folder / "inputs", "*.yaml", lambda path: yamlfile.load(path, dict[str, InputHints])).items()},
        )

    def translations(self, folder: Path, originals: Mapping[str, Article]) -> dict[str, Article]:
        """The articles of another language; without those that have no readable English article to compare them with."""
        found: dict[str, Article] = {}
        for path in sorted(folder.glob("*.md")):
            if original := originals.get(path.stem):
                translation = self.read(path, partial(read_translation, original=original, language=folder.name))
                found |= {translation.id: translation} if translation else {}
            elif not (folder.parent / path.name).is_file():
                self.findings.append(error(path, "", f"there is no English article {path.stem!r}; write that one first, or rename or delete the file"))
        return found


@cache
def _declared_rules() -> RuleBook:
    """The rules of the program without any parameters: only what they declare is looked at."""
    return RuleBook.load(ParameterBook({}), Calendar())


def read(data: Path) -> tuple[Material, tuple[Finding, ...]]:
    """All readable data, and a finding for each file that a loader refuses."""
    reader = _Reader()
    sections = reader.read(data / "sections.yaml", lambda path: yamlfile.load(path, dict[str, str]))
    reader.every(data / "grammar", "*.yaml", Grammar.load)
    for tuning in ("engine.yaml", "engine_languages.yaml"):
        reader.read(data / tuning, lambda path: yamlfile.load(path, Tuning))
    files = set((data / "articles").glob("*.md"))
    articles = reader.every(data / "articles", "*.md", lambda path: read_article(path, sections)) if sections else {}
    reader.unread |= set() if sections else files
    areas = reader.every(data / "rules", "*.yaml", lambda path: yamlfile.load(path, dict[str, Parameter]))
    conflicts: dict[str, tuple[Path, Conflict]] = {}
    for path, described in reader.every(data / "conflicts", "*.yaml", lambda path: yamlfile.load(path, list[Conflict])).items():
        for conflict in described:
            if conflict.id in conflicts:
                reader.findings.append(error(path, conflict.id, f"is described twice; keep it here or in {conflicts[conflict.id][0].name}"))
            conflicts[conflict.id] = (path, conflict)
    numbers: dict[str, tuple[Article, ...]] = {}
    for article in articles.values():
        numbers[article.guide_id] = (*numbers.get(article.guide_id, ()), article)
    by_id = {article.id: article for article in articles.values()}
    material = Material(
        data=data,
        rules=_declared_rules(),
        sections=sections or {},
        articles=by_id,
        translations={folder.name: reader.translations(folder, by_id) for folder in language_folders(data / "articles")},
        conflicts=conflicts,
        parameters={f"{path.stem}.{key}": parameter for path, area in areas.items() for key, parameter in area.items()},
        words=tuple(reader.words(folder) for folder in (data / "wording" / ORIGINAL, *language_folders(data / "wording"))),
        phrasings=reader.phrasings(data / "phrasings"),
        phrasings_elsewhere=tuple(reader.phrasings_elsewhere(folder) for folder in language_folders(data / "phrasings")),
        facts=reader.read(data / "facts.yaml", lambda path: yamlfile.load(path, dict[str, Fact])) or {},
        planned=reader.read(data / "planned_rules.yaml", lambda path: yamlfile.load(path, tuple[str, ...])) or (),
        limits=reader.read(data / "limits.yaml", lambda path: yamlfile.load(path, tuple[str, ...])) or (),
        unread=frozenset(reader.unread),
        article_ids=frozenset({path.stem for path in files} | {path.stem.partition("-")[0] for path in files}),
        by_number=numbers,
    )
    return material, tuple(reader.findings)

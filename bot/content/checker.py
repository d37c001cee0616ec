"""The checks of a draft before anybody publishes it: what `seller-assistant check` would say with the draft in its file.

Refuses nothing about faults that were there before and stand elsewhere: those are nobody's draft's.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.version import Key
from knowledge.checks import draft, evaluation
from knowledge.checks.evaluation import Asked
from knowledge.checks.finding import Finding
from knowledge.checks.material import Material
from knowledge.checks.reader import read
from knowledge.wording import ORIGINAL

_QUOTED = re.compile(r"^['\"](.+?)['\"] (?:does not stand|does not say|holds only)|^\[!(c-[\w-]+)\]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
Texts = Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class Remark:
    """One fault; `sentence` is the one in question, `was` tells that it stood there before and is gone."""

    is_error: bool
    file: str
    key: str
    problem: str
    sentence: str = ""
    was: bool = False
    new: bool = True


class Checker:
    """Checks drafts over one folder of data, which it reads again when a file has changed."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._alone = threading.Lock()
        self._read: tuple[object, Material, list[Asked]] | None = None
        self._before: tuple[object, frozenset[Finding]] | None = None

    def check(self, drafts: Texts, published: Texts, today: date) -> tuple[Remark, ...]:
        """What is wrong with drafts, the errors first; `published` holds texts that hold without being in their files yet. Waits for its turn."""
        with self._alone:
            material, asked = self._material()
            state = (id(material), today, tuple(sorted(published.items())))
            if self._before is None or self._before[0] != state:
                self._before = (state, frozenset(self._findings(material, published, (), asked, today)))
            before = self._before[1]
            found = self._findings(material, {**published, **drafts}, tuple(drafts), asked, today)
        articles = {key.article for key in drafts}
        own = {str(draft.path_of(material, language, article)) for article in articles for language in (ORIGINAL, *material.translations)}
        shown = sorted(finding for finding in found if finding not in before or finding.path in own)
        earlier = {key: draft.path_of(material, key.language, key.article) for key in drafts}
        return tuple(self._remark(finding, finding not in before, drafts, published, earlier) for finding in shown)

    def _material(self) -> tuple[Material, list[Asked]]:
        stamp = tuple(sorted((str(path), path.stat().st_mtime_ns) for path in self._data.rglob("*") if path.suffix in (".md", ".yaml", ".jsonl", ".yml")))
        if self._read is None or self._read[0] != stamp:
            material, _ = read(self._data)
            self._read = (stamp, material, evaluation.asked_in(material))
        return self._read[1:]

    @staticmethod
    def _findings(material: Material, texts: Texts, drafts: tuple[Key, ...], asked: list[Asked], today: date) -> set[Finding]:
        changed, refused = draft.laid_over(material, {(key.language, key.article): text for key, text in texts.items()})
        names = [(key.language, key.article) for key in drafts]
        return {*refused, *draft.check(changed, today), *draft.measured(changed, names, asked)}

    def _remark(self, finding: Finding, new: bool, drafts: Texts, published: Texts, paths: Mapping[Key, Path]) -> Remark:
        path = Path(finding.path)
        file = path.relative_to(self._data).as_posix() if path.is_relative_to(self._data) else path.name
        sentence, was = "", False
        if quoted := _QUOTED.match(finding.problem):
            words = quoted[1] or f"[!{quoted[2]}]"
            for key, text in drafts.items():
                sentence, was = sentence_with(words, text), False
                if not sentence and (old := published.get(key) or _text(paths[key])):
                    sentence, was = sentence_with(words, old), True
                if sentence:
                    break
        return Remark(finding.severity == "error", file, finding.key, finding.problem, sentence, was, new)


def sentence_with(words: str, text: str) -> str:
    """The sentence of a text in which these words stand; empty where they stand nowhere."""
    wanted = " ".join(words.split())
    return next((sentence.strip() for sentence in _SENTENCE.split(text) if wanted in " ".join(sentence.split())), "")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""

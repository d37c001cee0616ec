"""How sellers ask for each rule, what small talk they make, how notices look; read from data/phrasings.

Refuses files with unknown keys; hints for inputs that a rule does not have are an error of the check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import Field

from knowledge import yamlfile
from knowledge.patterns import compiled
from knowledge.understanding.hints import InputHints
from knowledge.understanding.replies import ReplyPatterns
from knowledge.understanding.words import Pattern


class RulePhrasings(yamlfile.Record):
    """Questions that ask for a rule, and hints for its inputs.

    A rule about what follows from something `needs` the message to speak of it: nobody who asks for a commission has refunded anything.
    It is not meant, however near it is, where the message speaks of what stands in `unless`: who asks how long they may appeal would miss that day.
    `unheard` are the inputs for which a language has no words, though English has some: of them only days, figures and places are read.
    """

    questions: tuple[str, ...]
    needs: Pattern | None = None
    unless: Pattern | None = None
    inputs: dict[str, InputHints] = Field(default_factory=dict)
    unheard: frozenset[str] = frozenset()


class OtherPhrasings(yamlfile.Record):
    """Questions of another language: by article, by rule, and those that nothing answers; and what a message needs to speak of, or must not, by rule.

    `not_answered` are near misses by article, of a language in which the articles themselves are not written.
    """

    articles: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    not_answered: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    rules: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    outside: tuple[str, ...] = ()
    needs: dict[str, Pattern] = Field(default_factory=dict)
    unless: dict[str, Pattern] = Field(default_factory=dict)


class NoticeKind(yamlfile.Record):
    """How one kind of notice is known and read.

    `marks` are patterns of which `least` different ones must be found. `dated` are the labels behind which the date of an
    input stands, the best first; `figures` patterns of numbers and `means` patterns of values by input. `reads` are the inputs
    that are else read as in any message, `ahead` tells that days without a year lie in the future. `window` are patterns of
    the time that the notice itself gives: it runs from the input `starts`, the input `days` takes its number of days, and
    the outcome's dates `ends` are compared with its end while the rule ends in one of `nodes`. `asks` open a question about it.
    """

    rule: str
    marks: tuple[str, ...]
    least: int
    dated: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    means: dict[str, dict[str, bool | int | str]] = Field(default_factory=dict)
    figures: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    reads: tuple[str, ...] = ()
    ahead: bool = False
    window: tuple[str, ...] = ()
    starts: str = ""
    days: str = ""
    ends: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The marks."""
        return tuple(compiled(rf"\b(?:{mark})", re.IGNORECASE) for mark in self.marks)

    def asks_time(self, text: str) -> bool:
        """Whether a question asks by when something must be done."""
        return any(re.match(rf"\W*(?:{pattern})\b", text, re.IGNORECASE) for pattern in self.asks)

    def fits(self, text: str) -> int:
        """How many marks the text has; 0 when they are too few."""
        count = sum(pattern.search(text) is not None for pattern in self.patterns)
        return count if count >= self.least else 0


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Everything read from data/phrasings."""

    rules: dict[str, RulePhrasings]
    talk: dict[str, tuple[str, ...]]
    outside: tuple[str, ...]
    follow_up: tuple[str, ...]
    replies: ReplyPatterns
    notices: dict[str, NoticeKind]
    articles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Questions for articles beside those that stand in the articles."""
    not_answered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Near misses of articles beside those that stand in the articles."""

    @classmethod
    def load(cls, folder: Path) -> Phrasings:
        """Reads every file of the folder. Raises DataError."""
        rules = {path.stem: yamlfile.load(path, RulePhrasings) for path in sorted((folder / "rules").glob("*.yaml"))}
        talk = yamlfile.load(folder / "talk.yaml", dict[str, tuple[str, ...]])
        outside = yamlfile.load(folder / "outside.yaml", tuple[str, ...])
        follow_up = yamlfile.load(folder / "follow_up.yaml", tuple[str, ...])
        replies = yamlfile.load(folder / "replies.yaml", ReplyPatterns)
        return cls(rules, talk, outside, follow_up, replies, yamlfile.load(folder / "notices.yaml", dict[str, NoticeKind]))

    def spoken(self, folder: Path) -> Phrasings:
        """The phrasings of another language, which stand in the folder; notices are those of all languages. Raises DataError.

        How inputs are read stands in `inputs/`, one file for each rule; of others, only what needs no words is read.
        """
        asked = yamlfile.load(folder / "questions.yaml", OtherPhrasings)
        told = {path.stem: yamlfile.load(path, dict[str, InputHints]) for path in sorted((folder / "inputs").glob("*.yaml"))}
        rules = {
            name: RulePhrasings(
                questions=asked.rules.get(name, ()),
                needs=asked.needs.get(name),
                unless=asked.unless.get(name),
                inputs={key: hints.wordless for key, hints in found.inputs.items()} | told.get(name, {}),
                unheard=frozenset(key for key, hints in found.inputs.items() if hints != hints.wordless and key not in told.get(name, {})),
            )
            for name, found in self.rules.items()
        }
        talk = yamlfile.load(folder / "talk.yaml", dict[str, tuple[str, ...]])
        follow_up = yamlfile.load(folder / "follow_up.yaml", tuple[str, ...])
        replies = yamlfile.load(folder / "replies.yaml", ReplyPatterns)
        return Phrasings(rules, talk, asked.outside, follow_up, replies, self.notices, asked.articles, asked.not_answered)

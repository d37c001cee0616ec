"""How sellers ask for each rule and talk about its inputs; read from data/phrasings.

Refuses hints for inputs that a rule does not have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from knowledge import yamlfile
from knowledge.understanding.dates import Lean


class InputHints(yamlfile.Record):
    """What tells one input apart in a sentence.

    `cues` stand near its value; `yes` and `no` are patterns of a yes/no input; `reads` names a special reader.
    """

    cues: tuple[str, ...] = ()
    lean: Lean = "past"
    reads: Literal["", "countries"] = ""
    says_yes: tuple[str, ...] = Field(default=(), alias="yes")
    says_no: tuple[str, ...] = Field(default=(), alias="no")

    @cached_property
    def cue(self) -> re.Pattern[str] | None:
        """The cues as one pattern."""
        return _any_of(self.cues)

    @cached_property
    def agreed(self) -> re.Pattern[str] | None:
        """The patterns that mean yes."""
        return _any_of(self.says_yes)

    @cached_property
    def denied(self) -> re.Pattern[str] | None:
        """The patterns that mean no."""
        return _any_of(self.says_no)


class RulePhrasings(yamlfile.Record):
    """Questions that ask for a rule, and hints for its inputs."""

    questions: tuple[str, ...]
    inputs: dict[str, InputHints] = Field(default_factory=dict)


class ReplyPatterns(yamlfile.Record):
    """How a reply says yes, no, none or "I do not know", asks something itself, or adds to what was said."""

    says_yes: tuple[str, ...] = Field(alias="yes")
    says_no: tuple[str, ...] = Field(alias="no")
    none: tuple[str, ...]
    unknown: tuple[str, ...]
    asks: tuple[str, ...]
    adds: tuple[str, ...]

    @cached_property
    def agreed(self) -> re.Pattern[str]:
        """A reply that opens with a yes."""
        return _opening(self.says_yes)

    @cached_property
    def denied(self) -> re.Pattern[str]:
        """A reply that opens with a no."""
        return _opening(self.says_no)

    @cached_property
    def empty(self) -> re.Pattern[str]:
        """A reply that is nothing but "none"."""
        return re.compile(rf"\W*(?:{'|'.join(self.none)})\W*$", re.IGNORECASE)

    @cached_property
    def unsure(self) -> re.Pattern[str]:
        """A reply that opens with "I do not know"."""
        return _opening(self.unknown)

    @cached_property
    def asking(self) -> re.Pattern[str]:
        """A message that opens like a question."""
        return _opening(self.asks)

    @cached_property
    def adding(self) -> re.Pattern[str]:
        """A message that adds to what was said instead of replacing it."""
        return re.compile(rf"\b(?:{'|'.join(self.adds)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Everything read from data/phrasings."""

    rules: dict[str, RulePhrasings]
    talk: dict[str, tuple[str, ...]]
    outside: tuple[str, ...]
    follow_up: tuple[str, ...]
    replies: ReplyPatterns

    @classmethod
    def load(cls, folder: Path) -> Phrasings:
        """Reads every file of the folder. Raises DataError."""
        rules = {path.stem: yamlfile.load(path, RulePhrasings) for path in sorted((folder / "rules").glob("*.yaml"))}
        talk = yamlfile.load(folder / "talk.yaml", dict[str, tuple[str, ...]])
        outside = yamlfile.load(folder / "outside.yaml", tuple[str, ...])
        follow_up = yamlfile.load(folder / "follow_up.yaml", tuple[str, ...])
        return cls(rules, talk, outside, follow_up, yamlfile.load(folder / "replies.yaml", ReplyPatterns))


def _opening(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE) if patterns else None

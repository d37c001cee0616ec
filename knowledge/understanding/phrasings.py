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

    Of a date: `cues` stand near it, `decisive` ones win over them, `decoys` stand near dates that no input asks for;
    it takes the second date of the input that it `repeats`.
    Of a number: `cues` stand near it. Of a yes/no input: `yes` and `no` are what means it. Of a list: `cues` show by
    <list> where what they say begins, or by <one> that it is the only thing named; `none` says that there is nothing;
    `ignores` are words that name nothing here (their first group, if they have one); `unclear` words may mean one code or
    another, so that the whole list must be asked for. `reads` names a special reader.
    """

    cues: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()
    repeats: str = ""
    lean: Lean = "past"
    reads: Literal["", "countries", "market"] = ""
    says_yes: tuple[str, ...] = Field(default=(), alias="yes")
    says_no: tuple[str, ...] = Field(default=(), alias="no")
    none: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def patterns(self) -> dict[str, tuple[str, ...]]:
        """Every list of patterns, by its key in the file."""
        names = {
            "cues": "cues",
            "decisive": "decisive",
            "decoys": "decoys",
            "says_yes": "yes",
            "says_no": "no",
            "none": "none",
            "ignores": "ignores",
            "unclear": "unclear",
        }
        return {key: getattr(self, name) for name, key in names.items()}

    @cached_property
    def cue(self) -> re.Pattern[str] | None:
        """The cues as one pattern."""
        return _any_of(self.cues)

    @cached_property
    def deciding(self) -> re.Pattern[str] | None:
        """The decisive cues."""
        return _any_of(self.decisive)

    @cached_property
    def decoy(self) -> re.Pattern[str] | None:
        """The cues of dates that no input asks for."""
        return _any_of(self.decoys)

    @cached_property
    def lists(self) -> tuple[ListCue, ...]:
        """The cues of a list, each with what stands before and after it."""
        return tuple(ListCue.of(cue) for cue in self.cues)

    @cached_property
    def agreed(self) -> re.Pattern[str] | None:
        """The patterns that mean yes."""
        return _any_of(self.says_yes)

    @cached_property
    def denied(self) -> re.Pattern[str] | None:
        """The patterns that mean no."""
        return _any_of(self.says_no)

    @cached_property
    def empty(self) -> re.Pattern[str] | None:
        """The patterns that mean an empty list."""
        return _any_of(self.none)

    @cached_property
    def open(self) -> re.Pattern[str] | None:
        """The words of more than one meaning."""
        return _any_of(self.unclear)

    @cached_property
    def ignored(self) -> tuple[re.Pattern[str], ...]:
        """The patterns of words that name nothing here."""
        return tuple(re.compile(rf"\b(?:{pattern})", re.IGNORECASE) for pattern in self.ignores)


@dataclass(frozen=True, slots=True)
class ListCue:
    """What stands right before a list and right after it; `only` takes the one thing that the message names."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    only: bool

    @classmethod
    def of(cls, cue: str) -> ListCue:
        """From a pattern that marks the list's place by <list>, or by <one>; without a mark the list follows."""
        mark = "<one>" if "<one>" in cue else "<list>"
        before, _, after = cue.partition(mark)
        return cls(re.compile(rf"\b(?:{before.rstrip()})", re.IGNORECASE), re.compile(rf"\s*(?:{after.strip()})", re.IGNORECASE), mark == "<one>")


class RulePhrasings(yamlfile.Record):
    """Questions that ask for a rule, and hints for its inputs."""

    questions: tuple[str, ...]
    inputs: dict[str, InputHints] = Field(default_factory=dict)


class ReplyPatterns(yamlfile.Record):
    """How a reply says yes, no, none or "I do not know", asks something itself, or adds to what was said."""

    says_yes: tuple[str, ...] = Field(alias="yes")
    says_no: tuple[str, ...] = Field(alias="no")
    none: tuple[str, ...]
    every: tuple[str, ...]
    unknown: tuple[str, ...]
    asks: tuple[str, ...]
    adds: tuple[str, ...]
    places: tuple[str, ...] = ()
    last: tuple[str, ...] = ()

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
        return _alone(self.none)

    @cached_property
    def everything(self) -> re.Pattern[str]:
        """A reply that is nothing but "all of them"."""
        return _alone(self.every)

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

    def place(self, text: str, count: int) -> int | None:
        """Which of `count` things offered, from 0, the reply takes ("the second one", "3", "the last"); None for no such reply."""
        return next((place for place, pattern in enumerate(self.placed[:count]) if pattern.match(text)), count - 1 if self.closing.match(text) else None)

    @cached_property
    def placed(self) -> tuple[re.Pattern[str], ...]:
        """Replies that are nothing but a place, in order."""
        return tuple(_alone((pattern,)) for pattern in self.places)

    @cached_property
    def closing(self) -> re.Pattern[str]:
        """A reply that is nothing but "the last one"."""
        return _alone(self.last)


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


def _alone(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """A reply that is one of the patterns and nothing else; of no patterns, none is."""
    return re.compile(rf"\W*(?:{'|'.join(patterns) or '(?!)'})\W*$", re.IGNORECASE)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE) if patterns else None

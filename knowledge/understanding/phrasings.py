"""How sellers ask for each rule and talk about its inputs; read from data/phrasings.

Refuses hints for inputs that a rule does not have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Everything read from data/phrasings."""

    rules: dict[str, RulePhrasings] = field(default_factory=dict)
    talk: dict[str, tuple[str, ...]] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    follow_up: tuple[str, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Phrasings:
        """Reads every file of the folder. Raises DataError."""
        rules = {path.stem: yamlfile.load(path, RulePhrasings) for path in sorted((folder / "rules").glob("*.yaml"))}
        talk = yamlfile.load(folder / "talk.yaml", dict[str, tuple[str, ...]])
        outside = yamlfile.load(folder / "outside.yaml", tuple[str, ...])
        return cls(rules, talk, outside, yamlfile.load(folder / "follow_up.yaml", tuple[str, ...]))


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE) if patterns else None

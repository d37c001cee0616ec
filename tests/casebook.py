"""The worked cases of the rules: what is given, and the whole outcome or the first error.

Refuses a case that expects nothing, or whose facts are not plain JSON.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import model_validator

from knowledge import yamlfile
from knowledge.inputs import CLOCK_INPUTS
from knowledge.rule import Finding

FOLDER = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 25)
"""The day of the request where a case names none."""


class Case(yamlfile.Record):
    """One worked case; `why` shows how the expected values follow from the guide.

    Where it matters which words are chosen: `node` names those of the answer, `steps` the steps that are told, in order, and
    `conflicts` the contradictions that the rule itself adds to those of its parameters.
    """

    name: str
    facts: dict[str, Any]
    today: date = TODAY
    expect: dict[str, Any]
    why: str = ""
    node: str | None = None
    steps: tuple[str, ...] | None = None
    conflicts: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _is_plain(self) -> Case:
        json.dumps([self.facts, self.expect])  # an unquoted date would be no JSON
        if not self.expect:
            raise ValueError("expects nothing")
        return self

    @property
    def rule(self) -> str:
        """The rule's id: the name of its file, which opens every name in it."""
        return max((rule for rule in CASE_FILES if self.name.startswith(f"{rule}-")), key=len, default="")

    @property
    def error(self) -> tuple[str, str] | None:
        """Code and field of the expected first error."""
        error = self.expect.get("error")
        return (error["code"], error["field"]) if error else None

    @property
    def filled_by_clock(self) -> bool:
        """Whether the input that it misses is one that the interfaces fill."""
        return self.error is not None and self.error[0] == "missing_input" and self.error[1] in CLOCK_INPUTS


def fits(case: Case, finding: Finding[Any]) -> bool:
    """Whether the words that a finding chooses are those that the case names, where it names any."""
    found = {"node": str(finding.node), "steps": tuple(step.key for step in finding.steps), "conflicts": tuple(finding.conflicts)}
    return all(getattr(case, name) in (None, value) for name, value in found.items())


CASE_FILES = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def read_cases() -> tuple[Case, ...]:
    """Every case of every rule."""
    return tuple(case for path in CASE_FILES.values() for case in yamlfile.load(path, list[Case]))


CASES = read_cases()
ANSWERED = tuple(case for case in CASES if not case.error)
REFUSED = tuple(case for case in CASES if case.error)

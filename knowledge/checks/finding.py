"""One fault of the data: how grave it is, where it stands and what to do about it.

Refuses nothing: a finding is a report, the caller decides what it stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault at `key` of the file `path`; `problem` says what to do."""

    severity: Severity
    path: str
    key: str
    problem: str

    def __str__(self) -> str:
        where = f"{self.path}, {self.key}" if self.key else self.path
        return f"{self.severity}: {where}: {self.problem}"


def error(path: Path, key: str, problem: str) -> Finding:
    """A fault that must be mended before anything is served."""
    return Finding("error", str(path), key, problem)


def warning(path: Path, key: str, problem: str) -> Finding:
    """A fault that may wait."""
    return Finding("warning", str(path), key, problem)

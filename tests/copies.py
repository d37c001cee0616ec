"""A copy of data that a test may spoil, and the findings of the check of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.check import Finding, check

TODAY = date(2026, 11, 25)  # after every checked_on, before every review_by of a copy


class Copy:
    """A copy of the data that a test may spoil; what changes it gives it back, so that changes can follow each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before: dict[Path, bytes | None] = {}

    def article(self, article_id: str, **front: Any) -> Copy:
        """Sets keys of an article's front matter."""
        name = f"articles/{article_id}.md"
        _, head, body = self.read(name).split("---\n", 2)
        return self.write(name, f"---\n{dump(load(head) | front)}---\n{body}")

    def front(self, article_id: str) -> dict[str, Any]:
        """An article's front matter."""
        found: dict[str, Any] = load(self.read(f"articles/{article_id}.md").split("---\n", 2)[1])
        return found

    def body(self, article_id: str, change: Callable[[str], str]) -> Copy:
        """Rewrites the text under an article's front matter."""
        name = f"articles/{article_id}.md"
        _, head, body = self.read(name).split("---\n", 2)
        return self.write(name, f"---\n{head}---\n{change(body)}")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str | bytes) -> Copy:
        self._keep(name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def add(self, name: str, text: str) -> Copy:
        return self.write(name, self.read(name) + text)

    def delete(self, name: str) -> None:
        self._keep(name).unlink()

    def restore(self) -> None:
        """Undoes all changes since the last time."""
        for path, content in self._before.items():
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)
        self._before.clear()

    def _keep(self, name: str) -> Path:
        path = self.folder / name
        self._before.setdefault(path, path.read_bytes() if path.exists() else None)
        return path

    def change(self, name: str, change: Callable[[Any], object]) -> Copy:
        """Changes a YAML file in place."""
        raw = load(self.read(name))
        change(raw)
        return self.write(name, dump(raw))

    def found(self) -> set[Finding]:
        """All findings, with paths below the folder."""
        return {Finding(f.severity, Path(f.path).relative_to(self.folder).as_posix(), f.key, f.problem) for f in check(self.folder, TODAY)}


def load(text: str) -> Any:
    """The content of a YAML text."""
    return yaml.load(text, Loader=yaml.CSafeLoader)


def dump(raw: object) -> str:
    """Content as a YAML text."""
    text: str = yaml.dump(raw, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1000)
    return text


@dataclass(frozen=True)
class Fault:
    """A fault, and the one finding that it must lead to."""

    spoil: Callable[[Copy], object]
    path: str
    key: str
    problem: str  # a pattern found in it
    severity: str = "error"

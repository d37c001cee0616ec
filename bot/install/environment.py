"""A virtual environment and the stamp that says from what it was made.

Refuses to trust an environment without its stamp, with another one, or that was moved: it is made again from nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.install import interpreters

_STAMP = "made-from.json"


@dataclass(frozen=True, slots=True)
class Environment:
    """The folder of one environment."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.program("python")

    def program(self, name: str) -> Path:
        """One of its commands."""
        return self.folder / "bin" / name

    def stands(self, recipe: str, version: str | None = None) -> bool:
        """Whether it was made whole from this recipe, here, and its interpreter still runs (as this version, if one is given)."""
        content = self._expected(recipe)
        return content is not None and self._read(_STAMP) == content and version in {None, content["python"]}

    @contextmanager
    def making(self, recipe: str) -> Iterator[None]:
        """Removes what is there; the stamp is written only when the body ends well."""
        self.remove()
        yield
        self._write(_STAMP, self._expected(recipe))

    def holds(self, part: str, recipe: str) -> bool:
        """Whether a part of it (a package that is installed by itself) was made from this recipe."""
        return self._read(f"{part}.json") == self._expected(recipe)

    @contextmanager
    def renewing(self, part: str, recipe: str) -> Iterator[None]:
        """As `making`, for a part: the rest stays."""
        (self.folder / f"{part}.json").unlink(missing_ok=True)
        yield
        self._write(f"{part}.json", self._expected(recipe))

    def remove(self) -> None:
        """Takes it away, the stamp first: what a second interruption leaves is not trusted either."""
        if self.folder.is_symlink():
            self.folder.unlink()
        if self.folder.exists():
            (self.folder / _STAMP).unlink(missing_ok=True)
            shutil.rmtree(self.folder)

    def gigabytes(self) -> float:
        """How much disk it takes."""
        return sum(os.lstat(Path(at) / name).st_blocks for at, _, names in os.walk(self.folder) for name in names) * 512 / 1e9

    def _expected(self, recipe: str) -> dict[str, str] | None:
        version = interpreters.version(self.python)
        return {"recipe": recipe, "python": version, "folder": str(self.folder)} if version else None

    def _read(self, name: str) -> object:
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False  # never equal to what is expected

    def _write(self, name: str, content: dict[str, str] | None) -> None:
        if content is None:
            raise RuntimeError(f"{self.python} does not run although its environment was just made")
        unfinished = self.folder / f"{name}.part"
        unfinished.write_text(json.dumps(content), encoding="utf-8")
        unfinished.replace(self.folder / name)


def recipe(*parts: bytes | str) -> str:
    """The fingerprint of what an environment is made from."""
    return hashlib.sha256(b"\0".join(part.encode() if isinstance(part, str) else part for part in parts)).hexdigest()

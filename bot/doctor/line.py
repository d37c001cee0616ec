"""One line of the examination: a mark, what was found, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """`✓` in order, `!` worth knowing, `✗` stops the service."""

    mark: Literal["✓", "!", "✗"]
    text: str

    @property
    def stops(self) -> bool:
        """Whether nothing can be served before this is mended."""
        return self.mark == "✗"

    def __str__(self) -> str:
        return f"{self.mark} {self.text}"


def good(text: str) -> Line:
    """Something in order."""
    return Line("✓", text)


def notable(text: str) -> Line:
    """Something that does not stop the service."""
    return Line("!", text)


def bad(text: str) -> Line:
    """Something that stops the service."""
    return Line("✗", text)

"""The documentation as data: its pages, code blocks, links, commands, HTTP requests and the replies shown under them.

Refuses a code block that never ends.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
SERVED = "http://127.0.0.1:8000"
"""Where the documentation's examples expect the assistant."""

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*) ?(?P<about>[^\n]*)\n(?P<text>.*?)^(?P=indent)```\n", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SPAN = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, what else its first line says (the file that it quotes), and its text."""

    language: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request as curl would send it."""

    method: str
    path: str
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """Its path in the repository."""
        return str(self.path.relative_to(ROOT))

    @property
    def prose(self) -> str:
        """Everything outside of code blocks."""
        rest = _FENCE.sub("", self.text)
        if "```" in rest:
            raise ValueError(f"{self.name}: a code block never ends")
        return rest

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The code blocks in order."""
        return tuple(Block(found["language"], found["about"].strip(), found["text"]) for found in _FENCE.finditer(self.text))

    @property
    def links(self) -> tuple[str, ...]:
        """Where its links and pictures lead."""
        return tuple(_LINK.findall(self.prose))

    @property
    def spans(self) -> tuple[str, ...]:
        """What stands in backticks in running text."""
        return tuple(_SPAN.findall(self.prose))

    @property
    def headings(self) -> tuple[str, ...]:
        """Its headings without markup."""
        return tuple(heading.replace("`", "") for heading in _HEADING.findall(self.prose))

    @property
    def anchors(self) -> frozenset[str]:
        """The headings as GitHub names them in links."""
        return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in self.headings)

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """Every command of its shell blocks, in words, without assignments before it; each part of a pipe by itself."""
        return tuple(command for block in self.blocks if block.language == "bash" for command in _commands(block.text))

    @property
    def requests(self) -> tuple[tuple[Request, dict[str, Any] | None], ...]:
        """Each curl example with the reply that the next block shows, if it shows one."""
        found: list[tuple[Request, dict[str, Any] | None]] = []
        for block, following in pairwise((*self.blocks, Block("", "", ""))):
            if block.language == "bash":
                sent = [_request(command) for command in _commands(block.text) if command[0] == "curl"]
                shown = json.loads(following.text) if following.language == "json" and sent else None
                found += [(request, shown) for request in sent]
        return tuple(found)


def pages() -> tuple[Page, ...]:
    """All pages."""
    return tuple(Page(path, path.read_text(encoding="utf-8")) for path in PAGES)


def page(name: str) -> Page:
    """One page by its path in the repository."""
    return Page(ROOT / name, (ROOT / name).read_text(encoding="utf-8"))


def _commands(text: str) -> Iterator[tuple[str, ...]]:
    for line in text.replace("\\\n", " ").splitlines():
        command: list[str] = []
        for word in (*shlex.split(line, comments=True), "|"):
            if word != "|":
                command += [word] if command or not re.match(r"[A-Z_]+=", word) else []
            elif command:
                yield tuple(command)
                command = []


def _request(command: tuple[str, ...]) -> Request:
    words = [word for word in command[1:] if word not in ("-s", "-N")]
    address = next(word for word in words if word.startswith(SERVED))
    options = [words[place : place + 2] for place, word in enumerate(words) if word in ("-H", "-d")]
    headers = {name.strip().lower(): value.strip() for option, given in options if option == "-H" for name, _, value in [given.partition(":")]}
    body = next((json.loads(given) for option, given in options if option == "-d"), None)
    method = next((words[place + 1] for place, word in enumerate(words) if word == "-X"), "POST" if body is not None else "GET")
    return Request(method, address.removeprefix(SERVED), body, headers)


def lacking(shown: Any, found: Any, where: str = "") -> list[str]:
    """What a reply lacks of the shortened one that is shown: every key and item of that must be in it."""
    if isinstance(shown, dict) and isinstance(found, dict):
        return [line for key, value in shown.items() for line in (lacking(value, found[key], f"{where}.{key}") if key in found else [f"{where}.{key}"])]
    if isinstance(shown, list) and isinstance(found, list):
        return [f"{where}: {item}" for item in shown if all(lacking(item, other) for other in found)]
    return [] if shown == found else [f"{where}: {found!r}, not {shown!r}"]

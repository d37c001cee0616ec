"""The chat as two scripts, put together from its modules when the program starts: what every chat needs, and what comes later.

Refuses what it does not know how to put together: cycles, other forms of import and export.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from string import ascii_letters

from bot.channels.web.minify import minified

_MODULES = Path(__file__).parent / "widget"
_IMPORT = re.compile(r'^import (?:\{ (?P<some>\w+(?:, \w+)*) \}|\* as (?P<all>\w+)|(?P<default>\w+)) from "(?P<path>\.\.?/[\w./-]+)";$')
_EXPORT = re.compile(r"^export (?P<declared>(?:async )?(?:function\*?|class|const) (?P<name>\w+).*)$")
_EXPORTS = re.compile(r"^export \{ (?P<names>\w+(?:, \w+)*) \};$")
_LATER = re.compile(r'\bimport\("\./(?P<name>[\w-]+)\.js"\)')
_PROPERTY = re.compile(r"--chat-[a-z-]+")
_FOREIGN = re.compile(r"^\s*(?:import\b(?!\()|export\b)")


class UnbundledScript(Exception):
    """A module that cannot be put into a script; the message names the line."""


@dataclass(frozen=True)
class Script:
    """A script as it is served."""

    text: str

    @cached_property
    def content(self) -> bytes:
        """Its bytes."""
        return self.text.encode()

    @cached_property
    def compressed(self) -> bytes:
        """The same, compressed; equal for equal text."""
        return gzip.compress(self.content, 9, mtime=0)

    @cached_property
    def tag(self) -> str:
        """The ETag of its text."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'


@dataclass
class _Parts:
    """The modules of a script, each after those that it needs, and the scripts that it brings later."""

    modules: dict[Path, str] = field(default_factory=dict)
    later: list[Path] = field(default_factory=list)


def scripts(entry: Path = _MODULES / "element.js") -> dict[str, Script]:
    """By file name the script of a module and all that it needs, widget.js, and those that it brings later. Raises UnbundledScript and UnreadableScript."""
    first = _Parts()
    _add(entry.resolve(), first, frozenset(), ())
    shared = ", ".join(_name(path) for path in first.modules)
    chunks = [[module.replace("$SHARED", shared) for module in first.modules.values()]]
    for path in first.later:
        more = _Parts()
        _add(path, more, frozenset(first.modules), ())
        if more.later:
            raise UnbundledScript(f"{path.name} brings {more.later[0].name}: what comes later brings nothing more")
        chunks.append(list(more.modules.values()))
    small = iter(minified(module for chunk in chunks for module in chunk))
    whole, *rest = ["\n".join(next(small) for _ in chunk) for chunk in chunks]
    found = {"widget.js": Script(f'"use strict";(()=>{{\n{whole}\n}})();\n')}
    for path, text in zip(first.later, rest, strict=True):
        found[_script(path.stem)] = Script(f"export default({{{shared}}})=>{{\n{text}\nreturn {_name(path)}\n}};\n")
    return found


def words(path: Path) -> Script:
    """The words of one language, which export a default of their own."""
    return Script("".join(minified([path.read_text(encoding="utf-8")])))


def _add(path: Path, parts: _Parts, known: frozenset[Path], within: tuple[Path, ...]) -> None:
    """Adds a module after those that it needs, unless it is there."""
    if path in within:
        raise UnbundledScript(f"{path.name} needs itself, by way of {within[-1].name}")
    if path in parts.modules or path in known:
        return
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        parts.modules[path] = f"const {_name(path)} = {{ default: {json.dumps(style(text), ensure_ascii=False)} }};"
        return
    lines: list[str] = []
    names: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if found := _IMPORT.match(line):
            needed = (path.parent / found["path"]).resolve()
            _add(needed, parts, known, (*within, path))
            lines.append(_taken(found, _name(needed)))
        elif found := _EXPORT.match(line):
            lines.append(found["declared"])
            names.append(found["name"])
        elif found := _EXPORTS.match(line):
            names.append(found["names"])
        elif _FOREIGN.match(line):
            raise UnbundledScript(f"{path.name}:{number}: no form of import or export that is known here")
        else:
            parts.later += [(path.parent / f"{found['name']}.js").resolve() for found in _LATER.finditer(line)]
            lines.append(_LATER.sub(_brought, line))
    body = "\n".join(lines)
    parts.modules[path] = f"const {_name(path)} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();"


def _taken(found: re.Match[str], module: str) -> str:
    if found["all"]:
        return f"const {found['all']} = {module};"
    return f"const {{ {found['some']} }} = {module};" if found["some"] else f"const {found['default']} = {module}.default;"


def _brought(found: re.Match[str]) -> str:
    """Loads a later script from where this one came from, and gives it the modules that both need."""
    return f'import(new URL("{_script(found["name"])}", $home_js.HOME)).then((script) => script.default({{ $SHARED }}))'


def _script(stem: str) -> str:
    return f"widget-{stem}.js"


def _name(path: Path) -> str:
    return "$" + re.sub(r"\W", "_", path.name)


def style(text: str) -> str:
    """A style sheet without comments and needless white space.

    A `rem` follows the page around the chat, which may have made it anything: each becomes so many `--rem`, the user's own font size.
    The chat's own colours and sizes get short names: no page sees them.
    """
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "".join(part if part.startswith('"') else _tight(part) for part in re.split(r'("[^"\n]*")', bare)).strip()


def _tight(text: str) -> str:
    """A stretch of a style sheet in which no text stands."""
    bare = re.sub(r"\s+", " ", text)
    bare = re.sub(r"\s*([{};,])\s*", r"\1", bare).replace(": ", ":").replace(";}", "}")
    bare = re.sub(r"(?<![\w.#])0(?=\.\d)", "", bare)
    bare = _PROPERTY.sub(lambda found: _short_properties().get(found[0], found[0]), bare)
    return re.sub(r"(?<![\w.-])(-?[\d.]+)rem\b", lambda found: f"calc({found[1]}*var(--rem))", bare)


@cache
def _short_properties() -> dict[str, str]:
    """Short names of all that the style sheets of the chat call `--chat-…`, the same in each of them."""
    names = {name for path in _MODULES.glob("*.css") for name in _PROPERTY.findall(path.read_text(encoding="utf-8"))}
    return dict(zip(sorted(names), (f"--{letter}" for letter in ascii_letters), strict=False))

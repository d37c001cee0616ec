"""The help of every command as docs/command-line.md shows it; `python -m tests.helptext` writes it there anew.

Refuses to write into a page that lacks the place for a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.testing import CliRunner

from bot.cli import app

PAGE = Path(__file__).parent.parent / "docs" / "command-line.md"
PROGRAM = "seller-assistant"
_WIDTH = 100
_BLOCK = re.compile(r"(?P<head>^#+ `(?P<command>[^`\n]+)`\n\n)```text\n(?P<help>.*?)```\n", re.MULTILINE | re.DOTALL)


def commands() -> tuple[str, ...]:
    """Every command, in the order of the program's own help; those of a group follow it."""
    found = [*_names(app)]
    for group in app.registered_groups:
        assert group.name
        assert group.typer_instance
        found += [group.name, *(f"{group.name} {name}" for name in _names(group.typer_instance))]
    return tuple(found)


def _names(of: typer.Typer) -> Iterator[str]:
    return (str(command.name or getattr(command.callback, "__name__", "")) for command in of.registered_commands)


def help_of(*words: str) -> str:
    """What `seller-assistant WORDS --help` prints, without the frames that depend on the terminal."""
    plain = typer.Typer(rich_markup_mode=None, help=app.info.help, no_args_is_help=True, add_completion=False)
    plain.registered_commands, plain.registered_groups = app.registered_commands, app.registered_groups
    shown = CliRunner().invoke(plain, [*words, "--help"], prog_name=PROGRAM, terminal_width=_WIDTH, max_content_width=_WIDTH)
    if shown.exit_code:
        raise LookupError(f"{' '.join((PROGRAM, *words))} has no help")
    return "\n".join(line.rstrip() for line in shown.output.strip().splitlines()) + "\n"


def documented(page: str) -> dict[str, str]:
    """The help blocks of a page, by what stands in the heading above each."""
    return {match["command"]: match["help"] for match in _BLOCK.finditer(page)}


def renewed(page: str) -> str:
    """The page with every help block as the program prints it. Raises LookupError for a command without a block."""
    wanted = {PROGRAM: help_of()} | {f"{PROGRAM} {name}": help_of(*name.split()) for name in commands()}
    if missing := sorted(set(wanted) - set(documented(page))):
        raise LookupError(f"{PAGE.name} needs a heading and a ```text block for: {', '.join(missing)}")
    return _BLOCK.sub(lambda match: f"{match['head']}```text\n{wanted.get(match['command'], match['help'])}```\n", page)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{PAGE} holds the help of {len(commands())} commands")

"""What every command does in a terminal: it fails with one sentence, tells how it goes on, and begins with the settings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings


def fail(message: str) -> NoReturn:
    """Ends the program with exit code 2 and this sentence."""
    typer.echo(f"seller-assistant: {message}", err=True)
    raise SystemExit(2)


def note(message: str) -> None:
    """Tells how it goes on, beside the output."""
    typer.echo(f"· {message}", err=True)


def waits(message: str) -> None:
    """Gives a sign of life before something slow, where somebody looks on."""
    if sys.stderr.isatty():
        note(message)


def settings() -> Settings:
    """The settings; from now on the program logs as they say."""
    from pydantic import ValidationError

    from bot import logs
    from bot.settings import Settings

    try:
        found = Settings()
    except ValidationError as error:
        from bot.doctor.configuration import complaints

        fail("\n".join(complaints(error).values()))
    logs.configure(found.log_level)
    return found

"""The command that examines an installation, and by their names the platforms on which it has a bot.

Imports what is heavy when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from bot import terminal

if TYPE_CHECKING:
    from bot.doctor.line import Line

doctor = typer.Typer(help="Examine set-up and configuration; exit code 1 when something stops the service.")


@doctor.callback(invoke_without_command=True)
def everything(context: typer.Context) -> None:
    """Examine set-up and configuration; exit code 1 when something stops the service."""
    if context.invoked_subcommand:
        return
    try:
        from bot.clock import now
        from bot.doctor import examine
    except ImportError as error:
        terminal.fail(f"The environment is not whole ({error}). Run `make setup`.")
    from pydantic import ValidationError

    from bot import logs
    from bot.settings import Settings

    with suppress(ValidationError):  # a line of its own says what is wrong with a setting
        logs.configure(Settings().log_level)
    show(examine(now()))


def show(lines: Iterable[Line]) -> None:
    """Prints each line as soon as it is known; ends with exit code 1 where one stops the service."""
    stopping = 0
    for line in lines:
        typer.echo(str(line))
        stopping += line.stops
    if stopping:
        typer.echo(f"{stopping} of these {'stops' if stopping == 1 else 'stop'} the service.", err=True)
        raise SystemExit(1)

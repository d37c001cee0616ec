"""The commands around the bot in Teams: the package of its app, and the examination of its settings.

Imports what is heavy when it is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import terminal
from bot.examination import doctor, show

teams = typer.Typer(help="Prepare the bot in Microsoft Teams.", no_args_is_help=True)


@teams.callback()
def prepare() -> None:
    """Prepare the bot in Microsoft Teams."""


@teams.command()
def package(
    out: Annotated[Path, typer.Argument(metavar="OUT.zip", help="The file to write.")],
    organisation: Annotated[str, typer.Option(help="Who offers the app, as Teams shows it; at most 32 characters.")],
    privacy: Annotated[str, typer.Option(help="Address of a page on privacy; without it, the assistant's own address.")] = "",
    terms: Annotated[str, typer.Option(help="Address of the terms of use; without it, the assistant's own address.")] = "",
) -> None:
    """Write the app's package for this installation's bot and address, to upload into Teams (docs/teams.md)."""
    from bot.channels.teams.package import package as of
    from bot.channels.teams.words import WordsOfTeams

    if not organisation.strip() or len(organisation) > 32:
        terminal.fail("--organisation must have between 1 and 32 characters.")
    if not all(address.startswith("https://") for address in (privacy, terms) if address):
        terminal.fail("--privacy and --terms must be addresses with https.")
    settings = terminal.settings()
    made = of(settings, WordsOfTeams(settings.data), organisation.strip(), privacy, terms)
    try:
        out.write_bytes(made)
    except OSError as error:
        terminal.fail(f"{out} cannot be written: {error.strerror}")
    terminal.note(f"{out}: upload it in Teams under Apps > Manage your apps > Upload an app")


@doctor.command("teams")
def examine_teams() -> None:
    """Examine the settings of the bot in Teams, each against Microsoft itself; exit code 1 when something stops it."""
    import asyncio
    import os

    from bot.channels.teams.doctor import examine
    from bot.doctor.configuration import unknown

    show([*unknown(os.environ), *asyncio.run(examine(terminal.settings()))])

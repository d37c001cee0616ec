"""The commands around the bot in Slack: its manifest, and the examination of its settings.

Imports what is heavy when it is asked for.
"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot import terminal
from bot.examination import doctor, show

slack = typer.Typer(help="Prepare the bot in Slack.", no_args_is_help=True)


@slack.command()
def manifest(language: Annotated[str, typer.Option(help="The language in which the app is described: en, es, fr or it.")] = "en") -> None:
    """Print the app's manifest for this installation's address, to paste into Slack (docs/slack.md)."""
    from bot.channels.slack.manifest import manifest as of
    from bot.channels.slack.words import Words
    from knowledge import yamlfile

    settings = terminal.settings()
    if not (settings.public_url or settings.slack_app_token or settings.slack_app_token_file):
        terminal.fail("Set SELLER_ASSISTANT_PUBLIC_URL to the address under which Slack reaches this installation, or SELLER_ASSISTANT_SLACK_APP_TOKEN.")
    if not (settings.public_url.startswith("https://") or settings.slack_app_token or settings.slack_app_token_file):
        terminal.fail("SELLER_ASSISTANT_PUBLIC_URL must begin with https://: Slack calls nothing else. Or use Socket Mode (docs/slack.md).")
    file = settings.data / "wording" / language / "slack.yaml"
    if not (language.isalpha() and file.is_file()):
        terminal.fail("--language must be one of en, es, fr, it.")
    typer.echo(json.dumps(of(settings, yamlfile.load(file, Words)), ensure_ascii=False, indent=2))


@doctor.command("slack")
def examine_slack() -> None:
    """Examine the settings of the bot in Slack, each against Slack itself; exit code 1 when something stops it."""
    import asyncio
    import os

    from bot.channels.slack.doctor import examine
    from bot.doctor.configuration import unknown

    show([*unknown(os.environ), *asyncio.run(examine(terminal.settings()))])

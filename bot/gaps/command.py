"""The command that lists what was asked in vain, and makes phrasings or a draft of it.

Imports what is heavy when it is asked for.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot import terminal

if TYPE_CHECKING:
    from bot.gaps.clusters import Cluster
    from bot.settings import Settings


def gaps(
    *,
    number: Annotated[int | None, typer.Option("--cluster", metavar="K", help="Show one cluster with all its examples.")] = None,
    phrase: Annotated[str, typer.Option(metavar="ARTICLE", help="Add examples of the cluster to the questions of this article.")] = "",
    draft: Annotated[bool, typer.Option("--draft", help="Begin an article from the cluster, in var/drafts/.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Delete the questions of the cluster.")] = False,
    take: Annotated[list[int] | None, typer.Option(metavar="N", help="Take this example, by its number; may be repeated.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only questions since this day (YYYY-MM-DD).")] = None,
    least: Annotated[int, typer.Option(metavar="N", min=1, help="Only clusters of at least so many questions.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """List what was asked and not answered well, by meaning, and make phrasings or a draft of it."""
    if sum((bool(phrase), draft, drop)) > 1 or (number is None and (phrase or draft or drop or take)):
        terminal.fail("Name one cluster with --cluster, and one of --phrase, --draft and --drop.")
    from bot.gaps import report

    settings = terminal.settings()
    found = report.load(settings, _day(since), least)
    if number is None:
        typer.echo(json.dumps({"clusters": [cluster.to_json() for cluster in found]}, ensure_ascii=False) if as_json else report.table(found))
        return
    cluster = report.chosen(found, number)
    if phrase:
        _phrase(settings, cluster, phrase, take or [], as_json=as_json)
    elif draft:
        from bot.clock import now
        from bot.gaps.draft import begin
        from bot.gaps.redaction import Redaction
        from bot.services import load_base

        chosen = report.taken(cluster, take, Redaction(settings.data)) if take else cluster.examples
        path = begin(cluster, chosen, load_base(settings), settings.drafts_folder, now().date())
        typer.echo(json.dumps({"cluster": cluster.number, "draft": str(path)}) if as_json else str(path))
        terminal.note("write what is marked TODO, move the file to data/articles/, then run `seller-assistant check` and `seller-assistant index`")
    elif drop:
        report.close(settings, cluster)
        typer.echo(json.dumps({"cluster": cluster.number, "dropped": len(cluster.questions)}) if as_json else f"{len(cluster.questions)} questions deleted")
    else:
        typer.echo(json.dumps(cluster.to_json(), ensure_ascii=False) if as_json else report.detail(cluster))


def _phrase(settings: Settings, cluster: Cluster, article: str, take: list[int], *, as_json: bool) -> None:
    """Teaches examples of a cluster to an article; with nothing to teach and nothing there already, nothing is settled."""
    from bot.gaps import report
    from bot.gaps.redaction import Redaction
    from bot.gaps.teaching import teach
    from bot.services import load_base

    lesson = teach(load_base(settings), article, report.taken(cluster, take, Redaction(settings.data)))
    if not lesson.settles:
        terminal.fail(report.learnt(lesson) or f"Every example of cluster {cluster.number} was redacted; choose with --take.")
    report.close(settings, cluster, article)
    typer.echo(json.dumps({"cluster": cluster.number, **lesson.to_json()}, ensure_ascii=False) if as_json else report.learnt(lesson))
    terminal.note("the search index does not know this yet: run `seller-assistant check` and `seller-assistant index`, and start the assistant again")


def _day(text: str | None) -> date | None:
    """A day of an option."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        terminal.fail(f"{text} is no day; write YYYY-MM-DD.")

"""The commands that move articles between the files and the database: list, import, export.

Imports what is heavy when it is asked for. Refuses to write over a file that was changed since its article was published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import terminal

if TYPE_CHECKING:
    from bot.accounts.audit import Audit
    from bot.content.files import Files
    from bot.content.version import History, Key
    from bot.content.versions import Versions

content = typer.Typer(help="Move articles between their files and the console's versions.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


@content.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the articles that were changed in the console."""
    with _opened() as (files, versions, _):
        rows = [_row(key, history, files.text(key)) for key, history in sorted(versions.histories().items()) if files.is_of_ours(key)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
    elif not rows:
        typer.echo("Nothing was changed in the console.")
    for row in () if as_json else rows:
        draft = f"draft {row['draft']} by {row['draft_by']}" if row["draft"] is not None else ""
        held = f"version {row['live']} holds" if row["live"] is not None else "not published"
        typer.echo(f"{row['article']!s:28} {held:20} {'not exported' if row['is_ahead'] else '':14} {draft}".rstrip())


@content.command("export")
def export(
    to: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write all articles into this folder instead of data/articles.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write what is published into the files; those that are the same already stay untouched."""
    from bot.clock import now

    with _opened() as (files, versions, audit):
        texts = {key: text for key in files.all() if (text := files.text(key)) is not None} if to else {}
        for key in filter(files.is_of_ours, versions.histories()):
            history = versions.heed_file(key, files.text(key), now())
            if history.live:
                texts[key] = history.live.text
        written = files.write(texts, to)
        for key, path in written.items():
            audit.write(None, "exported", f"article {key}", file=str(path))
    paths = [str(path) for path in written.values()]
    typer.echo(json.dumps(paths) if as_json else "\n".join([*paths, f"{len(paths)} {'file' if len(paths) == 1 else 'files'} written"]))
    if written and not to:
        terminal.note("run `seller-assistant check` and `seller-assistant index`, and start the assistant again: then the search knows them")


@content.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Markdown files of articles; those of another language lie in a folder of its name.")],
    comment: Annotated[str, typer.Option(help="What was changed, and why.")] = "",
) -> None:
    """Take files in as drafts, which editors publish in the console."""
    from bot.accounts.audit import COMMAND_LINE
    from bot.clock import now
    from bot.content.version import LONGEST_COMMENT, Author, ContentError

    with _opened() as (files, versions, audit):
        given = {}
        for path in paths:  # all of them are read before any is kept
            text = _read(path)
            given[files.key_of(path, text)] = text
        for key, text in given.items():
            history = versions.heed_file(key, files.text(key), now())
            latest = history.draft or history.live
            if latest and latest.text == text:
                typer.echo(f"{key}: the same as version {latest.version}")
                continue
            if history.draft:
                raise ContentError(
                    f"{history.draft.author.email} is working on a draft of {key}, version {history.draft.version}. Publish or withdraw it first."
                )
            seen = history.newest.version if history.newest else -1
            saved = versions.save(key, text, Author(None, COMMAND_LINE), now(), comment=comment[:LONGEST_COMMENT], seen=seen)
            audit.write(None, "drafted", f"article {key}", version=str(saved.version), **({"comment": comment} if comment else {}))
            typer.echo(f"{key}: draft, version {saved.version}")


def _row(key: Key, history: History, file: str | None) -> dict[str, object]:
    live, draft = history.live, history.draft
    return {
        "article": str(key),
        "live": live.version if live else None,
        "is_ahead": live is not None and live.text != file,
        "draft": draft.version if draft else None,
        "draft_by": draft.author.email if draft else None,
        "versions": len(history.versions),
    }


def _read(path: Path) -> str:
    from bot.content.version import LONGEST_TEXT, ContentError

    try:
        if path.stat().st_size > 4 * LONGEST_TEXT:
            raise ContentError(f"{path} is too large for an article.")
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path} cannot be read: {error}") from error
    if "\0" in text:
        raise ContentError(f"{path} is no text.")
    return text


@contextmanager
def _opened() -> Iterator[tuple[Files, Versions, Audit]]:
    """The versions of this installation, and the record."""
    from bot.accounts.audit import Audit
    from bot.clock import now
    from bot.content.files import Files
    from bot.content.versions import Versions
    from bot.store.database import Database

    settings = terminal.settings()
    database = Database(settings.database_url)
    try:
        yield Files(settings.data), Versions(database), Audit(database, now)
    finally:
        database.close()

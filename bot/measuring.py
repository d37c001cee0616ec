"""The commands that measure the answers: on our own questions, and the engine on public sets.

Imports what is heavy when it is asked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot import terminal


def evaluate(
    sets: Annotated[
        list[Path] | None, typer.Option("--set", metavar="<path>", help="A file of evaluation questions, or several; without it the development questions.")
    ] = None,
    folder: Annotated[Path | None, typer.Option("--report", help="Folder for a page with plots for each set.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON, a line for each set.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="List the questions that the assistant gets wrong; never those of a test set.")] = False,
) -> None:
    """Measure the answers on evaluation questions, beside two plain baselines."""
    from bot import evaluation, evaluation_report
    from bot.services import load_lookup

    settings = terminal.settings()
    lookup = load_lookup(settings)
    for path in sets or [settings.data / "evaluation" / "development.jsonl"]:
        reports = evaluation.run(settings, path, terminal.note, lookup)
        if as_json:
            typer.echo(json.dumps({"set": path.name, "systems": {report.system: evaluation.to_json(report) for report in reports}}, ensure_ascii=False))
        else:
            typer.echo(f"{evaluation.table(reports)}\n{evaluation.estimated(reports)}")
        if verbose and evaluation.is_open(path):
            typer.echo(evaluation.misses(reports[0]), err=as_json)
        elif verbose:
            terminal.note(f"{path.name} is a test set: which of its questions go wrong is not shown")
        if folder:
            page = evaluation_report.write(path.stem, reports, folder, f"seller-assistant eval --set {path} --report {folder}")
            terminal.note(f"wrote {page}")


def evaluate_public(
    hint3: Annotated[Path | None, typer.Option(help="Folder of HINT3.")] = None,
    clinc150: Annotated[Path | None, typer.Option(help="Folder of CLINC150.")] = None,
    banking77: Annotated[Path | None, typer.Option(help="Folder of Banking77.")] = None,
    folder: Annotated[Path | None, typer.Option("--report", help="Folder for a page with plots.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
) -> None:
    """Measure the engine on public intent sets, learnt on their train sets."""
    folders = {name: path for name, path in (("hint3", hint3), ("clinc150", clinc150), ("banking77", banking77)) if path}
    if not folders:
        terminal.fail("Give the folder of at least one set: --hint3, --clinc150 or --banking77. Where to get them: docs/evaluation.md.")
    from bot import publicsets, yardstick, yardstick_report
    from bot.services import encoder, encoder_of_languages
    from knowledge import yamlfile
    from knowledge.search.tuning import Tuning

    settings = terminal.settings()
    tuning = yamlfile.load(settings.data / "engine.yaml", Tuning)
    sets = publicsets.read(folders)
    encoders = {"MiniLM": encoder(settings, settings.encoder_threads, terminal.note), "USE": encoder_of_languages(settings, settings.encoder_threads)}
    systems = yardstick.run(sets, encoders, tuning.nearest, settings.var / "vectors", terminal.note)
    typer.echo(json.dumps(yardstick_report.to_json(systems)) if as_json else yardstick_report.text(systems))
    if folder:
        page = yardstick_report.write(systems, folder, f"seller-assistant eval-public {' '.join(f'--{name} …' for name in folders)} --report {folder}")
        terminal.note(f"wrote {page}")

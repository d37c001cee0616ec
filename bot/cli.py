"""The command line: serve, ask, rule, rules, replay, index, prepare, check, eval, eval-public, gaps, account, content, doctor, slack, teams, bench.

Prints answers to standard output and everything else to standard error, so that output can be piped. Imports at the top
only what it needs to say what there is: whatever is heavy is imported by the command that needs it.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import measuring, terminal
from bot.accounts.command import account
from bot.channels.slack.command import slack
from bot.channels.teams.command import teams
from bot.content.command import content
from bot.examination import doctor
from bot.gaps.command import gaps
from knowledge.errors import KnowledgeError, UnknownRule

if TYPE_CHECKING:
    from bot.computation import Computing
    from bot.lookup import Lookup

app = typer.Typer(
    help="Answers sellers' questions from the sellers' guide, and computes what can be computed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

Today = Annotated[str | None, typer.Option(help="The day or minute asked about (YYYY-MM-DD or YYYY-MM-DDTHH:MM, Paris).")]
LinesFile = Annotated[Path | None, typer.Option("--jsonl", help="A file with one JSON object a line; - reads standard input.")]


_LOADING = "loading, which takes some seconds"


def main() -> None:
    """Runs the command line; foreseen errors end it with one sentence."""
    try:
        app()
    except KnowledgeError as error:
        terminal.fail(str(error))


def _lookup() -> Lookup:
    terminal.waits(_LOADING)
    from bot.services import load_lookup

    return load_lookup(terminal.settings())


def _computing() -> Computing:
    terminal.waits(_LOADING)
    from bot.clock import now
    from bot.computation import Computing
    from bot.services import load_base

    return Computing(load_base(terminal.settings()), now)


@app.command()
def serve() -> None:
    """Start the assistant and its dialogue process, until Ctrl-C."""
    from bot.server import serve as run

    if not run(terminal.settings(), terminal.note):
        raise SystemExit(1)


@app.command()
def prepare() -> None:
    """Build what is missing or out of date: encoder, search index, dialogue model."""
    from bot.services import prepare as build

    build(terminal.settings(), terminal.note)


@app.command()
def index() -> None:
    """Build the search index anew where articles or phrasings have changed."""
    from bot import services

    settings = terminal.settings()
    services.build_index(services.load_base(settings), settings, terminal.note)


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reply of POST /api/ask.")] = False,
    jsonl: LinesFile = None,
    today: Today = None,
) -> None:
    """Answer one question, or every line of a file."""
    if (text is None) == (jsonl is None):
        terminal.fail('Give a question, or a file with --jsonl. Example: seller-assistant ask "When is my money released?"')
    from bot.clock import now
    from bot.lookup import UnusableText
    from knowledge.clock import BadClock, Clock

    # What cannot be used is told before anything is loaded.
    if jsonl:
        _check_readable(jsonl)
    try:
        Clock.of(today, now())
    except BadClock as error:
        terminal.fail(str(error))
    lookup = _lookup()
    if jsonl:
        _each_line(jsonl, lambda row: _asked(lookup, row))
        return
    try:
        assert text is not None
        if as_json:
            typer.echo(json.dumps(lookup.ask(text, today), ensure_ascii=False))
        else:
            from bot.copies import Copies

            reply = lookup.reply(text, today)
            typer.echo(Copies.of(lookup.base).plain(reply.answer, lookup.base.speaking(reply.language).wording.language))
    except UnusableText as error:
        terminal.fail(str(error))


def _asked(lookup: Lookup, row: dict[str, Any]) -> dict[str, Any]:
    from bot.lookup import UnusableText
    from knowledge.clock import BadClock

    try:
        return lookup.ask(_text(row, "text"), _today(row), str(row.get("language", "auto")))
    except (UnusableText, BadClock) as error:
        return {"error": str(error)}


@app.command()
def rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="The rule, as GET /api/rules lists it.")],
    inputs: Annotated[str, typer.Option("--json", help='Its inputs, such as \'{"situation": "payment_not_processed"}\'.')] = "{}",
    language: Annotated[str, typer.Option(help="The language of the answer: en, es, fr or it.")] = "en",
    today: Today = None,
) -> None:
    """Compute one rule."""
    try:
        given = json.loads(inputs)
    except ValueError:
        terminal.fail("--json must be a JSON object of named inputs.")
    if not isinstance(given, dict):
        terminal.fail("--json must be a JSON object of named inputs.")
    from bot.computation import UnusableInputs

    try:
        computing = _computing()
        if language not in (computing.base.language, *computing.base.others):
            terminal.fail(f"--language must be one of {', '.join((computing.base.language, *computing.base.others))}.")
        found = computing.compute(rule_id, given, today, language)
    except UnusableInputs as error:
        terminal.fail("\n".join(f"{problem.field}: {problem.detail}" for problem in error.problems))
    typer.echo(json.dumps(found, ensure_ascii=False))


@app.command()
def rules(jsonl: Annotated[Path, typer.Option("--jsonl", help="A file with one rule, its inputs and perhaps today a line; - reads standard input.")]) -> None:
    """Compute every line of a file."""
    _check_readable(jsonl)
    computing = _computing()
    _each_line(jsonl, lambda row: _computed(computing, row))


def _computed(computing: Computing, row: dict[str, Any]) -> dict[str, Any]:
    from bot.computation import UnusableInputs
    from knowledge.clock import BadClock

    inputs = row.get("inputs", {})
    if not isinstance(inputs, dict):
        return {"error": {"code": "bad_type", "field": "inputs"}}
    try:
        return {"outcome": computing.compute(_text(row, "rule"), inputs, _today(row))["outcome"]}
    except UnusableInputs as error:
        return {"error": {"code": error.problems[0].code, "field": error.problems[0].field}}
    except BadClock:
        return {"error": {"code": "bad_date", "field": "today"}}
    except UnknownRule:
        return {"error": {"code": "unknown_rule", "field": "rule"}}


@app.command()
def replay(file: Annotated[Path, typer.Argument(help="A receipt in JSON, or a reply that holds one; - reads standard input.")]) -> None:
    """Compute a receipt again: print its bytes, and where they differ from those given."""
    from bot.services import load_base
    from knowledge.replay import replay as compute_again

    base = load_base(terminal.settings())
    done = compute_again(_content(file), base)
    typer.echo(done.found.decode(), nl=False)
    if done.differences:
        terminal.note(f"This is not what {done.rule} computes here. Different: {', '.join(done.differences)}.")
        raise SystemExit(1)
    terminal.note("the same, byte for byte")


@app.command()
def check() -> None:
    """Check that all data is valid and consistent."""
    from bot.clock import now
    from knowledge.check import check as run

    findings = run(terminal.settings().data, now().date())
    for finding in findings:
        typer.echo(f"{finding.severity}: {finding.path}{f', {finding.key}' if finding.key else ''}: {finding.problem}")
    errors = sum(finding.severity == "error" for finding in findings)
    typer.echo(f"{errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise SystemExit(1)


app.command("eval")(measuring.evaluate)
app.command("eval-public")(measuring.evaluate_public)
app.command("gaps")(gaps)
app.add_typer(account, name="account")
app.add_typer(content, name="content")
app.add_typer(doctor, name="doctor")
app.add_typer(slack, name="slack")
app.add_typer(teams, name="teams")


@app.command()
def bench(
    peers: Annotated[bool, typer.Option("--peers", help="Measure other engines beside this one instead; the first time installs and trains them.")] = False,
    epochs: Annotated[int | None, typer.Option(min=1, metavar="N", help="With --peers: epochs of Rasa's DIET, 2 without it; Rasa itself proposes 100.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
) -> None:
    """Measure speed and memory on this machine, in less than four minutes; or other engines beside this one."""
    from bot.benchmark import report, run

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it ends its server too
    if peers:
        from bot.benchmark.peers import row
        from bot.benchmark.peers import run as beside

        rows = beside.measure(terminal.settings(), epochs or beside.EPOCHS, terminal.note)
        typer.echo(json.dumps(row.to_json(rows)) if as_json else row.table(rows))
        figures = tuple(one.figure for one in rows)
    else:
        figures = run.measure(terminal.settings(), terminal.note)
        typer.echo(json.dumps(report.to_json(figures)) if as_json else report.table(figures))
    if any(figure.failed for figure in figures):
        raise SystemExit(1)


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _today(row: dict[str, Any]) -> str | None:
    """The line's today. Raises BadClock for one that is no text."""
    value = row.get("today")
    if value is not None and not isinstance(value, str):
        from knowledge.clock import BadClock

        raise BadClock("today must be a text: YYYY-MM-DD or YYYY-MM-DDTHH:MM.")
    return value


def _each_line(path: Path, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):  # RecursionError: lists in lists in lists
            row = None
        if not isinstance(row, dict):
            typer.echo(json.dumps({"id": None, "error": f"Line {number} is not a JSON object."}))
            continue
        written = json.dumps({"id": row.get("id")} | answer(row), ensure_ascii=False)
        typer.echo(written.encode("utf-8", "replace").decode())  # half a surrogate pair in the id is no text to print


def _check_readable(path: Path) -> None:
    """Ends with a sentence where a file is none, or is not in UTF-8; what can be read only once is left as it is."""
    if str(path) != "-" and not path.is_fifo():
        for _ in _lines(path):
            pass


def _content(path: Path) -> str:
    return "".join(_lines(path))


def _lines(path: Path) -> Iterator[str]:
    if str(path) == "-":
        yield from sys.stdin
        return
    try:
        with path.open(encoding="utf-8") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        terminal.fail(f"{path} cannot be read: {error}")

"""The command line: serve, ask, rule, rules, replay, index, prepare, check, eval, eval-public, gaps, doctor, bench.

Prints answers to standard output and everything else to standard error, so that output can be piped. Imports at the top
only what it needs to say what there is: whatever is heavy is imported by the command that needs it.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from knowledge.errors import KnowledgeError, UnknownRule

if TYPE_CHECKING:
    from bot.computation import Computing
    from bot.gaps.clusters import Cluster
    from bot.lookup import Lookup
    from bot.settings import Settings

app = typer.Typer(
    help="Answers sellers' questions from the sellers' guide, and computes what can be computed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

Today = Annotated[str | None, typer.Option(help="The day or minute asked about (YYYY-MM-DD or YYYY-MM-DDTHH:MM, Paris).")]
LinesFile = Annotated[Path | None, typer.Option("--jsonl", help="A file with one JSON object a line; - reads standard input.")]


def main() -> None:
    """Runs the command line; foreseen errors end it with one sentence."""
    try:
        app()
    except KnowledgeError as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    typer.echo(f"seller-assistant: {message}", err=True)
    raise SystemExit(2)


def _note(message: str) -> None:
    typer.echo(f"· {message}", err=True)


def _settings() -> Settings:
    """The settings; from now on the program logs as they say."""
    from pydantic import ValidationError

    from bot import logs
    from bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        from bot.doctor.configuration import complaints

        _fail("\n".join(complaints(error).values()))
    logs.configure(settings.log_level)
    return settings


def _lookup() -> Lookup:
    from bot.services import load_lookup

    return load_lookup(_settings())


def _computing() -> Computing:
    from bot.computation import Computing
    from bot.services import load_base, now

    return Computing(load_base(_settings()), now)


@app.command()
def serve() -> None:
    """Start the assistant and its dialogue process, until Ctrl-C."""
    from bot.server import serve as run

    if not run(_settings(), _note):
        raise SystemExit(1)


@app.command()
def prepare() -> None:
    """Build what is missing or out of date: encoder, search index, dialogue model."""
    from bot.services import prepare as build

    build(_settings(), _note)


@app.command()
def index() -> None:
    """Build the search index anew where articles or phrasings have changed."""
    from bot import services

    settings = _settings()
    services.build_index(services.load_base(settings), settings, _note)


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reply of POST /api/ask.")] = False,
    jsonl: LinesFile = None,
    today: Today = None,
) -> None:
    """Answer one question, or every line of a file."""
    if (text is None) == (jsonl is None):
        _fail('Give a question, or a file with --jsonl. Example: seller-assistant ask "When is my money released?"')
    from bot.lookup import UnusableText
    from knowledge.clock import BadClock

    lookup = _lookup()
    if jsonl:
        _each_line(jsonl, lambda row: _asked(lookup, row))
        return
    try:
        assert text is not None
        if as_json:
            typer.echo(json.dumps(lookup.ask(text, today), ensure_ascii=False))
        else:
            typer.echo(lookup.languages.ask(lookup.readable(text), lookup.clock(today)).answer.plain)
    except (UnusableText, BadClock) as error:
        _fail(str(error))


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
        _fail("--json must be a JSON object of named inputs.")
    if not isinstance(given, dict):
        _fail("--json must be a JSON object of named inputs.")
    from bot.computation import UnusableInputs

    try:
        computing = _computing()
        if language not in (computing.base.language, *computing.base.others):
            _fail(f"--language must be one of {', '.join((computing.base.language, *computing.base.others))}.")
        found = computing.compute(rule_id, given, today, language)
    except UnusableInputs as error:
        _fail("\n".join(f"{problem.field}: {problem.detail}" for problem in error.problems))
    typer.echo(json.dumps(found, ensure_ascii=False))


@app.command()
def rules(jsonl: Annotated[Path, typer.Option("--jsonl", help="A file with one rule, its inputs and perhaps today a line; - reads standard input.")]) -> None:
    """Compute every line of a file."""
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

    base = load_base(_settings())
    done = compute_again(_content(file), base)
    typer.echo(done.found.decode(), nl=False)
    if done.differences:
        _fail(f"This is not what {done.rule} computes here. Different: {', '.join(done.differences)}.")
    _note("the same, byte for byte")


@app.command()
def check() -> None:
    """Check that all data is valid and consistent."""
    from bot.services import now
    from knowledge.check import check as run

    findings = run(_settings().data, now().date())
    for finding in findings:
        typer.echo(f"{finding.severity}: {finding.path}{f', {finding.key}' if finding.key else ''}: {finding.problem}")
    errors = sum(finding.severity == "error" for finding in findings)
    typer.echo(f"{errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise SystemExit(1)


@app.command("eval")
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

    settings = _settings()
    lookup = load_lookup(settings)
    for path in sets or [settings.data / "evaluation" / "development.jsonl"]:
        reports = evaluation.run(settings, path, _note, lookup)
        if as_json:
            typer.echo(json.dumps({"set": path.name, "systems": {report.system: evaluation.to_json(report) for report in reports}}, ensure_ascii=False))
        else:
            typer.echo(f"{evaluation.table(reports)}\n{evaluation.estimated(reports)}")
        if verbose and evaluation.is_open(path):
            typer.echo(evaluation.misses(reports[0]), err=as_json)
        elif verbose:
            _note(f"{path.name} is a test set: which of its questions go wrong is not shown")
        if folder:
            page = evaluation_report.write(path.stem, reports, folder, f"seller-assistant eval --set {path} --report {folder}")
            _note(f"wrote {page}")


@app.command("eval-public")
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
        _fail("Give the folder of at least one set: --hint3, --clinc150 or --banking77. Where to get them: docs/evaluation.md.")
    from bot import publicsets, yardstick, yardstick_report
    from bot.services import encoder, encoder_of_languages
    from knowledge import yamlfile
    from knowledge.search.ranking import Tuning

    settings = _settings()
    tuning = yamlfile.load(settings.data / "engine.yaml", Tuning)
    sets = publicsets.read(folders)
    encoders = {"MiniLM": encoder(settings, settings.encoder_threads, _note), "USE": encoder_of_languages(settings, settings.encoder_threads)}
    systems = yardstick.run(sets, encoders, tuning.nearest, settings.var / "vectors", _note)
    typer.echo(json.dumps(yardstick_report.to_json(systems)) if as_json else yardstick_report.text(systems))
    if folder:
        page = yardstick_report.write(systems, folder, f"seller-assistant eval-public {' '.join(f'--{name} …' for name in folders)} --report {folder}")
        _note(f"wrote {page}")


@app.command()
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
        _fail("Name one cluster with --cluster, and one of --phrase, --draft and --drop.")
    from bot.gaps import report

    settings = _settings()
    found = report.load(settings, _day(since), least)
    if number is None:
        typer.echo(json.dumps({"clusters": [cluster.to_json() for cluster in found]}, ensure_ascii=False) if as_json else report.table(found))
        return
    cluster = report.chosen(found, number)
    if phrase:
        _phrase(settings, cluster, phrase, take or [], as_json=as_json)
    elif draft:
        from bot.gaps.draft import begin
        from bot.gaps.redaction import Redaction
        from bot.services import load_base, now

        chosen = report.taken(cluster, take, Redaction(settings.data)) if take else cluster.examples
        path = begin(cluster, chosen, load_base(settings), settings.drafts_folder, now().date())
        typer.echo(json.dumps({"cluster": cluster.number, "draft": str(path)}) if as_json else str(path))
        _note("write what is marked TODO, move the file to data/articles/, then run `seller-assistant check` and `seller-assistant index`")
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
        _fail(report.learnt(lesson) or f"Every example of cluster {cluster.number} was redacted; choose with --take.")
    report.close(settings, cluster, article)
    typer.echo(json.dumps({"cluster": cluster.number, **lesson.to_json()}, ensure_ascii=False) if as_json else report.learnt(lesson))
    _note("the search index does not know this yet: run `seller-assistant check` and `seller-assistant index`, and start the assistant again")


def _day(text: str | None) -> date | None:
    """A day of an option."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        _fail(f"{text} is no day; write YYYY-MM-DD.")


@app.command()
def doctor() -> None:
    """Examine set-up and configuration; exit code 1 when something stops the service."""
    try:
        from bot.doctor import examine
        from bot.services import now
    except ImportError as error:
        _fail(f"The environment is not whole ({error}). Run `make setup`.")
    from pydantic import ValidationError

    from bot import logs
    from bot.settings import Settings

    with suppress(ValidationError):  # a line of its own says what is wrong with a setting
        logs.configure(Settings().log_level)
    stopping = 0
    for line in examine(now()):
        typer.echo(str(line))
        stopping += line.stops
    if stopping:
        typer.echo(f"{stopping} of these stop the service.", err=True)
        raise SystemExit(1)


@app.command()
def bench(as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False) -> None:
    """Measure speed and memory on this machine, in less than four minutes."""
    from bot.benchmark import report, run

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it ends its server too
    figures = run.measure(_settings(), _note)
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
        _fail(f"{path} cannot be read: {error}")

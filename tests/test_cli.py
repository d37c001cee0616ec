"""The command line: most of it in this process, the program itself once."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot import cli, terminal
from bot.cli import app
from tests.casebook import CASES
from tests.conftest import ROOT

RUNNER = CliRunner()
REFUND = {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """None of the developer's settings, and what a test logs ends with it."""
    for name in os.environ:
        if name.startswith("SELLER_ASSISTANT_"):
            monkeypatch.delenv(name)
    if request.node.get_closest_marker("model"):
        monkeypatch.setenv("SELLER_ASSISTANT_VAR", str(request.getfixturevalue("var")))
    yield
    structlog.reset_defaults()


def run(*words: str, given: str | bytes = "", code: int = 0) -> Result:
    """What a command prints."""
    result = RUNNER.invoke(app, list(words), input=given)
    assert result.exit_code == code, (result.output, result.exception)
    assert "Traceback" not in result.output
    return result


def lines(result: Result) -> list[dict[str, Any]]:
    """The JSON objects that were printed, one a line, and nothing else."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def whole(*words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """The program from its entry point: exit code, output and complaints."""
    monkeypatch.setattr(sys, "argv", ["seller-assistant", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    printed = capsys.readouterr()
    code = ended.value.code
    assert isinstance(code, int)
    return code, printed.out, printed.err


# eval


@pytest.mark.model
def test_several_sets_are_measured_and_written_down(tmp_path: Path) -> None:
    rows = (
        '{"id": "1", "text": "How do I appeal a penalty?", "kind": "faq", "gold": ["q070"]}',
        '{"id": "2", "text": "Bonjour", "kind": "chitchat", "lang": "fr"}',
    )
    for name in ("development_toy", "test_toy"):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    sets = [word for name in ("development_toy", "test_toy") for word in ("--set", str(tmp_path / f"{name}.jsonl"))]
    found = lines(run("eval", "--json", *sets, "--report", str(tmp_path / "out")))
    assert [row["set"] for row in found] == ["development_toy.jsonl", "test_toy.jsonl"]
    assert list(found[0]["systems"]["assistant"]["estimates"]) == ["all", "en", "fr", "chitchat", "faq"]
    assert {path.name for path in (tmp_path / "out").glob("*.md")} == {"development_toy.md", "test_toy.md"}


def test_public_sets_need_a_folder(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, error = whole("eval-public", capsys=capsys, monkeypatch=monkeypatch)
    assert (code, out) == (2, "")
    assert "--hint3, --clinc150 or --banking77" in error


def test_a_folder_without_the_public_set_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, error = whole("eval-public", "--hint3", str(tmp_path), capsys=capsys, monkeypatch=monkeypatch)
    assert (code, out) == (2, "")
    assert "curekart_train.csv" in error


# ask


@pytest.mark.model
def test_a_question_is_answered_in_words() -> None:
    result = run("ask", "The buyer cancelled yesterday before shipping. When is the refund due?", "--today", "2026-11-23")
    # The 14th working day after Sunday 22 November 2026 (question 58).
    assert "Thursday 10 December 2026" in result.stdout
    assert "Source:" in result.stdout
    assert "**" not in result.stdout


@pytest.mark.model
def test_a_question_is_answered_in_json() -> None:
    (found,) = lines(run("ask", "--json", "The buyer cancelled yesterday before shipping. When is the refund due?", "--today", "2026-11-23"))
    assert set(found) == {"decision", "language", "articles", "rule", "answer"}
    assert found["rule"]["inputs"] == {"situation": "cancelled_before_shipping", "event_date": "2026-11-22"}


@pytest.mark.model
def test_lines_are_answered_in_order_good_and_bad(tmp_path: Path) -> None:
    rows = [
        '{"id": "a", "text": "hello", "gold": ["q001"], "note": "ignored", "language": "en"}',
        '{"id": 2, "text": "The buyer cancelled yesterday before shipping. When is the refund due?", "today": "2026-11-23"}',
        "",
        '{"id": "no text"}',
        '{"id": "empty", "text": " "}',
        '{"id": "wrong text", "text": 5}',
        '{"id": "long", "text": "' + "x" * 3000 + '"}',
        '{"id": "bad day", "text": "hello", "today": "2026-02-30"}',
        '{"id": "wrong day", "text": "hello", "today": 20261123}',
        "not json",
        "[1, 2]",
        "null",
        '{"id": "odd", "text": "\\ud800 \\u0000 hello"}',
        '{"text": "thanks"}',
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = lines(run("ask", "--jsonl", str(path)))
    assert [row["id"] for row in found] == ["a", 2, "no text", "empty", "wrong text", "long", "bad day", "wrong day", None, None, None, "odd", None]
    decisions = {row["id"]: row.get("decision") for row in found if row["id"] is not None}
    assert decisions["a"] == "smalltalk"
    assert decisions[2] == "rule"
    assert set(found[1]) == {"id", "decision", "language", "articles", "rule", "answer"}
    for row in found:
        if row["id"] in ("no text", "empty", "wrong text", "long", "bad day", "wrong day"):
            assert set(row) == {"id", "error"}
            assert row["error"].endswith(".")
    assert [set(row) for row in found[8:11]] == [{"id", "error"}] * 3
    assert "10" in found[8]["error"]  # the number of the line in the file


@pytest.mark.model
def test_lines_come_from_standard_input_too() -> None:
    (found,) = lines(run("ask", "--jsonl", "-", given='{"id": 1, "text": "hello"}\n'))
    assert (found["id"], found["decision"]) == (1, "smalltalk")


@pytest.mark.model
def test_a_question_that_cannot_be_used_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (("ask", " "), ("ask", "x" * 3000), ("ask", "hello", "--today", "2026-02-30")):
        code, out, err = whole(*words, capsys=capsys, monkeypatch=monkeypatch)
        assert (code, out) == (2, "")
        assert err.startswith("seller-assistant: ")
        assert "Traceback" not in err


def test_a_question_or_a_file_is_needed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (("ask",), ("ask", "hello", "--jsonl", "-")):
        code, _, err = whole(*words, capsys=capsys, monkeypatch=monkeypatch)
        assert code == 2
        assert "Example:" in err


@pytest.mark.model
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "latin.jsonl").write_bytes('{"id": 1, "text": "Réunion"}'.encode("latin-1"))
    for path in (tmp_path / "missing.jsonl", tmp_path, tmp_path / "latin.jsonl"):
        for command in ("ask", "rules"):
            code, _, err = whole(command, "--jsonl", str(path), capsys=capsys, monkeypatch=monkeypatch)
            assert code == 2
            assert "cannot be read" in err


def test_what_has_not_been_built_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLER_ASSISTANT_VAR", str(tmp_path))
    code, out, err = whole("ask", "hello", capsys=capsys, monkeypatch=monkeypatch)
    assert (code, out) == (2, "")
    assert "seller-assistant index" in err


def test_a_setting_that_cannot_be_used_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLER_ASSISTANT_PORT", "eighty")
    code, _, err = whole("rule", "epr-plan", capsys=capsys, monkeypatch=monkeypatch)
    assert code == 2
    assert "PORT" in err
    assert "Traceback" not in err


# rule and rules


def test_a_rule_is_computed() -> None:
    (found,) = lines(run("rule", "refund-timing", "--json", json.dumps(REFUND), "--today", "2026-11-23"))
    assert set(found) == {"rule", "outcome", "answer", "receipt"}
    # 7 days after Friday 20 November 2026 (question 58).
    assert found["outcome"]["earliest"] == "2026-11-27"


def test_whoever_looks_on_is_told_that_it_loads() -> None:
    screen, far = pty.openpty()
    words = ["-c", "from bot.cli import main; main()", "rule", "refund-timing", "--json", json.dumps(REFUND), "--today", "2026-11-23"]
    done = subprocess.run([sys.executable, *words], stdout=subprocess.PIPE, stderr=far, cwd=ROOT, check=True)
    os.close(far)
    assert os.read(screen, 1000).decode().startswith("· loading")
    os.close(screen)
    assert json.loads(done.stdout)["rule"] == "refund-timing"


def test_a_rule_is_computed_in_french_and_replays_in_french() -> None:
    reply = run("rule", "refund-timing", "--json", json.dumps(REFUND), "--today", "2026-11-23", "--language", "fr").stdout
    found = json.loads(reply)
    assert "jeudi 10 décembre 2026" in found["answer"]["text"]  # 14 working days later
    assert found["receipt"]["language"] == "fr"
    assert json.loads(run("replay", "-", given=reply).stdout) == found["receipt"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("refund-timing", "--json", "{"), "JSON object"),
        (("refund-timing", "--json", "[]"), "JSON object"),
        (("refund-timing", "--json", '{"situation": "lost"}'), "situation: "),
        (("refund-timing",), "situation: "),
        (("no-such-rule",), "no-such-rule"),
        (("refund-timing", "--language", "xx"), "--language"),
        (("epr-plan", "--json", '{"categories": ["textiles"]}', "--today", "tomorrow"), "today"),
    ],
)
def test_a_rule_that_cannot_be_computed_is_told(
    words: tuple[str, ...], named: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = whole("rule", *words, capsys=capsys, monkeypatch=monkeypatch)
    assert (code, out) == (2, "")
    assert named in err
    assert "Traceback" not in err


def test_every_case_passes_through_a_file(tmp_path: Path) -> None:
    cases = [case for case in CASES if not case.filled_by_clock]  # the clock fills it here
    path = tmp_path / "cases.jsonl"
    rows = [{"id": case.name, "rule": case.rule, "inputs": case.facts, "today": case.today.isoformat()} for case in cases]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = lines(run("rules", "--jsonl", str(path)))
    assert [row["id"] for row in found] == [case.name for case in cases]
    for row, case in zip(found, cases, strict=True):
        expected = {"error": {"code": case.error[0], "field": case.error[1]}} if case.error else {"outcome": case.expect}
        assert row == {"id": case.name, **expected}, case.name


def test_bad_lines_do_not_stop_the_good_ones() -> None:
    rows: list[Any] = [
        {"id": 1, "rule": "no-such-rule", "inputs": {}},
        {"id": 2, "inputs": {}},
        {"id": 3, "rule": 5},
        {"id": 4, "rule": "refund-timing", "inputs": []},
        {"id": 5, "rule": "refund-timing", "inputs": None},
        {"id": 6, "rule": "refund-timing", "inputs": REFUND, "today": "2026-02-30"},
        {"id": 7, "rule": "refund-timing", "inputs": REFUND, "today": 5},
        {"id": 8, "rule": "refund-timing"},
        [],
        {"id": 9, "rule": "refund-timing", "inputs": REFUND, "note": "ignored"},
    ]
    found = lines(run("rules", "--jsonl", "-", given="\n".join([*(json.dumps(row) for row in rows), "{"])))
    errors = {row["id"]: row["error"] for row in found if "error" in row and row["id"] is not None}
    assert errors == {
        1: {"code": "unknown_rule", "field": "rule"},
        2: {"code": "unknown_rule", "field": "rule"},
        3: {"code": "unknown_rule", "field": "rule"},
        4: {"code": "bad_type", "field": "inputs"},
        5: {"code": "bad_type", "field": "inputs"},
        6: {"code": "bad_date", "field": "today"},
        7: {"code": "bad_date", "field": "today"},
        8: {"code": "missing_input", "field": "situation"},
    }
    assert [row["id"] for row in found] == [1, 2, 3, 4, 5, 6, 7, 8, None, 9, None]
    assert found[9]["outcome"]["earliest"] == "2026-11-27"


# check


def test_the_data_is_in_order() -> None:
    assert run("check").stdout.splitlines()[-1].startswith("0 errors")


def test_an_error_in_the_data_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data" / "rules" / "refunds.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 7", "value: seven"), encoding="utf-8")
    monkeypatch.setenv("SELLER_ASSISTANT_DATA", str(tmp_path / "data"))
    result = run("check", code=1)
    assert any(line.startswith("error: ") and "refunds.yaml" in line for line in result.stdout.splitlines())


# The program


def test_what_there_is_is_told_without_loading_it() -> None:
    """The whole program takes seconds to load; --help needs none of it."""
    heavy = ("numpy", "pydantic_settings", "sklearn", "faiss", "fastapi", "sqlalchemy", "holidays", "structlog", "bot.lookup", "knowledge.base")
    code = f"""
import sys
from bot.cli import main
sys.argv = ["seller-assistant", *sys.argv[1:]]
try:
    main()
finally:
    print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""
    for words in (["--help"], ["ask", "--help"]):
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, timeout=60)
        assert "Usage: seller-assistant" in done.stdout
        assert done.stderr.strip() == "[]"


@pytest.mark.model
def test_the_program_answers_lines_without_a_server(var: Path) -> None:
    rows = '{"id": "one", "text": "hello"}\nnot json\n{"id": "two", "text": "thanks", "gold": []}\n'
    import os

    done = subprocess.run(
        [str(Path(sys.executable).with_name("seller-assistant")), "ask", "--jsonl", "-"],
        input=rows,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "SELLER_ASSISTANT_VAR": str(var)},
        cwd="/",
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["id"], row.get("decision")) for row in found] == [("one", "smalltalk"), (None, None), ("two", "smalltalk")]
    assert "Traceback" not in done.stderr


def test_output_is_for_pipes_and_everything_else_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    terminal.note("working")
    assert isinstance(sys.stderr, io.StringIO)
    assert sys.stderr.getvalue() == "· working\n"


def test_a_receipt_replays() -> None:
    reply = run("rule", "refund-timing", "--json", json.dumps(REFUND), "--today", "2026-11-23").stdout
    done = run("replay", "-", given=reply)
    assert lines(done) == [json.loads(reply)["receipt"]]
    assert "byte for byte" in done.stderr


def test_a_receipt_that_was_changed_is_told() -> None:
    reply = json.loads(run("rule", "refund-timing", "--json", json.dumps(REFUND), "--today", "2026-11-23").stdout)
    reply["receipt"]["outcome"]["latest"] = "2027-01-01"
    done = run("replay", "-", given=json.dumps(reply), code=1)
    assert "Different: outcome" in done.stderr


def test_what_is_no_receipt_cannot_be_replayed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text("{}")
    code, _, complaint = whole("replay", str(tmp_path / "none.json"), capsys=capsys, monkeypatch=monkeypatch)
    assert code == 2
    assert "no receipt" in complaint

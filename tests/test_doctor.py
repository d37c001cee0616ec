from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor import configuration, prepared, surroundings
from bot.install import locks
from bot.install.supported import NEWEST, OLDEST
from bot.settings import Settings
from bot.store.database import Database
from knowledge.base import KnowledgeBase
from knowledge.search import export
from knowledge.search.encoder import PACKAGED
from tests.conftest import ROOT
from tests.hashing import HashingEncoder


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of the developer's own settings."""
    import os

    for name in os.environ:
        if name.upper().startswith(configuration.PREFIX):
            monkeypatch.delenv(name)


# Python


@pytest.mark.parametrize(
    ("version", "mark"),
    [(OLDEST, "✓"), (NEWEST, "✓"), ((OLDEST[0], OLDEST[1] - 1), "✗"), ((NEWEST[0], NEWEST[1] + 1), "✗"), ((2, 7), "✗")],
)
def test_python(version: tuple[int, int], mark: str) -> None:
    assert surroundings.python(version).mark == mark


# Settings


def test_no_setting_is_in_order() -> None:
    _, lines = configuration.read({"PATH": "/bin"})
    assert [line.mark for line in lines] == ["✓"]


def test_an_unusable_setting_is_named_with_what_it_is_and_its_default_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLER_ASSISTANT_PORT", "eighty")
    monkeypatch.setenv("SELLER_ASSISTANT_ENCODER_THREADS", "2")
    settings, lines = configuration.read({"SELLER_ASSISTANT_PORT": "eighty", "SELLER_ASSISTANT_ENCODER_THREADS": "2"})
    assert (settings.port, settings.encoder_threads) == (8000, 2)
    assert [(line.mark, line.text.split()[0]) for line in lines] == [("✓", "SELLER_ASSISTANT_ENCODER_THREADS"), ("✗", "SELLER_ASSISTANT_PORT")]
    assert "'eighty'" in lines[1].text
    assert "Port of the assistant" in lines[1].text


def test_every_unusable_setting_has_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"SELLER_ASSISTANT_PORT": "70000", "SELLER_ASSISTANT_LOG_LEVEL": "loud", "SELLER_ASSISTANT_TURN_SECONDS": "0"}
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    _, lines = configuration.read(wrong)
    assert [line.mark for line in lines] == ["✗"] * 3


@pytest.mark.parametrize("field", [name for name, field in Settings.model_fields.items() if "pattern" in str(field.metadata)])
def test_what_a_setting_should_be_is_said_in_words(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"{configuration.PREFIX}{field.upper()}"
    monkeypatch.setenv(name, "hello general")
    _, (line,) = configuration.read({name: "hello general"})
    assert "It should be" in line.text
    assert not set("^$\\") & set(line.text)


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_the_examination_of_a_platform_names_what_is_misspelt_and_counts_in_english(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.logs.configure", lambda level: None)
    monkeypatch.setenv("SELLER_ASSISTANT_SLACK_BOT_TOKN", "xoxb-1")
    found = CliRunner().invoke(app, ["doctor", platform])
    assert "did you mean SELLER_ASSISTANT_SLACK_BOT_TOKEN?" in found.output
    assert "1 of these stops the service." in found.output
    assert "xoxb" not in found.output.replace("xoxb-…", "")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("SELLER_ASSISTANT_PROT", "did you mean SELLER_ASSISTANT_PORT?"),
        ("SELLER_ASSISTANT_DATABASE_URL", "did you mean SELLER_ASSISTANT_DATABASE?"),
        ("SELLER_ASSISTANT_DIALOG_PORT", "did you mean SELLER_ASSISTANT_DIALOGUE_PORT?"),
        ("SELLER_ASSISTANT_XYZZY", "docs/configuration.md"),
    ],
)
def test_an_unknown_setting_is_named_with_the_nearest_known_one(name: str, hint: str) -> None:
    _, (line,) = configuration.read({name: "1"})
    assert line.mark == "!"
    assert name in line.text
    assert hint in line.text


def test_the_name_of_a_setting_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("seller_assistant_port", "8140")
    settings, (line,) = configuration.read({"seller_assistant_port": "8140"})
    assert settings.port == 8140
    assert line.mark == "✓"


def test_values_in_order_are_not_shown() -> None:
    _, (line,) = configuration.read({"SELLER_ASSISTANT_DATABASE": "postgresql://seller:secret@db/chat"})
    assert "secret" not in line.text


# What set-up has made


def test_the_real_data_stops_nothing(data: Path) -> None:
    assert not any(line.stops for line in prepared.data(data, date(2026, 11, 25)))


def test_overdue_reviews_are_worth_knowing(data: Path) -> None:
    (line,) = prepared.data(data, date(2100, 1, 1))  # after every review_by
    assert line.mark == "!"
    assert "seller-assistant check" in line.text


def test_data_that_is_wrong_or_not_there_stops_the_service(tmp_path: Path, data: Path) -> None:
    assert [line.mark for line in prepared.data(tmp_path / "nowhere", date(2026, 11, 25))] == ["✗"]
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    (copy / "engine.yaml").write_text("no_such_weight: 1\n", encoding="utf-8")
    assert any(line.stops and "engine.yaml" in line.text for line in prepared.data(copy, date(2026, 11, 25)))


def test_an_encoder_that_is_not_exported_yet_is_worth_knowing(tmp_path: Path) -> None:
    found, line = prepared.encoder(PACKAGED, tmp_path, 1)
    assert found is None
    assert line.mark == "!"
    assert "seller-assistant prepare" in line.text


def test_a_damaged_encoder_stops_the_service(tmp_path: Path) -> None:
    (tmp_path / "export.json").write_text(json.dumps({"weights_sha256": export.WEIGHTS_SHA256}), encoding="utf-8")
    (tmp_path / "model.onnx").write_bytes(b"half a model")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    found, line = prepared.encoder(PACKAGED, tmp_path, 1)
    assert found is None
    assert line.stops
    assert f"Remove {tmp_path}" in line.text


@pytest.mark.model
def test_the_real_encoder_and_index_are_in_order(data: Path) -> None:
    settings = Settings()
    found, line = prepared.encoder(PACKAGED, settings.encoder_folder, 1)
    assert line.mark == "✓"
    assert prepared.index(KnowledgeBase(data), found, settings.index_folder).mark == "✓"


def test_an_index_or_model_that_is_missing_is_worth_knowing(tmp_path: Path, data: Path) -> None:
    base = KnowledgeBase(data)
    lines = [prepared.index(base, HashingEncoder(), tmp_path), prepared.dialogue_model(base, Settings(var=tmp_path))]
    assert [line.mark for line in lines] == ["!", "!"]
    assert all("seller-assistant prepare" in line.text for line in lines)


def test_what_stands_on_something_broken_is_not_looked_at(tmp_path: Path) -> None:
    lines = [prepared.index(None, HashingEncoder(), tmp_path), prepared.index(None, None, tmp_path), prepared.dialogue_model(None, Settings(var=tmp_path))]
    assert all(line.mark == "!" and "not looked at, because the data" in line.text for line in lines)


def engine(tmp_path: Path, says: str = "3.10.13 3.6.21", code: int = 0) -> Path:
    """A Rasa project whose interpreter says what it is told to."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "requirements.lock").write_text("rasa==3.6.21 \\\n    --hash=sha256:" + 64 * "0" + "\n", encoding="utf-8")
    for name in ("python", "rasa"):
        program = tmp_path / ".venv" / "bin" / name
        program.write_text(f"#!/bin/sh\necho {says}\nexit {code}\n", encoding="utf-8")
        program.chmod(0o755)
    return tmp_path


def test_rasa_of_the_locked_version_is_in_order(tmp_path: Path) -> None:
    line = prepared.rasa(engine(tmp_path))
    assert str(line) == "✓ Rasa: 3.6.21 on Python 3.10.13"


def test_another_rasa_stops_the_service(tmp_path: Path) -> None:
    line = prepared.rasa(engine(tmp_path, "3.10.13 3.6.20"))
    assert line.stops
    assert "3.6.20" in line.text
    assert "3.6.21" in line.text


def test_an_environment_that_does_not_run_stops_the_service(tmp_path: Path) -> None:
    assert prepared.rasa(engine(tmp_path / "fails", code=1)).stops
    assert prepared.rasa(engine(tmp_path / "silent", says="")).stops
    without = engine(tmp_path / "without")
    (without / ".venv" / "bin" / "rasa").unlink()
    assert prepared.rasa(without).stops
    shutil.rmtree(without / ".venv")
    assert "make setup" in prepared.rasa(without).text


def test_the_real_lock_holds_the_last_open_source_rasa() -> None:
    assert locks.entry((ROOT / "bot" / "rasa" / "requirements.lock").read_text(encoding="utf-8"), "rasa").startswith("rasa==3.6.21 ")


# What the machine gives


@pytest.mark.parametrize(
    ("code", "subdivision", "mark", "says"),
    [
        ("FR", None, "✓", "FR"),
        ("FR", "57", "✓", "FR-57"),  # Moselle, which has two holidays of its own
        ("fr", None, "✗", "such as FR"),
        ("ZZ", None, "✗", "SELLER_ASSISTANT_COUNTRY"),
        ("", None, "✗", "SELLER_ASSISTANT_COUNTRY"),
        ("FR", "Moselle!", "✗", "57"),
    ],
)
def test_country(code: str, subdivision: str | None, mark: str, says: str) -> None:
    line = surroundings.country(code, subdivision)
    assert line.mark == mark
    assert says in line.text


@pytest.mark.parametrize(("name", "mark"), [("Europe/Paris", "✓"), ("Europe/Berlin", "✓"), ("Europe/London", "✗"), ("Europe/Nowhere", "✗"), ("../x", "✗")])
def test_time_zones_must_be_there_and_have_the_hours_of_paris(name: str, mark: str) -> None:
    assert surroundings.time_zone(name).mark == mark


@contextmanager
def listening(reply: object) -> Iterator[int]:
    """A program that holds a port and answers everything with this."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = json.dumps(reply).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.usefixtures("socket_enabled")
class TestPorts:
    def test_ports_that_are_free_or_chosen_at_the_start(self) -> None:
        with listening({}) as port:
            pass  # free from here on
        assert [line.mark for line in surroundings.ports("127.0.0.1", port, 0)] == ["✓", "✓"]
        assert [line.mark for line in surroundings.ports("127.0.0.1", 0, port)] == ["✓", "✓"]

    def test_a_port_that_another_program_holds(self) -> None:
        with listening({"hello": "world"}) as port:
            line, _ = surroundings.ports("127.0.0.1", port, 0)
            assert line.stops
            assert "SELLER_ASSISTANT_PORT" in line.text
            _, line = surroundings.ports("127.0.0.1", 0, port)
            assert line.stops
            assert "SELLER_ASSISTANT_DIALOGUE_PORT" in line.text

    def test_a_port_that_an_assistant_holds_already(self) -> None:
        # The keys of GET /health/ready.
        with listening({"status": "ready", "dialogue": "ready", "index": {}}) as port, listening("Hello from Rasa") as dialogue_port:
            lines = list(surroundings.ports("127.0.0.1", port, dialogue_port))
        assert [line.mark for line in lines] == ["✓", "✓"]
        assert "already running" in lines[0].text

    def test_one_port_for_both_processes(self) -> None:
        with listening({}) as port:
            pass
        assert [line.mark for line in surroundings.ports("127.0.0.1", port, port)] == ["✓", "✗"]

    def test_an_address_of_another_machine(self) -> None:
        line, _ = surroundings.ports("192.0.2.1", 8000, 0)  # RFC 5737: nobody's
        assert line.stops
        assert "SELLER_ASSISTANT" in line.text


@pytest.mark.parametrize(("gigabytes", "mark"), [(0.0, "✗"), (0.19, "✗"), (0.2, "!"), (0.99, "!"), (1.0, "✓"), (500.0, "✓")])
def test_room(tmp_path: Path, gigabytes: float, mark: str) -> None:
    assert surroundings.room(tmp_path, gigabytes).mark == mark


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    assert not surroundings.folder(tmp_path / "made" / "later").stops
    (tmp_path / "file").write_text("", encoding="utf-8")
    line = surroundings.folder(tmp_path / "file" / "var")
    assert line.stops
    assert "SELLER_ASSISTANT_VAR" in line.text


def test_a_database_that_is_made_later_is_not_made_now(tmp_path: Path) -> None:
    file = tmp_path / "state" / "chat.db"
    assert surroundings.database(f"sqlite:///{file}").mark == "✓"
    assert not file.parent.exists()


def test_a_database_that_can_be_written_keeps_nothing_of_it(tmp_path: Path) -> None:
    file = tmp_path / "chat.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE conversations (id TEXT)")
    assert surroundings.database(f"sqlite:///{file}").mark == "✓"
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("conversations",)]


def test_a_database_of_either_kind_is_in_order_until_a_newer_program_has_used_it(database_url: str) -> None:
    Database(database_url).close()
    assert surroundings.database(database_url).mark == "✓"
    newer = Database(database_url)
    with newer.transaction() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    newer.close()
    line = surroundings.database(database_url)
    assert line.stops
    assert "version 9999" in line.text


def test_a_database_that_can_only_be_read_stops_the_service(tmp_path: Path) -> None:
    file = tmp_path / "chat.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE conversations (id TEXT)")
    line = surroundings.database(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert line.stops
    assert "readonly" in line.text


def test_a_file_that_is_no_database_stops_the_service(tmp_path: Path) -> None:
    (tmp_path / "chat.db").write_bytes(b"something else entirely" * 100)
    line = surroundings.database(f"sqlite:///{tmp_path / 'chat.db'}")
    assert line.stops
    assert "SELLER_ASSISTANT_DATABASE" in line.text


@pytest.mark.parametrize("url", ["no url", "nosuchdatabase://seller:secret@127.0.0.1/chat", "postgresql://seller:secret@127.0.0.1:1/chat"])
def test_a_database_that_cannot_be_reached_stops_the_service_and_keeps_its_password(url: str) -> None:
    line = surroundings.database(url)
    assert line.stops
    assert "secret" not in line.text


def test_a_browser_is_for_the_tests_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert surroundings.chromium(("chromium",)).mark == "!"
    (tmp_path / "chromium").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "chromium").chmod(0o755)
    assert surroundings.chromium(("google-chrome", "chromium")).mark == "✓"


# The command


@pytest.mark.usefixtures("socket_enabled")
def test_the_command_fails_when_something_stops_the_service_and_looks_at_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"DATA": str(tmp_path / "nowhere"), "VAR": str(tmp_path / "var"), "PORT": "eighty", "COUNTRY": "ZZ"}.items():
        monkeypatch.setenv(f"SELLER_ASSISTANT_{name}", value)
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 1
    stopping = [line.split(":")[0].split(" cannot")[0] for line in done.stdout.splitlines() if line.startswith("✗")]
    assert {"✗ SELLER_ASSISTANT_PORT", "✗ Calendar", "✗ Data"} <= set(stopping)
    assert "Chromium" in done.stdout.splitlines()[-1]
    assert not (tmp_path / "var").exists()


def test_other_commands_name_an_unusable_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLER_ASSISTANT_PORT", "eighty")
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 2
    assert "SELLER_ASSISTANT_PORT cannot be used" in done.stderr

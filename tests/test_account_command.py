"""`seller-assistant account`, over a database of its own."""

from __future__ import annotations

import getpass
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.accounts.account import Role
from bot.accounts.accounts import Accounts
from bot.accounts.passwords import Passwords
from bot.accounts.sessions import Sessions
from bot.cli import app
from bot.settings import Settings
from bot.store.database import Database
from tests.conftest import ROOT
from tests.doors import NOON, PASSWORD

ANNA = "anna@example.com"


@pytest.fixture(autouse=True)
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A var folder of its own."""
    monkeypatch.setenv("SELLER_ASSISTANT_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("SELLER_ASSISTANT_DATABASE", raising=False)
    yield
    structlog.reset_defaults()


def run(*words: str, given: str = "", code: int = 0) -> Result:
    """What a command does."""
    result = CliRunner().invoke(app, ["account", *words], input=given)
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def database() -> Iterator[Database]:
    """The database that the commands use."""
    found = Database(Settings().database_url)
    yield found
    found.close()


def typed(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """What somebody types when asked for passwords."""
    answers = iter(words)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))


def test_the_first_admin_comes_into_being(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    assert "account add EMAIL --role admin" in run("list").output
    typed(monkeypatch, PASSWORD, PASSWORD)
    assert run("add", "Anna@Example.com", "--role", "admin", "--name", "Anna Schmidt").stdout == f"{ANNA} may log in at /console as admin.\n"
    account, hashed = Accounts(database).secret(ANNA)
    assert account
    assert (account.role, account.name) == (Role.ADMIN, "Anna Schmidt")
    assert Passwords().fits(PASSWORD, hashed)


def test_a_password_is_asked_for_until_it_can_be_chosen(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    typed(monkeypatch, "short", PASSWORD, "something else", PASSWORD, PASSWORD)
    result = run("add", ANNA)
    assert "too short" in result.stderr
    assert "not the same" in result.stderr
    typed(monkeypatch, *["password1234"] * 3)
    assert "nothing was changed" in run("add", "bert@example.com", code=2).stderr
    assert [one.email for one in Accounts(database).all()] == [ANNA]


def test_a_password_may_come_from_a_file_or_from_standard_input(tmp_path: Path, database: Database) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\r\nnot this\n", encoding="utf-8")
    run("add", ANNA, "--password-file", str(file))
    run("add", "bert@example.com", "--password-file", "-", given=f"{PASSWORD}\n")
    for email in (ANNA, "bert@example.com"):
        assert Passwords().fits(PASSWORD, Accounts(database).secret(email)[1])
    assert "too short" in run("password", ANNA, "--password-file", "-", given="short\n", code=2).stderr
    assert "cannot be read" in run("password", ANNA, "--password-file", str(tmp_path), code=2).stderr


def test_an_account_without_a_password(database: Database) -> None:
    run("add", ANNA, "--no-password")
    assert Accounts(database).secret(ANNA)[1] == ""
    assert "invited" in run("list").stdout
    assert "either" in run("add", "bert@example.com", "--no-password", "--password-file", "-", code=2).stderr


def test_accounts_are_listed(database: Database) -> None:
    accounts = Accounts(database)
    accounts.add(ANNA, "Anna", Role.ADMIN, NOON, "a hash")
    accounts.set_active(accounts.add("bert@example.com", "", Role.AGENT, NOON).number, active=False)
    lines = run("list").stdout.splitlines()
    assert lines[0].split() == [ANNA, "admin", "active", "no", "log-in", "yet", "Anna"]
    assert lines[1].split()[:3] == ["bert@example.com", "agent", "deactivated"]
    assert json.loads(run("list", "--json").stdout)[0] == {
        "email": ANNA,
        "name": "Anna",
        "role": "admin",
        "active": True,
        "has_password": True,
        "last_log_in": None,
    }


def test_what_is_changed_ends_sessions_and_is_recorded(database: Database) -> None:
    accounts, sessions = Accounts(database), Sessions(database, 2, 12)
    accounts.add(ANNA, "", Role.ADMIN, NOON)
    bert = accounts.add("bert@example.com", "", Role.AGENT, NOON)
    for words, given in (
        (("role", bert.email, "editor"), ""),
        (("password", bert.email, "--password-file", "-"), PASSWORD),
        (("end-sessions", bert.email), ""),
        (("deactivate", bert.email), ""),
    ):
        token = sessions.begin(bert, NOON)
        run(*words, given=given)
        assert sessions.account(token, NOON) is None, words
    run("activate", bert.email)
    assert accounts.get(bert.number).active
    assert accounts.get(bert.number).role is Role.EDITOR


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "nonsense", "--password-file", "-"), "no e-mail address"),
        (("add", ANNA, "--password-file", "-"), "already"),
        (("role", "nobody@example.com", "viewer"), "no account of nobody@example.com"),
        (("role", ANNA, "viewer"), "only active admin"),
        (("deactivate", ANNA), "only active admin"),
        (("role", ANNA, "owner"), "owner"),
        (("password", "\0", "--password-file", "-"), "no account"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(database: Database, words: tuple[str, ...], said: str) -> None:
    Accounts(database).add(ANNA, "", Role.ADMIN, NOON)
    result = run(*words, given=f"{PASSWORD}\n", code=2)
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_the_commands_load_nothing_heavy() -> None:
    """Looking after an account must not wait for encoders."""
    heavy = ("torch", "scipy", "faiss", "fastapi")
    code = f"import sys; from bot.cli import app; app(['account', 'list'], standalone_mode=False); sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60, capture_output=True).returncode == 0

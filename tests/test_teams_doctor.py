from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from bot.channels.teams.doctor import CONNECTOR, examine
from bot.cli import app
from bot.lookup import Lookup
from bot.settings import Settings
from tests import microsoft, teams
from tests.hosting import hosting
from tests.microsoft import BOT, OTHER_TENANT, TENANT, Microsoft

pytestmark = pytest.mark.usefixtures("local_sockets")


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """What a command logs to ends with it."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def platform(local_sockets: None) -> Iterator[Microsoft]:
    with microsoft.running() as found:
        yield found


def _found(platform: Microsoft, **changed: Any) -> list[str]:
    """The lines, for settings that are in order but for what is changed."""
    return [str(line) for line in asyncio.run(examine(Settings(**{**platform.settings, **changed}), f"{platform.url}/"))]


def _wrong(platform: Microsoft, **changed: Any) -> list[str]:
    return [line for line in _found(platform, **changed) if line.startswith("✗") and "PUBLIC_URL is not set" not in line]


def test_an_installation_in_order(platform: Microsoft) -> None:
    assert _wrong(platform) == []
    told = "\n".join(_found(platform))
    assert [
        part for part in ("log-in knows the bot", "can be read (1)", "127.0.0.1, where messages are written into Teams, can be reached") if part not in told
    ] == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"teams_bot": ""}, "SELLER_ASSISTANT_TEAMS_BOT is not set"),
        ({"teams_tenant": ""}, "SELLER_ASSISTANT_TEAMS_TENANT is not set"),
        ({"teams_tenant": BOT.upper()}, "are the same id"),
        ({"teams_secret": ""}, "SELLER_ASSISTANT_TEAMS_SECRET is not set"),
        ({"teams_secret": "12345678-1234-1234-1234-123456789012"}, "looks like the Secret ID"),
        ({"teams_secret": "something else"}, "must be the Value of a secret of this bot"),
        ({"teams_secret_file": Path("/nowhere/secret")}, "SELLER_ASSISTANT_TEAMS_SECRET_FILE"),
        ({"teams_login": "http://127.0.0.1:1"}, "log-in cannot be reached"),
        ({"teams_keys": "http://127.0.0.1:1/keys"}, "let this machine connect to 127.0.0.1"),
    ],
    ids=lambda value: "",
)
def test_each_wrong_setting_is_explained(platform: Microsoft, changed: dict[str, Any], said: str) -> None:
    wrong = _wrong(platform, **changed)
    assert len(wrong) == 1, wrong
    assert said in wrong[0]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (7000215, "not its Secret ID"),
        (7000222, "has expired"),
        (700016, "knows no bot of this id"),
        (90002, "no tenant of this id"),
        (53003, "AADSTS53003"),
    ],
)
def test_what_the_log_in_says_is_explained(platform: Microsoft, code: int, said: str) -> None:
    platform.login_error = (code,)
    (wrong,) = _wrong(platform)
    assert said in wrong


def test_keys_that_do_not_sign_for_teams_are_explained(platform: Microsoft) -> None:
    platform.endorsements = ("webchat",)
    (wrong,) = _wrong(platform)
    assert f"At {platform.url}/keys no key is endorsed for Teams" in wrong


def test_a_connector_that_cannot_be_reached_is_explained(platform: Microsoft) -> None:
    lines = [str(line) for line in asyncio.run(examine(Settings(**platform.settings), "http://127.0.0.1:1/"))]
    assert [line for line in lines if line.startswith("✗") and "127.0.0.1, where messages are written into Teams, cannot be reached" in line] != []
    assert CONNECTOR == "https://smba.trafficmanager.net/"  # as Microsoft's manual of the connector has it


def test_settings_that_exclude_each_other_are_explained_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLER_ASSISTANT_TEAMS_PLAYGROUND", "true")
    monkeypatch.setenv("SELLER_ASSISTANT_PUBLIC_URL", "https://seller.example")
    done = CliRunner().invoke(app, ["doctor", "teams"])
    assert done.exit_code == 2
    told = " ".join(done.output.split())
    assert "SELLER_ASSISTANT_TEAMS_PLAYGROUND cannot be used: what others reach must check tokens" in told
    assert "Value error" not in told


def test_a_tenant_that_is_left_out_is_worth_knowing(platform: Microsoft) -> None:
    assert [line for line in _found(platform, teams_tenants=OTHER_TENANT) if line.startswith("!") and "TEAMS_TENANTS" in line] != []
    assert [line for line in _found(platform, teams_tenants=f"{OTHER_TENANT},{TENANT}") if line.startswith("!")] == []


def test_an_address_that_teams_cannot_reach(platform: Microsoft) -> None:
    lines = _wrong(platform, public_url="http://127.0.0.1:1")
    assert [part for part in ("must begin with https", "from this machine or network alone", "does not answer") if part not in "".join(lines)] == []


@pytest.mark.model
def test_the_address_is_tried(platform: Microsoft, lookup: Lookup, var: Path, tmp_path: Path) -> None:
    with hosting(lookup, teams.settings_of(var, tmp_path, platform)) as address:
        assert [line for line in _found(platform, public_url=address) if "refuses who has no token, as it should" in line] != []
    with hosting(lookup, Settings(var=var, database=f"sqlite:///{tmp_path / 'none.db'}", dialogue_port=1)) as address:
        assert [line for line in _wrong(platform, public_url=address) if "answers with 404" in line] != []


def test_the_playground_is_pointed_out() -> None:
    (line,) = asyncio.run(examine(Settings(teams_playground=True)))
    assert str(line).startswith("!")


def test_the_command_ends_with_one_where_something_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    done = CliRunner().invoke(app, ["doctor", "teams"])
    assert done.exit_code == 1
    assert "SELLER_ASSISTANT_TEAMS_BOT is not set" in done.output
    monkeypatch.setenv("SELLER_ASSISTANT_TEAMS_PLAYGROUND", "true")
    assert CliRunner().invoke(app, ["doctor", "teams"]).exit_code == 0
    assert "secret" not in CliRunner().invoke(app, ["doctor", "teams"]).output

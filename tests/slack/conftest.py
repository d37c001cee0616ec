"""A workspace for tests: the real application, the real library, a stand-in for Slack and one for the dialogue engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from bot.channels.slack.manifest import scopes
from bot.lookup import Lookup
from bot.settings import Settings
from tests.agents import knowing
from tests.conftest import NOW
from tests.engine import running as engine_running
from tests.hosting import hosting
from tests.slack.fake import SECRET, SUPPORT, TOKEN, running
from tests.slack.workspace import Workspace

Open = Callable[..., AbstractContextManager[Workspace]]


@pytest.fixture(scope="session")
def open_workspace(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Opens a workspace with these settings beside the usual ones."""

    @contextmanager
    def opened(**more: Any) -> Iterator[Workspace]:
        folder = tmp_path_factory.mktemp("slack")
        (folder / "index").symlink_to(var / "index", target_is_directory=True)
        with running() as slack, engine_running() as engine, httpx.Client(trust_env=False, timeout=15) as client:
            slack.now = NOW.timestamp()
            knows = knowing(engine, lookup)

            def answer(sent: dict[str, Any]) -> None:
                """As the engine would, with what a form waits for."""
                knows(sent)
                said = json.loads(engine.body)
                for item in said:
                    grounds, turn = item["custom"]["grounds"], item["custom"]["turn"]
                    if grounds["missing"]:
                        turn["asks_for"], turn["rule"], grounds["rule"] = grounds["missing"][0], turn["rule"], turn["rule"]
                engine.says(said)

            engine.while_asked = answer
            slack.person("UANA", "Ana", "anna@example.com")
            slack.person("URUI", "Rui", locale="fr-FR")
            usual: dict[str, Any] = {"slack_bot_token": TOKEN, "slack_signing_secret": SECRET, "slack_api": f"{slack.url}/api/", "slack_view": "plain"}
            usual |= {"slack_support_channel": SUPPORT, "handover": "on"}
            usual |= {"var": folder, "dialogue_port": engine.port, "turn_seconds": 10.0, "log_level": "error", "public_url": "https://seller.example"}
            settings = Settings(**usual | more)
            slack.scopes = ",".join(scopes(settings.slack_view))  # as the manifest asks for them
            with hosting(lookup, settings) as url:
                yield Workspace(url, slack, engine, settings, client)

    return opened


@pytest.fixture(scope="session")
def opened_workspace(open_workspace: Open) -> Iterator[Workspace]:
    """The workspace of all these tests."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    with open_workspace() as found:
        yield found


@pytest.fixture
def workspace(local_sockets: None, opened_workspace: Workspace) -> Iterator[Workspace]:
    """The same with nothing written in it; in the end, Slack must have had no complaint."""
    slack = opened_workspace.slack
    with slack.changed:
        for held in (slack.messages, slack.complaints, slack.calls, slack.views, slack.homes, slack.statuses, slack.prompts, slack.reactions):
            held.clear()
        slack.limited.clear()
        slack.now = NOW.timestamp()
        slack.retry_after = "1"
        slack.errors.clear()
        slack.foreign.clear()
    opened_workspace.engine.delay = 0.0
    opened_workspace.engine.released.clear()
    opened_workspace.engine.asked.clear()
    yield opened_workspace
    assert slack.complaints == []

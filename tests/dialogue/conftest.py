"""The real processes, started once for all tests of the dialogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dialogue.server import Served
from tests.slack.fake import SECRET, TOKEN, Slack, running


@pytest.fixture(scope="session")
def slack() -> Iterator[Slack]:
    """The workspace in which the running assistant has a bot."""
    with running() as found:
        found.person("UANA", "Ana")
        yield found


@pytest.fixture(scope="session")
def server(var: Path, slack: Slack) -> Iterator[Served]:
    """The running assistant."""
    found = Served(var, {"slack_bot_token": TOKEN, "slack_signing_secret": SECRET, "slack_api": f"{slack.url}/api/", "slack_view": "plain"})
    found.start()
    yield found
    assert found.stop() == 0, found.log[-3000:]


@pytest.fixture
def served(server: Served) -> str:
    """Its address."""
    return server.url

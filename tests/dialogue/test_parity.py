"""One answer through the real dialogue engine: the chat, Slack and Teams give the same dates and amounts, and no others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from bot.settings import Settings
from tests import microsoft
from tests.dialogue.chat import Chat
from tests.dialogue.server import Served
from tests.engine import Engine
from tests.figures import figures
from tests.microsoft import Microsoft
from tests.parity import COMPUTED, shown_in_slack, shown_in_teams, texts
from tests.slack.fake import Slack
from tests.slack.workspace import Workspace
from tests.teams import Person

pytestmark = pytest.mark.dialogue
_PATIENCE = 20.0


@pytest.fixture(scope="module")
def platform() -> Iterator[Microsoft]:
    with microsoft.running() as found:
        found.wants_tokens = False
        yield found


@pytest.fixture(scope="module")
def client(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as found:
        yield found


def _told(shown: Callable[[], str], wanted: frozenset[str]) -> frozenset[str]:
    """The figures that stand there, once those that are wanted do or nothing more is to be expected."""
    ends = time.monotonic() + _PATIENCE
    while not wanted <= figures(shown()) and time.monotonic() < ends:
        time.sleep(0.05)
    return figures(shown())


@pytest.mark.parametrize("number", range(len(COMPUTED)))
def test_the_chat_slack_and_teams_tell_the_same_figures(served: str, slack: Slack, platform: Microsoft, client: httpx.Client, number: int) -> None:
    """The answers are those of today: days are told in the questions, and all three are asked within seconds."""
    text, private, chat = COMPUTED[number], f"DSAME{number}", f"a:the-same-{number}"
    heard = Chat(served, None).say(text)
    answers = [message["answer"] for message in heard.messages]
    kept = [{key: answer.get(key) for key in ("blocks", "dates", "table", "caveats", "sources")} for answer in answers]
    offered = figures("\n".join(texts([answer["follow_ups"] for answer in answers])))
    wanted = figures("\n".join(texts(kept)))
    assert heard.turn["decision"] == "rule"
    assert wanted
    Workspace(served, slack, Engine(), Settings(), client).write("UANA", text, private)
    Person(client, platform, chat).write(text)
    for name, shown in {"Slack": lambda: shown_in_slack(slack, private), "Teams": lambda: shown_in_teams(platform, chat)}.items():
        found = _told(shown, wanted)
        assert (name, sorted(wanted - found), sorted(found - wanted - offered)) == (name, [], [])

"""One answer, every surface: the same question gives the same sentences, dates, sources and caveats wherever it is asked, and no figure more."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from pytest_socket import enable_socket
from typer.testing import CliRunner

from bot import services
from bot.cli import app
from bot.lookup import Lookup
from bot.settings import Settings
from tests import microsoft
from tests.chromium import launched, opened
from tests.conftest import NOW
from tests.embedding import SECONDS, Assistant, assistant, say
from tests.microsoft import Microsoft
from tests.parity import COMPUTED, PAGE, WRITES, Asked, Compared, asked, page, questions, shown_in_slack, shown_in_teams, texts
from tests.seats import Seat, seated, settings_of
from tests.slack import fake
from tests.slack.workspace import Workspace
from tests.teams import Person

pytestmark = [pytest.mark.model, pytest.mark.browser]

SURFACES = ("HTTP interface", "command line", "console, text", "console, Markdown", "console, reply", "web chat", "Slack", "Teams")
Shows = Callable[[str], str]
"""What a surface shows of the answer to a question."""
_PATIENCE = 15.0
_READ = """(element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(".choices")) found.push(walker.currentNode.data);
  return found.join("\\n");
}"""


@dataclass(frozen=True)
class Installation:
    """One application with all its surfaces, and what stands in for Slack, for Microsoft and for the dialogue engine."""

    served: Assistant
    workspace: Workspace
    microsoft: Microsoft
    console: Seat
    client: httpx.Client
    browser: Page


@pytest.fixture(scope="module")
def every(lookup: Lookup, data: Path) -> list[Asked]:
    return [asked(lookup, text) for text in questions(data)]


@pytest.fixture(scope="module")
def installation(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    enable_socket()
    folder = tmp_path_factory.mktemp("parity")
    with fake.running() as slack, microsoft.running() as platform:
        slack.now = NOW.timestamp()
        slack.person("UANA", "Ana")
        tokens: dict[str, Any] = {"slack_bot_token": fake.TOKEN, "slack_signing_secret": fake.SECRET, "slack_api": f"{slack.url}/api/", "slack_view": "plain"}
        with (
            assistant(lookup, var, folder, **tokens, **platform.settings) as served,
            httpx.Client(base_url=served.url, trust_env=False, timeout=15) as client,
            seated(lookup, settings_of(var, tmp_path_factory.mktemp("parity_console"))) as console,
            launched() as browser,
            opened(browser, served.url, "desktop") as shown,
        ):
            workspace = Workspace(served.url, slack, served.engine, Settings(), client)
            yield Installation(served, workspace, platform, console, client, shown)
        assert slack.complaints == []


@pytest.fixture(scope="module")
def compared(every: list[Asked], installation: Installation, lookup: Lookup) -> Compared:
    """Everything asked everywhere."""
    given_on = "\n".join(spoken.wording.day(NOW.date()) for spoken in (lookup.base, *lookup.base.others.values()))
    adds = {"console, text": given_on, "console, Markdown": given_on}
    wrong: dict[str, dict[str, list[str]]] = {}
    for surface, shows in _surfaces(installation, lookup, every).items():
        wrong[surface] = {one.text: one.wrong(shows(one.text), adds.get(surface, ""), checked=surface != "web chat") for one in every}
    assert tuple(wrong) == SURFACES
    return Compared(tuple(every), wrong)


def _surfaces(installation: Installation, lookup: Lookup, every: list[Asked]) -> dict[str, Shows]:
    copied = {form: lambda text, form=form: _copied(installation.console, form, text) for form in ("text", "markdown", "reply")}
    shows = (
        lambda text: _answered(installation.console, text),
        lambda text: _printed(lookup, text),
        *copied.values(),
        lambda text: _chatted(installation.browser, text),
        _slack(installation.workspace, every),
        _teams(installation.client, installation.microsoft, every),
    )
    return dict(zip(SURFACES, shows, strict=True))


def _answered(console: Seat, text: str) -> str:
    """All texts of the interface's answer that are for people: ids are for programs."""
    answer = console.client.post("/api/ask", json={"text": text}).json()["answer"]
    kept = {key: value for key, value in answer.items() if key in ("text", "blocks", "dates", "table", "caveats", "sources")}
    return "\n".join(texts(kept))


def _printed(lookup: Lookup, text: str) -> str:
    """What `seller-assistant ask` prints; the guide is not loaded again for each question."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(services, "load_lookup", lambda settings: lookup)
        done = CliRunner().invoke(app, ["ask", text])
    assert done.exit_code == 0, done.output
    return done.stdout


def _copied(console: Seat, form: str, text: str) -> str:
    return str(console.get("/console/copies/answer", params={"q": text, "form": form}).text)


def _chatted(page: Page, text: str) -> str:
    before = page.locator(".from-assistant").count()
    say(page, text)
    expect(page.locator(".from-assistant")).not_to_have_count(before, timeout=SECONDS)
    expect(page.locator("#waiting")).to_be_hidden(timeout=SECONDS)
    return str(page.locator(".from-assistant").last.evaluate(_READ))


def _slack(workspace: Workspace, every: list[Asked]) -> Shows:
    """Each question in a direct message of its own."""
    places = {one.text: f"DPARITY{number}" for number, one in enumerate(every)}

    def shown(text: str) -> str:
        return shown_in_slack(workspace.slack, places[text])

    return _settled(lambda text: workspace.write("UANA", text, places[text]), shown, every)


def _teams(client: httpx.Client, platform: Microsoft, every: list[Asked]) -> Shows:
    """Each question in a chat of its own."""
    places = {one.text: f"a:parity-{number}" for number, one in enumerate(every)}

    def shown(text: str) -> str:
        return shown_in_teams(platform, places[text])

    return _settled(lambda text: Person(client, platform, places[text]).write(text), shown, every)


def _settled(writes: Callable[[str], object], shown: Shows, every: list[Asked]) -> Shows:
    """Asks everything, one after the other; what is shown is all that stands there in the end."""
    for one in every:
        writes(one.text)
        ends = time.monotonic() + _PATIENCE
        while not shown(one.text) and time.monotonic() < ends:
            time.sleep(0.01)

    def complete(text: str) -> str:
        """Waits for the rest of an answer that takes several messages."""
        ends, sought = time.monotonic() + _PATIENCE, next(one for one in every if one.text == text)
        while any("lacks" in fault for fault in sought.wrong(shown(text))) and time.monotonic() < ends:
            time.sleep(0.05)
        return shown(text)

    return complete


def test_it_is_asked_enough(every: list[Asked]) -> None:
    assert len(every) >= 50
    computed = [one for one in every if one.text in COMPUTED and one.reply.rule and one.reply.rule.computation]
    assert [one.text for one in every if one.text in COMPUTED and one not in computed] == []
    assert {one.reply.language for one in computed} == {"en", "es", "fr", "it"}
    assert sum(bool(one.reply.answer.dates) for one in computed) >= 15
    assert sum(any("€" in figure for figure in one.figures) for one in computed) >= 4


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_shows_all_of_each_answer_and_no_figure_more(compared: Compared, surface: str) -> None:
    assert compared.told(surface) == []


def test_the_page_tells_what_was_compared(compared: Compared) -> None:
    if os.environ.get(WRITES):
        PAGE.write_text(page(compared), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(compared), "python -m tests.parity writes docs/parity.md anew"


def test_a_figure_too_much_or_too_little_is_noticed(lookup: Lookup) -> None:
    one = asked(lookup, COMPUTED[0])
    answer = one.reply.answer
    days = (*(date.value for date in answer.dates), *(source.checked_on for source in answer.sources))
    told = "\n".join((*one.expected, *days))
    assert one.wrong(told) == []
    assert one.wrong(f"{told}\nAnswer by Friday 1 January 2027. You owe 500 €.") == [
        "has the figure 2027-01-01 beyond the answer",
        "has the figure 500€ beyond the answer",
    ]
    assert "lacks the figure 2026-11-27" in one.wrong(told.replace("27 November", "28 November").replace("2026-11-27", "2026-11-28"))

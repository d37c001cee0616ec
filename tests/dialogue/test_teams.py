"""Teams against the real processes: spoken by a stand-in for the connector, and by Microsoft's own test client in a real browser.

The test client is an npm package, which `make playground` fetches in the version that the Makefile names; TEAMS_PLAYGROUND names another folder
than `playground`. With TEAMS_PICTURES set to a folder, what the browser shows is kept there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from bot.server import take_port
from tests import microsoft
from tests.chromium import launched
from tests.conftest import ROOT
from tests.microsoft import Microsoft
from tests.teams import Person, inputs

pytestmark = pytest.mark.dialogue
PROMISED = "Thursday 10 December 2026"
"""The 14th working day after Friday 20 November 2026: 23 to 27 November, 30 November to 4 December, 7 to 10 December."""
SECONDS = 20_000  # milliseconds, as playwright counts


@pytest.fixture(scope="module")
def platform() -> Iterator[Microsoft]:
    with microsoft.running() as found:
        found.wants_tokens = False
        yield found


def test_a_refund_is_asked_for_filled_in_and_computed(served: str, platform: Microsoft) -> None:
    with httpx.Client(base_url=served, timeout=30, trust_env=False) as client:
        anna = Person(client, platform, "a:a-refund")
        anna.write("When will my customer, who called the order off, be paid back? I need the date.")
        card = anna.hears("What happened to the order?")
        anna.press(card, "Cancelled before shipping")
        platform.wait(lambda found: "in.event_date" in inputs(card.card))
        anna.press(card, "Answer", **{"in.event_date": "2026-11-20"})
        result = anna.hears(PROMISED)
        assert "When does a buyer get his money back after a cancellation or a return?" in result.text
        assert "Friday 20 November 2026" in card.text  # what was filled in stays to be read
        # In French, all at once.
        luc = Person(client, platform, "a:un-remboursement", locale="fr-FR")
        luc.write("calculer")
        form = luc.hears("Que dois-je calculer")
        luc.press(form, "Choisir", rule="refund-timing")
        luc.press(form, "Calculer", **{"in.situation": "cancelled_before_shipping", "in.event_date": "2026-11-20"})
        assert "vérifié le" in luc.hears("jeudi 10 décembre 2026").text


# Microsoft's own test client


@pytest.fixture
def playground(served: str, tmp_path: Path) -> Iterator[Page]:
    """The test client in a browser, with the assistant behind it."""
    folder = Path(os.environ.get("TEAMS_PLAYGROUND", ROOT / "playground"))
    package, node = folder / "node_modules" / "@microsoft" / "m365agentsplayground", shutil.which("node")
    program = package / "cli.js"
    if node is None:
        pytest.skip("Node.js 20 is missing, so Microsoft's test client of Teams was not asked: install it with npm, then run `make playground`.")
    if not program.is_file():
        pytest.skip("Microsoft's test client of Teams is missing, so it was not asked: run `make playground`, which fetches it with npm.")
    if (there := json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]) != (wanted := _pinned()):
        pytest.skip(f"Microsoft's test client of Teams is {there}, not {wanted} as in the Makefile: run `make playground`.")
    with take_port("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
    words = ["start", "-e", f"{served}/api/messages", "-c", "msteams", "-p", str(port), "--dt"]
    with subprocess.Popen([node, str(program.resolve()), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path) as process:
        try:
            _await(f"http://127.0.0.1:{port}/")
            with launched() as browser:
                page = browser.new_page(viewport={"width": 1280, "height": 1320}, locale="en-GB", timezone_id="Europe/Paris")
                page.goto(f"http://127.0.0.1:{port}/")
                yield page
        finally:
            process.terminate()


def _pinned() -> str:
    """The version that the Makefile names."""
    found = re.search(r"^PLAYGROUND := @microsoft/m365agentsplayground@([\d.]+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


def _await(url: str) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            httpx.get(url, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the playground did not start")


def _say(page: Page, text: str) -> None:
    page.get_by_role("textbox").first.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def _picture(page: Page, name: str, words: str) -> None:
    """Keeps what the last card with those words shows, all of it, where pictures are wanted."""
    if folder := os.environ.get("TEAMS_PICTURES"):
        page.wait_for_timeout(500)
        page.locator(".ac-adaptiveCard", has_text=words).last.screenshot(path=Path(folder) / f"teams-{name}.png")


@pytest.mark.browser
def test_microsofts_own_test_client_shows_the_welcome_an_answer_a_form_and_its_result(playground: Page) -> None:
    page = playground
    expect(page.get_by_text("Hello! What would you like to know about selling on AliExpress?")).to_be_visible(timeout=SECONDS)
    _picture(page, "welcome", "Hello! What would you like to know")
    _say(page, "A buyer cancelled on 20 November 2026 before shipping. When is the refund due?")
    answer = page.locator(".ac-adaptiveCard", has_text="Promise the buyer the money")
    expect(answer).to_contain_text(PROMISED, timeout=SECONDS)
    expect(answer).to_contain_text("checked on")
    _picture(page, "answer", "Promise the buyer the money")
    answer.get_by_role("button", name="This helped").click()
    expect(page.get_by_text("Thank you, noted.")).to_be_visible(timeout=SECONDS)
    _say(page, "How long do I have to appeal a sanction?")
    question = page.locator(".ac-adaptiveCard", has_text="What is the sanction for?")
    expect(question).to_be_visible(timeout=SECONDS)
    question.get_by_role("button", name="Intellectual property, complaint by the rights holder").click()
    asked = page.locator(".ac-adaptiveCard", has_text="When were you notified of it?")
    expect(asked).to_be_visible(timeout=SECONDS)
    expect(question).to_have_count(0)  # the same card goes on
    asked.get_by_role("button", name="Fill in everything at once").click()
    expect(page.get_by_text("Until when can I appeal against a sanction?")).to_be_visible(timeout=SECONDS)
    _say(page, "New conversation")
    expect(page.get_by_text("A new conversation begins.").last).to_be_visible(timeout=SECONDS)
    _say(page, "calculate")
    page.get_by_role("combobox", name="Search the list").last.click()
    page.keyboard.type("buyer get the refund")
    page.get_by_role("option", name="When does the buyer get the refund?").click()
    page.get_by_role("button", name="Choose").click()
    form = page.locator(".ac-adaptiveCard", has_text="Tells the earliest and latest day of a refund")
    form.get_by_text("Cancelled before shipping").click()
    day = form.get_by_placeholder("Select a date...").first
    day.fill("November 20, 2026")
    day.press("Enter")
    page.keyboard.press("Escape")
    _picture(page, "form", "Tells the earliest and latest day of a refund")
    form.get_by_role("button", name="Calculate").click()
    expect(page.locator(".ac-adaptiveCard", has_text=PROMISED)).to_have_count(2, timeout=SECONDS)
    _picture(page, "result", PROMISED)

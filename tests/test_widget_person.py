"""A person in the chat: waited for, here, gone again, and shown as such.

And what else a conversation can be: restarted, saved, deleted, voted on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.lookup import Lookup
from tests.chromium import launched, opened
from tests.embedding import PROMISED, REFUND, SECONDS, Assistant, assistant, hears, say, stored

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def served(lookup: Lookup, var: Path, tmp_path: Path) -> Iterator[Assistant]:
    with assistant(lookup, var, tmp_path) as found:
        yield found


def streamed(page: Page, *events: tuple[str, dict[str, Any]]) -> None:
    """The stream of the conversation tells this, each event with a number of its own, and then nothing."""
    told = "".join(f"id: {900 + place}\nevent: {kind}\ndata: {json.dumps(content)}\n\n" for place, (kind, content) in enumerate(events))

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/event-stream", body=f"retry: 600000\n\n{told}")

    page.unroute("**/events")
    page.route("**/events", answer)


def written(name: str, text: str, number: int = 950) -> tuple[str, dict[str, Any]]:
    return "message", {"id": str(number), "author": "agent", "name": name, "text": text, "buttons": []}


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_person_is_waited_for_comes_and_goes(browser: Browser, served: Assistant, size: str) -> None:
    back = {"title": "Back to the assistant", "payload": "Back to the assistant"}
    served.says("A colleague will answer.", buttons=[back])
    with opened(browser, served.url, size) as page:
        streamed(page, ("state", {"person": "waiting", "ahead": 2}))
        say(page, "I want to talk to a person")
        expect(page.locator("#hand")).to_contain_text("Waiting for a colleague; 2 ahead of you.", timeout=SECONDS)
        expect(page.locator("#announcer")).to_contain_text("2 ahead of you")
        expect(page.locator("#message")).to_have_attribute("placeholder", "Your message")  # a colleague is written to, and asked nothing
        expect(page.get_by_role("button", name="Back to the assistant")).to_have_count(1)
        expect(page.locator("#person")).to_be_hidden()
        streamed(page, ("state", {"person": "here", "name": "Anna Weiß"}), written("Anna Weiß", "Good morning, **which** order is it?"))
        page.reload()
        expect(page.locator("#hand")).to_contain_text("You are talking to Anna Weiß.")
        person = page.locator(".from-person")
        expect(person.get_by_role("heading", name="Anna Weiß")).to_be_visible()
        expect(person.locator(".initial")).to_have_text("A")
        expect(person.locator("strong")).to_have_text("which")
        expect(page.locator("#announcer")).to_contain_text("Anna Weiß: Good morning, which order is it?")
        served.says("The assistant again.")
        page.get_by_role("button", name="Back to the assistant").click()
        expect(page.get_by_role("log")).to_contain_text("The assistant again.", timeout=SECONDS)
        assert served.heard[-1] == "Back to the assistant"
        streamed(page, ("state", {"person": "here", "name": "Anna Weiß"}), ("state", {"person": "none"}))
        page.reload()
        expect(page.locator("#person")).to_be_visible()
        expect(page.locator("#hand")).to_be_hidden()


def test_a_closed_launcher_counts_what_a_person_writes(browser: Browser, served: Assistant) -> None:
    served.says("A colleague will answer.")
    with opened(browser, f"{served.url}/demo", "desktop") as page:
        page.locator("#launcher").click()
        streamed(page, ("state", {"person": "waiting"}))
        say(page, "I want to talk to a person")
        expect(page.locator("#hand")).to_contain_text("Waiting for a colleague.", timeout=SECONDS)
        page.locator("#close").click()
        streamed(page, ("state", {"person": "here", "name": "Anna"}), written("Anna", "Hello"), written("Anna", "Are you there?", 951))
        page.reload()  # on whatever page of the shop the seller is now
        expect(page.get_by_role("button", name="Open the assistant: 2 new messages")).to_be_visible(timeout=SECONDS)
        page.locator("#launcher").click()
        expect(page.get_by_role("log")).to_contain_text("Are you there?")
        expect(page.locator("#unread")).to_be_hidden()


def test_a_closed_launcher_asks_the_server_for_nothing(browser: Browser, served: Assistant) -> None:
    asked: list[str] = []
    with opened(browser, f"{served.url}/demo", "desktop") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.locator("#launcher").click()
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        page.locator("#close").click()
        asked.clear()
        page.reload()
        expect(page.locator("#launcher")).to_be_visible()
        page.wait_for_timeout(500)
        assert [url for url in asked if "/api/" in url] == []


# What else a conversation can be


def test_it_is_restarted_and_brought_back(browser: Browser, served: Assistant) -> None:
    with opened(browser, served.url, "phone") as page:
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        first = stored(page, "conversation")
        page.locator("#more").click()
        page.get_by_role("button", name="New conversation").click()
        expect(page.get_by_role("log")).to_be_empty()
        expect(page.get_by_text("New conversation started.").first).to_be_visible()
        page.get_by_role("button", name="Bring the last one back").click()
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        assert stored(page, "conversation") == first


def test_it_is_saved_as_markdown(browser: Browser, served: Assistant) -> None:
    with opened(browser, served.url, "phone") as page:
        page.locator("#more").click()
        expect(page.get_by_role("button", name="Save the conversation")).to_be_disabled()  # there is none yet
        page.keyboard.press("Escape")
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        page.locator("#more").click()
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save the conversation").click()
        assert saved.value.suggested_filename.endswith(".md")
        text = saved.value.path().read_text(encoding="utf-8")
    for part in (f"**You**\n\n{REFUND}", "**Assistant**", PROMISED, "[q058]", "Checked against the guide on", "Independent of AliExpress"):
        assert part in text


def test_it_goes_on_on_another_device_by_a_code_that_works_once(browser: Browser, served: Assistant) -> None:
    with opened(browser, served.url, "desktop") as page, opened(browser, served.url, "phone", "404") as phone:
        page.locator("#more").click()
        expect(page.get_by_role("button", name="Go on elsewhere")).to_be_disabled()  # there is nothing yet
        page.keyboard.press("Escape")
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        page.locator("#more").click()
        page.get_by_role("button", name="Go on elsewhere").click()
        expect(page.locator(".notice")).to_contain_text("10 minutes")
        order = page.locator(".notice strong").inner_text()
        say(phone, order)
        expect(phone.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        expect(phone.locator(".from-seller p")).to_have_text([REFUND])
        expect(phone.get_by_role("log")).to_be_focused()
        expect(phone.locator("#message")).to_have_value("")
        assert stored(phone, "conversation") == stored(page, "conversation")
        say(phone, order)
        expect(phone.locator(".notice")).to_contain_text("unknown, used or too old")
        expect(phone.locator("#message")).to_have_value(order)  # nothing that was typed is lost
        say(phone, "parcel 12345-67890")  # looks like a code, and is none
        expect(phone.locator(".from-seller p")).to_have_text([REFUND, "parcel 12345-67890"])
        hears(served, phone, "parcel 12345-67890")
        assert served.heard == [REFUND, "parcel 12345-67890"]


def test_the_conversation_left_for_one_of_a_code_can_be_brought_back(browser: Browser, served: Assistant) -> None:
    with opened(browser, served.url, "desktop") as page, opened(browser, served.url, "phone") as phone:
        for device, text in ((page, REFUND), (phone, "of my own")):
            say(device, text)
            hears(served, device, text)
        page.locator("#more").click()
        page.get_by_role("button", name="Go on elsewhere").click()
        order = page.locator(".notice strong").inner_text()
        say(phone, order)
        expect(phone.locator(".from-seller p")).to_have_text([REFUND])
        phone.get_by_role("button", name="Bring the last one back").click()
        expect(phone.locator(".from-seller p")).to_have_text(["of my own"])


def test_it_is_deleted_here_and_on_the_server_once_that_is_confirmed(browser: Browser, served: Assistant) -> None:
    with opened(browser, served.url, "phone") as page:
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        url = f"{served.url}/api/chat/{stored(page, 'conversation')}/messages"
        page.locator("#more").click()
        page.get_by_role("button", name="Delete the conversation").click()
        assert httpx.get(url, trust_env=False).status_code == 200
        page.locator(".notice").get_by_role("button", name="Delete the conversation").click()
        expect(page.get_by_text("The conversation has been deleted.").first).to_be_visible()
        expect(page.get_by_role("log")).to_be_empty()
        assert httpx.get(url, trust_env=False).status_code == 404
        assert stored(page, "conversation") == ""


def test_what_is_deleted_here_goes_from_other_devices_too(browser: Browser, served: Assistant) -> None:
    """A tablet and a phone go on with the conversation; the phone's stream is down, so it hears of it when it writes."""
    with (
        opened(browser, served.url, "desktop") as page,
        opened(browser, served.url, "desktop") as tablet,
        opened(browser, served.url, "phone", expected="Failed to load resource") as phone,
    ):
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        conversation = stored(page, "conversation")
        phone.route("**/events", lambda route: route.abort())
        for device in (tablet, phone):
            code = httpx.post(f"{served.url}/api/chat/{conversation}/pass", trust_env=False).json()["code"]
            say(device, f"continue {code}")
            expect(device.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        phone.route("**/messages", lambda route: route.abort())
        page.locator("#more").click()
        page.get_by_role("button", name="Delete the conversation").click()
        page.locator(".notice").get_by_role("button", name="Delete the conversation").click()
        expect(tablet.locator(".notice")).to_contain_text("The conversation has been deleted.", timeout=SECONDS)
        expect(tablet.get_by_role("log")).to_be_empty()
        expect(tablet.locator("#welcome")).to_be_visible()
        assert stored(tablet, "conversation") == ""
        served.says("A new one.")
        say(phone, "hello?")
        expect(phone.get_by_role("log")).to_contain_text("A new one.", timeout=SECONDS)
        expect(phone.locator(".notice")).to_contain_text("The conversation has been deleted.")
        expect(phone.locator(".message")).to_have_count(2)


def test_a_vote_is_kept_with_its_reason(browser: Browser, served: Assistant, tmp_path: Path) -> None:
    def votes() -> list[tuple[int, str]]:
        with closing(sqlite3.connect(tmp_path / "state" / "conversations.db")) as database:
            return list(database.execute("SELECT helpful, complaint FROM votes"))

    with opened(browser, served.url, "phone") as page:
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        good, bad = page.get_by_role("button", name="This helped"), page.get_by_role("button", name="This did not help")
        stood = good.bounding_box()
        assert stood
        good.click()
        expect(good).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".card-foot").get_by_text("Thank you, noted.")).to_be_visible()
        assert votes() == [(1, "")]
        bad.click()
        expect(page.get_by_role("button", name="Outdated")).to_be_visible()
        stands = good.bounding_box()
        assert stands
        assert stands["x"] == stood["x"]  # nothing jumps away under the finger
        assert page.locator(".reasons").evaluate("(node) => node.getBoundingClientRect().top") > stands["y"]
        page.get_by_role("button", name="Outdated").click()
        expect(page.get_by_role("group", name="What is wrong?")).to_be_hidden()
        expect(page.locator(".card-foot").get_by_text("Thank you, noted.")).to_be_visible()
        expect(bad).to_be_focused()
        expect(good).to_have_attribute("aria-pressed", "false")
        expect(page.locator("#announcer")).to_contain_text("Thank you, noted.")
        assert votes() == [(0, "outdated")]
        page.reload()
        expect(bad).to_have_attribute("aria-pressed", "true", timeout=SECONDS)
        expect(good).to_have_attribute("aria-pressed", "false")

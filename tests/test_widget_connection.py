"""The chat on a bad connection: nothing is lost and nothing comes twice; what was written is kept and goes when its writer says so."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, TimeoutError, expect

from bot.lookup import Lookup
from tests.chromium import launched, opened
from tests.embedding import SECONDS, Assistant, assistant, say, stored

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def served(lookup: Lookup, var: Path, tmp_path: Path) -> Iterator[Assistant]:
    with assistant(lookup, var, tmp_path) as found:
        yield found


def count(page: Page, text: str) -> int:
    return page.get_by_role("log").inner_text().count(text)


def lost(page: Page, served: Assistant) -> list[str]:
    """Gets one answer, and loses the second message on its way; gives what has been sent since, which never reaches the server."""
    served.says("First answer.")
    say(page, "one")
    expect(page.get_by_role("log")).to_contain_text("First answer.", timeout=SECONDS)
    served.says("Second answer.")
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.abort("internetdisconnected")

    page.route("**/api/chat", lose)
    say(page, "two")
    expect(page.locator(".notice")).to_contain_text("cannot be reached")
    return sent


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Waits while the page goes on. Raises AssertionError."""
    end = time.monotonic() + SECONDS / 1000
    while not is_so():
        assert time.monotonic() < end
        page.wait_for_timeout(20)


def test_a_draft_outlives_being_offline_and_a_reload(browser: Browser, served: Assistant) -> None:
    served.says("Back again.")
    with opened(browser, served.url, "phone") as page:
        page.locator("#message").press_sequentially("half a thought")
        page.context.set_offline(True)
        expect(page.get_by_role("alert")).to_contain_text("You can go on writing")
        page.locator("#message").press_sequentially(", and the rest")
        page.context.set_offline(False)
        expect(page.get_by_role("alert")).to_have_count(0)
        page.reload()
        expect(page.locator("#message")).to_have_value("half a thought, and the rest")
        assert served.heard == []


def test_what_was_sent_offline_goes_on_a_click_when_the_connection_is_back(browser: Browser, served: Assistant) -> None:
    served.says("It has come.")
    with opened(browser, served.url, "phone") as page:
        page.context.set_offline(True)
        say(page, "a question")
        expect(page.get_by_role("alert")).to_contain_text("You are offline.")
        expect(page.locator("#message")).to_have_value("a question")
        expect(page.locator(".from-seller")).to_have_count(0)
        page.context.set_offline(False)
        expect(page.locator(".notice")).to_contain_text("You are back online.")
        assert served.heard == []  # nobody is surprised by what goes by itself
        page.locator(".notice").get_by_role("button", name="Send").click()
        expect(page.get_by_role("log")).to_contain_text("It has come.", timeout=SECONDS)
        expect(page.locator("#message")).to_have_value("")
        assert served.heard == ["a question"]


def test_a_reply_that_is_lost_on_the_way_comes_by_the_stream_and_once(browser: Browser, served: Assistant) -> None:
    served.says("First answer.")
    with opened(browser, served.url, "desktop") as page:
        say(page, "one")
        expect(page.get_by_role("log")).to_contain_text("First answer.", timeout=SECONDS)
        served.says("Second answer.")

        held: list[Route] = []

        def swallow(route: Route) -> None:
            route.fetch()  # it reaches the server
            held.append(route)

        page.route("**/api/chat", swallow)
        say(page, "two")
        expect(page.get_by_role("log")).to_contain_text("Second answer.", timeout=SECONDS)
        held[0].abort("internetdisconnected")
        page.wait_for_timeout(500)
        expect(page.locator(".notice")).to_have_count(0)
        assert (count(page, "Second answer."), served.heard) == (1, ["one", "two"])


def test_an_answer_that_comes_after_its_reply_was_lost_is_not_asked_for_again(browser: Browser, served: Assistant) -> None:
    with opened(browser, served.url, "desktop") as page:
        sent = lost(page, served)
        expect(page.locator("#message")).to_have_value("two")
        reply = page.request.post(f"{served.url}/api/chat", data=sent[0], headers={"content-type": "application/json"})  # as if it came late
        assert reply.ok
        expect(page.get_by_role("log")).to_contain_text("Second answer.", timeout=SECONDS)
        expect(page.locator(".notice")).to_have_count(0)
        expect(page.locator("#message")).to_have_value("")
        assert page.locator(".from-seller p").all_inner_texts() == ["one", "two"]
        page.context.set_offline(True)
        page.context.set_offline(False)
        expect(page.locator(".notice")).to_have_count(0)
        assert (count(page, "Second answer."), served.heard) == (1, ["one", "two"])


@pytest.mark.parametrize("first", [0, 1], ids=["by-trying-again", "by-events"])
def test_an_answer_found_by_trying_again_and_by_events_at_once_is_shown_once(browser: Browser, served: Assistant, first: int) -> None:
    with opened(browser, served.url, "desktop") as page:
        sent = lost(page, served)
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/messages", hold)
        page.get_by_role("button", name="Try again").click()
        until(page, lambda: len(held) == 1)
        page.request.post(f"{served.url}/api/chat", data=sent[0], headers={"content-type": "application/json"})
        until(page, lambda: len(held) == 2)  # what stands before the answer that comes by events
        for route in (held[first], held[1 - first]):
            with page.expect_response("**/messages"):
                route.continue_()
        expect(page.get_by_role("log")).to_contain_text("Second answer.", timeout=SECONDS)
        page.wait_for_timeout(300)
        assert page.locator(".from-seller p").all_inner_texts() == ["one", "two"]
        assert (count(page, "Second answer."), served.heard, len(sent)) == (1, ["one", "two"], 1)
        expect(page.locator(".notice")).to_have_count(0)


def test_a_first_reply_that_is_lost_is_not_asked_twice(browser: Browser, served: Assistant) -> None:
    """Without a conversation there is no stream: the message is sent again, in a new conversation, only when its writer says so."""
    served.says("An answer.")
    with opened(browser, served.url, "desktop") as page:
        page.route("**/api/chat", lambda route: route.abort("internetdisconnected"))
        say(page, "one")
        expect(page.get_by_role("alert")).to_contain_text("The assistant cannot be reached.")
        expect(page.locator("#message")).to_have_value("one")
        page.unroute("**/api/chat")
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("log")).to_contain_text("An answer.", timeout=SECONDS)
        assert served.heard == ["one"]


def test_a_server_that_dies_in_mid_turn_and_comes_back_loses_and_doubles_nothing(browser: Browser, lookup: Lookup, var: Path, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    page = context.new_page()
    with assistant(lookup, var, tmp_path) as served:
        served.says("First answer.")
        page.goto(served.url)
        say(page, "one")
        expect(page.get_by_role("log")).to_contain_text("First answer.", timeout=SECONDS)
        begun = threading.Event()
        served.says("Second answer.")
        served.engine.while_asked = lambda sent: begun.set()
        served.engine.delay = 1.0
        # The reply is lost with the server; what was asked is not.
        page.route("**/api/chat", lambda route: (route.fetch(), route.abort("connectionreset")))
        say(page, "two")
        page.wait_for_timeout(200)
        assert begun.wait(10)
        page.route("**/events", lambda route: route.abort("connectionreset"))
    page.unroute("**/api/chat")
    page.unroute("**/events")
    with assistant(lookup, var, tmp_path, port=int(served.url.rpartition(":")[2])) as served:
        served.says("Third answer.")
        with suppress(TimeoutError):  # the offer goes by itself where the answer comes by events
            page.get_by_role("button", name="Try again").click(timeout=2_000)
        expect(page.get_by_role("log")).to_contain_text("Second answer.", timeout=SECONDS)
        say(page, "three")
        expect(page.get_by_role("log")).to_contain_text("Third answer.", timeout=SECONDS)
        for _ in range(2):
            assert [count(page, f"{which} answer.") for which in ("First", "Second", "Third")] == [1, 1, 1]
            assert page.locator(".from-seller p").all_inner_texts() == ["one", "two", "three"]
            page.reload()
            expect(page.get_by_role("log")).to_contain_text("Third answer.", timeout=SECONDS)
        assert served.heard == ["three"]  # nothing was asked twice
    context.close()


def test_events_that_come_twice_are_shown_once(browser: Browser, served: Assistant) -> None:
    """As from a proxy that connects again and repeats what it had; and events of any other kind, or broken ones, do no harm."""
    served.says("Hello again.")
    with opened(browser, served.url, "desktop") as page:

        def repeated(route: Route) -> None:
            told = {"id": "900", "text": "From the stream.", "buttons": [], "language": "en"}
            event = f"id: 900\nevent: message\ndata: {json.dumps(told)}\n\n"
            route.fulfill(
                content_type="text/event-stream", body=f"{event}event: message\ndata: {{broken\n\nevent: other\ndata: 1\n\nevent: state\ndata: null\n\n{event}"
            )

        page.route("**/events", repeated)
        say(page, "hello")
        expect(page.get_by_role("log")).to_contain_text("From the stream.", timeout=SECONDS)
        page.wait_for_timeout(3_000)  # the stream ends, and the browser opens it again
        assert count(page, "From the stream.") == 1
        assert count(page, "Hello again.") == 1


def test_a_conversation_that_is_gone_begins_anew(browser: Browser, served: Assistant) -> None:
    """The database gives the numbers of what was deleted to other messages: they must not be taken for those that are shown."""
    served.says("One.")
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.url)
    say(page, "one")
    expect(page.get_by_role("log")).to_contain_text("One.", timeout=SECONDS)
    first = stored(page, "conversation")
    assert page.evaluate(f"fetch('/api/chat/{first}', {{method: 'DELETE'}}).then((response) => response.status)") == 204
    served.says("Two.")
    say(page, "two")
    expect(page.get_by_role("log")).to_contain_text("Two.", timeout=SECONDS)
    assert stored(page, "conversation") not in ("", first)
    context.close()


def test_two_tabs_show_one_conversation(browser: Browser, served: Assistant) -> None:
    served.says("One.")
    with opened(browser, served.url, "desktop") as page:
        say(page, "first")
        expect(page.get_by_role("log")).to_contain_text("One.", timeout=SECONDS)
        other = page.context.new_page()
        other.goto(served.url)
        expect(other.get_by_role("log")).to_contain_text("One.", timeout=SECONDS)
        served.says("Two.")
        say(other, "second")
        expect(page.get_by_role("log")).to_contain_text("Two.", timeout=SECONDS)
        served.says("Three.")
        say(page, "third")
        expect(other.get_by_role("log")).to_contain_text("Three.", timeout=SECONDS)
        for tab in (page, other):
            assert tab.locator(".from-seller p").all_inner_texts() == ["first", "second", "third"]
            assert [count(tab, f"{answer}.") for answer in ("One", "Two", "Three")] == [1, 1, 1]
        other.close()


def test_the_sign_that_it_is_working_is_there_at_once(browser: Browser, served: Assistant) -> None:
    served.says("At last.")
    served.engine.delay = 2.0
    with opened(browser, served.url, "desktop") as page:
        page.locator("#message").fill("hello")
        waited = page.evaluate("""() => new Promise((resolve) => {
          const root = document.querySelector("seller-assistant").shadowRoot;
          const sign = root.getElementById("waiting");
          const began = performance.now();
          new MutationObserver(() => { if (!sign.hidden) resolve(performance.now() - began); }).observe(sign, { attributes: true });
          root.getElementById("send").click();
        })""")
        assert waited < 100
        expect(page.locator("#waiting")).to_be_visible()
        expect(page.get_by_role("log")).to_contain_text("At last.", timeout=SECONDS)
        expect(page.locator("#waiting")).to_be_hidden()

"""Hostile content in the chat: whatever comes as a message, a name, an article, a button or an option stays text; and nobody reads another's conversation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.lookup import Lookup
from tests.chromium import launched, opened
from tests.embedding import SECONDS, Assistant, assistant, say, shop, stored

pytestmark = [pytest.mark.browser, pytest.mark.model]

EVIL = '<img src=x onerror="window.hit=1"><svg onload="window.hit=1"></svg><script>window.hit=1</script>"\'><b>x</b>[y](javascript:window.hit=1)'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def served(lookup: Lookup, var: Path, tmp_path: Path) -> Iterator[Assistant]:
    with assistant(lookup, var, tmp_path) as found:
        yield found


def harmless(page: Page) -> None:
    """Nothing of it has become an element, a link or a script that runs."""
    found = page.evaluate("""() => {
      const root = document.querySelector("seller-assistant").shadowRoot;
      const links = [...root.querySelectorAll("a")].filter((link) => !["http:", "https:"].includes(link.protocol)).map((link) => link.href);
      return [window.hit ?? 0, root.querySelectorAll("img, script, b, svg[onload], [onerror], iframe, style").length, links];
    }""")
    assert found == [0, 0, []]


def test_in_everything_that_a_message_holds(browser: Browser, served: Assistant) -> None:
    receipt: dict[str, Any] = {"rule": EVIL, "inputs": {EVIL: EVIL}, "steps": [EVIL], "calendar": EVIL}
    receipt["parameters"] = [{"title": EVIL, "value": EVIL, "unit": "__proto__", "source": {"article": EVIL, "states": EVIL}}]
    blocks = [{"kind": "lead", "heading": EVIL, "text": EVIL}, {"kind": EVIL, "heading": "", "text": f"- {EVIL}\n# {EVIL}"}]
    content: dict[str, Any] = {
        "blocks": blocks,
        "sources": [{"id": EVIL, "title": EVIL, "section": EVIL, "checked_on": EVIL, "language": EVIL}],
        "caveats": [EVIL, EVIL],
        "dates": [{"key": "x", "value": EVIL, "label": EVIL}],
        "table": {"columns": [EVIL], "rows": [[EVIL]]},
    }
    message = {
        "id": "901",
        "text": EVIL,
        "language": EVIL,
        "buttons": [{"title": EVIL, "payload": EVIL}],
        "input": {"kind": "choices", "options": [EVIL], "none": EVIL},
    }
    message["answer"] = dict(content) | {"receipt": receipt, "receipt_id": '../../"onclick="window.hit=1'}
    told = f"id: 901\nevent: message\ndata: {json.dumps(message)}\n\n"

    with opened(browser, served.url, "desktop") as page:
        page.route("**/events", lambda route: route.fulfill(content_type="text/event-stream", body=f"retry: 600000\n\n{told}"))
        served.says("Hello.")
        say(page, EVIL)
        expect(page.locator(".from-assistant")).to_have_count(2, timeout=SECONDS)
        expect(page.locator(".from-seller")).to_contain_text(EVIL)
        page.get_by_text("How this was worked out").click()
        expect(page.locator(".receipt")).to_contain_text("<script>")
        expect(page.locator(".picker")).to_be_visible()
        harmless(page)
        assert page.locator(".card-actions a").get_attribute("href") == f"{served.url}/api/receipts/../../%22onclick=%22window.hit=1.ics".replace(
            "/api/receipts/../..", ""
        )


def test_in_the_name_and_the_words_of_a_person(browser: Browser, served: Assistant) -> None:
    events = [("state", {"person": "here", "name": EVIL}), ("message", {"id": "902", "author": "agent", "name": EVIL, "text": EVIL, "buttons": []})]
    told = "".join(f"id: {901 + place}\nevent: {kind}\ndata: {json.dumps(content)}\n\n" for place, (kind, content) in enumerate(events))
    with opened(browser, served.url, "desktop") as page:
        page.route("**/events", lambda route: route.fulfill(content_type="text/event-stream", body=f"retry: 600000\n\n{told}"))
        served.says("Hello.")
        say(page, "hello")
        expect(page.locator(".from-person")).to_contain_text("<script>", timeout=SECONDS)
        expect(page.locator("#hand")).to_contain_text("<script>")
        harmless(page)


def test_in_an_article(browser: Browser, served: Assistant) -> None:
    article = {"title": EVIL, "section": EVIL, "body": f"{EVIL}\n\n## {EVIL}\n\n- {EVIL}", "checked_on": EVIL, "review_by": EVIL, "language": EVIL}

    def answer(route: Route) -> None:
        route.fulfill(json=article)

    with opened(browser, served.url, "desktop") as page:
        page.route("**/api/articles/**", answer)
        served.says("Hello.", sources=[{"id": "../../evil?x=#", "title": "Source", "section": "", "checked_on": ""}])
        say(page, "hello")
        with page.expect_request("**/api/articles/**") as asked:
            page.locator(".source").click()
        assert asked.value.url == f"{served.url}/api/articles/..%2F..%2Fevil%3Fx%3D%23?language=en"
        expect(page.locator("#article-body")).to_contain_text("<script>", timeout=SECONDS)
        harmless(page)


def test_in_what_the_page_around_it_sets(browser: Browser, served: Assistant) -> None:
    with opened(browser, served.url, "desktop") as page:
        page.evaluate(
            """(evil) => {
              const chat = document.querySelector("seller-assistant");
              for (const name of ["heading", "greeting", "lang", "key", "mode"]) chat.setAttribute(name, evil);
            }""",
            EVIL,
        )
        expect(page.locator("#heading")).to_have_text(EVIL)
        harmless(page)


def test_another_visitor_reads_nothing(browser: Browser, served: Assistant) -> None:
    """Neither in another browser, nor on another site in the same one, nor by a conversation's id that is made up."""
    served.says("A secret of the first.")
    with opened(browser, served.url, "desktop") as first:
        say(first, "hello")
        expect(first.get_by_role("log")).to_contain_text("A secret of the first.", timeout=SECONDS)
        assert len(stored(first, "conversation")) == 32  # 192 random bits
        with opened(browser, served.url, "desktop") as second:
            expect(second.locator("#welcome")).to_be_visible()
            assert stored(second, "conversation") == ""
        elsewhere = first.context.new_page()
        with shop() as other:
            other.embeds(served.url, tag="")
            elsewhere.goto(other.url)
            assert elsewhere.evaluate("Object.keys(localStorage)") == []
            for path in (f"/api/chat/{stored(first, 'conversation')}/messages", "/api/ask"):
                read = f"fetch('{served.url}{path}').then(() => 'read', () => 'refused')"
                assert elsewhere.evaluate(read) == "refused"  # even with the id
        elsewhere.close()

"""The chat by keyboard alone and as a screen reader hears it: order, focus that is kept and returned, Escape, and one announcement for one answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.lookup import Lookup
from tests.chromium import SIZES, launched, opened
from tests.embedding import PROMISED, REFUND, SECONDS, Assistant, assistant, hears

pytestmark = [pytest.mark.browser, pytest.mark.model]

FOCUSED = """() => {
  const deep = (root) => root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement;
  const node = deep(document);
  return node.id || node.className.split(" ")[0] || node.tagName;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def served(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with assistant(lookup, var, tmp_path_factory.mktemp("keyboard")) as found:
        yield found


def focused(page: Page) -> str:
    found: str = page.evaluate(FOCUSED)
    return found


def walk(page: Page, steps: int, key: str = "Tab") -> list[str]:
    """Where the focus is after each step."""
    found = []
    for _ in range(steps):
        page.keyboard.press(key)
        found.append(focused(page))
    return found


@pytest.mark.parametrize("size", SIZES)
def test_all_of_the_panel_by_keyboard(browser: Browser, served: Assistant, size: str) -> None:
    with opened(browser, f"{served.url}/demo", size) as page:
        expect(page.locator("#launcher")).to_be_visible()
        page.locator("#ask").focus()
        page.keyboard.press("Tab")
        assert focused(page) == "launcher"
        expect(page.locator("#launcher")).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("Enter")
        expect(page.locator("#message")).to_be_focused()
        page.keyboard.type(REFUND)
        page.keyboard.press("Enter")
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        assert focused(page) == "message"
        back = walk(page, 30, "Shift+Tab")
        path = back[: back.index("person") + 1]
        # From the field upwards: what may be asked next, the actions of the answer, its sources, then the bar. No bubble and no card takes the focus.
        assert set(path) - {"latest"} == {"choice", "quiet", "SUMMARY", "source", "close", "more", "person"}
        assert path[-3:] == ["close", "more", "person"]
        page.locator("#message").focus()
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()
        assert focused(page) == "launcher"


def test_the_panel_of_a_phone_keeps_the_focus_inside(browser: Browser, served: Assistant) -> None:
    with opened(browser, f"{served.url}/demo", "phone") as page:
        page.locator("#launcher").click()
        expect(page.locator("#message")).to_be_focused()
        assert page.locator("#panel").evaluate("(node) => node.matches(':modal')")
        assert not {"ask", "launcher"} & set(walk(page, 20))


def test_escape_closes_one_thing_at_a_time_and_the_focus_returns(browser: Browser, served: Assistant) -> None:
    with opened(browser, f"{served.url}/demo", "desktop") as page:
        page.locator("#launcher").click()
        expect(page.locator("#message")).to_be_focused()
        page.keyboard.type(REFUND)
        page.keyboard.press("Enter")
        source = page.locator(".source").first
        expect(source).to_be_visible(timeout=SECONDS)
        source.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#article")).to_contain_text("7 to 14 days", timeout=SECONDS)
        assert focused(page) == "article-close"
        page.keyboard.press("Escape")
        expect(page.locator("#article")).to_be_hidden()
        expect(source).to_be_focused()
        page.locator("#more").focus()
        page.keyboard.press("Enter")
        assert focused(page) == "restart"
        page.keyboard.press("Escape")
        expect(page.locator("#menu")).to_be_hidden()
        assert focused(page) == "more"
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()


@pytest.mark.parametrize("size", SIZES)
def test_a_panel_that_was_open_takes_no_focus_on_the_next_page(browser: Browser, served: Assistant, size: str) -> None:
    """Else Enter would call a person."""
    with opened(browser, f"{served.url}/demo", size) as page:
        page.locator("#launcher").click()
        expect(page.locator("#message")).to_be_focused()
        page.reload()
        expect(page.locator("#panel")).to_be_visible()
        expect(page.locator(".suggestion").first).to_be_visible()
        assert focused(page) == "BODY"


def test_what_is_to_be_confirmed_has_the_focus_and_a_way_back(browser: Browser, served: Assistant) -> None:
    with opened(browser, served.url, "phone") as page:
        expect(page.locator("#message")).to_be_focused()
        page.keyboard.type(REFUND)
        page.keyboard.press("Enter")
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        page.locator("#more").focus()
        page.keyboard.press("Enter")
        page.locator("#forget").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Cancel", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Delete this conversation?")).to_have_count(0)
        expect(page.locator("#message")).to_be_focused()
        expect(page.get_by_role("log")).to_contain_text(PROMISED)
        page.locator("#more").focus()
        page.keyboard.press("Enter")
        page.locator("#elsewhere").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Copy", exact=True).last).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".notice")).to_contain_text("continue ")  # the code can still be read


def test_a_window_that_shrinks_keeps_the_panel_and_the_focus(browser: Browser, served: Assistant) -> None:
    with opened(browser, f"{served.url}/demo", "desktop") as page:
        page.locator("#launcher").click()
        expect(page.locator("#message")).to_be_focused()
        page.keyboard.type("half a thought")
        page.set_viewport_size({"width": 360, "height": 740})
        expect(page.locator("#panel:modal")).to_be_visible()
        expect(page.locator("#message")).to_be_focused()
        page.set_viewport_size({"width": 1280, "height": 860})
        expect(page.locator("#panel:modal")).to_have_count(0)
        expect(page.locator("#message")).to_have_value("half a thought")


def test_a_combobox_follows_its_pattern(browser: Browser, served: Assistant) -> None:
    served.says("Which country?", input={"kind": "choice", "options": ["Åland Islands", "Chad", "France", "Finland", "French Guiana"]})
    with opened(browser, served.url, "desktop") as page:
        expect(page.locator("#message")).to_be_focused()
        page.keyboard.type("hello")
        page.keyboard.press("Enter")
        field = page.get_by_role("combobox", name="Search the list")
        expect(field).to_be_visible(timeout=SECONDS)
        field.focus()
        expect(field).to_have_attribute("aria-expanded", "false")
        page.keyboard.type("fr")
        expect(field).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".options li")).to_have_text(["France", "French Guiana"])
        page.keyboard.press("ArrowUp")
        expect(page.locator(".options li[aria-selected=true]")).to_have_text("French Guiana")
        page.keyboard.press("ArrowDown")
        chosen = page.locator(".options li[aria-selected=true]")
        expect(chosen).to_have_text("France")
        assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        assert page.evaluate("document.querySelector('seller-assistant').shadowRoot.getElementById('" + str(chosen.get_attribute("id")) + "') !== null")
        page.keyboard.press("Escape")
        expect(field).to_have_attribute("aria-expanded", "false")
        expect(field).to_be_focused()
        page.keyboard.press("Escape")
        expect(field).to_have_value("")
        page.keyboard.type("aland")  # without its ring
        page.keyboard.press("Enter")
        expect(page.locator(".from-seller").last).to_contain_text("Åland Islands")
        hears(served, page, "Åland Islands")
        served.looks_up()


def test_an_answer_is_announced_once_and_politely(browser: Browser, served: Assistant) -> None:
    with opened(browser, served.url, "desktop") as page:
        page.evaluate("""() => {
          window.said = [];
          const announcer = document.querySelector("seller-assistant").shadowRoot.getElementById("announcer");
          new MutationObserver(() => { if (announcer.textContent) said.push(announcer.textContent); }).observe(announcer, { childList: true });
        }""")
        expect(page.locator("#message")).to_be_focused()
        expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")  # or each part of an answer would be read out as it is drawn
        page.keyboard.type(REFUND)
        page.keyboard.press("Enter")
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        expect(page.locator("#announcer")).to_contain_text(PROMISED)
        page.wait_for_timeout(800)
        said = page.evaluate("said")
        assert len(said) == 1
        assert said[0].startswith("Assistant:")
        assert "When does a buyer get his money back" in said[0]
        expect(page.locator("#announcer")).to_have_attribute("aria-live", "polite")

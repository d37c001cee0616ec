"""Every screen of the chat at phone and desktop width, light and dark: nothing that axe-core finds, nothing that sticks out, enough to see and to touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.lookup import Lookup
from tests.chromium import SIZES, launched, opened
from tests.embedding import PROMISED, REFUND, SECONDS, Assistant, assistant, say

pytestmark = [pytest.mark.browser, pytest.mark.model]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def served(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with assistant(lookup, var, tmp_path_factory.mktemp("screens")) as found:
        yield found


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def looked_over(page: Page) -> None:
    """Nothing is wrong with what is shown now."""
    page.mouse.move(0, 0)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(violation["id"], [(node["target"], node["failureSummary"]) for node in violation["nodes"]]) for violation in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    small = page.evaluate("""() => {
      const roots = [...document.querySelectorAll("seller-assistant")].map((host) => host.shadowRoot);
      return roots.flatMap((root) => [...root.querySelectorAll("button, a, select, input, textarea, summary")])
        .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".unseen, .skip"))
        .map((node) => [node.id || node.className, node.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name);
    }""")
    assert small == []


def answered(page: Page, served: Assistant) -> None:
    served.looks_up()
    say(page, REFUND)
    expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)


def unfolded(page: Page, served: Assistant) -> None:
    answered(page, served)
    page.get_by_text("How this was worked out").click()
    expect(page.get_by_text("Figures used")).to_be_visible()
    page.get_by_role("button", name="This did not help").click()
    expect(page.get_by_role("button", name="Incorrect", exact=True)).to_be_focused()


def article(page: Page, served: Assistant) -> None:
    answered(page, served)
    page.locator(".source").first.click()
    expect(page.locator("#article")).to_contain_text("7 to 14 days", timeout=SECONDS)


def menu(page: Page, served: Assistant) -> None:
    page.locator("#more").click()
    expect(page.get_by_role("button", name="New conversation")).to_be_visible()


def confirmation(page: Page, served: Assistant) -> None:
    answered(page, served)
    page.locator("#more").click()
    page.get_by_role("button", name="Delete the conversation").click()
    expect(page.get_by_text("Delete this conversation?")).to_be_visible()


def offline(page: Page, served: Assistant) -> None:
    page.context.set_offline(True)
    say(page, REFUND)
    expect(page.get_by_role("alert")).to_contain_text("You are offline.")


def day(page: Page, served: Assistant) -> None:
    served.says("When was it?", input={"kind": "moment", "time": "optional"})
    say(page, "hello")
    expect(page.get_by_label("Pick a day")).to_be_visible(timeout=SECONDS)


def long_list(page: Page, served: Assistant) -> None:
    served.says("Which country?", input={"kind": "choice", "options": list(served.lookup.base.wording.countries)})
    say(page, "hello")
    page.get_by_role("combobox", name="Search the list").fill("an")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".options li").first).to_be_visible()


def several(page: Page, served: Assistant) -> None:
    served.says("Which ones?", input={"kind": "choices", "options": ["Furniture", "Batteries and accumulators", "Tyres"], "none": "none"})
    say(page, "hello")
    page.get_by_role("button", name="Furniture").click()
    expect(page.get_by_role("button", name="Furniture")).to_have_attribute("aria-pressed", "true")


SCREENS: dict[str, Callable[[Page, Assistant], None]] = {
    "welcome": lambda page, served: None,
    "answer": answered,
    "unfolded": unfolded,
    "article": article,
    "menu": menu,
    "confirmation": confirmation,
    "offline": offline,
    "day": day,
    "long list": long_list,
    "several": several,
}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_page(browser: Browser, served: Assistant, size: str, scheme: str, screen: str) -> None:
    with opened(browser, served.url, size, color_scheme=scheme) as page:
        expect(page.locator("#message")).to_be_visible()
        SCREENS[screen](page, served)
        looked_over(page)


@pytest.mark.parametrize("screen", ["closed", "welcome", "answer", "article", "menu", "day"])
def test_the_launcher_on_the_demonstration(browser: Browser, served: Assistant, size: str, scheme: str, screen: str) -> None:
    with opened(browser, f"{served.url}/demo", size, color_scheme=scheme) as page:
        expect(page.locator("#launcher")).to_be_visible()
        if screen != "closed":
            page.locator("#launcher").click()
            SCREENS[screen](page, served)
        looked_over(page)


@pytest.mark.parametrize("query", ["?mode=inline", "?theme=plum"])
def test_the_other_ways_of_the_demonstration(browser: Browser, served: Assistant, size: str, scheme: str, query: str) -> None:
    with opened(browser, f"{served.url}/demo{query}", size, color_scheme=scheme) as page:
        if "inline" not in query:
            page.locator("#launcher").click()
        answered(page, served)
        looked_over(page)


def test_an_article_stands_beside_the_chat_where_there_is_room(browser: Browser, served: Assistant, size: str) -> None:
    for path in ("/", "/demo"):
        with opened(browser, served.url + path, size) as page:
            if path == "/demo":
                page.locator("#launcher").click()
            article(page, served)
            chat, beside = page.locator("#composer").bounding_box(), page.locator("#article").bounding_box()
            assert chat
            assert beside
            overlap = min(chat["x"] + chat["width"], beside["x"] + beside["width"]) - max(chat["x"], beside["x"])
            assert (overlap <= 0) == (size == "desktop")
            assert page.locator("#article").evaluate("(node) => node.matches(':modal')") == (size == "phone")


def covered(page: Page) -> list[str]:
    """What in the bar or the notice lies over something else there."""
    found: list[str] = page.evaluate("""() => {
      const root = document.querySelector("seller-assistant").shadowRoot;
      const box = (node) => {
        const range = document.createRange();  // text that runs out of its element counts too
        range.selectNodeContents(node);
        return (node.matches("p") ? range : node).getBoundingClientRect();
      };
      const lie = ([, one], [, other]) => one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1;
      return [".bar-title > *, .bar-row .button", ".notice > *"].flatMap((group) => {
        const boxes = [...root.querySelectorAll(group)].filter((node) => node.checkVisibility()).map((node) => [node.textContent || node.title, box(node)]);
        return boxes.flatMap((one, place) => boxes.slice(place + 1).filter((other) => lie(one, other)).map((other) => `${one[0]} / ${other[0]}`));
      });
    }""")
    return found


@pytest.mark.parametrize("width", [320, 412])
@pytest.mark.parametrize("path", ["/?lang=fr", "/demo"])
def test_on_no_phone_anything_lies_over_something_else(browser: Browser, served: Assistant, width: int, path: str) -> None:
    """French has the longest words; a message that could not be sent, the notice with most in it."""
    with opened(browser, served.url + path, "phone", locale="fr-FR") as page:
        page.set_viewport_size({"width": width, "height": 740})
        if path == "/demo":
            page.locator("#launcher").click()
        expect(page.locator("#message")).to_be_visible()
        page.context.set_offline(True)
        say(page, "Jusqu’à quand ?")
        expect(page.get_by_text("Vous êtes hors ligne.")).to_be_visible()
        page.context.set_offline(False)
        expect(page.get_by_text("Vous êtes de nouveau en ligne.")).to_be_visible()
        assert covered(page) == []


def test_twice_as_large_all_is_still_there(browser: Browser, served: Assistant) -> None:
    """A desktop window at 200 % is one of half the width and height: 640 by 430."""
    with opened(browser, served.url, "desktop") as page:
        page.set_viewport_size({"width": 640, "height": 430})
        answered(page, served)
        looked_over(page)
        for control in ("#message", "#send", "#more", "#person"):
            box = page.locator(control).bounding_box()
            assert box
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 430


def test_colours_of_the_system_and_still_pictures_are_respected(browser: Browser, served: Assistant) -> None:
    with opened(browser, f"{served.url}/demo", "desktop", forced_colors="active") as page:
        page.locator("#launcher").click()
        several(page, served)
        assert page.locator("#launcher").evaluate("(node) => getComputedStyle(node).borderTopStyle") == "solid"
        pressed, other = (page.get_by_role("button", name=name).evaluate("(node) => getComputedStyle(node).backgroundColor") for name in ("Furniture", "Tyres"))
        assert pressed != other
        assert page.evaluate("document.querySelector('seller-assistant').shadowRoot.getAnimations().length") == 0

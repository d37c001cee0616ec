"""The chat on a page of another origin: two lines of HTML, its attributes, methods and events, and that neither page disturbs the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.lookup import Lookup
from tests.chromium import launched, opened
from tests.embedding import PROMISED, REFUND, SECONDS, Assistant, Shop, assistant, say, shop

pytestmark = [pytest.mark.browser, pytest.mark.model]

HOSTILE = """<style>
  * { all: unset; font-size: 7px !important; color: transparent !important; visibility: hidden !important; }
  button { display: none !important; }
  html { font-size: 5px; }
  seller-assistant { visibility: visible !important; }
</style>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def seller_shop() -> Iterator[Shop]:
    with shop() as found:
        yield found


@pytest.fixture
def served(lookup: Lookup, var: Path, tmp_path: Path, seller_shop: Shop) -> Iterator[Assistant]:
    with assistant(lookup, var, tmp_path, origins=seller_shop.url) as found:
        yield found


def launcher(page: Page) -> None:
    page.locator("#launcher").click()
    expect(page.locator("#message")).to_be_focused()


# Another origin


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_two_lines_put_it_on_any_page(browser: Browser, served: Assistant, seller_shop: Shop, size: str) -> None:
    seller_shop.embeds(served.url)
    with opened(browser, seller_shop.url, size) as page:
        launcher(page)
        expect(page.get_by_text("Automated assistant", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Talk to a person")).to_be_visible()
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        page.locator(".source").first.click()
        expect(page.locator("#article")).to_contain_text("7 to 14 days", timeout=SECONDS)
        page.keyboard.press("Escape")
        page.get_by_text("How this was worked out").click()
        expect(page.get_by_text("Figures used")).to_be_visible()
        with page.expect_download() as saved:
            page.get_by_role("link", name="Add to calendar").click()
        assert "BEGIN:VCALENDAR" in saved.value.path().read_text(encoding="utf-8")
        page.locator("#more").click()
        page.locator("#language").select_option("fr")
        expect(page.locator("#message")).to_have_attribute("placeholder", "Posez votre question")
        assert page.context.cookies() == []
        page.reload()
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)  # it was open, and is again


def test_a_page_that_is_not_listed_gets_no_answer(browser: Browser, lookup: Lookup, var: Path, tmp_path: Path, seller_shop: Shop) -> None:
    with assistant(lookup, var, tmp_path, origins="https://else.example") as stranger:
        seller_shop.embeds(stranger.url)
        context = browser.new_context()
        page = context.new_page()
        with page.expect_event("console", predicate=lambda told: "CORS" in told.text):
            page.goto(seller_shop.url)  # the words of its language are refused to it
        expect(page.locator("#launcher")).to_be_hidden()
        assert page.evaluate(f"fetch('{stranger.url}/api/chat', {{method: 'POST', mode: 'no-cors', body: '{{\"text\": \"hello\"}}'}}).then(() => 1)") == 1
        assert stranger.heard == []
        context.close()


def test_a_strict_policy_of_the_page_needs_but_the_origin_of_the_assistant(browser: Browser, served: Assistant, seller_shop: Shop) -> None:
    seller_shop.headers["Content-Security-Policy"] = f"default-src 'none'; script-src {served.url}; connect-src {served.url}"
    seller_shop.embeds(served.url)
    with opened(browser, seller_shop.url, "desktop") as page:
        launcher(page)
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        page.locator(".source").first.click()
        expect(page.locator("#article")).to_contain_text("7 to 14 days", timeout=SECONDS)
        page.locator("#article-close").click()
        assert page.locator(".bubble").evaluate("(node) => getComputedStyle(node).borderRadius") != "0px"


# Neither disturbs the other


def test_the_style_of_the_page_does_not_reach_it(browser: Browser, served: Assistant, seller_shop: Shop) -> None:
    seller_shop.embeds(served.url)
    seller_shop.embeds(served.url, head=HOSTILE, path="/hostile")
    looks = []
    for path in ("/", "/hostile"):
        with opened(browser, seller_shop.url + path, "desktop") as page:
            expect(page.locator("#launcher")).to_be_visible()
            page.locator("#launcher").click()
            looks.append(
                page.evaluate("""() => ["#bar", "#heading", "#message", "#person", ".suggestion", ".fine-print"].map((name) => {
              const node = document.querySelector("seller-assistant").shadowRoot.querySelector(name);
              const { fontSize, color, visibility, display, fontFamily } = getComputedStyle(node);
              const { width, height } = node.getBoundingClientRect();
              return { name, fontSize, color, visibility, display, fontFamily, width, height };
            })""")
            )
    assert looks[0] == looks[1]


def test_it_leaves_the_page_alone(browser: Browser, served: Assistant, seller_shop: Shop) -> None:
    seller_shop.embeds(served.url)
    state = """() => [document.title, document.documentElement.lang, location.href, document.adoptedStyleSheets.length, document.styleSheets.length,
      getComputedStyle(document.querySelector("button")).font, document.head.children.length, document.body.children.length]"""
    with opened(browser, seller_shop.url, "desktop") as page:
        expect(page.locator("#launcher")).to_be_visible()
        before, names = page.evaluate(state), set(page.evaluate("Object.keys(window)"))
        launcher(page)
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        assert page.evaluate(state) == before
        assert set(page.evaluate("Object.keys(window)")) == names
        assert all(key.startswith("seller-assistant ") for key in page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"))


def test_two_on_one_page_hold_two_conversations(browser: Browser, served: Assistant, seller_shop: Shop) -> None:
    tags = '<seller-assistant mode="inline" key="one"></seller-assistant><seller-assistant mode="inline" key="two" lang="fr"></seller-assistant>'
    seller_shop.embeds(served.url, tags)
    with opened(browser, seller_shop.url, "desktop") as page:
        one, two = page.locator("seller-assistant").nth(0), page.locator("seller-assistant").nth(1)
        expect(two.locator("#message")).to_have_attribute("placeholder", "Posez votre question")
        expect(one.locator("#message")).to_have_attribute("placeholder", "Ask your question")
        one.locator("#message").fill(REFUND)
        one.locator("#message").press("Enter")
        expect(one.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        expect(two.get_by_role("log")).to_be_empty()
        two.locator("#message").fill("Quand l’argent d’une vente m’est-il versé ?")
        one.locator(".source").first.click()
        expect(one.locator("#article")).to_be_visible()
        expect(two.locator("#article")).to_have_count(0)
        one.locator("#article-close").click()
        expect(one.locator(".source").first).to_be_focused()
        two.locator("#message").press("Enter")
        expect(two.locator(".from-assistant")).to_have_count(1, timeout=SECONDS)
        expect(one.locator(".from-seller")).to_have_count(1)
        page.reload()
        expect(one.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        expect(two.get_by_role("log")).not_to_contain_text(PROMISED)
        expect(two.locator(".from-assistant")).to_have_count(1)


def test_it_goes_on_where_the_page_moves_it(browser: Browser, served: Assistant, seller_shop: Shop) -> None:
    seller_shop.embeds(served.url, '<seller-assistant mode="inline" heading="First"></seller-assistant>')
    with opened(browser, seller_shop.url, "desktop") as page:
        say(page, REFUND)
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        page.evaluate("document.querySelector('main').append(document.querySelector('seller-assistant'))")
        served.says("Another answer.")
        say(page, "and then?")
        expect(page.get_by_role("log")).to_contain_text("Another answer.", timeout=SECONDS)
        expect(page.get_by_role("log")).to_contain_text(PROMISED)
        page.evaluate("document.querySelector('seller-assistant').remove()")
        page.context.set_offline(True)  # whoever is gone hears nothing of it
        page.context.set_offline(False)


# What the page may say to it


def test_its_methods_and_events(browser: Browser, served: Assistant, seller_shop: Shop) -> None:
    seller_shop.embeds(served.url, '<seller-assistant heading="Help desk" greeting="How can we help you?"></seller-assistant>')
    with opened(browser, seller_shop.url, "desktop") as page:
        expect(page.locator("#launcher")).to_be_visible()
        page.evaluate("""() => {
          window.told = [];
          const tell = ({ type, detail }) => told.push([type, detail.articles ?? null]);
          for (const name of ["open", "close", "answer"]) addEventListener(`assistant-${name}`, tell);
        }""")
        page.locator("h1 + button").focus()
        page.evaluate("document.querySelector('seller-assistant').open()")
        expect(page.get_by_role("heading", name="Help desk")).to_be_visible()
        expect(page.get_by_role("heading", name="How can we help you?")).to_be_visible()
        expect(page.get_by_text("I am an automated assistant")).to_be_visible()
        page.evaluate("document.querySelector('seller-assistant').close()")
        expect(page.locator("#panel")).to_be_hidden()
        expect(page.locator("h1 + button")).to_be_focused()
        page.evaluate(f"document.querySelector('seller-assistant').ask('{REFUND}')")
        expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
        page.evaluate("document.querySelector('seller-assistant').removeAttribute('open')")
        expect(page.locator("#panel")).to_be_hidden()
        told = page.evaluate("told")
        assert [name for name, _ in told] == ["assistant-open", "assistant-close", "assistant-open", "assistant-answer", "assistant-close"]
        assert told[3][1][0] == "q058"


def test_the_page_may_set_colours_font_and_language(browser: Browser, served: Assistant, seller_shop: Shop) -> None:
    theme = (
        "<style>seller-assistant { --assistant-accent: rgb(123, 45, 91); --assistant-font: Georgia; --assistant-radius: 2px; --assistant-scheme: dark }</style>"
    )
    seller_shop.embeds(served.url, '<seller-assistant mode="inline" lang="es"></seller-assistant>', head=theme)
    with opened(browser, seller_shop.url, "desktop") as page:
        expect(page.locator("#message")).to_have_attribute("placeholder", "Haga su pregunta")
        page.locator("#message").fill("x")
        assert page.locator("#send").evaluate("(node) => getComputedStyle(node).backgroundColor") == "rgb(123, 45, 91)"
        assert page.locator("#heading").evaluate("(node) => getComputedStyle(node).fontFamily") == "Georgia"
        assert page.locator("#bar").evaluate("(node) => getComputedStyle(node).backgroundColor") == "rgb(24, 32, 31)"  # of the dark scheme
        page.evaluate("document.querySelector('seller-assistant').lang = 'it'")
        expect(page.locator("#message")).to_have_attribute("placeholder", "Faccia la Sua domanda")
        page.evaluate("document.querySelector('seller-assistant').setAttribute('lang', 'xx')")
        expect(page.locator("#message")).to_have_attribute("placeholder", "Faccia la Sua domanda")


def test_a_language_that_was_chosen_outlives_the_one_of_the_page(browser: Browser, served: Assistant, seller_shop: Shop) -> None:
    seller_shop.embeds(served.url, '<seller-assistant mode="inline" lang="fr"></seller-assistant>')
    with opened(browser, seller_shop.url, "desktop") as page:
        page.locator("#language").select_option("it")
        page.reload()
        expect(page.locator("#message")).to_have_attribute("placeholder", "Faccia la Sua domanda")

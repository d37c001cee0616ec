"""The chat page in a real browser, by keyboard alone, at phone and desktop width, against the real processes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import SIZES, launched, opened

pytestmark = [pytest.mark.browser, pytest.mark.dialogue]

QUESTION = "The buyer cancelled on 20 November 2026 before shipping. When is the refund due?"
PROMISED = "Thursday 10 December 2026"
"""The 14th working day after Friday 20 November 2026: 23 to 27 November, 30 November to 4 December, 7 to 10 December."""
SECONDS = 20_000  # milliseconds, as playwright counts


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(params=SIZES)
def page(browser: Browser, served: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with opened(browser, served, request.param) as found:
        expect(found.locator("#message")).to_be_focused()  # once its words have come
        yield found


def say(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def log(page: Page) -> str:
    return page.get_by_role("log").inner_text()


def test_an_answer_is_computed_shown_and_sourced_by_keyboard(page: Page) -> None:
    expect(page.get_by_label("Your message")).to_be_focused()
    expect(page.get_by_text("automated assistant, independent of AliExpress")).to_be_visible()
    say(page, QUESTION)
    expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
    source = page.get_by_role("log").get_by_role("button", name=re.compile("When does a buyer get his money back")).first
    source.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("7 to 14 days", timeout=SECONDS)  # the guide, question 58
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(source).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_form_is_filled_by_a_button_and_the_page_comes_back_after_a_reload(page: Page) -> None:
    say(page, "When will my customer, who called the order off, be paid back? I need the date.")
    choice = page.get_by_role("button", name="Cancelled before shipping")
    expect(choice).to_be_visible(timeout=SECONDS)
    choice.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("On which day", timeout=SECONDS)
    page.get_by_label("Your message").focus()
    say(page, "on 20 November 2026")
    expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)
    page.reload()
    expect(page.get_by_role("log")).to_contain_text(PROMISED, timeout=SECONDS)


def test_a_form_in_french_takes_the_page_along(page: Page) -> None:
    say(page, "Quand l'acheteur est-il remboursé d'une commande annulée avant l'expédition ?")
    expect(page.locator("html")).to_have_attribute("lang", "fr", timeout=SECONDS)
    expect(page.get_by_label("Votre message")).to_have_attribute("placeholder", "Écrivez votre réponse")  # the form waits for the day
    page.get_by_label("Langue").select_option("es")
    expect(page.get_by_label("Su mensaje")).to_have_attribute("placeholder", "Escriba su respuesta")  # and goes on waiting
    page.get_by_label("Idioma").select_option("fr")
    page.get_by_label("Votre message").focus()
    say(page, "20/11/2026")
    expect(page.get_by_role("log")).to_contain_text("jeudi 10 décembre 2026", timeout=SECONDS)  # PROMISED
    expect(page.locator(".from-assistant").last).to_have_attribute("lang", "fr")


def test_hostile_text_stays_text(page: Page) -> None:
    say(page, "<img src=x onerror=alert(1)> **bold** <script>alert(2)</script>")
    expect(page.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>", timeout=SECONDS)
    assert page.get_by_role("log").locator("img, script").count() == 0


def test_the_interface_can_be_tried_out(page: Page, served: str) -> None:
    page.goto(f"{served}/docs")
    page.get_by_text("Answer one question").click()
    operation = page.locator("details", has_text="POST /api/ask")
    operation.get_by_role("button", name="Send").click()
    expect(operation.locator("pre")).to_contain_text('"decision": "rule"', timeout=SECONDS)
    article = page.locator("details", has_text="GET /api/articles/{article_id}")
    article.locator("summary").click()
    article.get_by_label("article_id (required)").fill("q058")
    article.get_by_role("button", name="Send").click()
    expect(article.locator("pre")).to_contain_text('"id": "q058"', timeout=SECONDS)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_nothing_is_sent_that_is_empty_or_too_long(page: Page) -> None:
    page.keyboard.press("Enter")
    assert log(page).strip() == ""
    page.get_by_label("Your message").fill("a" * 2001)
    page.keyboard.press("Enter")
    expect(page.locator("#message-count")).to_have_text(re.compile("^1 character too many"))
    assert page.get_by_label("Your message").input_value() == "a" * 2001

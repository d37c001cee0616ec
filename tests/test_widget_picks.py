"""Picking instead of writing: what is shown, what is sent, and that both come back after a reload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.lookup import Lookup
from tests.chromium import launched, opened
from tests.embedding import SECONDS, Assistant, assistant, say

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def served(lookup: Lookup, var: Path, tmp_path: Path) -> Iterator[Assistant]:
    with assistant(lookup, var, tmp_path) as found:
        yield found


@pytest.fixture(params=["phone", "desktop"])
def page(browser: Browser, served: Assistant, request: pytest.FixtureRequest) -> Iterator[Page]:
    with opened(browser, served.url, request.param) as found:
        yield found


def asked(page: Page, served: Assistant, picked: dict[str, Any], **more: Any) -> None:
    """The assistant asks for something that is picked; whatever comes then is answered with thanks."""
    served.says("What is it?", input=picked, **more)
    say(page, "hello")
    expect(page.locator(".from-assistant").last).to_contain_text("What is it?", timeout=SECONDS)
    expect(page.locator(".picker:visible")).to_have_count(1)
    served.says("Thanks.")


def sent(page: Page, served: Assistant, title: str, payload: str) -> None:
    """The title stands in the conversation, the payload went to the engine, and a reload shows the title again."""
    expect(page.locator(".from-seller p").last).to_have_text(title)
    expect(page.locator(".from-assistant").last).to_contain_text("Thanks.", timeout=SECONDS)
    assert served.heard[-1] == payload
    expect(page.locator(".picker:visible")).to_have_count(0)
    page.reload()
    expect(page.locator(".from-seller p").last).to_have_text(title, timeout=SECONDS)


def test_a_day(page: Page, served: Assistant) -> None:
    asked(page, served, {"kind": "date"})
    field = page.get_by_label("Pick a day")
    assert field.get_attribute("type") == "date"
    page.locator(".picker").get_by_role("button", name="Send").click()  # without a day, nothing goes
    field.fill("2026-11-20")
    page.locator(".picker").get_by_role("button", name="Send").click()
    sent(page, served, "Friday 20 November 2026", "2026-11-20")
    assert served.heard == ["hello", "2026-11-20"]


def test_a_moment_whose_hour_may_be_left_out(page: Page, served: Assistant) -> None:
    asked(page, served, {"kind": "moment", "time": "optional"})
    page.get_by_label("Pick a day").fill("2026-11-20")
    page.get_by_label("Hour, if you know it (Paris time)").press("Enter")
    sent(page, served, "Friday 20 November 2026", "2026-11-20")


def test_a_moment_that_lacks_its_hour(page: Page, served: Assistant) -> None:
    asked(page, served, {"kind": "moment", "time": "required", "day": "2026-11-20"})
    expect(page.get_by_label("Pick a day")).to_have_value("2026-11-20")
    page.locator(".picker").get_by_role("button", name="Send").click()
    assert served.heard == ["hello"]
    page.get_by_label("Hour (Paris time)").fill("14:30")
    page.locator(".picker").get_by_role("button", name="Send").click()
    sent(page, served, "Friday 20 November 2026, 14:30 (Paris time)", "2026-11-20T14:30")


def test_one_of_a_long_list_takes_the_place_of_its_buttons(page: Page, served: Assistant) -> None:
    options = [f"Kind {number}" for number in range(1, 15)]
    asked(page, served, {"kind": "choice", "options": options}, buttons=[{"title": option, "payload": option} for option in options])
    expect(page.locator(".choices .choice")).to_have_count(0)
    page.get_by_role("combobox", name="Search the list").click()
    expect(page.locator(".options li")).to_have_count(14)
    page.locator(".options li", has_text="Kind 12").click()
    sent(page, served, "Kind 12", "Kind 12")


def test_several_of_a_few_or_none(page: Page, served: Assistant) -> None:
    asked(page, served, {"kind": "choices", "options": ["Furniture", "Textiles, household linen and shoes", "Tyres"], "none": "none"})
    page.locator(".picker").get_by_role("button", name="Send").click()
    assert served.heard == ["hello"]
    for name in ("Furniture", "Tyres", "Textiles", "Tyres"):  # the second press takes it back
        page.get_by_role("button", name=name).click()
    page.locator(".picker").get_by_role("button", name="Send").click()
    sent(page, served, "Furniture; Textiles, household linen and shoes", "Furniture; Textiles, household linen and shoes")
    asked(page, served, {"kind": "choices", "options": ["Furniture", "Tyres"], "none": "none"})
    page.get_by_role("button", name="none").click()
    sent(page, served, "none", "none")


def test_several_of_many(page: Page, served: Assistant) -> None:
    asked(page, served, {"kind": "choices", "options": [f"Place {number}" for number in range(1, 40)]})
    field = page.get_by_role("combobox", name="Choose one or several")
    for number in ("12", "7"):
        field.fill(f"place {number}")
        field.press("Enter")
        expect(field).to_have_value("")
    field.fill("place 12")
    field.press("Enter")  # once is enough
    page.locator(".picker").get_by_role("button", name="Send").click()
    sent(page, served, "Place 12; Place 7", "Place 12; Place 7")


def test_in_french_the_day_is_french(browser: Browser, served: Assistant) -> None:
    with opened(browser, f"{served.url}/?lang=fr", "desktop") as page:
        served.says("Quel jour ?", "fr", input={"kind": "date"})
        say(page, "bonjour")
        field = page.get_by_label("Choisir un jour")
        expect(field).to_be_visible(timeout=SECONDS)
        served.says("Merci.", "fr")
        field.fill("2026-12-01")
        page.locator(".picker").get_by_role("button", name="Envoyer").click()
        expect(page.locator(".from-assistant").last).to_contain_text("Merci.", timeout=SECONDS)
        expect(page.locator(".from-seller p").last).to_have_text("mardi 1er décembre 2026")
        assert served.heard[-1] == "2026-12-01"


def test_whoever_writes_needs_no_picker(page: Page, served: Assistant) -> None:
    asked(page, served, {"kind": "date"})
    say(page, "the day before yesterday")
    expect(page.locator(".from-assistant").last).to_contain_text("Thanks.", timeout=SECONDS)
    assert served.heard[-1] == "the day before yesterday"
    expect(page.locator(".picker:visible")).to_have_count(0)


LONG = " ".join(["A sentence that is long enough for a line of its own."] * 9)
"""With it, question and picker fill a small window; twice is too much for any."""


@pytest.mark.parametrize(("text", "is_whole"), [(LONG, True), (f"{LONG}\n\n{LONG}", False)])
def test_on_a_phone_a_question_is_seen_with_what_answers_it(browser: Browser, served: Assistant, text: str, is_whole: bool) -> None:
    """Or, where it is longer than the window, from its beginning, and a button leads to its end."""
    with opened(browser, served.url, "phone", has_touch=True) as page:
        for number in range(3):
            served.says(text, input={"kind": "moment", "time": "optional"})
            say(page, f"{number} {LONG[:200]}")
            expect(page.locator(".picker:visible")).to_have_count(1, timeout=SECONDS)
            expect(page.locator(".from-assistant")).to_have_count(number + 1)
            seen = page.locator(".from-assistant").last.bounding_box()
            bar, dock = page.locator("#bar").bounding_box(), page.locator(".dock").bounding_box()
            assert seen
            assert bar
            assert dock
            assert seen["y"] >= bar["y"] + bar["height"]
            assert (seen["y"] + seen["height"] <= dock["y"]) is is_whole
            expect(page.get_by_role("button", name="Go to the latest message")).to_be_visible(visible=not is_whole)


def test_a_message_that_only_asks_leads_with_its_question(browser: Browser, served: Assistant) -> None:
    """What was noted is a small line before it; there is nothing to copy and nothing that it stands on."""
    blocks = [{"kind": "note", "heading": "", "text": "Noted: it is paid."}, {"kind": "lead", "heading": "", "text": "When was it? Give the hour too."}]
    served.says("", asks=True, blocks=blocks, sources=SOURCES, buttons=[{"title": "Today", "payload": "Today"}])
    with opened(browser, served.url, "phone") as page:
        say(page, "hello")
        expect(page.locator(".lead")).to_have_text("When was it?", timeout=SECONDS)
        size = "(node) => parseFloat(getComputedStyle(node).fontSize)"
        assert (
            page.get_by_text("Noted: it is paid.", exact=True).evaluate(size)
            < page.get_by_text("Give the hour too.", exact=True).evaluate(size)
            < page.locator(".lead").evaluate(size)
        )
        expect(page.get_by_role("button", name="Copy")).to_have_count(0)
        expect(page.locator(".source")).to_have_count(0)
        expect(page.locator("#announcer")).to_contain_text("When was it?")
        expect(page.locator("#announcer")).not_to_contain_text("Article 1")


IS_ABOVE_THE_DOCK = "node => node.getBoundingClientRect().bottom <= node.getRootNode().querySelector('.dock').getBoundingClientRect().top"
SOURCES = [{"id": f"q00{number}", "title": f"Article {number}", "section": "Orders", "checked_on": "2026-11-20", "language": "en"} for number in range(1, 4)]


@pytest.mark.parametrize("asks", [True, False])
def test_a_question_after_an_answer_is_seen_and_only_the_answer_is_voted_on(browser: Browser, served: Assistant, asks: bool) -> None:
    """What an article offers to go on with is no question back."""
    blocks = [{"kind": "lead", "heading": "", "text": f"{LONG}\n\n{LONG}"}, {"kind": "body", "heading": "", "text": "What do you want to change?"}]
    buttons = [{"title": "The price", "payload": "The price"}]
    served.says("", asks=asks, blocks=blocks, sources=SOURCES, caveats=[LONG], buttons=buttons)
    with opened(browser, served.url, "phone") as page:
        say(page, "hello")
        question = page.get_by_text("What do you want to change?", exact=True)  # the announcer says it among more
        for _ in range(2):
            expect(question).to_be_visible(timeout=SECONDS)
            expect(page.get_by_role("button", name="This did not help")).to_have_count(0 if asks else 1)
            expect(page.locator(".source:visible")).to_have_count(3)
            page.wait_for_function(IS_ABOVE_THE_DOCK if asks else f"node => !({IS_ABOVE_THE_DOCK})(node)", arg=question.element_handle(), timeout=SECONDS)
            page.reload()

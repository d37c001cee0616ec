"""The look-up side of the console in a real browser: at phone and desktop width, light and dark, by keyboard alone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.accounts.account import Role
from bot.lookup import Lookup
from tests import chromium
from tests.hosting import hosting
from tests.seats import Pass, admitted, settings_of
from tests.test_quality_page import LOANS, keep, turns

pytestmark = [pytest.mark.model, pytest.mark.browser]

RULE = "/console/rules/refund-timing?situation=cancelled_before_shipping&event_date=2026-11-20&request.asked=yes"
DRAFT = "q003-loans-of-this-test"
SCREENS = (
    "/console",
    "/console?q=buyer+cancelled+before+shipping+on+20+November,+when+is+he+refunded",
    "/console?q=quel+d%C3%A9lai+pour+faire+appel+%3F",
    "/console?q=weather+in+Oslo",
    "/console/articles/q058?q=refund",
    "/console/articles/q011?language=fr",
    "/console/rules",
    RULE,
    "/console/rules/net-payout?request.asked=yes&sales.0.amount=x",
    "/console/rules/epr-scope?language=it",
    "/console/rules/can-i-sell?product=honey",
    "/console/quality",
    "/console/quality/gaps",
    "/console/quality/votes",
    f"/console/quality/drafts/{DRAFT}",
)
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.launched() as found:
        yield found


@pytest.fixture(scope="module")
def served(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Pass]]:
    """The address of an installation with some history, and an editor who is logged in."""
    settings = settings_of(var, tmp_path_factory.mktemp("console"))
    admission = admitted(settings, lookup, Role.EDITOR)
    keep(settings, *LOANS, "how do I sell wine?")
    keep(settings, "how long is a refund?", complaint="outdated")
    turns(settings, lookup.now(), ("answer", "en", 400), ("rule", "fr", 300), ("no_answer", "es", 500), ("handoff", "en", 200))
    draft = settings.drafts_folder / f"{DRAFT}.md"
    draft.parent.mkdir(exist_ok=True)
    draft.write_text("---\nid: q003-loans\n---\nTODO: the short answer\n", encoding="utf-8")
    with hosting(lookup, settings) as url:
        yield url, admission
    draft.unlink()


@pytest.fixture
def opened(browser: Browser, served: tuple[str, Pass]) -> Iterator[Opened]:
    """Opens a page of the console, logged in; it may complain of nothing."""
    url, admission = served
    cookie = {"name": "console", "value": admission.token, "domain": "127.0.0.1", "path": "/", "expires": -1}
    state: Any = {"cookies": [{**cookie, "httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}
    with ExitStack() as stack:

        def open_page(path: str, size: str = "desktop", **more: Any) -> Page:
            return stack.enter_context(chromium.opened(browser, f"{url}{path}", size, storage_state=state, **more))

        yield open_page


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")])
def test_no_screen_has_a_barrier(opened: Opened, served: tuple[str, Pass], size: str, scheme: str) -> None:
    page = opened("/console", size, color_scheme=scheme)
    for path in SCREENS:
        page.goto(f"{served[0]}{path}")
        page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach((fold) => { fold.open = true; })")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path} {size} {scheme}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than a {size}"
    page.locator(".copy-menu summary, .bar-end .menu summary").first.click()
    assert Axe().run(page).violations_count == 0, "an open menu"


def test_it_searches_while_somebody_types_and_the_address_follows(opened: Opened) -> None:
    page = opened("/console")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("when is my buyer refunded after cancelling")
    expect(page.locator(".hit").first).to_contain_text("When does a buyer get his money back")
    expect(page).to_have_url(re.compile(r"/console\?q=when\+is\+my\+buyer\+refunded\+after\+cancelling$"))
    expect(page.locator(".hit mark").first).to_be_visible()
    expect(page.locator("#said")).to_have_text(re.compile(r"\d+ articles found"))
    expect(page.locator("#answer")).to_contain_text("What the assistant answers")
    page.reload()
    expect(page.locator(".hit").first).to_contain_text("When does a buyer get his money back")
    expect(page.locator("#q")).to_have_value("when is my buyer refunded after cancelling")


def test_keys_move_open_and_clear(opened: Opened) -> None:
    page = opened("/console")
    page.locator("#q").focus()
    page.keyboard.press("/")  # leads to where one is already
    expect(page.locator("#q")).to_have_value("")
    page.keyboard.type("a/b")
    expect(page.locator("#q")).to_have_value("a/b")
    page.goto(f"{page.url.partition('?')[0]}?q=appeal+against+a+sanction")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    hits = page.locator("[data-hit]")
    page.keyboard.press("ArrowDown")
    expect(hits.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("")
    expect(page).to_have_url(re.compile(r"/console$"))
    page.keyboard.type("q066")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/console/articles/q066\?q=q066"))


def test_a_slash_leads_to_the_field_and_is_typed_in_it(opened: Opened) -> None:
    page = opened("/console?q=refund")
    expect(page.locator("[data-keys]")).to_be_visible()  # the script has run
    page.keyboard.press("/")
    page.keyboard.type("1/2")
    expect(page.locator("#q")).to_have_value("1/2")


def test_in_colours_of_the_system_nothing_hangs_on_a_ground_alone(opened: Opened, served: tuple[str, Pass]) -> None:
    page = opened(RULE, forced_colors="active")
    chosen, other = (page.locator(f".tongues a{which}").first for which in ("[aria-current]", ":not([aria-current])"))
    assert [one.evaluate("(node) => getComputedStyle(node).borderTopStyle") for one in (chosen, other)] == ["solid", "none"]
    page.goto(f"{served[0]}/console/quality")
    keys = page.locator(".legend").first.locator(".key").evaluate_all("(keys) => keys.map((key) => getComputedStyle(key).backgroundColor)")
    assert len(keys) == len(set(keys)) == 3  # English, Spanish, French


def test_the_keys_are_shown_and_focus_comes_back(opened: Opened) -> None:
    page = opened("/console/rules")
    page.locator("[data-keys]").focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("[data-keys]")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#narrow")).to_be_focused()
    page.keyboard.type("refund")
    expect(page.locator(".rule-card:visible")).not_to_have_count(67)
    expect(page.locator(".rule-card:visible").first).to_contain_text(re.compile("refund", re.IGNORECASE))


def test_copying_says_so_and_gives_the_focus_back(opened: Opened) -> None:
    page = opened("/console?q=when+is+the+buyer+refunded+after+a+cancellation", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".hits [data-hit]").first.focus()
    page.keyboard.press("c")
    expect(page.locator("#said")).to_have_text("Copied")
    assert "7 to 14 days" in page.evaluate("navigator.clipboard.readText()")
    menu = page.locator("#answer .copy-menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    menu.get_by_text("French").focus()
    page.keyboard.press("Enter")
    expect(menu.locator("summary")).to_have_text("Copied")
    expect(menu.locator("summary")).to_be_focused()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Bonjour,")
    assert "Indépendant d’AliExpress" in text


def test_a_menu_closes_by_escape_and_by_a_click_elsewhere(opened: Opened) -> None:
    page = opened("/console/articles/q058")
    menu = page.locator(".copy-menu").first
    menu.locator("summary").click()
    expect(menu.locator(".menu-box")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.locator(".menu-box")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(menu.locator(".menu-box")).to_be_hidden()


@pytest.mark.parametrize("size", chromium.SIZES)
def test_a_calculator_is_filled_in_by_keyboard_and_its_result_can_be_linked(opened: Opened, size: str) -> None:
    page = opened("/console/rules/refund-timing", size)
    page.get_by_label("Cancelled before shipping").focus()
    page.keyboard.press("Space")
    page.get_by_text("More that may matter").click()
    page.locator("#f-event_date").fill("2026-11-20")
    page.get_by_role("button", name="Work it out").press("Enter")
    expect(page.locator("#result")).to_contain_text("Thursday 10 December 2026")
    expect(page).to_have_url(re.compile("event_date=2026-11-20"))
    page.get_by_text("How it came about").click()
    expect(page.locator("#result")).to_contain_text("Receipt as JSON")
    page.locator(".tongues a", has_text="FR").click()
    expect(page.locator("#result")).to_contain_text("jeudi 10 décembre 2026")


def test_rows_come_and_go(opened: Opened) -> None:
    page = opened("/console/rules/withdrawal-fee")
    rows = page.locator("[data-rows=amounts] .item")
    expect(rows).to_have_count(1)
    rows.nth(0).locator("input").fill("200")
    page.get_by_role("button", name="Add").click()
    expect(rows.nth(1).locator("input")).to_be_focused()
    page.keyboard.type("300")
    page.get_by_role("button", name="Add").click()
    expect(rows).to_have_count(3)
    rows.nth(2).locator("[data-remove]").click()
    expect(rows).to_have_count(2)
    page.get_by_label("In which country is your bank?").fill("France")
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_be_visible()
    assert "amounts=200&amounts=300" in page.url


def test_problems_are_announced_and_lead_to_their_fields(opened: Opened) -> None:
    page = opened("/console/rules/withdrawal-fee")
    page.get_by_role("button", name="Work it out").click()
    problems = page.get_by_role("alert")
    expect(problems).to_be_focused()
    problems.get_by_role("link", name=re.compile("country of your bank")).click()
    field = page.get_by_label("In which country is your bank?")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert page.evaluate("document.getElementById('f-bank_country-wrong-1').textContent.trim().length > 0")


def test_everything_works_without_javascript(opened: Opened) -> None:
    page = opened("/console", java_script_enabled=False)
    page.locator("#q").fill("when is the buyer refunded after a cancellation")
    page.get_by_role("button", name="Look up").click()
    page.locator(".hits [data-hit]").first.click()
    expect(page.locator("h1")).to_contain_text("When does a buyer get his money back")
    page.locator(".copy-menu summary").first.click()
    page.get_by_role("link", name="Markdown").first.click()
    expect(page.locator("body")).to_contain_text("7 to 14 days")
    page.go_back()
    page.get_by_role("link", name="Look up").first.click()
    expect(page.locator(".recent-list")).to_contain_text("when is the buyer refunded after a cancellation")
    page.get_by_role("button", name="Delete all").click()
    expect(page.locator("main")).to_contain_text("Type a question")


def test_words_stay_where_the_search_does_not_answer(opened: Opened) -> None:
    page = opened("/console")
    page.context.set_offline(True)
    page.locator("#q").fill("refund")
    expect(page.locator("#results")).to_contain_text("The search does not answer at the moment")
    expect(page.locator("#q")).to_have_value("refund")
    page.context.set_offline(False)
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile("/console/articles/q058"))


def test_an_editor_teaches_from_a_gap_and_drops_another(opened: Opened) -> None:
    page = opened("/console/quality/gaps", "phone")
    wine = page.locator(".gap", has_text="how do I sell wine?")
    wine.locator(".menu summary").click()
    wine.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("status").filter(has_text="1 question deleted.")).to_be_visible()
    expect(page.locator(".gap", has_text="wine")).to_have_count(0)

"""Editing articles in a real browser: the whole way by keyboard, two editors at once, without JavaScript, and no barrier on any screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.accounts.account import Role
from bot.lookup import Lookup
from tests import chromium
from tests.hosting import hosting
from tests.newsroom import copied, own
from tests.seats import Pass, admitted, settings_of

pytestmark = [pytest.mark.model, pytest.mark.browser]

EDIT, HISTORY = "/console/content/en/q047/edit", "/console/content/en/q047"
SCREENS = ("/console/content", "/console/content?show=draft", HISTORY, f"{HISTORY}/changes?old=0&new=1", "/console/content/new", EDIT)
SLOW_MS = 60_000  # the first check reads all data
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.launched() as found:
        yield found


@pytest.fixture(scope="module")
def served(lookup: Lookup, var: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, Pass]]]:
    """The address of an installation with articles of its own, and two editors who are logged in."""
    folder = tmp_path_factory.mktemp("editing")
    changeable = own(lookup, copied(folder))
    settings = settings_of(var, folder, data=changeable.base.data)
    editors = {name: admitted(settings, changeable, Role.EDITOR, f"{name}@example.org", name) for name in ("anna", "boris")}
    with hosting(changeable, settings) as url:
        yield url, editors


@pytest.fixture
def opened(browser: Browser, served: tuple[str, dict[str, Pass]]) -> Iterator[Opened]:
    """Opens a page as one of the editors; it may complain of nothing but what is expected."""
    url, editors = served
    with ExitStack() as stack:

        def open_page(path: str, size: str = "desktop", who: str = "anna", expected: str = "ERR_INTERNET_DISCONNECTED", **more: Any) -> Page:
            cookie = {"name": "console", "value": editors[who].token, "domain": "127.0.0.1", "path": "/", "expires": -1}
            state: Any = {"cookies": [{**cookie, "httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}
            page = stack.enter_context(chromium.opened(browser, f"{url}{path}", size, expected, storage_state=state, **more))
            page.set_default_timeout(SLOW_MS)
            return page

        yield open_page


def add(page: Page, words: str) -> None:
    """Types words at the end of the short answer's first line, by keyboard."""
    page.locator("#body").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")  # of the first line on the screen
    page.keyboard.type(f" {words} ")


def test_an_article_is_changed_checked_asked_and_published_by_keyboard(opened: Opened) -> None:
    page = opened(EDIT)
    expect(page.locator(".preview-title")).to_have_text("How long do past sales and ratings stay in my products' history?", timeout=SLOW_MS)
    add(page, "(really)")
    expect(page.locator("[data-preview]")).to_contain_text("(really)", timeout=SLOW_MS)
    expect(page.locator("[data-state]")).to_have_text("Not saved yet")
    expect(page.locator("[data-check] .checked")).to_have_text("No faults", timeout=SLOW_MS)
    page.locator("[data-ask]").press("Enter")
    expect(page.locator(".replay-figures")).to_contain_text("Its own questions that find it", timeout=SLOW_MS)
    expect(page.locator("[data-ask]")).to_be_focused()
    seconds = re.search(r"([\d.]+) s\.", page.locator("[data-replay] .hint").inner_text())
    assert seconds
    assert float(seconds[1]) < 10
    page.locator("#comment").fill("Says it is so")
    page.locator("#body").focus()
    saved = re.compile(r"^Saved as version (\d+)$")
    versions: list[int] = []
    for words in ("once", "twice"):  # as often as somebody likes, and without leaving
        page.keyboard.type(words)
        with page.expect_response(lambda reply: reply.request.method == "POST" and reply.ok):
            page.keyboard.press("Control+s")
        expect(page.locator("[data-state]")).to_have_text(saved)
        versions.append(int(saved.sub(r"\1", page.locator("[data-state]").inner_text().strip())))
        expect(page.locator("#body")).to_be_focused()
    assert versions == sorted(set(versions))  # each a version of its own
    page.get_by_role("button", name="Publish").press("Enter")
    page.wait_for_url(re.compile("done=published"))
    expect(page.locator(".version-live")).to_contain_text("Says it is so")
    page.get_by_role("link", name="As it is shown").press("Enter")
    expect(page.locator("#p0")).to_contain_text("(really)")


def test_faults_are_told_with_their_sentence_while_somebody_types(opened: Opened) -> None:
    page = opened("/console/content/en/q058/edit")
    expect(page.locator("[data-check] .checked")).to_have_text("No faults", timeout=SLOW_MS)
    body = page.locator("#body")
    body.fill(body.input_value().replace("within 7 to 14 days", "within 7 to 15 days"))
    expect(page.locator(".remark").filter(has_text="It stood in:").first).to_contain_text("within 7 to 14 days", timeout=SLOW_MS)
    expect(page.locator("#said")).to_have_text(re.compile(r"\d faults"), timeout=SLOW_MS)
    page.on("dialog", lambda dialog: dialog.accept())  # what is not saved is asked about
    page.goto("about:blank")


def test_two_editors_at_once_lose_nothing(opened: Opened) -> None:
    anna, boris = opened("/console/content/en/q053/edit"), opened("/console/content/en/q053/edit", "phone", "boris", "409")
    for page, words in ((anna, "Anna's words."), (boris, "Boris's words.")):
        body = page.locator("#body")
        body.fill(f"{body.input_value()}\n{words}\n")
        page.locator("[data-save]").click()
    anna.wait_for_url(re.compile("done=saved"))
    expect(boris.get_by_role("alert")).to_contain_text("anna@example.org has saved version 1 in the meantime")
    expect(boris.locator(".diff-gone")).to_contain_text("Anna's words.")
    expect(boris.locator(".diff-new")).to_contain_text("Boris's words.")
    assert "Boris's words." in boris.locator("#body").input_value()
    found = Axe().run(boris)
    assert found.violations_count == 0, found.generate_report()
    boris.locator("[data-save]").click()
    boris.wait_for_url(re.compile("done=saved"))
    expect(boris.locator(".version")).to_have_count(3)


def test_everything_works_without_javascript(opened: Opened) -> None:
    page = opened("/console/content", java_script_enabled=False)
    page.get_by_role("link", name=re.compile("q061")).click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#comment").fill("by hand")
    page.get_by_role("button", name="Preview, check and ask").click()
    expect(page.locator("[data-check] .checked")).to_have_text("No faults", timeout=SLOW_MS)
    expect(page.locator(".preview-article")).to_be_visible()
    expect(page.locator(".replay-figures")).to_be_visible()
    expect(page.locator("#comment")).to_have_value("by hand")


def test_words_stay_where_the_console_does_not_answer(opened: Opened) -> None:
    page = opened("/console/content/en/q062/edit")
    expect(page.locator(".preview-title")).to_be_visible(timeout=SLOW_MS)
    page.context.set_offline(True)
    add(page, "kept")
    expect(page.locator("[data-preview]")).to_contain_text("does not answer at the moment", timeout=SLOW_MS)
    assert "kept" in page.locator("#body").input_value()
    page.context.set_offline(False)
    add(page, "on")
    expect(page.locator("[data-preview]")).to_contain_text("kept", timeout=SLOW_MS)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")])
def test_no_screen_has_a_barrier(opened: Opened, served: tuple[str, dict[str, Pass]], size: str, scheme: str) -> None:
    page = opened(EDIT, size, color_scheme=scheme)
    body = page.locator("#body")
    body.fill(f"{body.input_value().replace('6 months', '7 months')}\n")
    page.locator("[data-save]").click()
    page.wait_for_url(re.compile("done=saved"))
    for path in SCREENS:
        page.goto(f"{served[0]}{path}")
        if path == EDIT:
            expect(page.locator(".remark").first).to_be_visible(timeout=SLOW_MS)
            page.locator("[data-ask]").click()
            expect(page.locator(".replay-figures")).to_be_visible(timeout=SLOW_MS)
        page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach((fold) => { fold.open = true; })")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path} {size} {scheme}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than a {size}"
    page.goto(f"{served[0]}{HISTORY}")
    page.locator("summary", has_text="Withdraw").first.click()
    page.get_by_role("button", name="Withdraw").first.click()
    page.wait_for_url(re.compile("done=withdrawn"))

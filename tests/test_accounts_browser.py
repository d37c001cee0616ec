"""Log-in, people and the record in a real browser: at phone and desktop width, light and dark, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.accounts.account import Role
from bot.accounts.accounts import Accounts
from bot.lookup import Lookup
from bot.settings import Settings
from bot.store.database import Database
from tests import chromium
from tests.doors import PASSWORD, QUICK
from tests.hosting import hosting
from tests.seats import settings_of

pytestmark = [pytest.mark.model, pytest.mark.browser]

ADMIN, OTHER = "anna.schmidt@example.com", "violet harbour 9 otters"
UNFIT = "422 (Unprocessable"
"""What a browser says on its console of a form that was not taken."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.launched() as found:
        yield found


@pytest.fixture
def settings(var: Path, tmp_path: Path, lookup: Lookup) -> Settings:
    """Settings of an installation with one admin."""
    found = settings_of(var, tmp_path)
    database = Database(found.database_url)
    Accounts(database).add(ADMIN, "Anna Schmidt", Role.ADMIN, lookup.now(), QUICK.again(PASSWORD))
    database.close()
    return found


@pytest.fixture
def address(lookup: Lookup, settings: Settings) -> Iterator[str]:
    with hosting(lookup, settings) as found:
        yield found


def log_in(page: Page, email: str = ADMIN, password: str = PASSWORD) -> None:
    """By keyboard alone: the field for the address has the focus."""
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def choose_password(page: Page) -> None:
    """By keyboard alone, at first one that may not be chosen."""
    assert violations(page) == []
    assert fits(page)
    page.get_by_label("New password").focus()
    page.keyboard.type("passwordpassword")
    page.keyboard.press("Tab")
    page.keyboard.type("passwordpassword")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("easy to guess")
    assert violations(page) == []
    page.get_by_label("New password").fill(OTHER)
    page.get_by_label("The same again").fill(OTHER)
    page.keyboard.press("Enter")


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page, in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {one['id']} {[node['target'] for node in one['nodes']]}" for one in Axe().run(page).response["violations"]]
    page.emulate_media(color_scheme="light")
    return found


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("size", chromium.SIZES)
def test_from_the_first_log_in_to_somebody_new_and_out_again(browser: Browser, address: str, size: str) -> None:
    with chromium.opened(browser, f"{address}/console/people", size) as admin:
        assert violations(admin) == []
        assert fits(admin)
        log_in(admin)
        expect(admin).to_have_url(f"{address}/console/people")
        expect(admin.get_by_role("heading", name="People", exact=True)).to_be_visible()
        assert violations(admin) == []
        assert fits(admin)

        admin.get_by_label("E-mail address").fill("nora@example.com")
        admin.get_by_label("Name").fill("Nora Neu")
        admin.get_by_role("combobox", name="Role").last.select_option("editor")
        admin.get_by_role("button", name="Invite").click()
        link = admin.get_by_label("The link").input_value()
        assert link.startswith(f"{address}/console/invitation/")
        assert violations(admin) == []
        assert fits(admin)

        with chromium.opened(browser, link, size, UNFIT) as newcomer:
            choose_password(newcomer)
            expect(newcomer).to_have_url(f"{address}/console")
            newcomer.goto(f"{address}/console/password")
            assert violations(newcomer) == []
            assert fits(newcomer)

            admin.goto(f"{address}/console/people")
            card = admin.locator(".person", has_text="nora@example.com")
            card.get_by_text("Change").first.click()
            assert violations(admin) == []
            assert fits(admin)
            card.get_by_label("Role").select_option("viewer")
            card.get_by_role("button", name="Change role").click()
            expect(card.get_by_role("status")).to_contain_text("Has another role now")
            expect(card.locator(".badge")).to_have_text("Viewer")

            newcomer.reload()
            expect(newcomer.get_by_role("heading", name="Log in")).to_be_visible()  # another role ends the session
            log_in(newcomer, "nora@example.com", OTHER)
            expect(newcomer).to_have_url(f"{address}/console/password")

        admin.get_by_role("link", name="What was done").click()
        admin.get_by_label("What", exact=True).select_option("changed role")
        admin.get_by_role("button", name="Show").click()
        expect(admin.get_by_role("row").last).to_contain_text("nora@example.com")
        expect(admin.get_by_role("row").last).to_contain_text("after: viewer")
        assert violations(admin) == []
        assert fits(admin)

        admin.locator(".bar-end summary").click()
        admin.get_by_role("button", name="Log out").click()
        expect(admin).to_have_url(f"{address}/console/login")
        admin.go_back()
        expect(admin.get_by_role("heading", name="Log in")).to_be_visible()  # and not the page from before


def test_a_wrong_password_is_told_and_the_address_stays(browser: Browser, address: str) -> None:
    with chromium.opened(browser, f"{address}/console/login", "phone", UNFIT) as page:
        log_in(page, password="wrong wrong wrong")
        expect(page.get_by_role("alert")).to_contain_text("no active account")
        expect(page.get_by_label("E-mail address")).to_have_value(ADMIN)
        expect(page.get_by_label("Password")).to_be_focused()
        assert violations(page) == []
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{address}/console")


def test_without_scripts_everything_works(browser: Browser, address: str) -> None:
    with chromium.opened(browser, f"{address}/console/people", "desktop", java_script_enabled=False) as page:
        page.get_by_label("E-mail address").fill(ADMIN)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_label("E-mail address").fill("nora@example.com")
        page.get_by_role("button", name="Invite").click()
        assert "/console/invitation/" in page.get_by_label("The link").input_value()

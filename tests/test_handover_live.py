"""A hand-over from question to human answer to return, seen live by two browsers: the seller on the chat page, the agent in the console."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.accounts.account import Role
from bot.lookup import Lookup
from bot.settings import Settings
from tests.agents import Login, knowing, staff
from tests.chromium import SIZES, launched, opened
from tests.conftest import NOW
from tests.engine import running
from tests.hosting import hosting

pytestmark = [pytest.mark.browser, pytest.mark.model]

WARNED = "My store got a warning for selling prohibited goods on {} at 10:00. Until when can I appeal?"
"""One rule, so that who was notified earlier has less time."""
PERSON = "I want to talk to a person"
UPLOAD = "how do I upload my products in bulk?"
SECONDS = 10_000


@dataclass
class Place:
    """A served installation: its address, and how to hire somebody."""

    url: str
    hire: Callable[[str, Role], Login]

    def ask(self, *texts: str, language: str = "en") -> str:
        """A seller who is no browser: the id of the conversation."""
        identity = ""
        with httpx.Client(base_url=self.url, timeout=30, trust_env=False) as client:
            for text in texts:
                known = {"conversation_id": identity} if identity else {}
                reply = client.post("/api/chat", json={"text": text, "language": language, **known})
                identity = reply.raise_for_status().json()["conversation_id"]
        return identity


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def place(lookup: Lookup, var: Path, tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    with running() as engine:
        engine.while_asked = knowing(engine, lookup)
        settings = Settings(var=tmp_path, dialogue_port=engine.port, turn_seconds=10.0, log_level="error")
        with hosting(lookup, settings) as url, staff(settings, lambda: NOW) as hire:
            yield Place(url, hire)


@contextmanager
def agent(browser: Browser, place: Place, who: Login, path: str, size: str = "desktop", **more: Any) -> Iterator[Page]:
    """The console as this account sees it, at the time of the tests."""
    with opened(browser, "about:blank", size, **more) as page:
        page.clock.install(time=NOW)
        page.context.add_cookies([who.cookie(place.url)])  # type: ignore[list-item]
        page.goto(f"{place.url}{path}")
        yield page


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def questions(page: Page) -> list[str]:
    return page.locator(".case-question").all_inner_texts()


def test_from_the_question_to_a_person_and_back(browser: Browser, place: Place) -> None:
    anna = place.hire("Anna", Role.AGENT)
    with agent(browser, place, anna, "/console/inbox") as console:
        expect(console.get_by_text("Nobody waits.")).to_be_visible()
        place.ask(UPLOAD, PERSON)
        place.ask(WARNED.format("22 November"), PERSON)
        expect(console.locator(".case-question")).to_have_text([WARNED.format("22 November"), UPLOAD], timeout=SECONDS)
        with opened(browser, place.url, "phone") as seller:
            say(seller, WARNED.format("20 November"))
            expect(seller.get_by_role("log")).to_contain_text("24 November 2026", timeout=SECONDS)  # 4 days of 24 hours
            say(seller, PERSON)
            expect(seller.get_by_role("log")).to_contain_text("I have passed your question on", timeout=SECONDS)
            # The least time left stands first, without a reload; who came last waits for nobody with more time.
            expect(console.locator(".case-question")).to_have_text([WARNED.format("20 November"), WARNED.format("22 November"), UPLOAD], timeout=SECONDS)
            expect(console.locator(".case-left").first).to_contain_text("23 h 59 min left")  # it is 23 November, a little after 10:00
            console.keyboard.press("j")
            console.keyboard.press("Enter")
            expect(console.get_by_role("heading", level=1)).to_have_text(WARNED.format("20 November"))
            expect(console.get_by_text("Tuesday 24 November 2026 at 10:00").first).to_be_visible()
            console.get_by_role("button", name="Take over").click()
            expect(seller.get_by_text("Anna").first).to_be_visible(timeout=SECONDS)

            console.get_by_label("Answer to the seller").fill("Hello, **Anna** here. Which goods?")
            console.keyboard.press("Control+Enter")
            expect(seller.get_by_role("log")).to_contain_text("Hello, Anna here. Which goods?", timeout=SECONDS)
            expect(console.get_by_label("Answer to the seller")).to_have_value("")
            say(seller, "Two knives, order 8123")
            expect(console.get_by_role("log")).to_contain_text("Two knives, order 8123", timeout=SECONDS)
            expect(seller.get_by_role("log")).to_contain_text("Noted.", timeout=SECONDS)

            seller.reload()
            console.reload()
            for page in (seller, console):
                for text in ("Hello, Anna here. Which goods?", "Two knives, order 8123"):
                    expect(page.get_by_role("log").get_by_text(text)).to_have_count(1, timeout=SECONDS)

            console.get_by_role("button", name="Return to the assistant").click()
            expect(seller.get_by_role("log")).to_contain_text("You are with the automated assistant again", timeout=SECONDS)
            expect(console.get_by_role("heading", name="Returned")).to_be_visible()
            say(seller, UPLOAD)
            expect(seller.get_by_role("log")).to_contain_text("In 5 ways", timeout=SECONDS)
            expect(console.get_by_role("log")).to_contain_text("In 5 ways", timeout=SECONDS)


def test_what_a_seller_writes_stays_text_in_the_console(browser: Browser, place: Place) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> [x](javascript:alert(1)) <b>bold</b>"
    anna = place.hire("Anna", Role.AGENT)
    with agent(browser, place, anna, "/console/inbox") as console:
        conversation = place.ask(hostile, PERSON)
        expect(console.locator(".case-question")).to_have_text([hostile], timeout=SECONDS)
        console.locator("[data-case]").click()
        with httpx.Client(base_url=place.url, trust_env=False) as client:  # live, after the page was loaded
            client.post("/api/chat", json={"conversation_id": conversation, "text": f"again {hostile}", "language": "en"}, timeout=30)
        expect(console.get_by_role("log").get_by_text(f"again {hostile}")).to_be_visible(timeout=SECONDS)
        for path in ("/console/conversations", "/console/conversations/1", "/console/inbox"):
            console.goto(f"{place.url}{path}")
            expect(console.get_by_text(hostile).first).to_be_visible()
            assert console.locator("main img[src=x], main b, main a[href^=javascript]").count() == 0
            assert "owned" not in console.title()
        assert conversation not in console.content()


def test_a_second_agent_sees_who_has_a_case_and_takes_it_only_on_purpose(browser: Browser, place: Place) -> None:
    anna, boris = place.hire("Anna", Role.AGENT), place.hire("Boris", Role.AGENT)
    with agent(browser, place, anna, "/console/inbox") as one, agent(browser, place, boris, "/console/inbox", "phone") as other:
        place.ask(UPLOAD, PERSON)
        for page in (one, other):
            page.locator("[data-case]").click(timeout=SECONDS)
        one.get_by_role("button", name="Take over").click()
        expect(other.get_by_text("Anna answers this seller.")).to_be_visible(timeout=SECONDS)
        expect(other.get_by_label("Answer to the seller")).to_have_count(0)
        one.get_by_label("Answer to the seller").fill("a draft that must not be lost")
        other.get_by_text("Take it from Anna", exact=True).click()
        other.get_by_role("button", name="Take it from Anna now").click()
        expect(one.get_by_text("Boris answers this seller.")).to_be_visible(timeout=SECONDS)
        expect(one.get_by_label("Answer to the seller")).to_have_count(0)
        other.get_by_text("Close the case", exact=True).click()
        other.get_by_label("Solved").check()
        other.get_by_role("button", name="Close", exact=True).click()
        expect(one.get_by_role("heading", name="Closed")).to_be_visible(timeout=SECONDS)
        assert one.evaluate("Object.values(localStorage)") == ["a draft that must not be lost"]


def test_a_note_is_sent_only_after_a_warning(browser: Browser, place: Place) -> None:
    anna = place.hire("Anna", Role.AGENT)
    with agent(browser, place, anna, "/console/inbox") as console:
        conversation = place.ask(UPLOAD, PERSON)
        console.locator("[data-case]").click(timeout=SECONDS)
        console.get_by_role("button", name="Take over").click()
        console.get_by_label("Note for colleagues").fill("this shop has been warned twice")
        console.get_by_role("button", name="Add note").click()
        expect(console.locator("#notes")).to_contain_text("this shop has been warned twice", timeout=SECONDS)
        box = console.get_by_label("Answer to the seller")
        box.fill("Hello, this shop has been warned twice.")
        console.get_by_role("button", name="Send").first.click()
        dialog = console.get_by_role("dialog")
        expect(dialog).to_contain_text("This comes from an internal note", timeout=SECONDS)
        dialog.get_by_role("button", name="Do not send").click()
        expect(box).to_have_value("Hello, this shop has been warned twice.")
        with httpx.Client(base_url=place.url, trust_env=False) as client:
            assert "warned twice" not in client.get(f"/api/chat/{conversation}/messages").text
            console.get_by_role("button", name="Send").first.click()
            dialog.get_by_role("button", name="Send it to the seller").click()
            expect(console.get_by_role("log")).to_contain_text("Hello, this shop has been warned twice.", timeout=SECONDS)
            assert "warned twice" in client.get(f"/api/chat/{conversation}/messages").text


def test_a_passage_of_the_guide_is_inserted_with_its_source_in_the_sellers_language(browser: Browser, place: Place) -> None:
    anna = place.hire("Anna", Role.AGENT)
    with agent(browser, place, anna, "/console/inbox") as console:
        place.ask("comment importer mes produits en masse ?", "je veux parler à une personne", language="fr")
        console.locator("[data-case]").click(timeout=SECONDS)
        console.get_by_role("button", name="Take over").click()
        expect(console.get_by_text("The seller writes French: answer in French.")).to_be_visible()
        console.get_by_text("Insert from the guide").click()
        console.locator("#guide").fill("in what ways can I upload my catalogue")
        console.keyboard.press("Enter")  # takes the first, of what has been typed by now
        expect(console.get_by_label("Answer to the seller")).not_to_have_value("", timeout=SECONDS)
        expect(console.locator(".nav [aria-current]")).to_have_text("Inbox")
        inserted = console.get_by_label("Answer to the seller").input_value()
        assert "5" in inserted
        assert "novembre" in inserted  # the day on which the source was checked, in French
        console.reload()
        expect(console.get_by_label("Answer to the seller")).to_have_value(inserted)  # the draft is kept


def test_a_deleted_conversation_says_so_at_once(browser: Browser, place: Place) -> None:
    anna = place.hire("Anna", Role.AGENT)
    with agent(browser, place, anna, "/console/inbox") as console:
        conversation = place.ask(UPLOAD, PERSON)
        console.locator("[data-case]").click(timeout=SECONDS)
        with httpx.Client(base_url=place.url, trust_env=False) as client:
            assert client.delete(f"/api/chat/{conversation}").status_code == 204
        expect(console.get_by_text("The seller has deleted this conversation.")).to_be_visible(timeout=SECONDS)
        expect(console.get_by_role("button", name="Take over")).to_be_disabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_stands_in_anybodys_way(browser: Browser, place: Place, size: str, scheme: str) -> None:
    """axe-core finds nothing, and nothing is wider than the screen."""
    anna = place.hire("Anna", Role.AGENT)
    with agent(browser, place, anna, "/console/inbox", size, color_scheme=scheme) as console:
        place.ask(WARNED.format("20 November"), PERSON)
        expect(console.locator("[data-case]")).to_have_count(1, timeout=SECONDS)
        check(console)
        console.locator("[data-case]").click()
        console.get_by_role("button", name="Take over").click()
        console.get_by_label("Note for colleagues").fill("warned twice")
        console.get_by_role("button", name="Add note").click()
        expect(console.locator("#notes li")).to_have_count(1, timeout=SECONDS)
        console.get_by_text("Close the case", exact=True).click()
        console.get_by_text("Insert from the guide").click()
        expect(console.get_by_role("button", name=re.compile("^Insert ")).first).to_be_visible(timeout=SECONDS)
        console.keyboard.press("ArrowDown")
        expect(console.get_by_role("button", name=re.compile("^Insert ")).first).to_be_focused()
        check(console)
        for path in ("/console/conversations", "/console/conversations?q=nothing+like+that", "/console/conversations/1"):
            console.goto(f"{place.url}{path}")
            for why in console.locator(".why > summary").all():
                why.click()
            check(console)


def check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_notes_of_a_case_cover_nothing_that_is_known(browser: Browser, place: Place) -> None:
    with agent(browser, place, place.hire("anna", Role.AGENT), "/console/inbox") as page:
        place.ask(WARNED.format("20 November"), PERSON)
        page.set_viewport_size({"width": 1280, "height": 860})
        page.goto(f"{place.url}/console/cases/1")
        expect(page.get_by_text("Language", exact=True)).to_be_attached()
        covered = page.evaluate("""() => [...document.querySelectorAll("[aria-labelledby=context] dd")].filter((node) => {
            const { left, top, width, height } = node.getBoundingClientRect();
            const above = document.elementFromPoint(left + width / 2, top + height / 2);
            return above?.closest(".notes");
        }).length""")
        assert covered == 0
        page.get_by_label("Note for colleagues").focus()
        expect(page.get_by_role("button", name="Add note")).to_be_in_viewport()

"""The chat page in four languages, in a real browser; answers are those of the look-up, handed over by a stand-in for the dialogue engine.

The refund of an order cancelled on Friday 20 November 2026: the 14th working day is Thursday 10 December (guide, question 58).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from actions.messages import message
from bot.lookup import Lookup
from bot.settings import Settings
from knowledge.clock import Clock
from knowledge.memory import Memory
from tests.chromium import SIZES, launched, opened
from tests.conftest import NOW
from tests.engine import running
from tests.hosting import hosting

pytestmark = [pytest.mark.browser, pytest.mark.model]

FRENCH = "L’acheteur a annulé le 20 novembre 2026 avant l’expédition. Quand le remboursement est-il dû ?"
ENGLISH = "The buyer cancelled on 20 November 2026 before shipping. When is the refund due?"
SPANISH = "El comprador canceló el 20 de noviembre de 2026 antes del envío. ¿Cuándo le llega el reembolso?"
ASK = {"en": "Ask your question", "fr": "Posez votre question", "es": "Haga su pregunta", "it": "Faccia la Sua domanda"}
SECONDS = 20_000  # milliseconds, as playwright counts


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@dataclass
class Site:
    """The page as it is served, and how to open it."""

    url: str
    browser: Browser
    size: str

    def open(self, query: str = "", locale: str = "en-GB") -> AbstractContextManager[Page]:
        """The page in a browser of that language."""
        return opened(self.browser, f"{self.url}/{query}", self.size, locale=locale)


@pytest.fixture(params=SIZES)
def site(browser: Browser, lookup: Lookup, var: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    with running() as engine:

        def answer(sent: dict[str, Any]) -> None:
            reply = lookup.languages.ask(sent["message"], Clock.of(None, NOW), sent["metadata"]["language"])
            engine.says([{"custom": message(reply, Memory())}])

        engine.while_asked = answer
        with hosting(lookup, Settings(var=tmp_path, dialogue_port=engine.port, log_level="error")) as url:
            yield Site(url, browser, request.param)


def speaks(page: Page, language: str) -> None:
    """The page's own words are in that language."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#message")).to_have_attribute("placeholder", ASK[language])


def say(page: Page, text: str) -> dict[str, Any]:
    """Types a message and gives what was sent."""
    page.locator("#message").focus()
    answers = page.locator(".from-assistant").count()
    page.keyboard.type(text)
    with page.expect_request("**/api/chat") as sent:
        page.keyboard.press("Enter")
    expect(page.locator(".from-assistant")).to_have_count(answers + 1, timeout=SECONDS)
    found: dict[str, Any] = json.loads(sent.value.post_data or "")
    return found


# Which language


@pytest.mark.parametrize(
    ("query", "locale", "language"),
    [("", "en-GB", "en"), ("", "fr-CA", "fr"), ("", "it-IT", "it"), ("", "ja-JP", "en"), ("?lang=es", "fr-FR", "es"), ("?lang=xx", "fr-FR", "fr")],
)
def test_the_address_comes_before_the_browser_and_english_is_the_last(site: Site, query: str, locale: str, language: str) -> None:
    with site.open(query, locale) as page:
        speaks(page, language)


def test_what_was_chosen_last_comes_before_the_browser_but_not_before_the_address(site: Site) -> None:
    with site.open(locale="fr-FR") as page:
        page.locator("#language").select_option("it")
        page.goto(f"{site.url}/")
        speaks(page, "it")
        page.goto(f"{site.url}/?lang=es")
        speaks(page, "es")
        page.locator("#language").select_option("fr")
        page.reload()  # the address has lost its claim
        speaks(page, "fr")


def test_only_a_chosen_language_is_sent(site: Site) -> None:
    with site.open(locale="fr-FR") as page:
        assert say(page, ENGLISH)["language"] == "auto"
        page.locator("#language").select_option("fr")
        assert say(page, ENGLISH)["language"] == "fr"
        page.locator("#language").select_option("auto")
        assert say(page, ENGLISH)["language"] == "auto"


def test_the_demonstration_speaks_as_the_chat_on_it(site: Site) -> None:
    with site.open(locale="fr-FR") as page:
        page.goto(f"{site.url}/demo")
        expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Camille", timeout=SECONDS)
        assert page.locator("html").get_attribute("lang") == "fr"
        left = page.evaluate("""async () => {
          const words = (await import("/static/demo-words.js")).default;
          const keys = [...document.querySelectorAll("[data-say], [data-label]")].map(({ dataset }) => dataset.say ?? dataset.label);
          return Object.values(words).flatMap((said) => [...keys, "title"].filter((key) => !said[key]));
        }""")
        assert left == []
        page.locator("#launcher").click()
        page.locator("#more").click()
        page.locator("#language").select_option("en")
        expect(page.get_by_role("heading", level=1)).to_have_text("Good morning, Camille")
        expect(page).to_have_title("Atelier Lumen – seller dashboard (demonstration)")


# Switching


def test_the_language_is_switched_in_mid_conversation_by_keyboard_alone(site: Site) -> None:
    with site.open() as page:
        say(page, ENGLISH)
        page.keyboard.type("Is this")
        page.locator("#more").focus()
        for _ in range(2):  # past the wish for a person
            page.keyboard.press("Shift+Tab")
        expect(page.get_by_label("Language")).to_be_focused()
        page.keyboard.type("Fran")
        speaks(page, "fr")
        expect(page.get_by_label("Langue")).to_be_focused()
        assert page.locator("#message").input_value() == "Is this"
        expect(page.get_by_role("log")).to_contain_text("Thursday 10 December 2026")
        answer = page.locator(".from-assistant")
        expect(answer).to_have_attribute("lang", "en")
        expect(answer.get_by_role("button", name="Copy")).to_be_visible()  # an answer keeps its words
        expect(page.locator(".from-seller h2")).to_have_text("Vous")  # what the page says around it does not
        expect(page.get_by_role("button", name="Parler à une personne")).to_be_visible()
        assert page.title() == "Assistance aux vendeurs"


def test_the_page_follows_the_conversation_unless_a_language_was_chosen(site: Site) -> None:
    with site.open() as page:
        say(page, FRENCH)
        speaks(page, "fr")
        say(page, SPANISH)
        speaks(page, "es")
        expect(page.locator(".from-assistant").first).to_have_attribute("lang", "fr")
        expect(page.locator(".from-assistant").last).to_have_attribute("lang", "es")
        page.reload()
        expect(page.locator(".from-assistant")).to_have_count(2)
        expect(page.locator(".from-assistant").first).to_have_attribute("lang", "fr")
        speaks(page, "es")
    with site.open() as page:
        page.locator("#language").select_option("it")
        say(page, FRENCH)
        speaks(page, "it")


def test_german_is_answered_in_english_and_marked_as_such(site: Site) -> None:
    with site.open(locale="fr-FR") as page:
        say(page, "Wann bekommt der Käufer sein Geld zurück, wenn er die Bestellung storniert hat?")
        expect(page.locator(".from-assistant")).to_have_attribute("lang", "en")
        speaks(page, "en")


def test_an_open_notice_changes_its_language_too(site: Site) -> None:
    with site.open("?lang=fr") as page:
        page.context.set_offline(True)
        page.locator("#message").focus()
        page.keyboard.type(FRENCH)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Vous êtes hors ligne.")
        page.locator("#language").select_option("es")
        expect(page.get_by_role("alert")).to_contain_text("No tiene conexión.")
        assert page.locator("#message").input_value() == FRENCH
        page.context.set_offline(False)
        page.locator("#language").select_option("auto")
        expect(page.locator(".notice")).to_contain_text("You are back online.")  # back to the browser's language
        page.locator(".notice").get_by_role("button", name="Send").press("Enter")
        expect(page.locator(".from-assistant")).to_have_count(1, timeout=SECONDS)


# Answers


def test_a_french_answer_and_its_article_are_french_throughout(site: Site) -> None:
    with site.open(locale="fr-FR") as page:
        say(page, FRENCH)
        answer = page.locator(".from-assistant")
        expect(answer).to_contain_text("jeudi 10 décembre 2026")
        expect(answer.locator(".chip-day", has_text="10 déc. 2026")).to_be_visible()
        answer.get_by_text("Comment j’y suis arrivé").press("Enter")
        expect(answer).to_contain_text("14 jours calendaires")
        expect(answer).to_contain_text("«\u00a0the money reaches him within 7 to 14 days\u00a0»")
        expect(answer.locator(".source-language")).to_have_count(0)
        source = answer.get_by_role("button", name=re.compile("récupère-t-il son argent"))
        source.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Vérifié dans le guide le")
        expect(page.locator("#article-body")).to_have_attribute("lang", "fr")
        expect(dialog.get_by_role("button", name="Fermer")).to_be_visible()
        page.keyboard.press("Escape")
        expect(source).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_source_in_english_under_a_spanish_answer_is_marked(site: Site) -> None:
    with site.open(locale="es-ES") as page:
        say(page, SPANISH)
        answer = page.locator(".from-assistant")
        expect(answer.locator(".source-language").first).to_have_text("(en inglés)")
        expect(answer.locator(".source-title").first).to_have_attribute("lang", "en")
        answer.locator(".source").first.press("Enter")
        expect(page.locator("#article-body")).to_have_attribute("lang", "en")
        expect(page.get_by_role("dialog").get_by_role("button", name="Cerrar")).to_be_visible()


def test_nothing_of_the_header_overlaps(site: Site) -> None:
    """Longer words in a narrow window."""
    edges = """[...document.querySelector("seller-assistant").shadowRoot.querySelectorAll(".bar-title h1, .bar-title p, .language")].map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [range.getBoundingClientRect().right, node.getBoundingClientRect().left];
    })"""
    for language in ASK:
        with site.open(f"?lang={language}") as page:
            speaks(page, language)
            (heading, _), (role, _), (_, control) = page.evaluate(edges)
            assert max(heading, role) <= control, language
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), language


# Words


@pytest.fixture(scope="module")
def words(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The words of every language; a sentence that is filled in is given with its filled places, for the numbers 1 and 1800."""
    static = Path(__file__).parent.parent / "bot" / "channels" / "web" / "static" / "words"
    page = browser.new_page()
    flatten = """(source) => import(`data:text/javascript,${encodeURIComponent(source)}`).then((module) => {
      const filled = (value, number, list) => {
        try {
          return value(number, "b", "c");
        } catch {
          return value(list);
        }
      };
      const read = (value) => {
        if (typeof value === "function") return [filled(value, 1, ["a"]), filled(value, 1800, ["a", "b"])];
        if (typeof value === "string") return value;
        return Array.isArray(value) ? value.map(read) : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, read(inner)]));
      };
      return read(module.default);
    })"""
    found = {path.stem: page.evaluate(flatten, path.read_text(encoding="utf-8")) for path in sorted(static.glob("*.js"))}
    page.close()
    return found


def shape(value: Any) -> Any:
    """The keys of words, without the words."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(inner) for inner in value] if isinstance(value, list) else type(value).__name__


def texts(value: Any) -> Iterator[str]:
    """Every text among words."""
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def test_every_language_has_the_words_of_english(words: dict[str, dict[str, Any]]) -> None:
    assert set(words) == set(ASK)
    for language, found in words.items():
        assert shape(found) == shape(words["en"]), language
        assert all(text.strip() for text in texts(found))


def test_french_has_its_spaces(words: dict[str, dict[str, Any]]) -> None:
    for text in texts(words["fr"]):
        assert not re.search(r"[^\u00a0][:;?!»](\s|$)|«[^\u00a0]| [:;?!»€%]|[\"']", text), text
    assert words["fr"]["left"][1].replace("\u202f", " ") == "Il reste 1 800 caractères"


def test_every_suggested_question_is_answered_in_its_language(words: dict[str, dict[str, Any]], lookup: Lookup) -> None:
    for language, found in words.items():
        for question in (suggestion["question"] for suggestion in found["suggestions"]):
            reply = lookup.ask(question, date(2026, 11, 23).isoformat())
            assert (reply["language"], reply["decision"] in ("answer", "rule")) == (language, True), question
        assert lookup.ask(found["person"]["payload"], None)["decision"] == "handoff"

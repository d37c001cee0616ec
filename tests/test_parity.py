"""One answer, every surface: the same question gives the same sentences, dates, sources and caveats wherever it is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from actions.messages import message
from bot.channels.slack import answer as slack
from bot.channels.teams import answer as teams
from bot.copies import Copies
from bot.lookup import Lookup
from knowledge.assistant import Reply
from knowledge.memory import Memory
from knowledge.values import read_moment
from tests.chromium import launched, opened
from tests.embedding import SECONDS, Assistant, assistant, say
from tests.seats import Seat, seated, settings_of

pytestmark = [pytest.mark.model, pytest.mark.browser]

_EVERY = 8  # of the development questions
_MORE = (
    ("The buyer cancelled on 20 November 2026 before shipping. When is the refund due?", "en"),
    ("I sold 3 for 20 € each through an affiliate at 8 %, what lands in my bank in Germany?", "en"),
    ("can I sell vitamins", "en"),
    ("Quand l'acheteur est-il remboursé après une annulation ?", "fr"),
    ("Jusqu'à quand puis-je faire appel d'une sanction notifiée le 20 novembre à 10 h ?", "fr"),
    ("¿Cuándo me pagan mis ventas?", "es"),
    ("Quando ricevo i soldi delle mie vendite?", "it"),
    ("Wann bekomme ich mein Geld?", "de"),
)
Shows = Callable[[str], str]
"""What a surface shows of the answer to a question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the answer as knowledge gives it."""

    text: str
    reply: Reply
    days: tuple[tuple[str, ...], ...]

    @property
    def expected(self) -> list[tuple[str, ...]]:
        """What must be seen, each in one of the forms in which it may be written."""
        answer = self.reply.answer
        lines = [(line,) for block in answer.blocks for line in (block.heading, *block.text.splitlines()) if words(line)]
        cells = [(cell,) for row in (answer.table.columns, *answer.table.rows) for cell in row if words(cell)] if answer.table else []
        sources = [form for source in answer.sources for form in ((source.title,), (source.section,))]
        return [*lines, *cells, *((caveat,) for caveat in answer.caveats), *sources, *self.days]


def words(text: str) -> str:
    """The words of a text, whatever marks it up: bold, code, links, bullets, quotation marks and spaces of any kind."""
    linked = re.sub(r"\[([^\]\n]+)\]\((https?:[^()\s]+)\)", r"\1", text)
    bare = re.sub(r"^\s*(?:[-•*]|\d+[.)])\s+", "", linked, flags=re.MULTILINE)
    return "".join(re.sub(r"[*_`~|>]", "", bare).replace("’", "'").split()).casefold()


@pytest.fixture(scope="module")
def every(lookup: Lookup, data: Path) -> list[Asked]:
    lines = (data / "evaluation" / "development.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[::_EVERY]] + [text for text, _ in _MORE]
    assert len(texts) >= 40
    return [asked(lookup, text) for text in texts]


def asked(lookup: Lookup, text: str) -> Asked:
    """A question with its answer; each day may be written as a date or in the words of a language."""
    reply = lookup.languages.ask(text, lookup.clock(None))
    wordings = {spoken.wording.language: spoken.wording for spoken in (lookup.base, *lookup.base.others.values())}
    days = tuple((date.value, *(spoken.day(read_moment(date.value)) for spoken in wordings.values())) for date in reply.answer.dates)
    return Asked(text, reply, days)


@pytest.fixture(scope="module")
def served(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with assistant(lookup, var, tmp_path_factory.mktemp("parity")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def seat(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    with seated(lookup, settings_of(var, tmp_path_factory.mktemp("parity_console"))) as found:
        yield found


def complete(every: list[Asked], shows: Shows) -> None:
    """Nothing of any answer is missing on a surface."""
    missing = []
    for one in every:
        seen = words(shows(one.text))
        missing += [(one.text, forms[0]) for forms in one.expected if not any(words(form) in seen for form in forms)]
    assert missing == []


def posted(asked: Asked) -> dict[str, Any]:
    """The answer as a channel gets it."""
    item = message(asked.reply, Memory())
    answer = item["answer"]
    return {"id": "1", "text": answer["text"], "buttons": answer["follow_ups"], "answer": answer, "language": asked.reply.language, "input": item["input"]}


def texts(content: Any) -> Iterator[str]:
    """Every text in JSON."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for inner in content.values() if isinstance(content, dict) else content:
            yield from texts(inner)


def test_the_interface(every: list[Asked], seat: Seat) -> None:
    complete(every, lambda text: "\n".join(texts(seat.client.post("/api/ask", json={"text": text}).json()["answer"])))


def test_the_command_line(every: list[Asked], lookup: Lookup) -> None:
    copies = Copies.of(lookup.base)

    def printed(text: str) -> str:
        """As `seller-assistant ask` prints it."""
        reply = lookup.languages.ask(text, lookup.clock(None))
        return copies.plain(reply.answer, lookup.base.speaking(reply.language).wording.language)

    complete(every, printed)


@pytest.mark.parametrize("form", ["text", "markdown", "reply"])
def test_what_the_console_copies(every: list[Asked], seat: Seat, form: str) -> None:
    complete(every, lambda text: str(seat.get("/console/copies/answer", params={"q": text, "form": form}).text))


def test_the_chat(every: list[Asked], served: Assistant, browser: Browser) -> None:
    def shown(page: Page, text: str) -> str:
        before = page.locator(".from-assistant").count()
        say(page, text)
        expect(page.locator(".from-assistant")).not_to_have_count(before, timeout=SECONDS)
        expect(page.locator("#waiting")).to_be_hidden(timeout=SECONDS)
        return str(page.locator(".from-assistant").last.evaluate("(element) => element.textContent"))

    with opened(browser, served.url, "desktop") as page:
        complete(every, lambda text: shown(page, text))


@pytest.mark.parametrize("shown", [slack.shown, teams.shown], ids=["slack", "teams"])
def test_other_platforms(every: list[Asked], shown: Callable[[dict[str, Any]], str]) -> None:
    messages = {one.text: posted(one) for one in every}
    complete(every, lambda text: shown(messages[text]))

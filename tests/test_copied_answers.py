"""What the console copies, against the interface: the same words, dates, sources and caveats in every form, in every language that is spoken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from bot.lookup import Lookup
from knowledge.base import KnowledgeBase
from tests.seats import Seat, seated, settings_of

pytestmark = pytest.mark.model

_FORMS = ("text", "markdown", "reply")
_MORE = (
    ("Quand l'acheteur est-il remboursé après une annulation ?", "fr"),
    ("Jusqu'à quand puis-je faire appel d'une sanction notifiée le 20 novembre à 10 h ?", "fr"),
    ("¿Cuándo me pagan mis ventas?", "es"),
    ("Quando ricevo i soldi delle mie vendite?", "it"),
    ("Wann bekomme ich mein Geld?", "de"),
    ("hello", "en"),
    ("I want to talk to a person", "en"),
    ("refund", "en"),
    ("does AliExpress lend money?", "en"),
)


@pytest.fixture(scope="module")
def seat(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    with seated(lookup, settings_of(var, tmp_path_factory.mktemp("copies"))) as found:
        yield found


def questions(data: Path) -> list[str]:
    """Every twelfth development question: of all kinds."""
    lines = (data / "evaluation" / "development.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[::12]] + [text for text, _ in _MORE]


def plain(text: str) -> str:
    """The words of a text, without the marks of bold and code."""
    return " ".join(re.sub(r"[*`]", "", text).split())


def test_every_form_of_an_answer_has_all_that_the_interface_gives(seat: Seat, data: Path) -> None:
    asked = questions(data)
    assert len(asked) >= 40
    for text in asked:
        reply: dict[str, Any] = seat.client.post("/api/ask", json={"text": text}).json()
        answer = reply["answer"]
        for form in _FORMS:
            copied = seat.get("/console/copies/answer", params={"q": text, "form": form}).text
            for block in answer["blocks"]:
                assert plain(block["text"]) in plain(copied), (form, text)
                assert plain(block["heading"]) in plain(copied), (form, text)
            for source in answer["sources"]:
                assert source["title"] in copied, (form, text)
                assert source["section"] in copied, (form, text)
            for caveat in answer["caveats"]:
                assert plain(caveat) in plain(copied), (form, text)
            for date in answer["dates"]:
                assert date["label"] in copied, (form, text)


def test_the_page_shows_all_that_the_interface_gives(seat: Seat, data: Path) -> None:
    for text in questions(data):
        answer = seat.client.post("/api/ask", json={"text": text}).json()["answer"]
        page = seat.get("/console/answer", params={"q": text}).text
        words = plain(re.sub(r"<[^>]+>", " ", page))
        for source in answer["sources"]:
            assert str(escape(source["title"])) in page, text
        assert re.search("checked on|vérifiée le|revisada el|verificata", page) or not answer["sources"], text
        for caveat in answer["caveats"]:
            assert plain(str(escape(caveat))) in words, text
        for date in answer["dates"]:
            assert f'datetime="{date["value"]}"' in page, text
        assert page.count('<div class="block block-') == len([block for block in answer["blocks"] if block["text"] or block["heading"]]), text


@pytest.mark.parametrize("language", ["en", "fr", "es", "it"])
def test_a_reply_speaks_the_language_of_the_seller(seat: Seat, base: KnowledgeBase, language: str) -> None:
    about = {"q": "the buyer cancelled before shipping on 20 November, when is he refunded?", "form": "reply", "to": language}
    reply = seat.get("/console/copies/answer", params=about).text
    days = ("Thursday 10 December 2026", "jeudi 10 décembre 2026", "jueves, 10 de diciembre de 2026", "giovedì 10 dicembre 2026")
    greeting = {"en": "Hello,", "fr": "Bonjour,", "es": "Hola:", "it": "Buongiorno,"}[language]
    assert reply.startswith(greeting)
    assert dict(zip(("en", "fr", "es", "it"), days, strict=True))[language] in reply  # 14 working days after 20 November
    assert "**" not in reply
    assert base.speaking(language).wording.notice("independent") in reply
    assert "q058" not in reply


def test_a_passage_is_copied_with_its_source_and_its_contradictions(seat: Seat) -> None:
    text = seat.get("/console/copies/articles/q058/1?form=text").text
    assert "the money reaches him within 7 to 14 days" in text
    assert "promise nothing shorter than 14 working days" in text
    assert "[q058]" in text
    assert "Refund after receipt" not in text
    french = seat.get("/console/copies/articles/q058/1?form=reply&to=fr").text
    assert french.startswith("Bonjour,")
    assert "l’argent lui parvient dans les 7 à 14 jours" in french
    spanish = seat.get("/console/copies/articles/q058/1?form=reply&to=es").text
    assert "Este artículo solo existe en inglés." in spanish


def test_a_whole_article_is_copied_with_every_passage(seat: Seat, base: KnowledgeBase) -> None:
    copied = seat.get("/console/copies/articles/q058?form=markdown").text
    for passage in base.library.article("q058").passages:
        assert passage.text in copied
        assert passage.heading in copied


def test_a_result_is_copied_in_any_language(seat: Seat) -> None:
    link = "/console/copies/rules/refund-timing?situation=cancelled_before_shipping&event_date=2026-11-20"
    outcome = seat.client.post("/api/rules/refund-timing", json={"inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}}).json()
    for form in _FORMS:
        copied = seat.get(f"{link}&form={form}").text
        assert all(plain(block["text"]) in plain(copied) for block in outcome["answer"]["blocks"])
        assert all(source["title"] in copied for source in outcome["answer"]["sources"])
    assert "jeudi 10 décembre 2026" in seat.get(f"{link}&form=reply&to=fr").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/console/copies/articles/q999?form=text", 404),
        ("/console/copies/articles/q058/99?form=text", 404),
        ("/console/copies/articles/q058/-1?form=text", 404),
        ("/console/copies/articles/q058/x?form=text", 422),
        ("/console/copies/articles/..%2f..%2fetc?form=text", 404),
        ("/console/copies/articles/q058?form=html", 422),
        ("/console/copies/articles/q058", 422),
        ("/console/copies/answer?q=&form=text", 422),
        ("/console/copies/rules/nothing?form=text", 404),
        ("/console/copies/rules/refund-timing?form=text", 422),
        ("/console/copies/rules/refund-timing?form=text&situation=cancelled_before_shipping&request.today=nonsense", 422),
    ],
)
def test_what_cannot_be_copied_is_told_in_the_look_of_the_console(seat: Seat, path: str, status: int) -> None:
    found = seat.get(path, status)
    assert found.headers["content-type"].startswith("text/html")
    as_json = seat.client.get(path, headers={"Accept": "*/*"})
    assert as_json.status_code == status
    assert as_json.headers["content-type"].startswith("application/problem+json")

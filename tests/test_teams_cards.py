"""Messages as cards: nothing is left out, nothing is too large, and everything is what Microsoft's schema wants."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.teams import cards, markup
from bot.channels.teams.answer import Done, Renderer, shown
from bot.channels.teams.channel import activity
from bot.channels.teams.words import WordsOfTeams
from bot.reminders.reminder import Habits
from knowledge.wording import Wording
from tests.conftest import NOW
from tests.teams import SOURCE, actions
from tests.validation import card_complaints

PLACE = {"service": "https://smba.example", "conversation": "a:1", "bot": "28:bot"}


@pytest.fixture(scope="module")
def renderer(data: Path) -> Renderer:
    return Renderer(WordsOfTeams(data), {"en": Wording(data / "wording" / "en")}, Habits.read(data), "https://seller.example/")


def message(**more: Any) -> dict[str, Any]:
    """An answer with all that one may have."""
    blocks = [
        {"kind": "lead", "heading": "", "text": "Promise it by **Thursday**."},
        {"kind": "why", "heading": "", "text": "Because:\n- one\n- two"},
        {"kind": "next", "heading": "", "text": "Check it."},
        {"kind": "body", "heading": "Exceptions", "text": "1. First\n2. Second\n\nMore."},
    ]
    answer = {
        "text": "Promise it",
        "blocks": blocks,
        "sources": [SOURCE, SOURCE | {"title": "Other", "language": "fr"}],
        "caveats": ["Count on it.", "Twice."],
        "dates": [{"key": "latest", "value": "2026-12-10T12:30", "label": "Latest"}],
        "table": {"columns": ["Country", "Days"], "rows": [["France", "7"], ["Spain", "10"]]},
        "receipt_id": "abc",
    }
    return {"id": "7", "text": "Promise it", "language": "en", "buttons": [{"title": "Why?", "payload": "Why?"}], "answer": answer | more}


def test_all_that_is_said_is_shown() -> None:
    text = shown(message())
    for words in (
        "Promise it by Thursday.",
        "Why\nBecause:\n- one\n- two",
        "What to do\nCheck it.",
        "Exceptions\n1. First\n2. Second\nMore.",
        "Key dates\nLatest: Thursday 10 December 2026 at 12:30 (Paris time)",
        "Country | Days\nFrance | 7\nSpain | 10",
        "Please note\n- Count on it.\n- Twice.",
        "Source: Other (V. Order management), checked on Tuesday 24 November 2026 · in English",
        "[Why?]",
    ):
        assert words in text, words
    assert text.index("Latest:") < text.index("Why\n")  # the dates stand behind what comes first


def test_a_note_stands_small_before_the_lead_and_the_dates_behind_it(renderer: Renderer) -> None:
    blocks = [{"kind": "note", "heading": "", "text": "In English only."}, {"kind": "lead", "heading": "", "text": "Promise it."}]
    told = message(blocks=[*blocks, {"kind": "why", "heading": "", "text": "Because."}])
    text = shown(told)
    assert text.index("In English only.") < text.index("Promise it.") < text.index("Latest:") < text.index("Because.")
    (note,) = [element for element in renderer.body(told) if element.get("text") == "In English only."]
    assert (note["size"], note["isSubtle"]) == ("Small", True)


def test_a_card_is_what_the_schema_wants_and_has_its_buttons(renderer: Renderer) -> None:
    (card,) = renderer.cards(message(), NOW)
    assert card_complaints(card) == []
    found = {action["title"]: action for action in actions(card)}
    assert found["Add to calendar"]["url"] == "https://seller.example/api/receipts/abc.ics"
    assert {"Why?", "Remind me", "This helped", "This did not help", "Talk to a person"} <= found.keys()
    assert len(card["actions"]) <= 6
    assert found["Why?"]["data"]["msteams"] == {"type": "messageBack", "displayText": "Why?", "text": "Why?", "value": {"verb": "say"}}


def test_a_message_that_is_not_kept_has_nothing_to_press_that_needs_it(renderer: Renderer) -> None:
    kept = message()
    del kept["id"]
    (card,) = renderer.cards(kept, NOW)
    assert {"This helped", "Remind me"}.isdisjoint(action["title"] for action in actions(card))
    (over,) = renderer.cards({**message(), "buttons": []}, NOW, done=Done(is_over=True))
    assert list(actions(over)) == []


def test_a_person_is_named(renderer: Renderer) -> None:
    (card,) = renderer.cards({"id": "8", "text": "Hello, [look](https://x.example)", "language": "en", "author": "agent", "name": "Anna <at>x</at>"}, NOW)
    assert card["fallbackText"].startswith("Anna ‹at>x‹/at>, a colleague\nHello, [look] (https://x.example)")


@pytest.mark.parametrize("part", ["caveats", "table", "blocks", "sources", "dates"])
def test_what_is_too_long_for_a_card_goes_on_in_the_next(renderer: Renderer, part: str) -> None:
    many = {
        "caveats": [f"Caveat {number}: {'mind this é ' * 30}" for number in range(200)],
        "table": {"columns": ["a", "b"], "rows": [[f"row {number}", "x" * 80] for number in range(300)]},
        "blocks": [{"kind": "lead", "heading": "", "text": " ".join(f"word{number}" for number in range(9_000))}],
        "sources": [SOURCE | {"title": f"Title {number}"} for number in range(300)],
        "dates": [{"key": f"d{number}", "value": "2026-12-10", "label": f"Label {number}"} for number in range(900)],
    }
    long = message(**{part: many[part]})
    drawn = renderer.cards(long, NOW)
    assert len(drawn) > 1
    for card in drawn:
        assert card_complaints(card) == []
        assert len(json.dumps(activity(PLACE, card).model_dump(by_alias=True, exclude_unset=True, mode="json"), ensure_ascii=False).encode()) < 28_000
    text = "\n".join(card["fallbackText"] for card in drawn)
    marks = {"caveats": "Caveat {}:", "table": "row {} ", "blocks": "word{}\\b", "sources": "Title {} ", "dates": "Label {}:"}
    count = {"caveats": 200, "table": 300, "blocks": 9_000, "sources": 300, "dates": 900}[part]
    found = set(re.findall(marks[part].format(r"(\d+)"), text))
    assert len(found) == count
    assert text.count("Promise it by") == (0 if part == "blocks" else 1)
    assert [bool(list(actions(card))) for card in drawn[:-1]].count(True) == 0  # buttons stand at the end


@given(st.text(max_size=400))
def test_whatever_is_written_is_a_card_and_pings_nobody(text: str) -> None:
    body = cards.texts(text)
    card = cards.card(body or [cards.text("-")])
    assert card_complaints(card) == []
    written = json.dumps(card, ensure_ascii=False)
    assert not re.search(r"</?at\b", written, re.IGNORECASE)
    assert "](" not in written


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One\ntwo\n\nthree", ["One\n\ntwo", "three"]),
        ("Like this:\n* a\n  goes on\n• b\n\n1) x", ["Like this:", "- a goes on\n- b", "1. x"]),
        ("## Heading\ntext", ["**Heading**\n\ntext"]),
        ("`code` and **bold**", ["code and **bold**"]),
        ("", []),
    ],
)
def test_our_markdown_becomes_that_of_cards(text: str, parts: list[str]) -> None:
    assert list(markup.paragraphs(text)) == parts


def test_long_titles_become_lines_that_can_be_pressed() -> None:
    short, long = cards.say("Yes", "yes"), cards.say("Listing or search violation (title, category, price)", "x")
    assert [element["type"] for element in cards.rows([short] * 7)] == ["ActionSet", "ActionSet"]
    assert [element["selectAction"]["title"] for element in cards.rows([short, long])] == ["Yes", long["title"]]

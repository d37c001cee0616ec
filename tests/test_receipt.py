from __future__ import annotations

import json
from datetime import date

import pytest

from knowledge import receipt
from knowledge.calendars import Calendar
from knowledge.rule import Step
from knowledge.rulebook import RuleBook
from knowledge.speech import Speaker
from tests.casebook import ANSWERED, Case
from tests.toys import TOY_RULE, toy_book


def explain(rule_id: str, step: Step) -> str:
    return f"{rule_id}.{step.key}: {step.details['days']} days"


def test_a_receipt_holds_everything_needed_to_check_it() -> None:
    computation = TOY_RULE.run({"sent_at": "2024-02-29T10:00"}, toy_book(), Calendar(), date(2024, 3, 1))
    assert receipt.write(computation, "a calendar", explain) == {
        "format": 1,
        "rule": "toy",
        "version": 1,
        "today": "2024-03-01",
        "inputs": {"sent_at": "2024-02-29T10:00", "colour": None, "returned_on": None},
        "outcome": {"until": "2024-03-05"},
        "steps": ["toy.until: 5 days"],
        "parameters": [
            {
                "name": "toys.within",
                "title": "A toy figure",
                "value": 5,
                "unit": "calendar_days",
                "since": "2020-03-01",
                "on": "2024-02-29",
                "source": {"article": "q001", "states": "some words"},
                "conflicts": [],
                "checked_on": "2026-11-24",
            }
        ],
        "calendar": "a calendar",
    }


def test_a_receipt_names_the_language_of_its_words_unless_that_is_english() -> None:
    computation = TOY_RULE.run({"sent_at": "2024-02-29T10:00"}, toy_book(), Calendar(), date(2024, 3, 1))
    english = receipt.write(computation, "a calendar", explain)
    assert receipt.write(computation, "a calendar", explain, "en") == english
    assert receipt.write(computation, "a calendar", explain, "fr") == english | {"language": "fr"}
    assert [receipt.language_of(found) for found in (english, english | {"language": "fr"})] == ["en", "fr"]


def test_the_byte_form_is_one_sorted_line_of_utf8() -> None:
    assert receipt.canonical({"b": "Réunion", "a": [1, None]}) == '{"a":[1,null],"b":"Réunion"}\n'.encode()


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_replaying_a_receipt_gives_the_same_bytes(rulebook: RuleBook, speaker: Speaker, case: Case) -> None:
    first = speaker.rule_answer(rulebook.compute(case.rule, case.facts, case.today)).receipt
    assert first is not None
    written = receipt.canonical(first)
    kept = json.loads(written)
    again = speaker.rule_answer(rulebook.compute(kept["rule"], kept["inputs"], date.fromisoformat(kept["today"]))).receipt
    assert again is not None
    assert receipt.canonical(again) == written

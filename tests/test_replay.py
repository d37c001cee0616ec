"""Receipts computed again. The refund: 7 to 14 days after Friday 20 November 2026 (guide, question 58)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from knowledge import receipt
from knowledge.base import KnowledgeBase
from knowledge.clock import BadClock, Clock
from knowledge.errors import UnknownRule
from knowledge.replay import NoReceipt, replay
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return KnowledgeBase(ROOT / "data")


@pytest.fixture(scope="module")
def given(base: KnowledgeBase) -> dict[str, Any]:
    clock = Clock.of("2026-11-23", datetime(2026, 11, 25, 9, tzinfo=UTC))
    computation = base.compute("refund-timing", {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}, clock)
    return dict(base.speaker.rule_answer(computation).receipt or {})


def test_the_same_bytes_come_out(base: KnowledgeBase, given: dict[str, Any]) -> None:
    done = replay(json.dumps(given, indent=2), base)
    assert done.rule == "refund-timing"
    assert done.differences == ()
    assert done.given == done.found == receipt.canonical(given)


def test_a_receipt_in_french_is_computed_again_in_french(base: KnowledgeBase, given: dict[str, Any]) -> None:
    clock = Clock.of("2026-11-23", datetime(2026, 11, 25, 9, tzinfo=UTC))
    computation = base.compute("refund-timing", {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}, clock)
    french = dict(base.speaking("fr").speaker.rule_answer(computation).receipt or {})
    assert replay(json.dumps(french), base).differences == ()
    assert french["steps"] != given["steps"]
    assert replay(json.dumps(given | {"language": "fr"}), base).differences == ("steps",)
    assert replay(json.dumps(given | {"language": "xx"}), base).differences == ("language",)  # spoken by nobody: English


def test_a_whole_reply_of_the_interface_is_taken_too(base: KnowledgeBase, given: dict[str, Any]) -> None:
    assert replay(json.dumps({"rule": "refund-timing", "receipt": given}), base).differences == ()


def test_what_was_changed_is_named(base: KnowledgeBase, given: dict[str, Any]) -> None:
    """A day later the span ends on 5 December: outcome and steps no longer fit the inputs."""
    changed = given | {"inputs": given["inputs"] | {"event_date": "2026-11-21"}}
    done = replay(json.dumps(changed), base)
    assert set(done.differences) == {"outcome", "steps", "parameters"}  # the figures are those in force on another day
    assert b"2026-12-05" in done.found
    assert done.given != done.found


def test_another_version_of_the_rule_is_named(base: KnowledgeBase, given: dict[str, Any]) -> None:
    assert replay(json.dumps(given | {"version": 0}), base).differences == ("version",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "no receipt"),
        ("null", "no receipt"),
        ('{"rule": "refund-timing"}', "no receipt"),
        ('{"format": 1, "rule": "refund-timing", "version": 1, "today": "2026-11-23", "inputs": []}', "no receipt"),
        ('{"format": 9, "rule": "refund-timing", "version": 1, "today": "2026-11-23", "inputs": {}}', "format 9"),
        ('{"format": 1, "rule": "refund-timing", "version": 1, "today": "2026-11-23", "inputs": {}}', "cannot be computed"),
    ],
)
def test_what_is_no_receipt_is_refused_in_words(base: KnowledgeBase, text: str, words: str) -> None:
    with pytest.raises(NoReceipt, match=words):
        replay(text, base)


def test_an_unknown_rule_and_an_impossible_day_are_told(base: KnowledgeBase, given: dict[str, Any]) -> None:
    with pytest.raises(UnknownRule):
        replay(json.dumps(given | {"rule": "no-such-rule"}), base)
    with pytest.raises(BadClock):
        replay(json.dumps(given | {"today": "2026-02-30"}), base)

"""What a person who takes over is told: gathered from events as the chat keeps them."""

from __future__ import annotations

from typing import Any

from bot.conversations import Event
from bot.handover.case import Limit
from bot.handover.summary import from_json, summarise, to_json
from bot.receipts import Case, identify
from tests.conftest import NOW

LIMITS = frozenset({"appeal_by", "deadline_date"})


def events(*happened: tuple[str, dict[str, Any]]) -> list[Event]:
    """Events in order."""
    return [Event(number, kind, content) for number, (kind, content) in enumerate(happened, 1)]  # type: ignore[arg-type]


def seller(text: str) -> tuple[str, dict[str, Any]]:
    """What the seller wrote."""
    return ("seller", {"text": text})


def turn(decision: str, rule: str | None = None, asks_for: str | None = None) -> tuple[str, dict[str, Any]]:
    """The end of a turn."""
    return ("turn", {"decision": decision, "rule": rule, "asks_for": asks_for, "articles": ["q058"], "language": "en"})


def answer(rule: str, number: int, changes: int = 0, **dates: str) -> tuple[str, dict[str, Any]]:
    """A computed answer with its dates, of the `number`th case of the conversation."""
    receipt = {"rule": rule, "version": 1, "today": "2026-11-23", "inputs": {"start": "2026-11-20", "now": "2026-11-23T10:00", "left": None}}
    told = [{"key": key, "value": value, "label": key} for key, value in dates.items()]
    identity = identify(receipt, Case.of_conversation("c", rule, number, changes))
    return ("message", {"text": f"By {dates}", "answer": {"receipt": receipt, "dates": told, "receipt_id": identity}})


def found(*happened: tuple[str, dict[str, Any]]) -> Any:
    """The summary of such events."""
    return summarise(events(*happened), LIMITS, NOW)


def test_nothing_said_is_nothing_known() -> None:
    empty = found()
    assert (empty.question, empty.rule, empty.limit) == ("", "", None)


def test_the_question_is_what_was_asked_and_not_what_filled_in_the_form() -> None:
    summary = found(
        seller("when is the buyer refunded?"),
        ("message", {"text": "What happened?"}),
        ("grounds", {"articles": [], "rule": "refund-timing", "inputs": {}, "missing": ["situation"]}),
        turn("rule", "refund-timing", "situation"),
        seller("cancelled"),
        ("message", {"text": "On which day?"}),
        ("grounds", {"articles": [], "rule": "refund-timing", "inputs": {"situation": "cancelled_before_shipping"}, "missing": ["event_date"]}),
        turn("rule", "refund-timing", "event_date"),
        seller("I want a person"),
        ("message", {"text": "…"}),
        turn("handoff", "refund-timing", "event_date"),
    )
    assert summary.question == "when is the buyer refunded?"
    assert (summary.rule, summary.inputs) == ("refund-timing", {"situation": "cancelled_before_shipping"})
    assert summary.answer == "On which day?"
    assert summary.limit is None


def test_small_talk_is_no_question() -> None:
    summary = found(
        seller("what is EPR?"), ("message", {"text": "EPR is …"}), turn("answer"), seller("thanks"), ("message", {"text": "Welcome"}), turn("smalltalk")
    )
    assert (summary.question, summary.answer) == ("what is EPR?", "EPR is …")


def test_what_a_person_said_is_no_answer_of_the_assistant() -> None:
    said = ("message", {"text": "Hello, Anna here", "author": "agent", "name": "Anna"})
    summary = found(seller("what is EPR?"), said, ("message", {"text": "EPR is …"}), turn("answer"))
    assert summary.answer == "EPR is …"


def test_the_earliest_limit_that_is_still_to_come_counts() -> None:
    """Now is 23 November 2026, 10:00 in Paris."""
    summary = found(
        answer("a", 1, appeal_by="2026-11-22"),  # over
        answer("b", 2, appeal_by="2026-12-01", refund_on="2026-11-24"),  # what is expected of others is no limit
        answer("c", 3, deadline_date="2026-11-30"),
        answer("d", 4, appeal_by="2026-11-23T09:59"),  # over by a minute
    )
    assert summary.limit == Limit("c", "deadline_date", "2026-11-30")


def test_a_limit_of_today_is_still_to_come() -> None:
    assert found(answer("a", 1, appeal_by="2026-11-23")).limit == Limit("a", "appeal_by", "2026-11-23")


def test_a_corrected_date_takes_the_place_of_the_earlier_one() -> None:
    corrected = found(answer("a", 1, appeal_by="2026-11-25"), answer("a", 1, 1, appeal_by="2026-12-02"))
    assert corrected.limit == Limit("a", "appeal_by", "2026-12-02")
    other_matter = found(answer("a", 1, appeal_by="2026-11-25"), answer("a", 2, appeal_by="2026-12-02"))
    assert other_matter.limit == Limit("a", "appeal_by", "2026-11-25")


def test_json_in_and_out() -> None:
    summary = found(seller("until when?"), answer("a", 1, appeal_by="2026-12-01"), turn("rule", "a"))
    assert summary.inputs == {"start": "2026-11-20", "now": "2026-11-23T10:00"}  # and not what was left out
    written = to_json(summary)
    assert written["inputs"] == {"start": "2026-11-20"}  # nor what the clock filled in
    assert to_json(from_json(written)) == written

"""Notices that sellers paste. The texts are written for these tests; the platform's own wording is not known."""

from __future__ import annotations

import pytest

from bot.lookup import Lookup
from knowledge.conversation import Conversation, Memory, Said
from knowledge.understanding.message import Understanding
from tests.understood import CLOCK

pytestmark = pytest.mark.model

SANCTION = """Dear seller,
Your product 1005008 has been removed because it is a prohibited item. Penalty points have been deducted.
Violation number: 7755-A
Violation date: 20/11/2026 10:00
If you disagree, you may appeal within 4 days under View Details.
AliExpress Team"""


@pytest.fixture(scope="module")
def conversation(lookup: Lookup) -> Conversation:
    return Conversation(lookup.assistant)


def understood(conversation: Conversation, text: str) -> Understanding:
    return conversation.assistant.understander.understand(text, CLOCK)


def words(said: Said) -> str:
    return "\n".join(reply.answer.text for reply in said.replies)


@pytest.fixture(scope="module")
def shown(conversation: Conversation) -> Said:
    return conversation.begin(understood(conversation, SANCTION), Memory(), CLOCK)


def test_a_pasted_sanction_is_read(conversation: Conversation) -> None:
    found = understood(conversation, SANCTION)
    assert (found.decision, found.rule, found.notice) == ("rule", "appeal-deadlines", "sanction")
    assert found.reading.inputs == {"origin": "prohibited_goods", "notified_at": "2026-11-20T10:00"}
    assert "within 4 days" in found.window


def test_what_was_read_is_shown_before_anything_is_computed(shown: Said) -> None:
    text = words(shown)
    assert "Friday 20 November 2026 at 10:00" in text
    assert "within 4 days" in text
    assert "24 November" not in text
    assert [button.title for button in shown.replies[0].answer.follow_ups] == ["Yes", "No"]
    assert shown.replies[0].rule is not None
    assert shown.replies[0].rule.computation is None


def test_yes_computes(conversation: Conversation, shown: Said) -> None:
    """4 days for prohibited goods (guide, question 67): from 20 to 24 November at 10:00."""
    said = conversation.steer(understood(conversation, "Yes"), shown.memory, CLOCK)
    assert "Tuesday 24 November 2026 at 10:00" in words(said)
    assert said.memory.notice == {}


def test_a_correction_computes_with_what_was_corrected(conversation: Conversation, shown: Said) -> None:
    message = understood(conversation, "no, I was notified on 21 November at 9:00")
    said = conversation.follow_up(message, shown.memory, CLOCK)
    assert said.memory.inputs == {"origin": "prohibited_goods", "notified_at": "2026-11-21T09:00"}
    assert "Wednesday 25 November 2026 at 09:00" in words(said)


def test_no_asks_for_everything_anew(conversation: Conversation, shown: Said) -> None:
    said = conversation.steer(understood(conversation, "No"), shown.memory, CLOCK)
    assert said.starts_form
    assert said.memory.rule == "appeal-deadlines"
    assert said.memory.inputs == {}


def test_a_look_up_says_that_it_read_a_notice(lookup: Lookup) -> None:
    reply = lookup.ask(SANCTION, "2026-11-23T10:00")
    assert reply["rule"]["outcome"]["appeal_by"] == "2026-11-24T10:00"
    assert any("Read from the notice" in caveat for caveat in reply["answer"]["caveats"])


@pytest.mark.parametrize(
    "text",
    [
        "Dear seller support, how do I change my password for the Seller Center please, I am lost here",
        "My product was removed for a violation, can I appeal?",
        "What does the guide say about violations, penalties and appeals? I have never had one and hope that it stays like this.",
    ],
)
def test_what_a_seller_writes_himself_is_no_notice(conversation: Conversation, text: str) -> None:
    assert understood(conversation, text).notice == ""

from __future__ import annotations

import httpx
import pytest

from tests.dialogue.chat import Chat

pytestmark = pytest.mark.dialogue

TODAY = "2026-11-23T10:00"
HOLIDAYS = "Comment activer le mode vacances dans ma boutique ?"


def test_a_question_in_french_is_answered_in_french_as_by_the_stateless_look_up(served: str) -> None:
    heard = Chat(served, TODAY).say(HOLIDAYS)
    stateless = httpx.post(f"{served}/api/ask", json={"text": HOLIDAYS}, timeout=20, trust_env=False).json()
    assert heard.messages[0]["text"] == stateless["answer"]["text"]
    assert "q019" in heard.turn["articles"]  # question 19 of the guide is about the Holiday Mode
    assert (heard.turn["language"], stateless["language"]) == ("fr", "fr")
    assert "boutique" in heard.messages[0]["text"]


def test_a_conversation_stays_in_its_language_and_changes_it_on_wish(served: str) -> None:
    chat = Chat(served, TODAY)
    assert chat.say(HOLIDAYS).turn["language"] == "fr"
    assert chat.say("merci").turn["language"] == "fr"
    assert chat.say("How do I change the price of a product?").turn["language"] == "en"
    assert chat.say("en français s'il vous plaît").turn["language"] == "fr"


def test_a_rule_is_asked_for_filled_and_answered_in_french(served: str) -> None:
    """A cancellation before shipping is refunded after 14 working days at the latest (question 58)."""
    chat = Chat(served, TODAY)
    asked = chat.say("Quand l'acheteur est-il remboursé d'une commande annulée avant l'expédition ?")
    assert (asked.turn["language"], asked.turn["rule"], asked.asks) == ("fr", "refund-timing", "event_date")
    answered = chat.say("20/11/2026")
    # 14 working days after Friday 20 November: 23-27 November, 30 November-4 December, 7-10 December.
    assert "jeudi 10 décembre 2026" in answered.text
    assert answered.asks is None

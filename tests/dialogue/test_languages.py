from __future__ import annotations

import httpx
import pytest

from knowledge.wording import Wording
from tests.dialogue.chat import Chat

pytestmark = pytest.mark.dialogue

TODAY = "2026-11-23T10:00"
TEXT = "Pouvez vous me dire la meteo a Lille"


@pytest.mark.parametrize("language", ["auto", "fr", "es", "de"])
def test_the_language_that_is_named_is_the_one_that_is_answered(served: str, wording: Wording, language: str) -> None:
    """Only English answers exist: whoever writes in another language is told so in that one, as by the stateless look-up."""
    heard = Chat(served, TODAY).say(TEXT, language=language)
    assert heard.text == wording.phrases.other_language["fr" if language == "auto" else language]
    stateless = httpx.post(f"{served}/api/ask", json={"text": TEXT, "language": language}, timeout=20, trust_env=False).json()
    assert heard.text == stateless["answer"]["text"]
    assert heard.turn["decision"] == stateless["decision"] == "no_answer"


def test_each_message_has_a_language_of_its_own(served: str, wording: Wording) -> None:
    chat = Chat(served, TODAY)
    assert chat.say(TEXT, language="es").text == wording.phrases.other_language["es"]
    assert chat.say(TEXT, language="en").text != wording.phrases.other_language["es"]
    assert chat.say("The order was cancelled before shipping, when does the buyer get the money?", language="en").asks == "event_date"
    beside = chat.say(TEXT, language="it")
    assert wording.phrases.other_language["it"] in beside.text
    assert beside.asks == "event_date"

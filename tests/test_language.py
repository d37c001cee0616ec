from __future__ import annotations

import pytest

from knowledge.base import KnowledgeBase
from knowledge.understanding import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("How long do I have to appeal a sanction?", "en"),
        ("Combien de temps ai-je pour faire appel d'une sanction ?", "fr"),
        ("¿Cuánto tiempo tengo para apelar una sanción?", "es"),
        ("Quanto tempo ho per fare ricorso contro una sanzione?", "it"),
        ("Wie lange habe ich Zeit, gegen eine Strafe Einspruch einzulegen?", "de"),
        ("Ile mam czasu na odwołanie się od kary?", "pl"),
        ("Quanto tempo tenho para recorrer de uma penalização?", "pt"),
    ],
)
def test_a_clear_message_is_recognised(text: str, code: str) -> None:
    language.warm_up()
    assert language.detect(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "refund", "bonjour", "12/11 10:00 €45", "wen wil my mony be relesed", "refnd takes how meny days??", "EPR textile number France", "Réunion, Mayotte"],
)
def test_what_is_not_clearly_another_language_is_english(text: str) -> None:
    assert language.detect(text) == "en"


@pytest.mark.parametrize(
    ("text", "before", "code"),
    [
        ("oui", "fr", "fr"),  # says too little to change anything
        ("12/11", "fr", "fr"),
        ("et pour les chaussures ?", "fr", "fr"),
        ("When is my money released by AliExpress?", "fr", "en"),
        ("¿Cuándo recibo el dinero de mis ventas?", "fr", "es"),
    ],
)
def test_a_conversation_keeps_its_language_until_another_is_clear(text: str, before: str, code: str) -> None:
    assert language.detect(text, before) == code


def test_who_is_answered_in_english_is_told_so_in_his_own_language(base: KnowledgeBase) -> None:
    spoken = {"en", *(tongue for tongue, other in base.others.items() if other.wording.language == tongue)}
    assert set(base.wording.phrases.other_language) == {*base.others, "en"} - spoken

from __future__ import annotations

import pytest

from knowledge.understanding import language
from knowledge.wording import Wording


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


def test_every_other_language_is_answered_in_itself(wording: Wording) -> None:
    assert set(wording.phrases.other_language) == language.KNOWN - {"en"}

"""What sellers' sentences give to the inputs of rules, in every language whose words for them are known.

The sentences stand in `data/told/<language>/<rule>.yaml`, from where the slots learn as well; it is Tuesday 17 November 2026, noon, in all of
them. What is asked, denied or in doubt is left out, and so is a list of which a part is not understood.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge import yamlfile
from knowledge.base import KnowledgeBase
from knowledge.understanding.reading import Reading
from tests.conftest import ROOT

NOW = datetime.fromisoformat("2026-11-17T12:00")
FILES = sorted((ROOT / "data" / "told").glob("*/*.yaml"))
SENTENCES = [(path.parent.name, path.stem, text, told) for path in FILES for text, told in yamlfile.load(path, dict[str, dict[str, Any]]).items()]


def read(base: KnowledgeBase, language: str, rule: str, text: str) -> Reading:
    speaking = base.speaking(language)
    return speaking.reader.read(speaking.rules.rule(rule), text, NOW)


@pytest.mark.parametrize(("language", "rule", "text", "told"), SENTENCES)
def test_what_a_sentence_tells_is_read_and_nothing_else(base: KnowledgeBase, language: str, rule: str, text: str, told: dict[str, Any]) -> None:
    assert read(base, language, rule, text).inputs == told


@pytest.mark.parametrize("language", sorted({path.parent.name for path in FILES}))
def test_every_rule_whose_inputs_have_words_has_sentences(data: Path, language: str) -> None:
    told = {path.stem for path in (data / "phrasings" / language / "inputs").glob("*.yaml")}
    assert told <= {path.stem for path in FILES if path.parent.name == language}


@pytest.mark.parametrize(
    ("rule", "text", "name"),
    [
        # The price of one of them tells of several: how many, must be asked.
        ("sale-net", "mes lampes sont à 35 € pièce", "units"),
        ("sale-net", "vendues 12 € l'une", "units"),
        ("promo-standing", "et les pénalités ?", "penalised_after_registration"),
        ("promo-code-use", "faut-il enregistrer les produits ?", "products_registered"),
        ("visibility-diagnosis", "est-ce la catégorie ?", "wrong_category_suspected"),
        ("chat-reply", "il m'a écrit hier à 20h et j'ai répondu à 21h", "replied_at"),
    ],
)
def test_spoken_of_without_a_value(base: KnowledgeBase, rule: str, text: str, name: str) -> None:
    found = read(base, "fr", rule, text)
    assert name in found.doubtful
    assert name not in found.inputs

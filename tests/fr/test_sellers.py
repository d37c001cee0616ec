"""What French sellers' sentences give to the inputs of every rule; the sentences stand in `sellers.yaml`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge import yamlfile
from knowledge.base import KnowledgeBase
from knowledge.understanding.reading import Reading

NOW = datetime.fromisoformat("2026-11-17T12:00")
TOLD = yamlfile.load(Path(__file__).parent / "sellers.yaml", dict[str, dict[str, dict[str, Any]]])
SENTENCES = [(rule, text, told) for rule, sentences in TOLD.items() for text, told in sentences.items()]


@pytest.fixture(scope="module")
def french(base: KnowledgeBase) -> KnowledgeBase:
    return base.speaking("fr")


def read(french: KnowledgeBase, rule: str, text: str) -> Reading:
    return french.reader.read(french.rules.rule(rule), text, NOW)


@pytest.mark.parametrize(("rule", "text", "told"), SENTENCES)
def test_what_a_sentence_tells_is_read_and_nothing_else(french: KnowledgeBase, rule: str, text: str, told: dict[str, Any]) -> None:
    assert read(french, rule, text).inputs == told


def test_every_rule_has_sentences(french: KnowledgeBase) -> None:
    assert {rule.id for rule in french.rules} == set(TOLD)


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
def test_spoken_of_without_a_value(french: KnowledgeBase, rule: str, text: str, name: str) -> None:
    found = read(french, rule, text)
    assert name in found.doubtful
    assert name not in found.inputs

"""What is denied, and what is not known, in French."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.understanding.hints import is_said
from knowledge.understanding.vocabulary import Term, Vocabulary
from tests.grammars import FRENCH

DENIAL = FRENCH.grammar.denial
GOODS = Vocabulary({"batteries": Term(label="piles", words=("batteries?",)), "tyres": Term(label="pneus", words=())}, Path("goods.yaml"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("je vends des batteries et des pneus", ["batteries", "tyres"]),
        ("pas de batteries", []),
        ("je ne vends pas de batteries ni de pneus", []),
        ("sans batterie ou pneus", []),
        ("je ne vends plus de batteries", []),
        ("aucune batterie, des pneus", ["tyres"]),
        ("des pneus, sauf les batteries", ["tyres"]),
        ("pas seulement des batteries", ["batteries"]),
        ("je vends plus de batteries", ["batteries"]),  # more of them
    ],
)
def test_what_is_denied_is_not_named(text: str, codes: list[str]) -> None:
    assert [named.code for named in GOODS.affirmed(text, DENIAL)] == codes


@pytest.mark.parametrize(
    ("text", "said"),
    [("il a payé", True), ("je ne sais pas s'il a payé", False), ("pas sûr qu'il a payé", False), ("je ne sais pas, il a payé", True)],
)
def test_what_is_not_known_is_not_said(text: str, said: bool) -> None:
    match = re.search("payé", text)
    assert match is not None
    assert is_said(text, match, DENIAL) is said

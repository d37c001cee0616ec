"""The signals by which a ranking says how sure it is, over an index of two articles; what they weigh is data."""

from __future__ import annotations

import math

import pytest

from knowledge import yamlfile
from knowledge.search import index
from knowledge.search.corpus import Corpus, Example, Text
from knowledge.search.headings import Headings
from knowledge.search.ranking import Ranker, Ranking
from knowledge.search.tuning import Tuning
from tests.conftest import ROOT
from tests.hashing import HashingEncoder

TUNING = yamlfile.load(ROOT / "data" / "engine.yaml", Tuning)
ASKED = {
    "q001": ("how long is a refund", "refund after a cancellation", "when is the refund paid"),
    "q002": ("ship a parcel abroad", "parcel to another country", "shipping abroad costs"),
}
NOT_ANSWERED = {"q001": "is the refund taxed in Norway", "q002": "lost parcel of a neighbour"}
OUTSIDE = "which wine with fish"
RULES = {"fee": "compute the fee", "deadline": "count days"}
CORPUS = Corpus(
    tuple(Text(article, place, asked[0]) for article, asked in ASKED.items() for place in (-1, -2, 0)),
    (
        *(Example("article", article, text) for article, asked in ASKED.items() for text in asked),
        *(Example("near_miss", article, text) for article, text in NOT_ANSWERED.items()),
        *(Example("rule", rule, text) for rule, text in RULES.items()),
        Example("outside", "", OUTSIDE),
    ),
)


@pytest.fixture(scope="module")
def ranker(tmp_path_factory: pytest.TempPathFactory) -> Ranker:
    built = index.build(CORPUS, HashingEncoder(), tmp_path_factory.mktemp("none"), lambda message: None)
    return Ranker(built, HashingEncoder(), TUNING, str, Headings(HashingEncoder(), dict.fromkeys(ASKED, ("",))))


@pytest.fixture(scope="module")
def asked(ranker: Ranker) -> Ranking:
    return ranker.rank("when is the refund paid")


@pytest.fixture(scope="module")
def missed(ranker: Ranker) -> Ranking:
    return ranker.rank(NOT_ANSWERED["q001"])


def test_every_signal_has_a_weight(asked: Ranking) -> None:
    assert set(TUNING.confidence) == {"bias", *asked.signals}


def test_what_the_article_does_not_answer_speaks_against_it(asked: Ranking, missed: Ranking) -> None:
    assert asked.candidates[0].article == missed.candidates[0].article == "q001"
    for signal in ("ahead", "ahead_here"):
        assert asked.signals[signal] > 0 > missed.signals[signal]
    assert asked.signals["votes_against"] < 0.5 < missed.signals["votes_against"]
    assert asked.confidence > missed.confidence


def test_a_foreign_matter_lies_near_to_what_is_outside(ranker: Ranker, asked: Ranking) -> None:
    assert ranker.rank(OUTSIDE).signals["outside"] == pytest.approx(1, abs=1e-5)
    assert asked.signals["outside"] < 0.5


def test_words_that_the_article_never_uses_are_unheard(ranker: Ranker, asked: Ranking, missed: Ranking) -> None:
    assert asked.signals["unheard"] == 0  # a question of the article itself
    # 6 texts and 11 examples: a word of n of them weighs ln 18 - ln (n + 1). "is" stands in 6 of them ("how long is a refund", a
    # question and three texts; a question; a near miss), "the" in 3, "refund" in 7; of the near miss alone are "taxed", "in" and "Norway".
    weights = {"is": 6, "the": 3, "refund": 7, "taxed": 1, "in": 1, "norway": 1}
    weight = {word: math.log(18) - math.log(count + 1) for word, count in weights.items()}
    unheard = sum(weight[word] for word in ("taxed", "in", "norway")) / sum(weight.values())
    assert missed.signals["unheard"] == pytest.approx(unheard)
    assert ranker.rank("blorf quux").signals["unheard"] == 1

from __future__ import annotations

import sys

import pytest

from knowledge.articles import Article, Passage
from knowledge.search import baselines
from tests.hashing import HashingEncoder
from tests.test_corpus import article


def shelf() -> list[Article]:
    """Three guide numbers, the second in two articles; "parcel" stands in the second article of it alone."""
    return [
        article("q001", Passage("", "The wallet pays on Monday.", ())),
        article("q011", Passage("", "Textiles need a number.", ())),
        article("q011-who", Passage("", "Whoever sends a parcel registers.", ())),
        article("q020", Passage("", "Holidays pause a shop.", ())),
    ]


def test_words_find_the_article_that_holds_them() -> None:
    scores = baselines.by_words(shelf())("Parcel?")
    assert max(scores, key=lambda number: scores[number]) == "q011"
    assert scores["q011"] > 0
    assert scores["q001"] == scores["q020"] == 0


def test_meaning_finds_the_article_whose_text_is_nearest() -> None:
    score = baselines.by_meaning(shelf(), HashingEncoder())
    scores = score("whoever sends a parcel registers.")
    assert max(scores, key=lambda number: scores[number]) == "q011"


def test_an_article_is_one_text_of_title_and_body() -> None:
    encoder = HashingEncoder()
    baselines.by_meaning(shelf()[:1], encoder)
    assert encoder.encoded == ["What is it? The wallet pays on Monday."]


def test_a_guide_number_has_the_best_score_of_its_articles() -> None:
    assert list(baselines.by_words(shelf())("wallet")) == ["q001", "q011", "q020"]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rank_bm25", None)  # what Python itself notes for a module that cannot be imported
    with pytest.raises(baselines.BaselineUnavailable, match="rank-bm25"):
        baselines.by_words(shelf())

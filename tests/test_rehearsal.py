"""The rehearsal of a changed article: what questions find before and after, by likeness, over an index of a few articles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge import yamlfile
from knowledge.search import index
from knowledge.search.corpus import Corpus, Example, Text
from knowledge.search.headings import Headings
from knowledge.search.ranking import Ranker
from knowledge.search.rehearsal import Question, Rehearsal
from knowledge.search.tuning import Tuning
from tests.conftest import ROOT
from tests.hashing import HashingEncoder

TUNING = yamlfile.load(ROOT / "data" / "engine.yaml", Tuning)
QUESTIONS = {
    "q001": ("how long is a refund", "refund after a cancellation", "when is the refund paid"),
    "q002": ("ship a parcel abroad", "parcel to another country", "shipping abroad costs"),
}


def corpus(questions: Mapping[str, tuple[str, ...]]) -> Corpus:
    """Articles whose text is their first question."""
    texts = [Text(article, place, asked[0] if asked else article) for article, asked in questions.items() for place in (-1, -2, 0)]
    asked = [Example("article", article, text) for article, texts_of in questions.items() for text in texts_of]
    return Corpus(
        tuple(texts),
        (*asked, Example("near_miss", "q002", "lost parcel of a neighbour"), Example("rule", "rule", "compute it"), Example("outside", "", "wine")),
    )


@pytest.fixture(scope="module")
def ranker(tmp_path_factory: pytest.TempPathFactory) -> Ranker:
    built = index.build(corpus(QUESTIONS), HashingEncoder(), tmp_path_factory.mktemp("none"), lambda message: None)
    return Ranker(built, HashingEncoder(), TUNING, str, Headings(HashingEncoder(), dict.fromkeys(QUESTIONS, ("",))))


def of(article: str, *asked: str) -> Corpus:
    """The texts and questions of one article."""
    found = corpus({article: asked or QUESTIONS[article]})
    return Corpus(found.texts, tuple(example for example in found.examples if example.label == article and example.kind == "article"))


def test_the_same_article_changes_nothing(ranker: Ranker) -> None:
    rehearsal = Rehearsal(ranker, of("q001"), of("q001"))
    heard = rehearsal.ask([Question(text, article) for article, asked in QUESTIONS.items() for text in asked])
    assert all(one.before == one.after for one in heard)
    assert all(one.found_it for one in heard)
    assert not any(one.is_lost or one.is_won for one in heard)


def test_questions_that_are_taught_elsewhere_are_lost_there(ranker: Ranker) -> None:
    taken = ("parcel to another country now", "ship a parcel abroad now", "shipping abroad costs now")
    rehearsal = Rehearsal(ranker, of("q001"), of("q001", *taken))
    near = rehearsal.neighbours(3)
    assert {question.wanted for question in near} == {"q002"}
    assert len(near) == 3
    heard = {one.question.text: one for one in rehearsal.ask(near)}
    assert heard["parcel to another country"].is_lost
    assert heard["parcel to another country"].after == "q001"
    assert heard["ship a parcel abroad"].found_it  # the article's own text says the same


def test_a_question_does_not_find_itself(ranker: Ranker) -> None:
    alone = "completely unlike anything"
    (heard,) = Rehearsal(ranker, of("q001"), of("q001", "how long is a refund", alone)).ask([Question(alone, "q001")])
    (taught,) = Rehearsal(ranker, of("q001"), of("q001", "how long is a refund", alone, "anything completely unlike")).ask([Question(alone, "q001")])
    assert taught.found_it
    assert heard.before == taught.before


def test_a_new_article_is_found_only_afterwards(ranker: Ranker) -> None:
    new = of("q003", "open a shop in Spain", "shop opening Spain", "Spain shop")
    (heard,) = Rehearsal(ranker, Corpus((), ()), new).ask([Question("how do I open a shop in Spain", "q003")])
    assert heard.is_won
    assert heard.before in QUESTIONS


def test_what_is_nearer_to_a_refusal_is_doubtful(ranker: Ranker) -> None:
    rehearsal = Rehearsal(ranker, of("q002"), of("q002"))
    sure, doubtful = rehearsal.ask([Question("parcel to another country please"), Question("lost parcel of a neighbour today")])
    assert (sure.doubtful, doubtful.doubtful) == (False, True)


def test_nothing_asked_and_nothing_changed_is_no_trouble(ranker: Ranker) -> None:
    rehearsal = Rehearsal(ranker, Corpus((), ()), Corpus((), ()))
    assert rehearsal.ask([]) == ()
    assert rehearsal.neighbours(5) == ()
    assert rehearsal.ask([Question("refund")])[0].before == "q001"


def test_an_article_without_questions_is_asked_all_the_same(ranker: Ranker, tmp_path: Path) -> None:
    only_texts = Corpus(of("q001").texts, ())
    (heard,) = Rehearsal(ranker, of("q001"), only_texts).ask([Question("parcel abroad", "q002")])
    assert heard.found_it

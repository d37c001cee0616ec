from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from bot.gaps.clusters import Cluster, clusters
from bot.gaps.store import Question
from knowledge.search.encoder import Vectors
from knowledge.search.multilingual import UseEncoder


class Toy:
    """Texts as points on a circle: the number at their end is the angle in degrees."""

    name = "toy"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The points."""
        angles = np.radians([float(text.split()[-1]) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def asked(number: int, text: str, language: str = "en", day: int = 1, near: tuple[tuple[str, float], ...] = ()) -> Question:
    return Question(text, language, "no_answer", near, "unanswered", "", date(2026, 11, day), number)


def texts(found: Sequence[Cluster]) -> list[list[str]]:
    return [[question.text for question in cluster.questions] for cluster in found]


def test_no_question_gives_no_cluster() -> None:
    assert clusters([], Toy()) == ()


def test_one_question_is_a_cluster() -> None:
    (found,) = clusters([asked(7, "a 0")], Toy())
    assert (found.number, found.name, found.days) == (7, "a 0", (date(2026, 11, 1), date(2026, 11, 1)))


def test_questions_apart_are_clusters_of_their_own_the_largest_first() -> None:
    # cos 20° = 0.94: near. cos 90° = 0: far.
    found = clusters([asked(1, "a 180"), asked(2, "b 0"), asked(3, "c 20"), asked(4, "d 90")], Toy())
    assert sorted(map(sorted, texts(found))) == [["a 180"], ["b 0", "c 20"], ["d 90"]]
    assert sorted(texts(found)[0]) == ["b 0", "c 20"]


def test_a_cluster_is_named_by_the_question_nearest_to_its_centre() -> None:
    # The centre of 0°, 10° and 26° lies at about 12°.
    (found,) = clusters([asked(1, "a 0"), asked(2, "b 10"), asked(3, "c 26")], Toy())
    assert texts([found]) == [["b 10", "a 0", "c 26"]]


def test_what_is_asked_more_often_draws_the_centre() -> None:
    # Of 0°, 14° and 26° alone the centre lies at 13°; with four more at 26° it lies at about 21°.
    once = [asked(1, "a 0"), asked(2, "b 14"), asked(3, "c 26")]
    assert [cluster.name for cluster in clusters(once, Toy())] == ["b 14"]
    assert [cluster.name for cluster in clusters([*once, *(asked(number, "c 26") for number in (4, 5, 6, 7))], Toy())] == ["c 26"]


def test_texts_that_differ_in_case_or_punctuation_are_one_example_and_are_counted() -> None:
    (found,) = clusters([asked(1, "A, 0"), asked(2, "a 0"), asked(3, "b 10")], Toy())
    assert len(found.questions) == 3
    assert sorted(question.number for question in found.examples) == [1, 3]


def test_the_number_stays_while_a_cluster_grows() -> None:
    before = clusters([asked(3, "a 0"), asked(5, "b 90")], Toy())
    after = clusters([asked(3, "a 0"), asked(5, "b 90"), asked(8, "c 95"), asked(9, "d 91")], Toy())
    assert {cluster.number for cluster in before} == {cluster.number for cluster in after} == {3, 5}


def test_what_is_told_of_a_cluster() -> None:
    one = asked(1, "a 0", "fr", 4, (("q001", 0.6), ("q002", 0.2)))
    two = Question("b 10", "en", "answer", (("q002", 0.6),), "down-voted", "outdated", date(2026, 11, 2), 2)
    three = asked(3, "c 4", "fr", 3, ())  # the centre lies at about 5°
    (found,) = clusters([one, two, three], Toy())
    assert found.to_json() == {
        "cluster": 1,
        "name": "c 4",
        "count": 3,
        "languages": {"fr": 2, "en": 1},
        "reasons": {"unanswered": 2, "down-voted": 1},
        "complaints": {"outdated": 1},
        # The mean over all three: q002 has (0.2 + 0.6) / 3, q001 0.6 / 3.
        "nearest": [{"id": "q002", "score": 0.2667}, {"id": "q001", "score": 0.2}],
        "first": "2026-11-02",
        "last": "2026-11-04",
        "examples": [
            {"number": 3, "text": "c 4", "language": "fr", "decision": "no_answer", "reason": "unanswered"},
            {"number": 1, "text": "a 0", "language": "fr", "decision": "no_answer", "reason": "unanswered"},
            {"number": 2, "text": "b 10", "language": "en", "decision": "answer", "reason": "down-voted"},
        ],
    }


@pytest.mark.model
def test_questions_that_mean_the_same_in_several_languages_are_one_cluster() -> None:
    coins = ["Can I pay my commission with cryptocurrency?", "Puis-je payer les commissions en bitcoin ?", "Kann ich Gebühren mit Bitcoin bezahlen?"]
    loans = ["Can I get a business loan from AliExpress?", "Est-ce qu'AliExpress accorde des prêts aux vendeurs ?", "AliExpress concede prestiti ai venditori?"]
    found = clusters([asked(number, text) for number, text in enumerate((*coins, *loans), 1)], UseEncoder())
    assert sorted(map(sorted, texts(found))) == sorted([sorted(coins), sorted(loans)])

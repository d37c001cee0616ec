"""Replies in French: what they mean as a whole, or by their first words."""

from __future__ import annotations

import pytest

from knowledge import yamlfile
from knowledge.understanding.replies import ReplyPatterns
from tests.conftest import ROOT

REPLIES = yamlfile.load(ROOT / "data" / "phrasings" / "fr" / "replies.yaml", ReplyPatterns)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Oui", "yes"),
        ("oui, hier", "yes"),
        ("Ouais", "yes"),
        ("c'est ça", "yes"),
        ("cest ca", "yes"),
        ("tout à fait", "yes"),
        ("bien sur", "yes"),
        ("Non.", "no"),
        ("non, jamais", "no"),
        ("pas encore", "no"),
        ("c'est pas moi", "no"),
        ("nous vendons des lampes", ""),
        ("ouistiti", ""),
        ("nonante", ""),
        ("demain", ""),
        ("n'importe", ""),
        ("l'autre", ""),
    ],
)
def test_yes_and_no(text: str, meaning: str) -> None:
    found = {name for name, pattern in (("yes", REPLIES.agreed), ("no", REPLIES.denied)) if pattern.match(text)}
    assert found == ({meaning} if meaning else set())


@pytest.mark.parametrize(
    "text", ["je ne sais pas", "je sais pas", "j'en sais rien", "je ne m'en souviens plus", "Aucune idée", "pas sur", "jsp", "j'ai oublié"]
)
def test_somebody_does_not_know(text: str) -> None:
    assert REPLIES.unsure.match(text)


@pytest.mark.parametrize("text", ["je sais", "je sais que oui", "je passerai demain", "la date est connue"])
def test_somebody_knows(text: str) -> None:
    assert not REPLIES.unsure.match(text)


@pytest.mark.parametrize(
    ("text", "empty"), [("aucun", True), ("rien pour l'instant", True), ("zéro", True), ("0", True), ("aucun problème", False), ("10", False)]
)
def test_nothing_as_a_whole_reply(text: str, empty: bool) -> None:
    assert bool(REPLIES.empty.match(text)) is empty


@pytest.mark.parametrize(("text", "every"), [("tous", True), ("Toutes les catégories !", True), ("toutes les sept", True), ("tous les jours", False)])
def test_everything_as_a_whole_reply(text: str, every: bool) -> None:
    assert bool(REPLIES.everything.match(text)) is every


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Comment faire appel", True),
        ("où est mon argent", True),
        ("ou est mon argent", True),
        ("qu'est-ce que je risque", True),
        ("est-ce possible", True),
        ("jusqu'à quand", True),
        ("c'est quoi un numéro REP", True),
        ("il a annulé hier", False),
        ("il a annulé hier ?", True),
        ("quelqu'un d'autre", False),
    ],
)
def test_questions(text: str, asks: bool) -> None:
    assert REPLIES.asks_something(text) is asks


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("et si je rate la date ?", True),
        ("et si je ne réponds pas ?", True),
        ("que se passe-t-il si j'oublie ?", True),
        ("sinon ?", True),
        ("qu'est-ce que je risque ?", True),
        ("et si le délai est dépassé ?", True),
        ("et si l'acheteur refuse ?", False),
        ("si je fais appel demain ?", False),
    ],
)
def test_what_follows_when_a_date_is_missed(text: str, missed: bool) -> None:
    assert bool(REPLIES.missing.match(text)) is missed


@pytest.mark.parametrize("text", ["et si l'acheteur refuse ?", "si je fais appel demain ?", "quand il refuse", "sinon ?"])
def test_what_follows_from_something(text: str) -> None:
    assert REPLIES.conditional.match(text)


@pytest.mark.parametrize(("text", "same"), [("le même jour", True), ("le meme jour à 10h", True), ("à la même date", True), ("le lendemain", False)])
def test_the_day_told_before(text: str, same: bool) -> None:
    assert bool(REPLIES.same.search(text)) is same


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("la première", 0),
        ("1", 0),
        ("le 1er", 0),
        ("le deuxieme", 1),
        ("seconde", 1),
        ("2ème", 1),
        ("numéro 3", 2),
        ("la derniere", 2),
        ("premier novembre", None),
    ],
)
def test_which_of_three_things_offered(text: str, place: int | None) -> None:
    assert REPLIES.place(text, 3) == place


@pytest.mark.parametrize(("text", "count"), [("jamais", 0), ("une fois", 1), ("une seule fois", 1), ("deux fois", 2), ("trois", 3), ("souvent", None)])
def test_counts(text: str, count: int | None) -> None:
    assert REPLIES.count(text) == count


@pytest.mark.parametrize(("text", "when"), [("jusqu'à quand ?", True), ("quelle est la date limite ?", True), ("quelle date pour l'appel ?", False)])
def test_the_date_once_more(text: str, when: bool) -> None:
    assert bool(REPLIES.timing.match(text)) is when

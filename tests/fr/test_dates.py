"""Days and hours in French. It is Wednesday 25 November 2026, 14:30, in every sentence."""

from __future__ import annotations

from datetime import datetime

import pytest

from knowledge.understanding.dates import Lean
from tests.grammars import FRENCH

NOW = datetime.fromisoformat("2026-11-25T14:30")
find = FRENCH.dates.find


def values(text: str, lean: Lean = "past") -> list[str | None]:
    return [mention.value for mention in find(text, NOW, lean)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("c'est arrivé hier", "2026-11-24"),
        ("hier soir", "2026-11-24"),
        ("avant-hier", "2026-11-23"),
        ("avant hier matin", "2026-11-23"),
        ("aujourd'hui", "2026-11-25"),
        ("aujourd’hui", "2026-11-25"),
        ("aujourd hui", "2026-11-25"),
        ("ce matin", "2026-11-25"),
        ("cet après-midi", "2026-11-25"),
        ("cette apres midi", "2026-11-25"),
        ("demain", "2026-11-26"),
        ("après-demain", "2026-11-27"),
        ("apres demain", "2026-11-27"),
        ("il y a 3 jours", "2026-11-22"),
        ("il y a trois jours", "2026-11-22"),
        ("ya 3 jours", "2026-11-22"),
        ("y a une semaine", "2026-11-18"),
        ("il y a deux semaines", "2026-11-11"),
        ("il y a 6 mois", "2026-05-25"),
        ("il y a un an", "2025-11-25"),
        ("ça fait 4 jours", "2026-11-21"),
        ("ca fait environ 4 jours", "2026-11-21"),
        ("bloqué depuis 5 jours", "2026-11-20"),
        ("il y a une quinzaine de jours", "2026-11-10"),
        ("il y a 2 heures", "2026-11-25T12:30"),
        ("il y a une demi-heure", "2026-11-25T14:00"),
        ("il y a 15h", "2026-11-24T23:30"),
        ("dans 5 jours", "2026-11-30"),
        ("dans une semaine", "2026-12-02"),
        ("dans 12 heures", "2026-11-26T02:30"),
    ],
)
def test_relative_days(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("vendredi", "2026-11-20", "2026-11-27"),
        ("mercredi", "2026-11-25", "2026-11-25"),  # today is the nearest on both sides
        ("lundi dernier", "2026-11-23", "2026-11-23"),
        ("mercredi dernier", "2026-11-18", "2026-11-18"),
        ("vendredi passé", "2026-11-20", "2026-11-20"),
        ("vendredi prochain", "2026-11-27", "2026-11-27"),
        ("mercredi prochain", "2026-12-02", "2026-12-02"),
        ("ce lundi", "2026-11-23", "2026-11-23"),
        ("lundi de la semaine dernière", "2026-11-16", "2026-11-16"),
        ("la semaine derniere, lundi", "2026-11-16", "2026-11-16"),
        ("mardi de la semaine prochaine", "2026-12-01", "2026-12-01"),
        ("lundi soir", "2026-11-23", "2026-11-30"),
        ("lundi dernier au soir", "2026-11-23", "2026-11-23"),
        ("dimanche d'avant", "2026-11-15", "2026-11-15"),  # a week before last Sunday, the 22nd
        ("le 3", "2026-11-03", "2026-12-03"),
        ("le 1er", "2026-11-01", "2026-12-01"),
        ("depuis le 25", "2026-11-25", "2026-11-25"),
        ("le 31", "2026-10-31", "2026-12-31"),  # November has none
        ("le 26 à 10h", "2026-10-26T10:00", "2026-11-26T10:00"),
        ("le 3 du mois dernier", "2026-10-03", "2026-10-03"),
        ("le 3 de ce mois", "2026-11-03", "2026-11-03"),
        ("le 3 novembre", "2026-11-03", "2027-11-03"),
        ("3 nov.", "2026-11-03", "2027-11-03"),
        ("le 1er décembre", "2026-12-01", "2026-12-01"),  # in six days: a slip rather than a day of last year
        ("premier janvier", "2026-01-01", "2027-01-01"),
        ("12/11", "2026-11-12", "2027-11-12"),
        ("03/11", "2026-11-03", "2027-11-03"),
        ("le 12.11.", "2026-11-12", "2027-11-12"),
        ("fin du mois", "2026-11-30", "2026-11-30"),
        ("à la fin du mois prochain", "2026-12-31", "2026-12-31"),
        ("fin du mois dernier", "2026-10-31", "2026-10-31"),
    ],
)
def test_days_by_lean(text: str, past: str, future: str) -> None:
    assert (values(text), values(text, "future")) == ([past], [future])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("le 14 fevrier", "2026-02-14"),
        ("14 févr. 2025", "2025-02-14"),
        ("le 15 aout", "2026-08-15"),
        ("15 août 2026", "2026-08-15"),
        ("5 dec 2025", "2025-12-05"),
        ("2 sept.", "2026-09-02"),
        ("12 juin", "2026-06-12"),
        ("12 juillet", "2026-07-12"),
        ("12 juil. 24", "2024-07-12"),
        ("8 mars", "2026-03-08"),
        ("1er mai 2026", "2026-05-01"),
        ("le 1 er mai", "2026-05-01"),
        ("03/11/2026", "2026-11-03"),
        ("3-11-26", "2026-11-03"),
        ("29 février", "2024-02-29"),  # the nearest past year that has one
        ("2026-11-03", "2026-11-03"),
    ],
)
def test_written_days(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize("text", ["le 31 novembre", "30 fevrier", "31/04", "le 32/01/2026"])
def test_a_day_that_does_not_exist_is_reported(text: str) -> None:
    assert values(text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "un délai de 5 jours",
        "sous 48 h",
        "pendant 3 semaines",
        "il y a 3 jours pour répondre",
        "dans les 5 jours",
        "il y a plus de 3 jours",
        "tous les lundis",
        "chaque lundi",
        "vendredi saint",
        "vue sur la mer. Le jeu.",
        "le 3 en 1",
        "le 2 pièces",
        "le 3,50",
        "24/48 h",
        "9/10 des commandes",
        "5/5 étoiles",
        "24/7",
        "j'ai d'autres colis",
        "une réunion en mai",
    ],
)
def test_what_names_no_day(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hier à 10h", "2026-11-24T10:00"),
        ("hier a 10h30", "2026-11-24T10:30"),
        ("à 22 h hier", "2026-11-24T22:00"),
        ("le 3 novembre vers 9h", "2026-11-03T09:00"),
        ("lundi à midi", "2026-11-23T12:00"),
        ("lundi midi et demi", "2026-11-23T12:30"),
        ("hier à minuit", "2026-11-24T00:00"),
        ("hier soir à 8h", "2026-11-24T20:00"),
        ("hier à 8 heures du soir", "2026-11-24T20:00"),
        ("hier à 8 heures du matin", "2026-11-24T08:00"),
        ("hier à 8 heures et demie", "2026-11-24T08:30"),
        ("la nuit dernière à 2h", "2026-11-25T02:00"),
        ("12/11 10:05", "2026-11-12T10:05"),
        ("lun. 23/11 à 9h", "2026-11-23T09:00"),
        ("le lundi 23 novembre 2026 à 9 h 05", "2026-11-23T09:05"),
    ],
)
def test_a_day_with_its_hour(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lundi 23 novembre", ["2026-11-23"]),
        ("samedi 14, puis dimanche 15 à 9h", ["2026-11-14", "2026-11-15T09:00"]),
        ("lundi 10h", ["2026-11-23T10:00"]),
        ("aujourd'hui, le 25", ["2026-11-25"]),
        ("payé le 3 novembre, expédié le 5", ["2026-11-03", "2026-11-05"]),
        ("payé le 3 novembre, expédié 2 jours plus tard", ["2026-11-03", "2026-11-05"]),
        ("payé le 3 novembre et expédié le lendemain", ["2026-11-03", "2026-11-04"]),
        ("payé le 3 novembre, commandé la veille", ["2026-11-03", "2026-11-02"]),
        ("payé le 3 novembre, expédié le même jour", ["2026-11-03", "2026-11-03"]),
        ("payé le 3 novembre, 2 jours après la commande", ["2026-11-03"]),  # told from the order
    ],
)
def test_several_days(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("du 3 au 10 octobre", "2026-10-03", "2026-10-10"),  # the month is said once
        ("du 1er janvier au 15 mars 2026", "2026-01-01", "2026-03-15"),
        ("entre le 3 et le 10 octobre", "2026-10-03", "2026-10-10"),
        ("du lundi 5 au vendredi 9 octobre", "2026-10-05", "2026-10-09"),
        ("du 01/02/2026 au 03/04/2026", "2026-02-01", "2026-04-03"),
        ("du 1er septembre jusqu'à aujourd'hui", "2026-09-01", "2026-11-25"),
    ],
)
def test_spans(text: str, first: str, last: str) -> None:
    found = FRENCH.spans.find(text, NOW)
    assert found is not None
    assert (found[0].value, found[1].value) == (first, last)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("la facture d'octobre", "2026-10"),
        ("facture de décembre", "2025-12"),  # the nearest that has begun
        ("fevrier 2026", "2026-02"),
        ("en aout", "2026-08"),
        ("le mois dernier", "2026-10"),
        ("ce mois-ci", "2026-11"),
        ("sept. 2026", "2026-09"),
        ("sept 2026", "2026-09"),
        ("sept colis", None),
        ("le 3 mars", None),  # a day
        ("mars et avril", None),
    ],
)
def test_months(text: str, month: str | None) -> None:
    assert FRENCH.months.find(text, NOW) == month


@pytest.mark.parametrize(("text", "year"), [("cette année", 2026), ("l'an dernier", 2025), ("l'annee prochaine", 2027), ("2 ans", None)])
def test_years(text: str, year: int | None) -> None:
    assert FRENCH.months.told_year(text, NOW) == year


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("ouvert à 10h ?", ["10:00"]),
        ("10h30", ["10:30"]),
        ("22 h", ["22:00"]),
        ("14 heures", ["14:00"]),
        ("14 heures 30", ["14:30"]),
        ("10:30", ["10:30"]),
        ("25:10", [""]),
        ("midi", ["12:00"]),
        ("à minuit", ["00:00"]),
        ("cet après-midi", []),
        ("cet après midi", []),
        ("dans 24h", []),
        ("sous 12 h", []),
        ("un délai de 12 heures", []),
        ("à 10 €", []),
        ("10h et quart", []),  # nothing rather than ten o'clock
        ("à 10 clients", []),
    ],
)
def test_hours(text: str, hours: list[str]) -> None:
    assert [hour.value for hour in FRENCH.hours.find(text)] == hours

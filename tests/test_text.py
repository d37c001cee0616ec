from __future__ import annotations

import pytest

from knowledge.text import code, country, fold, spaced, words


@pytest.mark.parametrize(
    ("text", "expected"), [("Société ÉLAN", "societe elan"), ("T-Shirt", "t-shirt"), ("Straße m²", "straße m²"), ("Ünïcode 한국", "unicode 한국"), ("", "")]
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_words_are_runs_of_letters_and_digits() -> None:
    assert words("T-shirt d'Été, 2 pièces_xl") == ("t", "shirt", "d", "ete", "2", "pieces", "xl")


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" Keyword-Jamming ", "keyword_jamming"), ("keyword  jamming", "keyword_jamming"), ("keyword_jamming", "keyword_jamming"), ("-x", "_x")],
)
def test_a_code_as_people_write_it(text: str, expected: str) -> None:
    assert code(text) == expected


def test_only_the_given_joints_join() -> None:
    assert code("Pending Payment", " ") == "pending_payment"
    assert code("pending-payment", " ") == "pending-payment"


def test_printed_names_are_compared_without_case_and_spaces() -> None:
    assert spaced("  Waiting\tfor  Shipment ") == "waiting for shipment"


@pytest.mark.parametrize(
    ("text", "together", "apart"),
    [
        ("fr", "FR", "FR"),
        ("EL", "GR", "GR"),
        ("gr", "GR", "GR"),
        *((region, "FR", region) for region in ("GP", "MQ", "GF", "RE", "YT", "MF")),
        ("PM", "PM", "PM"),
    ],
)
def test_a_country(text: str, together: str, apart: str) -> None:
    assert country(text) == together
    assert country(text, outermost_apart=True) == apart


@pytest.mark.parametrize("text", ["France", "F", "F1", " FR", "FR ", "", "ÉS"])
def test_what_is_not_two_letters_is_no_country(text: str) -> None:
    assert country(text) is None

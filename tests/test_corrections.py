"""What is taken back in the same breath is not read, and nothing else is lost."""

from __future__ import annotations

import pytest

from knowledge.base import KnowledgeBase


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("en", "delivered on the 9th - no wait, the 10th", "delivered on the 10th"),
        ("en", "cancelled 5/11, no wait the 6/11", "cancelled 6/11"),
        ("en", "delivered on the 9th. No wait, the 10th", "delivered on the 10th"),
        ("en", "on Friday, no, on Saturday", "on Saturday"),
        ("en", "notified on 9 October, no wait, the 10th", "notified on 10 October"),
        ("en", "Confirmed on 3 October, no, on the 5th", "Confirmed on 5 October"),
        ("fr", "reçu le 9 octobre, non pardon, le 10", "reçu le 10 octobre"),
        ("en", "october 3, I mean october 4, i got it", "october 4, i got it"),
        ("en", "on 5/11 at 10:00, sorry 11:00", "on 5/11 11:00"),
        ("en", "i sold it for 20, sorry, 25 €", "i sold it for 25 €"),
        ("en", "cancelled 9/10, no wait, the 10th", "cancelled 10/10"),
        ("en", "notified 9 October 2025, no wait, the 10th", "notified 10 October 2025"),
        ("en", "notified 2 days ago, no wait, the 10th", "notified the 10th"),
        ("en", "notified 16 days ago, no wait, the 10th", "notified the 10th"),
        ("en", "sold for 120, sorry, 25", "sold for 25"),  # a number is no day of a month
        ("en", "sold for 12.50, sorry, 13", "sold for 13"),
        ("en", "3 lamps, no, 4 lamps at 20 €", "4 lamps at 20 €"),
        ("en", "three lamps, no, four lamps at 20 €", "four lamps at 20 €"),
        ("fr", "livré le 9, non pardon le 10 novembre", "livré 10 novembre"),
        ("fr", "vendu 20 €, enfin non, 25 €", "vendu 25 €"),
        ("es", "entregado el 9, perdón, el 10 de noviembre", "entregado 10 de noviembre"),
        ("es", "vendí a 20 €, no, 25 €", "vendí a 25 €"),
        ("it", "consegnato il 9, anzi il 10 novembre", "consegnato 10 novembre"),
        ("it", "venduto a 20 €, no scusa, 25 €", "venduto a 25 €"),
    ],
)
def test_the_last_of_two_values_is_meant(base: KnowledgeBase, language: str, text: str, left: str) -> None:
    assert base.speaking(language).reader.parts.corrections.made(text) == left


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Una marca me denunció el 15 de noviembre, no el 16"),
        ("es", "Lo vendí por 20 €, no 25 €"),
        ("fr", "le 9 novembre, non le 10"),
        ("fr", "Vendu à 30 €, pardon 5 € de port"),
        ("it", "venduto a 30 €, no 5 € di sconto"),
    ],
)
def test_a_no_that_denies_what_follows_takes_nothing_back(base: KnowledgeBase, language: str, text: str) -> None:
    assert base.speaking(language).reader.parts.corrections.made(text) == text


@pytest.mark.parametrize("language", ["en", "fr", "es", "it"])
def test_a_row_of_dots_takes_no_time(base: KnowledgeBase, language: str) -> None:
    text = f"20 {'.' * 2000} 25"
    assert base.speaking(language).reader.parts.corrections.made(text) == text  # with two ways to read a dot this never ends


@pytest.mark.parametrize(
    "text",
    [
        "price 30 €, no 5 € coupon",
        "I sold it for 20 €, No. 81234567",
        "registered 20, no 10 sold yet",
        "20 €, no, 3% affiliate",
        "Notified on the 14th at 9:00, no 10 minutes later I saw it",
        "I bought on 3 May, no 9 May purchase",
        "Is this title ok: Phone case iPhone 12, no 13",
        "delivered on the 3rd. Sorry, on the 5th I was away",
        "paid on the 3rd, actually delivered on the 5th",
        "no dispute on 5/11, no dispute on 6/11",
        "I have no 5 but 6 points",
        "3 lamps, no 4 vases",
        "was it 20 € or 25 €",
        "sold 3, no return, 5 left",
        "on 5/11 I lost 20 €, no, 5/12 is not far",  # a day takes back no amount
        "no wait, sorry",
        "",
    ],
)
def test_nothing_else_is_taken_out(base: KnowledgeBase, text: str) -> None:
    assert base.speaking("en").reader.parts.corrections.made(text) == text

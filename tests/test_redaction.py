"""Redaction: nothing of what names a person survives, and what the question asks stays."""

from __future__ import annotations

import time as time_module
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gaps.redaction import Redaction
from tests.conftest import ROOT

REDACTION = Redaction(ROOT / "data")
LENGTHS = {"FR": 27, "ES": 24, "IT": 27, "DE": 22, "PL": 28, "PT": 25, "GB": 22, "NL": 18}  # of the IBAN registry
DIGITS = st.text("0123456789", min_size=1)


def redacted(text: str) -> str:
    return REDACTION.redacted(text)


def pieces(secret: str, size: int = 3) -> set[str]:
    """Every piece of so many letters and digits of a secret, without its separators."""
    bare = "".join(letter for letter in secret if letter.isalnum())
    return {bare[place : place + size] for place in range(len(bare) - size + 1)}


def survives(secret: str, text: str) -> set[str]:
    """The pieces of a secret that a text still holds."""
    bare = "".join(letter for letter in text if letter.isalnum())
    return {piece for piece in pieces(secret) if piece in bare}


# Secrets


@given(st.emails())
def test_nothing_of_an_e_mail_address_survives(email: str) -> None:
    assert redacted(f"Why is {email} refused?") == "Why is [e-mail address] refused?"
    assert redacted(f"({email}), why?") == "([e-mail address]), why?"


@pytest.mark.parametrize(
    "email", ["paul@shop.fr", "paul @ shop.fr", "paul (at) shop (dot) fr", "paul[at]shop.fr", "paul arobase shop point fr", "PAUL@SHOP.FR"]
)
def test_an_e_mail_address_in_any_spelling_is_found(email: str) -> None:
    assert redacted(f"my account {email} is blocked") == "my account [e-mail address] is blocked"


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """An IBAN with right check digits, in one piece or in groups."""
    country = draw(st.sampled_from(sorted(LENGTHS)))
    bank = "".join(draw(st.lists(st.sampled_from("0123456789ABKZ"), min_size=LENGTHS[country] - 4, max_size=LENGTHS[country] - 4)))
    value = int("".join(str(int(letter, 36)) for letter in f"{bank}{country}00"))
    iban = f"{country}{98 - value % 97:02d}{bank}"  # ISO 7064: the whole leaves 1 modulo 97
    separator = draw(st.sampled_from(["", " ", "-"]))
    iban = separator.join(iban[place : place + 4] for place in range(0, len(iban), 4))
    return iban.lower() if draw(st.booleans()) else iban


@given(ibans())
def test_nothing_of_an_iban_survives(iban: str) -> None:
    assert redacted(f"pay me to {iban} and tell me when") == "pay me to [IBAN] and tell me when"


def test_the_words_behind_an_iban_stay() -> None:
    # The example of the French central bank: the checksum is right, and "please" could belong to it by its letters.
    assert redacted("FR76 3000 6000 0112 3456 7890 189 please") == "[IBAN] please"


@st.composite
def phones(draw: st.DrawFn) -> str:
    """A telephone number as people of our markets write it."""
    separator = draw(st.sampled_from(["", " ", ".", "-", "\u00a0"]))
    if draw(st.booleans()):  # France, Italy, Germany: pairs behind a zero or a country's number
        number = draw(st.sampled_from("1234567")) + draw(st.text("0123456789", min_size=8, max_size=8))
        start = draw(st.sampled_from(["0", "+33 ", "0033 ", "+33 (0)", "+33"]))
        return start + number[0] + "".join(separator + number[place : place + 2] for place in range(1, 9, 2))
    number = draw(st.sampled_from("5679")) + draw(st.text("0123456789", min_size=8, max_size=8))  # Spain, Poland, Portugal: three by three
    start = draw(st.sampled_from(["", "+34 ", "+48", "0048 "]))
    return start + separator.join(number[place : place + 3] for place in range(0, 9, 3))


@given(phones())
def test_nothing_of_a_telephone_number_survives(phone: str) -> None:
    found = redacted(f"call me at {phone}, when do I get paid?")
    assert survives(phone, found) == set(), found
    assert found.startswith("call me at [")
    assert found.endswith("], when do I get paid?")


@given(st.text("0123456789", min_size=15, max_size=15), st.sampled_from(["", " ", "-"]))
def test_nothing_of_a_card_number_survives(digits: str, separator: str) -> None:
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    check = -sum(value // 10 + value % 10 for value in doubled) % 10  # Luhn
    card = f"{digits}{check}"
    written = separator.join(card[place : place + 4] for place in range(0, 16, 4))
    assert redacted(f"my card {written} was charged") == "my card [card number] was charged"


@given(st.text("0123456789", min_size=9, max_size=20), st.sampled_from(["", "LP", "RB", "1Z"]))
def test_nothing_of_an_order_or_tracking_number_survives(digits: str, prefix: str) -> None:
    found = redacted(f"where is {prefix}{digits} now?")
    assert survives(digits, found) == set()
    assert found.startswith("where is [")
    assert found.endswith("] now?")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("My name is John Smith and I sell lamps.", "My name is [name] and I sell lamps."),
        ("hello, my name is john, where is my money", "hello, my name is [name], where is my money"),
        ("je m'appelle jean dupont et je vends des lampes", "je m'appelle [name] et je vends des lampes"),
        ("Je m’appelle Marie de la Tour. Quand suis-je payée ?", "Je m’appelle [name]. Quand suis-je payée ?"),
        ("Me llamo Ana García, ¿cuándo cobro?", "Me llamo [name], ¿cuándo cobro?"),
        ("Mi chiamo Luca Rossi e vendo lampade", "Mi chiamo [name] e vendo lampade"),
        ("Ich heiße Jürgen von Stein und verkaufe Lampen", "Ich heiße [name] und verkaufe Lampen"),
        ("Nazywam się Łukasz Żak i sprzedaję lampy", "Nazywam się [name] i sprzedaję lampy"),
        ("Chamo-me Inês Sousa e vendo candeeiros", "Chamo-me [name] e vendo candeeiros"),
        ("Can Mme Durand sign? Best regards, Paul Martin", "Can Mme [name] sign? Best regards, [name]"),
    ],
)
def test_a_name_that_is_announced_is_taken_out(text: str, wanted: str) -> None:
    assert redacted(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I moved to 12 rue de la Paix, 75002 Paris, what now?", "I moved to [address], what now?"),
        ("Mein Lager ist Hauptstraße 12, 10115 Berlin.", "Mein Lager ist [address]."),
        ("vivo en Calle Mayor 5", "vivo en [address]"),
        ("my stock is at 10 Downing Street", "my stock is at [address]"),
        ("magazyn: ul. Długa 5/7, 00-950 Warszawa", "magazyn: [address]"),
        ("why is https://shop.fr/p?id=77&u=paul hidden", "why is [link] hidden"),
        ("follow @paul_shop and tell me", "follow [account] and tell me"),
    ],
)
def test_addresses_links_and_accounts_are_taken_out(text: str, wanted: str) -> None:
    assert redacted(text) == wanted


# What stays


@given(st.decimals(min_value=1, max_value=9_999_999, places=2), st.sampled_from([(",", "."), (" ", ","), (".", ","), ("\u202f", ","), ("", "."), ("", ",")]))
def test_amounts_stay(amount: object, marks: tuple[str, str]) -> None:
    thousands, point = marks
    written = f"{amount:,}".replace(",", "T").replace(".", "P").replace("T", thousands).replace("P", point)
    text = " ".join(f"I earned {written} € in fees".split())
    assert redacted(text) == text


@given(
    st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d %m %Y", "%d %B %Y", "%Y%m%d"]),
    st.integers(1, 9),
)
def test_dates_stay(day: date, form: str, count: int) -> None:
    text = f"I shipped on {day:{form}} and sold {count} lamps"
    assert redacted(text) == text


@given(
    st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    st.times(),
    st.sampled_from(["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M", "%d.%m.%y, %H:%M"]),
)
def test_instants_stay(day: date, hour: time, form: str) -> None:
    text = f"notified {datetime.combine(day, hour):{form}}, until when?"
    assert redacted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "My name is not accepted on the form, why?",
        "Can I ship in 7 to 14 days to 27 countries for 30 000-50 000 € a year?",
        "Do sizes 36 37 38 39 40 41 need a variant each?",
        "Is via DHL 10 days too late?",
        "My points: 12 (02/12/2025), 2 (24/11/2025). When do they lapse?",
        "Which slices has an export of 18/03/2026-18/06/2026?",
        "It isn't anywhere. At what point should I stop being patient?",
        "My name is only 40 characters. Why?",
        "Is AliExpress cheaper than Amazon? See https://shop.fr/rules",
        "What does EPR cost for 1234567 lamps at 0.05 % and 12.99 €?",
        "Does regulation 2019/1020 or EN 71-1:2014 count?",
        "Combien coûte une place de marché ?",
        "Is the Galaxy SM-G991B with 5000mAh allowed?",
        "Quand suis-je payé ? Et si l'acheteur refuse ?",
    ],
)
def test_what_a_question_asks_stays(text: str) -> None:
    assert redacted(text) == text
    assert REDACTION.is_whole(text)


def test_a_text_is_put_on_one_line() -> None:
    assert redacted("When\n\n am I \t paid?") == "When am I paid?"


@given(st.text(max_size=200))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redacted(text)
    assert redacted(once) == once


@pytest.mark.parametrize("text", ["a" * 2000, "a.b-c+" * 330, "12/" * 660, "1.111" * 400, "FR76" * 500, "0" * 2000, "Mr A" + " A" * 990, "12 Ab Ab Ab " * 160])
def test_no_text_takes_long(text: str) -> None:
    started = time_module.perf_counter()
    redacted(text)
    assert time_module.perf_counter() - started < 0.25  # all of them take less than 0.02 s


def test_what_was_taken_out_is_known() -> None:
    assert not REDACTION.is_whole(redacted("call 06 12 34 56 78"))


def test_the_patterns_are_those_of_the_folder(tmp_path: Path) -> None:
    content = (ROOT / "data" / "redaction.yaml").read_text(encoding="utf-8")
    (tmp_path / "redaction.yaml").write_text(content.replace('"[e-mail address]"', '"[mail]"'), encoding="utf-8")
    assert Redaction(tmp_path).redacted("paul@shop.fr") == "[mail]"

"""The reading of sentences that state a figure."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import get_args

import pytest

from knowledge.checks.figures import WORDS_ONLY, says
from knowledge.periods import Month, MonthDay
from knowledge.units import Unit

# A value with its unit, words that state it, and words that come near but state another.
STATED = {
    "calendar_days": (14, ["within 14 days", "in 7 to 14 days", "14, 30 or 90 days", "for 14 more days", "a 14-day limit", "on day 14"]),
    "working_days": (3, ["within 2 to 3 working days", "after the 3rd working day", "within three working days"]),
    "hours": (48, ["within 48 hours", "within 48h", "24 to 48 hours after", "48 hours more", "forty-eight hours"]),
    "months": (3, ["3 months at most", "up to three months per file", "aim for 3"]),
    "count": (4, ["the fourth Thursday", "the 4th time", "in April", "4 times", "at least four orders"]),
    "percent": (Decimal("8"), ["5% to 8% of it", "8 % of it", "8 percent", "eight per cent", "5 to 8%", "8% to 10%"]),
    "eur": (Decimal("0.1"), ["costs €0.10 each", "0.10 euros", "€0.10 to a bank, €10 to any other", "€0.10 or €10", "€0.10: a fee", "It costs €0.10."]),
    "number": (Decimal("4.5"), ["at least 4.5", "4.50 stars"]),
    "date": (date(2021, 12, 18), ["open since 18 December 2021", "December 18, 2021", "2021-12-18"]),
    "month": (Month(2020, 6), ["since June 2020", "2020-06"]),
    "month_day": (MonthDay(3, 28), ["28 March", "28th of March", "March 28"]),
    "time": (time(9), ["at 09:00", "9:00 to 17:00"]),
    "counts": ((30, 90), ["30 or 90 days", "the last thirty and ninety days"]),
}
OTHERWISE = {
    "calendar_days": (14, ["within 140 days", "within 4 days", "14 hours in 3 days", "14 months", "in 1.14 days", "14.5 days", "a few days"]),
    "working_days": (3, ["within 3 days", "3 hours of a working day"]),
    "hours": (48, ["within 48 days", "within 24 hours", "48% within 24 hours"]),
    "months": (3, ["3 days of 6 months", "13 months"]),
    "count": (4, ["the fifth Thursday", "44 times", "4.5 times", "in May"]),
    "percent": (Decimal("8"), ["8 of them", "18%", "8.5%", "0.8%"]),
    "eur": (Decimal("0.1"), ["0.1 of it", "€0.11", "€10", "€0.01"]),
    "number": (Decimal("4.5"), ["at least 4", "4.55", "14.5"]),
    "date": (date(2021, 12, 18), ["18 December", "18 December 2022", "8 December 2021"]),
    "month": (Month(2020, 6), ["June 2021", "July 2020", "2020-06-01"]),
    "month_day": (MonthDay(3, 28), ["28 May", "8 March", "March 2"]),
    "time": (time(9), ["at 19:00", "at 09:30", "9 hours"]),
    "counts": ((30, 90), ["30 days", "90 days", "30 or 900 days"]),
}


def test_every_unit_is_read_or_left_to_its_words() -> None:
    assert set(STATED) == set(OTHERWISE) == set(get_args(Unit)) - WORDS_ONLY


@pytest.mark.parametrize(("unit", "value", "words"), [(unit, value, words) for unit, (value, every) in STATED.items() for words in every])
def test_words_that_state_a_value(unit: str, value: object, words: str) -> None:
    assert says(words, value, unit)


@pytest.mark.parametrize(("unit", "value", "words"), [(unit, value, words) for unit, (value, every) in OTHERWISE.items() for words in every])
def test_words_that_state_another(unit: str, value: object, words: str) -> None:
    assert not says(words, value, unit)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(7, "calendar_days", "from 1 week before"), (14, "calendar_days", "within two weeks"), (2, "calendar_days", "48 hours are added")],
)
def test_days_may_be_stated_as_weeks_or_hours(value: int, unit: str, words: str) -> None:
    assert says(words, value, unit)
    assert not says(words, value + 1, unit)


def test_thousands_may_be_parted() -> None:
    assert says("more than €10,000", Decimal(10000), "eur")
    assert not says("more than €10,000", Decimal(10), "eur")


@pytest.mark.parametrize("unit", sorted(WORDS_ONLY))
def test_no_sentence_spells_out_a_list_of_codes(unit: str) -> None:
    assert says("any words", {"a": "b"}, unit)


@pytest.mark.parametrize(
    ("words", "stated"), [("the label for 3 days", True), ("the label for 4 days", False), ("3 or 5 days", False), ("3, 5 or 7 days", True)]
)
def test_a_further_sentence_may_state_one_number_of_a_list(words: str, stated: bool) -> None:
    # Two of three might be all there were before the third was added: that is for a person to judge.
    assert says(words, (3, 5, 7), "counts", part=True) is stated

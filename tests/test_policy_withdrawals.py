"""The fee of one withdrawal, by the country of the bank."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.parameters import ParameterBook
from knowledge.policy.withdrawals import BankZone, fee_for

ON = date(2026, 11, 25)
# The 27 members as the treaties list them, and the other countries and territories of Europe.
UNION = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]
REST_OF_EUROPE = [
    "AD",
    "AL",
    "AM",
    "AZ",
    "BA",
    "BY",
    "CH",
    "FO",
    "GB",
    "GE",
    "GG",
    "GI",
    "IM",
    "IS",
    "JE",
    "LI",
    "MC",
    "MD",
    "ME",
    "MK",
    "NO",
    "RS",
    "RU",
    "SM",
    "TR",
    "UA",
    "VA",
    "XK",
]
ELSEWHERE = ["AU", "BR", "CA", "CN", "GL", "HK", "IL", "IN", "JP", "KR", "KZ", "MA", "NC", "PF", "SG", "TN", "US", "ZA"]


@pytest.mark.parametrize("country", UNION)
def test_a_bank_in_the_union_is_european(parameters: ParameterBook, country: str) -> None:
    fee = fee_for(country, parameters.view(ON))
    assert (fee.each, fee.zone, fee.conflicts) == (Decimal("0.10"), BankZone.EUROPEAN, ())


@pytest.mark.parametrize("country", REST_OF_EUROPE)
def test_in_the_rest_of_europe_the_higher_fee_is_counted(parameters: ParameterBook, country: str) -> None:
    fee = fee_for(country, parameters.view(ON))
    assert (fee.each, fee.zone, fee.conflicts) == (Decimal(10), BankZone.CONFLICT, ("c-european-bank",))


@pytest.mark.parametrize("country", ELSEWHERE)
def test_any_other_bank_costs_the_higher_fee(parameters: ParameterBook, country: str) -> None:
    fee = fee_for(country, parameters.view(ON))
    assert (fee.each, fee.zone, fee.conflicts) == (Decimal(10), BankZone.NON_EUROPEAN, ())


def test_the_source_of_the_fee_comes_before_the_list_of_members(parameters: ParameterBook) -> None:
    view = parameters.view(ON)
    fee_for("FR", view)
    assert [reading.source.article for reading in view.readings] == ["q070", "q005"]

"""What several rules share."""

from __future__ import annotations

from datetime import date

from knowledge.parameters import ParameterBook
from knowledge.policy import countries
from tests.toys import parameter


def test_the_members_of_the_union_are_those_of_the_day() -> None:
    book = ParameterBook({"countries.eu": parameter("codes", ("2015-01-01", ["FR", "GB"]), ("2021-01-01", ["FR"]))})
    assert countries.eu_members(book.view(date(2020, 12, 31))) == ("FR", "GB")
    assert not countries.is_in_eu("GB", book.view(date(2021, 1, 1)))
    assert countries.is_in_eu("FR", book.view(date(2021, 1, 1)))

from __future__ import annotations

import pytest

from tests.grammars import ENGLISH

find = ENGLISH.countries.find


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("I ship to France and Germany", ("FR", "DE")),
        ("vers l'Allemagne et l'Espagne", ("DE", "ES")),
        ("to the UK, to England and to Holland", ("GB", "NL")),
        ("Réunion, Guadeloupe, Guyana, French Guiana", ("RE", "GP", "GF")),
        ("mainland France, then metropolitan France", ("FR",)),
        ("SPAIN", ("ES",)),
        ("Niger or Nigeria", ("NE", "NG")),
        ("Saint Pierre & Miquelon", ("PM",)),
        ("Saint-Pierre-et-Miquelon, saint pierre and miquelon", ("PM",)),
        ("St. Martin, Saint Martin, saint-martin", ("MF",)),
        ("reunion and la reunion", ("RE",)),
        ("Saint Barthelemy", ("BL",)),
        ("New Caledonia and Wallis and Futuna", ("NC", "WF")),
        ("Turkey, the Czech Republic and the USA", ("TR", "CZ", "US")),
        ("Ivory Coast, Côte d’Ivoire", ("CI",)),
        ("", ()),
        ("a Spanish shop with French goods", ()),
        ("frances, germanys", ()),
    ],
)
def test_destinations_in_order_each_once(text: str, codes: tuple[str, ...]) -> None:
    assert find(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("I'm based in Spain and ship to Italy", ("IT",)),
        ("we are in Poland, we sell to France", ("FR",)),
        ("a company from Portugal sends to Belgium", ("BE",)),
    ],
)
def test_where_the_seller_is_based_is_no_destination(text: str, codes: tuple[str, ...]) -> None:
    assert find(text) == codes


@pytest.mark.parametrize(
    "text", ["the European Union", "l'Union européenne", "the eurozone", "the United Nations", "Europe", "the world", "unknown region", "pseudo-accents"]
)
def test_unions_and_continents_are_no_countries(text: str) -> None:
    assert find(text) == ()

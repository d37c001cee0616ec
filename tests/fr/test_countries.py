"""Countries in French, and what is said to happen there."""

from __future__ import annotations

import pytest

from tests.grammars import FRENCH

find = FRENCH.countries.find


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("je livre en France et en Allemagne", ("FR", "DE")),
        ("vers l'Allemagne, l'Espagne et les Pays-Bas", ("DE", "ES", "NL")),
        ("j'envoie aux etats unis et au royaume uni", ("US", "GB")),
        ("expédition à la Réunion, en Guadeloupe et à Mayotte", ("RE", "GP", "YT")),
        ("livraison à la reunion", ("RE",)),
        ("Guyane, Martinique, Nouvelle-Calédonie", ("GF", "MQ", "NC")),
        ("Saint-Pierre-et-Miquelon, st barthelemy, Saint-Martin", ("PM", "BL", "MF")),
        ("vers l'Angleterre et la Hollande", ("GB", "NL")),
        ("Côte d'Ivoire", ("CI",)),
        ("pour des clients belges", ("BE",)),
        ("métropole et Corse", ("FR",)),
        ("ITALIE", ("IT",)),
        ("FR, BE et LU", ("FR", "BE", "LU")),
        ("de, la, es", ()),
        ("", ()),
    ],
)
def test_destinations_in_order_each_once(text: str, codes: tuple[str, ...]) -> None:
    assert find(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("je suis basé en Espagne et je livre en Italie", ("IT",)),
        ("notre entrepôt est situé en Pologne, nous vendons en France", ("FR",)),
        ("j'expédie de Chine vers la France", ("FR",)),
        ("j'expédie depuis l'Italie vers la Belgique", ("BE",)),
        ("fabriqué au Portugal, vendu en France", ("FR",)),
        ("une société allemande qui livre en France", ("FR",)),
        ("acheté à un fournisseur d'Italie, livré en Suisse", ("CH",)),
        ("mes produits viennent d'Allemagne, je les revends en France", ("FR",)),
    ],
)
def test_where_goods_come_from_is_no_destination(text: str, codes: tuple[str, ...]) -> None:
    assert find(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("je livre en France mais pas en Allemagne", ("FR",)),
        ("je n'expédie pas vers la Suisse", ()),
        ("pas d'envoi en Suisse", ()),
        ("je ne vends plus en Italie, seulement en France", ("FR",)),
        ("partout en Belgique, sauf la Suisse", ("BE",)),
        ("pas seulement en France", ("FR",)),
    ],
)
def test_where_nothing_goes(text: str, codes: tuple[str, ...]) -> None:
    assert find(text) == codes


@pytest.mark.parametrize("text", ["l'Union européenne", "dans toute l'Europe", "partout", "dans le monde entier", "à l'étranger", "les DOM-TOM"])
def test_regions_are_no_countries(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(("text", "code"), [("mon compte est en Allemagne", "DE"), ("je suis en Espagne", "ES"), ("France ou Belgique", None)])
def test_one_country(text: str, code: str | None) -> None:
    assert FRENCH.countries.one(text, "any") == code

"""Days, hours, numbers, countries and what they belong to in Spanish. It is Wednesday 25 November 2026, 14:30, in every sentence."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints
from knowledge.understanding.parts import Parts
from knowledge.understanding.vocabulary import Term, Vocabulary

SPANISH = Parts(Grammar.load(Path(__file__).parent.parent.parent / "data" / "grammar" / "es.yaml"))
NOW = datetime.fromisoformat("2026-11-25T14:30")
HINTS = {"paid_on": InputHints(cues=("pagad[oa]",)), "shipped_on": InputHints(cues=("enviad[oa]",))}
GOODS = Vocabulary({"batteries": Term(label="pilas", words=("bater[íi]as?",)), "tyres": Term(label="ruedas", words=())}, Path("goods.yaml"))

DAYS = {
    "llegó ayer": "2026-11-24",
    "ayer por la tarde": "2026-11-24",
    "anteayer": "2026-11-23",
    "antes de ayer por la noche": "2026-11-23",
    "hoy": "2026-11-25",
    "esta mañana": "2026-11-25",
    "esta manana": "2026-11-25",
    "anoche": "2026-11-24",
    "mañana": "2026-11-26",
    "mañana por la mañana": "2026-11-26",
    "pasado mañana": "2026-11-27",
    "hace 3 días": "2026-11-22",
    "hace tres dias": "2026-11-22",
    "hace ya una semana": "2026-11-18",
    "desde hace 5 días": "2026-11-20",
    "hace un año": "2025-11-25",
    "hace 6 meses": "2026-05-25",
    "hace 2 horas": "2026-11-25T12:30",
    "hace media hora": "2026-11-25T14:00",
    "hace un par de días": "2026-11-23",
    "3 días atrás": "2026-11-22",
    "dentro de 5 días": "2026-11-30",
    "en una semana": "2026-12-02",
    "hace quince días": "2026-11-10",
    "viernes": "2026-11-20",
    "el viernes pasado": "2026-11-20",
    "el pasado viernes": "2026-11-20",
    "miércoles": "2026-11-25",
    "el miercoles pasado": "2026-11-18",
    "el viernes que viene": "2026-11-27",
    "el próximo viernes": "2026-11-27",
    "el lunes de la semana pasada": "2026-11-16",
    "la semana pasada, el lunes": "2026-11-16",
    "el martes de la semana que viene": "2026-12-01",
    "el lunes por la noche": "2026-11-23",
    "el domingo anterior": "2026-11-15",
    "el 3": "2026-11-03",
    "el 1": "2026-11-01",
    "desde el 25": "2026-11-25",
    "el 31": "2026-10-31",
    "el 3 del mes pasado": "2026-10-03",
    "el 3 de este mes": "2026-11-03",
    "el día 6": "2026-11-06",
    "del día 6 por una venta": "2026-11-06",
    "el 3 de noviembre": "2026-11-03",
    "3 nov.": "2026-11-03",
    "1 de diciembre": "2026-12-01",
    "primero de enero": "2026-01-01",
    "1º de enero": "2026-01-01",
    "12/11": "2026-11-12",
    "el 12.11": "2026-11-12",
    "a fin de mes": "2026-11-30",
    "14 de febrero": "2026-02-14",
    "14 feb. 2025": "2025-02-14",
    "15 ago": "2026-08-15",
    "15 de agosto de 2026": "2026-08-15",
    "15 de agosto del 2026": "2026-08-15",
    "2 de setiembre": "2026-09-02",
    "8 mar": "2026-03-08",
    "3-11-26": "2026-11-03",
    "03/11/2026": "2026-11-03",
    "12 jul. 24": "2024-07-12",
    "ayer a las 10": "2026-11-24T10:00",
    "ayer a las 10:30": "2026-11-24T10:30",
    "a las 22 h de ayer": "2026-11-24T22:00",
    "el 3 de noviembre sobre las 9": "2026-11-03T09:00",
    "el lunes a mediodía": "2026-11-23T12:00",
    "lunes al mediodia": "2026-11-23T12:00",
    "ayer a medianoche": "2026-11-24T00:00",
    "ayer por la tarde a las 8": "2026-11-24T20:00",
    "ayer a las 8 de la tarde": "2026-11-24T20:00",
    "ayer a las 8 de la mañana": "2026-11-24T08:00",
    "ayer a las 8 y media": "2026-11-24T08:30",
    "anoche a las 2": "2026-11-25T02:00",
    "anoche a las 9": "2026-11-24T21:00",
    "12/11 10:05": "2026-11-12T10:05",
    "lun 23/11 a las 9": "2026-11-23T09:00",
    "el lunes 23 de noviembre de 2026 a las 9:05": "2026-11-23T09:05",
    "ayer a las cinco de la tarde": "2026-11-24T17:00",
    "ayer a las nueve y cuarto": "2026-11-24T09:15",
    "ayer a las diez menos cuarto de la noche": "2026-11-24T21:45",
    "ayer 13:15": "2026-11-24T13:15",
    "el sábado a las 21:40": "2026-11-21T21:40",
    "el 14 de octubre a las 8:45": "2026-10-14T08:45",
    "el dom a las 10": "2026-11-22T10:00",
    "contesto lun a las 9:55": "2026-11-23T09:55",
    "hoy a las 14:00": "2026-11-25T14:00",
    "el 4 de abril a las 16:05": "2026-04-04T16:05",
    "el jueves a las 19:15h": "2026-11-19T19:15",
    "ayer a las 7 pm": "2026-11-24T19:00",
    "a las 9 del 12 de noviembre": "2026-11-12T09:00",
    "disputa nueva del mier": "2026-11-25",
    "ayer a la 1 de la tarde": "2026-11-24T13:00",
    "ayer a la una de la tarde": "2026-11-24T13:00",
    "el 1ro de marzo": "2026-03-01",
    "desde el viernes": "2026-11-20",
    "fecha del 5 de enero": "2026-01-05",
    "17 noviembre": "2026-11-17",
    "Hoy es 11.": "2026-11-11",
    "hoy estamos a 13 de abril": "2026-04-13",
    "el 2, ya": "2026-11-02",
    "el viernes a las 11 h": "2026-11-20T11:00",
    "el 5-11-2026": "2026-11-05",
    "hace hoy 4 días": "2026-11-21",
    "ayer, martes": "2026-11-24",
    "hoy, dia 25": "2026-11-25",
}
SEVERAL = {
    "sábado 14, luego domingo 15 a las 9": ["2026-11-14", "2026-11-15T09:00"],
    "pagado el 3 de noviembre, enviado el 5": ["2026-11-03", "2026-11-05"],
    "pagado el 3 de noviembre, enviado 2 días después": ["2026-11-03", "2026-11-05"],
    "pagado el 3 de noviembre y enviado al día siguiente": ["2026-11-03", "2026-11-04"],
    "pagado el 3 de noviembre, pedido el día anterior": ["2026-11-03", "2026-11-02"],
    "pagado el 3 de noviembre, enviado el mismo día": ["2026-11-03", "2026-11-03"],
    "abierta el 1 de abril, respondí a los 6 días": ["2026-04-01", "2026-04-07"],
    "abierta el 1 de abril, a los 6 días de recibirlo": ["2026-04-01"],
    "los días 2, 6 y 10 de junio": ["2026-06-02", "2026-06-06", "2026-06-10"],
    "el 3 y el 5 de octubre": ["2026-10-03", "2026-10-05"],
    "pagado el 3 de noviembre, 2 días después de la compra": ["2026-11-03"],
    "Correos recogió la caja el lunes 3 pero yo subí el número el 5": ["2026-11-03", "2026-11-05"],
    "Metí el código el día 4, el transportista se la llevó el 5": ["2026-11-04", "2026-11-05"],
    "el 5 entregado, el 7 completado y hoy es 23": ["2026-11-05", "2026-11-07", "2026-11-23"],
    "Enviado el 2, entregado el 5, pedido completado el 7 y hoy es 23.": ["2026-11-02", "2026-11-05", "2026-11-07", "2026-11-23"],
    "el viernes a las 18:20 y pagado a las 18:24": ["2026-11-20T18:20", "2026-11-20T18:24"],
}
SPANS = {
    "del 3 al 10 de octubre": ("2026-10-03", "2026-10-10"),
    "del 1 de enero al 15 de marzo de 2026": ("2026-01-01", "2026-03-15"),
    "entre el 3 y el 10 de octubre": ("2026-10-03", "2026-10-10"),
    "del lunes 5 al viernes 9 de octubre": ("2026-10-05", "2026-10-09"),
    "del 01/02/2026 al 03/04/2026": ("2026-02-01", "2026-04-03"),
    "desde el 1 de septiembre hasta hoy": ("2026-09-01", "2026-11-25"),
    "del 3 al 9": ("2026-11-03", "2026-11-09"),
}
HOURS = {
    "¿abierto a las 10?": ["10:00"],
    "10h30": ["10:30"],
    "22 h": ["22:00"],
    "14 horas": ["14:00"],
    "10:30": ["10:30"],
    "25:10": [""],
    "mediodía": ["12:00"],
    "a medianoche": ["00:00"],
    "esta tarde": [],
    "en 24h": [],
    "menos de 12 h": [],
    "un plazo de 12 horas": [],
    "a 10 €": [],
    "a 10 clientes": [],
    "a las 10 clientas": [],
    "hace 2 horas": [],
    "las 24 horas": [],
    "a las 9 y media de la noche": ["21:30"],
    "las dos mesas": [],
    "el sábado a las 12 de la noche": ["00:00"],
}
MONTHS = {
    "la factura de octubre": "2026-10",
    "factura de diciembre": "2025-12",
    "febrero de 2026": "2026-02",
    "en agosto": "2026-08",
    "el mes pasado": "2026-10",
    "este mes": "2026-11",
    "sep 2026": "2026-09",
    "el 3 de marzo": None,
    "marzo y abril": None,
    "el mar": None,
}
AMOUNTS = {
    "1 234,50 €": ("1234.50", "eur"),
    "20 euros": ("20", "eur"),
    "20€": ("20", "eur"),
    "8 %": ("8", "percent"),
    "8 por ciento": ("8", "percent"),
    "veinte euros": ("20", "eur"),
    "veintidós euros": ("22", "eur"),
    "treinta y dos euros": ("32", "eur"),
    "noventa y nueve euros": ("99", "eur"),
    "doscientos euros": ("200", "eur"),
    "cien euros": ("100", "eur"),
    "cinco por ciento": ("5", "percent"),
    "una docena de paquetes": ("12", ""),
    "-5 €": ("-5", "eur"),
    "menos 5 €": ("-5", "eur"),
    "1.234,50 euros": ("1234.50", "eur"),
    "dos mil euros": ("2000", "eur"),
    "ciento cincuenta euros": ("150", "eur"),
}
DESTINATIONS = {
    "envío a Francia y a Alemania": ("FR", "DE"),
    "hacia Alemania, España y Países Bajos": ("DE", "ES", "NL"),
    "mando a estados unidos y al reino unido": ("US", "GB"),
    "envíos a la Reunión, Guadalupe y Mayotte": ("RE", "GP", "YT"),
    "para clientes belgas": ("BE",),
    "ITALIA": ("IT",),
    "FR, BE y LU": ("FR", "BE", "LU"),
    "de, la, es": (),
    "": (),
    "estoy en España y vendo a Italia": ("IT",),
    "nuestro almacén está situado en Polonia, vendemos en Francia": ("FR",),
    "envío desde China a Francia": ("FR",),
    "fabricado en Portugal, vendido en Francia": ("FR",),
    "una empresa alemana que vende en Francia": ("FR",),
    "comprado a un proveedor de Italia, enviado a Suiza": ("CH",),
    "vendo en Francia pero no en Alemania": ("FR",),
    "no envío a Suiza": (),
    "sin envíos a Suiza": (),
    "ya no vendo en Italia, solo en Francia": ("FR",),
    "toda Bélgica, salvo Suiza": ("BE",),
    "no solo en Francia": ("FR",),
    "la Unión Europea": (),
    "a todo el mundo": (),
    "al extranjero": (),
    "Costa de Marfil": ("CI",),
    "vendo a Francia, Bélgica e Italia": ("FR", "BE", "IT"),
    "mis productos vienen de Alemania, los revendo en Francia": ("FR",),
    "soy de Madrid y vendo a Francia": ("FR",),
    "la reunión es el lunes": (),
}
EVENTS = {
    "pagado el 3 de noviembre, enviado el 5": {"paid_on": "2026-11-03", "shipped_on": "2026-11-05"},
    "el paquete está enviado desde el martes, pagado anteayer": {"paid_on": "2026-11-23", "shipped_on": "2026-11-24"},
    "pagado y enviado el viernes": {"paid_on": "2026-11-20", "shipped_on": "2026-11-20"},
    "fue el viernes": {"paid_on": "2026-11-20"},
    "pagado, a enviar antes del 30 de noviembre": {},
    "pagado, hasta el 30 de noviembre": {},
    "estamos a 25, pagado el 20": {"paid_on": "2026-11-20"},
    "hoy es 25, pagado el 20": {"paid_on": "2026-11-20"},
    "pagado en 7 días": {},
    "no pagado el 20 sino el 21": {"paid_on": "2026-11-21"},
    "todavía no enviado, pagado ayer": {"paid_on": "2026-11-24"},
    "¿puedo enviarlo hoy?": {},
    "pedido nº 12/11, pagado ayer": {"paid_on": "2026-11-24"},
    "uno pagado el 10/11 y otro el 12/11": {},
    "lo pagará enviado el viernes": {"shipped_on": "2026-11-20"},
    "pagado ayer, enviado para el viernes": {"paid_on": "2026-11-24"},
}
GOODS_NAMED = {
    "vendo baterías y ruedas": ["batteries", "tyres"],
    "sin baterías": [],
    "no vendo baterías ni ruedas": [],
    "sin batería o ruedas": [],
    "ya no vendo baterías": [],
    "ninguna batería, ruedas": ["tyres"],
    "ruedas, salvo las baterías": ["tyres"],
    "no solo baterías": ["batteries"],
    "vendo más baterías": ["batteries"],
    "no tengo claro el plazo, vendo baterías": ["batteries"],
}
NO_DAYS = (
    "",
    "un plazo de 5 días",
    "en menos de 48 h",
    "durante 3 semanas",
    "hace 3 días para responder",
    "en los 5 días",
    "hace más de 3 días",
    "todos los lunes",
    "cada lunes",
    "viernes santo",
    "el black friday, viernes negro",
    "el 2 en 1",
    "el 2 piezas",
    "el 3,50",
    "24/48 h",
    "9/10 de los pedidos",
    "5/5 estrellas",
    "24/7",
    "una reunión en mayo",
    "toda la tienda al 4 y a la cafetera",
    "a los 3 clientes",
    "el 10 %",
    "los 3 productos",
    "por la mañana",
    "de lunes a viernes",
)


def values(text: str) -> list[str | None]:
    return [mention.value for mention in SPANISH.dates.find(text, NOW)]


@pytest.mark.parametrize(("text", "value"), DAYS.items())
def test_a_day(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(("text", "expected"), SEVERAL.items())
def test_several_days(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_names_no_day(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize("text", ["el 31 de noviembre", "30 de febrero", "31/04", "el 32/01/2026"])
def test_a_day_that_does_not_exist_is_reported(text: str) -> None:
    assert values(text) == [None]


@pytest.mark.parametrize(("text", "ends"), SPANS.items())
def test_a_span(text: str, ends: tuple[str, str]) -> None:
    found = SPANISH.spans.find(text, NOW)
    assert found is not None
    assert (found[0].value, found[1].value) == ends


@pytest.mark.parametrize(("text", "hours"), HOURS.items())
def test_hours(text: str, hours: list[str]) -> None:
    assert [hour.value for hour in SPANISH.hours.find(text)] == hours


@pytest.mark.parametrize(("text", "month"), MONTHS.items())
def test_months(text: str, month: str | None) -> None:
    assert SPANISH.months.find(text, NOW) == month


@pytest.mark.parametrize(("text", "told"), AMOUNTS.items())
def test_an_amount(text: str, told: tuple[str, str]) -> None:
    assert [(amount.value, amount.unit) for amount in SPANISH.amounts.find(text, words=True)] == [(Decimal(told[0]), told[1])]


@pytest.mark.parametrize("text", ["", "un pedido", "un cliente", "ciento tres euros", "estos dos", "el décimo"])
def test_what_is_no_number(text: str) -> None:
    assert SPANISH.amounts.find(text, words=True) == ()


@pytest.mark.parametrize(("text", "codes"), DESTINATIONS.items())
def test_destinations(text: str, codes: tuple[str, ...]) -> None:
    assert SPANISH.countries.find(text) == codes


@pytest.mark.parametrize(("text", "days"), EVENTS.items())
def test_which_day_is_of_what(text: str, days: dict[str, str]) -> None:
    mentions = SPANISH.dates.find(text, NOW)
    found = SPANISH.assignment.assign(text, dict.fromkeys(HINTS, mentions), HINTS, NOW)
    assert {name: mention.value for name, mention in found.by_input.items()} == days


@pytest.mark.parametrize(("text", "codes"), GOODS_NAMED.items())
def test_what_is_denied_is_not_named(text: str, codes: list[str]) -> None:
    assert [named.code for named in GOODS.affirmed(text, SPANISH.grammar.denial)] == codes

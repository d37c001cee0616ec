"""The grammar of Italian: days, hours, amounts, countries, denial. It is Wednesday 25 November 2026, 14:30, in every sentence."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.understanding.dates import Lean
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints, is_said
from knowledge.understanding.parts import Parts
from knowledge.understanding.vocabulary import Term, Vocabulary

ITALIAN = Parts(Grammar.load(Path(__file__).parents[2] / "data" / "grammar" / "it.yaml"))
NOW = datetime.fromisoformat("2026-11-25T14:30")
HINTS = {"paid_on": InputHints(cues=("pagat[oa]",)), "shipped_on": InputHints(cues=("spedit[oa]|spedi(?:re|sco)",))}
GOODS = Vocabulary({"batteries": Term(label="pile", words=("batteri[ae]",)), "tyres": Term(label="pneumatici", words=())}, Path("goods.yaml"))


def values(text: str, lean: Lean = "past") -> list[str | None]:
    return [mention.value for mention in ITALIAN.dates.find(text, NOW, lean)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("è arrivato ieri", "2026-11-24"),
        ("ieri sera", "2026-11-24"),
        ("l'altro ieri", "2026-11-23"),
        ("l altro ieri", "2026-11-23"),
        ("avantieri", "2026-11-23"),
        ("altroieri mattina", "2026-11-23"),
        ("ieri l'altro", "2026-11-23"),
        ("oggi", "2026-11-25"),
        ("stamattina", "2026-11-25"),
        ("stamani", "2026-11-25"),
        ("questo pomeriggio", "2026-11-25"),
        ("oggi pomeriggio", "2026-11-25"),
        ("domani", "2026-11-26"),
        ("domani mattina", "2026-11-26"),
        ("dopodomani", "2026-11-27"),
        ("domattina", "2026-11-26"),
        ("3 giorni fa", "2026-11-22"),
        ("tre giorni fa", "2026-11-22"),
        ("una settimana fa", "2026-11-18"),
        ("due settimane fa", "2026-11-11"),
        ("6 mesi fa", "2026-05-25"),
        ("un anno fa", "2025-11-25"),
        ("16 gg fa", "2026-11-09"),
        ("un paio di giorni fa", "2026-11-23"),
        ("un'ora fa", "2026-11-25T13:30"),
        ("mezz'ora fa", "2026-11-25T14:00"),
        ("2 ore fa", "2026-11-25T12:30"),
        ("un paio d'ore fa", "2026-11-25T12:30"),
        ("bloccato da 5 giorni", "2026-11-20"),
        ("sono passati 4 giorni", "2026-11-21"),
        ("sono passati circa 4 giorni", "2026-11-21"),
        ("una quindicina di giorni fa", "2026-11-10"),
        ("tra 5 giorni", "2026-11-30"),
        ("fra una settimana", "2026-12-02"),
        ("entro 5 giorni", "2026-11-30"),
        ("2 sett fa", "2026-11-11"),
        ("il 14 febbraio", "2026-02-14"),
        ("14 feb. 2025", "2025-02-14"),
        ("il 15 agosto", "2026-08-15"),
        ("5 dic 2025", "2025-12-05"),
        ("2 sett.", "2026-09-02"),
        ("8 marzo", "2026-03-08"),
        ("1° maggio 2026", "2026-05-01"),
        ("primo maggio", "2026-05-01"),
        ("l'8 novembre", "2026-11-08"),
        ("dell'11 novembre 2026", "2026-11-11"),
        ("03/11/2026", "2026-11-03"),
        ("3-11-26", "2026-11-03"),
        ("12 nov", "2026-11-12"),
        ("3 set 2026", "2026-09-03"),
        ("29 febbraio", "2024-02-29"),
        ("8 di ottobre", "2026-10-08"),
        ("il 14.11", "2026-11-14"),
        ("ieri alle 10", "2026-11-24T10:00"),
        ("ieri alle 10:30", "2026-11-24T10:30"),
        ("ieri alle 10.30", "2026-11-24T10:30"),
        ("ieri alle 10,30", "2026-11-24T10:30"),
        ("ieri alle ore 18", "2026-11-24T18:00"),
        ("alle 22 di ieri", "2026-11-24T22:00"),
        ("il 3 novembre verso le 9", "2026-11-03T09:00"),
        ("lunedì a mezzogiorno", "2026-11-23T12:00"),
        ("ieri a mezzanotte", "2026-11-24T00:00"),
        ("ieri sera alle 8", "2026-11-24T20:00"),
        ("ieri alle 8 di sera", "2026-11-24T20:00"),
        ("ieri alle 8 di mattina", "2026-11-24T08:00"),
        ("ieri alle 8 del mattino", "2026-11-24T08:00"),
        ("ieri alle 8 e mezza", "2026-11-24T08:30"),
        ("ieri alle 8 e 20", "2026-11-24T08:20"),
        ("ieri alle 9 e un quarto", "2026-11-24T09:15"),
        ("ieri alle 10 meno un quarto", "2026-11-24T09:45"),
        ("la notte scorsa alle 2", "2026-11-25T02:00"),
        ("stanotte alle 2.10", "2026-11-25T02:10"),
        ("12/11 10:05", "2026-11-12T10:05"),
        ("lun. 23/11 alle 9", "2026-11-23T09:00"),
        ("lunedì 23 novembre 2026 alle 9:05", "2026-11-23T09:05"),
        ("il 22/11 h 15", "2026-11-22T15:00"),
        ("18/11 h. 10", "2026-11-18T10:00"),
        ("ieri h 16,40", "2026-11-24T16:40"),
        ("ieri alle nove", "2026-11-24T09:00"),
        ("ieri sera alle nove", "2026-11-24T21:00"),
        ("ieri alle nove di sera", "2026-11-24T21:00"),
        ("ieri alle nove e mezza", "2026-11-24T09:30"),
        ("ieri ore 18.20", "2026-11-24T18:20"),
        ("oggi alle 7:50", "2026-11-25T07:50"),
        ("ieri pomeriggio alle 3", "2026-11-24T15:00"),
        ("ieri alle 9h30", "2026-11-24T09:30"),
        ("il 12 novembre, ore 9", "2026-11-12T09:00"),
        ("sabato 21 alle 13:05", "2026-11-21T13:05"),
        ("giovedì 19 alle 16.20", "2026-11-19T16:20"),
        ("dal 25", "2026-11-25"),
        ("ieri alle sei e mezza di sera", "2026-11-24T18:30"),
    ],
)
def test_one_day(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("venerdì", "2026-11-20", "2026-11-27"),
        ("venerdi'", "2026-11-20", "2026-11-27"),
        ("mercoledi", "2026-11-25", "2026-11-25"),
        ("lunedì scorso", "2026-11-23", "2026-11-23"),
        ("mercoledì scorso", "2026-11-18", "2026-11-18"),
        ("scorso venerdì", "2026-11-20", "2026-11-20"),
        ("lo scorso venerdì", "2026-11-20", "2026-11-20"),
        ("venerdì prossimo", "2026-11-27", "2026-11-27"),
        ("mercoledì prossimo", "2026-12-02", "2026-12-02"),
        ("prossimo venerdì", "2026-11-27", "2026-11-27"),
        ("questo lunedì", "2026-11-23", "2026-11-23"),
        ("lunedì della settimana scorsa", "2026-11-16", "2026-11-16"),
        ("la settimana scorsa, lunedì", "2026-11-16", "2026-11-16"),
        ("martedì della prossima settimana", "2026-12-01", "2026-12-01"),
        ("lunedì sera", "2026-11-23", "2026-11-30"),
        ("domenica prima", "2026-11-15", "2026-11-15"),
        ("il 3", "2026-11-03", "2026-12-03"),
        ("l'8", "2026-11-08", "2026-12-08"),
        ("dell'11", "2026-11-11", "2026-12-11"),
        ("il 1°", "2026-11-01", "2026-12-01"),
        ("dal 25", "2026-11-25", "2026-11-25"),
        ("il 31", "2026-10-31", "2026-12-31"),
        ("il 26 alle 10", "2026-10-26T10:00", "2026-11-26T10:00"),
        ("il 3 del mese scorso", "2026-10-03", "2026-10-03"),
        ("il 3 di questo mese", "2026-11-03", "2026-11-03"),
        ("il 3 novembre", "2026-11-03", "2027-11-03"),
        ("3 nov.", "2026-11-03", "2027-11-03"),
        ("il 1° dicembre", "2026-12-01", "2026-12-01"),
        ("primo gennaio", "2026-01-01", "2027-01-01"),
        ("12/11", "2026-11-12", "2027-11-12"),
        ("fine mese", "2026-11-30", "2026-11-30"),
        ("alla fine del mese prossimo", "2026-12-31", "2026-12-31"),
        ("fine mese scorso", "2026-10-31", "2026-10-31"),
        ("sabato 21", "2026-11-21", "2026-12-21"),
    ],
)
def test_days_by_lean(text: str, past: str, future: str) -> None:
    assert (values(text), values(text, "future")) == ([past], [future])


@pytest.mark.parametrize("text", ["il 31 novembre", "30 febbraio", "31/04", "il 32/01/2026"])
def test_a_day_that_does_not_exist_is_reported(text: str) -> None:
    assert values(text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "un termine di 5 giorni",
        "in 48 h",
        "per 3 settimane",
        "ho 3 giorni per rispondere",
        "più di 3 giorni",
        "tutti i lunedì",
        "ogni lunedì",
        "venerdì santo",
        "ho venduto 3 set da 20 euro",
        "un set di piatti",
        "il 3,50",
        "24/48 h",
        "9/10 degli ordini",
        "5/5 stelle",
        "24/7",
        "consegna da 10 giorni",
        "una riunione a maggio",
        "il 15%",
        "il 10 per cento",
        "dai 3 ai 5 giorni",
        "da 3 a 5 giorni",
        "in mare",
        "mi sei simpatico",
        "consegna in 5 giorni lavorativi",
    ],
)
def test_what_names_no_day(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lunedì 23 novembre", ["2026-11-23"]),
        ("sabato 14, poi domenica 15 alle 9", ["2026-11-14", "2026-11-15T09:00"]),
        ("lunedì alle 10", ["2026-11-23T10:00"]),
        ("oggi, il 25", ["2026-11-25"]),
        ("pagato il 3 novembre, spedito il 5", ["2026-11-03", "2026-11-05"]),
        ("pagato il 3 novembre, spedito 2 giorni dopo", ["2026-11-03", "2026-11-05"]),
        ("pagato il 3 novembre e spedito il giorno dopo", ["2026-11-03", "2026-11-04"]),
        ("pagato il 3 novembre, ordinato il giorno prima", ["2026-11-03", "2026-11-02"]),
        ("pagato il 3 novembre, spedito lo stesso giorno", ["2026-11-03", "2026-11-03"]),
        ("pagato il 3 novembre, 2 giorni dopo l'ordine", ["2026-11-03"]),
        ("pagato il 3 novembre, il giorno dopo la spedizione", ["2026-11-03"]),
        ("il 3, 8 e 15 ottobre", ["2026-10-03", "2026-10-08", "2026-10-15"]),
        ("dal 3 al 10", ["2026-11-03", "2026-11-10"]),
        ("mi ha scritto venerdì alle 20 e gli ho risposto alle 21", ["2026-11-20T20:00", "2026-11-20T21:00"]),
    ],
)
def test_several_days(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("dal 3 al 10 ottobre", ("2026-10-03", "2026-10-10")),
        ("dal 1° gennaio al 15 marzo 2026", ("2026-01-01", "2026-03-15")),
        ("tra il 3 e il 10 ottobre", ("2026-10-03", "2026-10-10")),
        ("da lunedì 5 a venerdì 9 ottobre", ("2026-10-05", "2026-10-09")),
        ("dal 01/02/2026 al 03/04/2026", ("2026-02-01", "2026-04-03")),
        ("dall'8 al 12 ottobre", ("2026-10-08", "2026-10-12")),
        ("dal 1 settembre fino a oggi", ("2026-09-01", "2026-11-25")),
    ],
)
def test_spans(text: str, ends: tuple[str, str]) -> None:
    found = ITALIAN.spans.find(text, NOW)
    assert found is not None
    assert (found[0].value, found[1].value) == ends


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("la fattura di ottobre", "2026-10"),
        ("fattura di dicembre", "2025-12"),
        ("febbraio 2026", "2026-02"),
        ("in agosto", "2026-08"),
        ("il mese scorso", "2026-10"),
        ("questo mese", "2026-11"),
        ("sett. 2026", "2026-09"),
        ("un set di bicchieri", None),
        ("il 3 marzo", None),
        ("marzo e aprile", None),
        ("mar 3", None),
    ],
)
def test_months(text: str, month: str | None) -> None:
    assert ITALIAN.months.find(text, NOW) == month


@pytest.mark.parametrize(("text", "year"), [("quest'anno", 2026), ("l'anno scorso", 2025), ("l'anno prossimo", 2027), ("2 anni", None)])
def test_years(text: str, year: int | None) -> None:
    assert ITALIAN.months.told_year(text, NOW) == year


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("aperto alle 10 ?", ["10:00"]),
        ("10h30", ["10:30"]),
        ("alle 14", ["14:00"]),
        ("alle 14.30", ["14:30"]),
        ("10:30", ["10:30"]),
        ("25:10", [""]),
        ("mezzogiorno", ["12:00"]),
        ("a mezzanotte", ["00:00"]),
        ("tra 24h", []),
        ("entro 12 h", []),
        ("un termine di 12 ore", []),
        ("da 10 €", []),
        ("alle 9 e un quarto", ["09:15"]),
        ("ho scritto alle 3 clienti", []),
        ("prezzo 14,50", []),
        ("24 ore", []),
        ("entro 48 h", []),
    ],
)
def test_hours(text: str, hours: list[str]) -> None:
    assert [hour.value for hour in ITALIAN.hours.find(text)] == hours


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1 234,50 €", "1234.50", "eur"),
        ("1.234,50 €", "1234.50", "eur"),
        ("20 euro", "20", "eur"),
        ("20€", "20", "eur"),
        ("8 %", "8", "percent"),
        ("8 per cento", "8", "percent"),
        ("otto percento", "8", "percent"),
        ("venti euro", "20", "eur"),
        ("ventidue euro", "22", "eur"),
        ("novantanove euro", "99", "eur"),
        ("duecento euro", "200", "eur"),
        ("cento euro", "100", "eur"),
        ("una dozzina di pacchi", "12", ""),
        ("-5 €", "-5", "eur"),
        ("meno 5 €", "-5", "eur"),
        ("almeno 5 €", "5", "eur"),
        ("centocinquanta euro", "150", "eur"),
        ("due mila euro", "2000", "eur"),
        ("ventitré euro", "23", "eur"),
    ],
)
def test_one_amount(text: str, value: str, unit: str) -> None:
    assert [(amount.value, amount.unit) for amount in ITALIAN.amounts.find(text, words=True)] == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["", "un ordine", "una cliente", "ventesimo", "il decimo"])
def test_what_is_no_number(text: str) -> None:
    assert ITALIAN.amounts.find(text, words=True) == ()


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("venduto 3 a 20 € l'uno", "venduto 60 €"),
        ("3 articoli a 20 € ciascuno", "60 €"),
        ("due lampade da 19,90 € l'una, 6 %", "39.80 €, 6 %"),
        ("3 x 20 €", "60 €"),
        ("3 federe a 12 euro cad.", "36 €"),
        ("3 per 20 €", "3 per 20 €"),
        ("20 € al pezzo", "20 € al pezzo"),
    ],
)
def test_several_of_one_price_are_their_sum(text: str, sums: str) -> None:
    assert ITALIAN.multiples.summed(text) == sums


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("spedisco in Francia e in Germania", ("FR", "DE")),
        ("verso la Germania, la Spagna e i Paesi Bassi", ("DE", "ES", "NL")),
        ("mando negli stati uniti e nel regno unito", ("US", "GB")),
        ("spedizione alla Riunione, in Guadalupa e a Mayotte", ("RE", "GP", "YT")),
        ("Guyana francese, Martinica, Nuova Caledonia", ("GF", "MQ", "NC")),
        ("Saint-Pierre-et-Miquelon, st barthelemy, Saint-Martin", ("PM", "BL", "MF")),
        ("verso l'Inghilterra e l'Olanda", ("GB", "NL")),
        ("per clienti belgi", ("BE",)),
        ("ITALIA", ("IT",)),
        ("FR, BE e LU", ("FR", "BE", "LU")),
        ("se usa il mio codice", ()),
        ("de, la, es", ()),
        ("", ()),
        ("ho sede in Spagna e spedisco in Italia", ("IT",)),
        ("il nostro magazzino si trova in Polonia, vendiamo in Francia", ("FR",)),
        ("spedisco dalla Cina alla Francia", ("FR",)),
        ("spedisco dall'Italia verso il Belgio", ("BE",)),
        ("fatto in Portogallo, venduto in Francia", ("FR",)),
        ("un'azienda tedesca che spedisce in Francia", ("FR",)),
        ("comprato da un fornitore in Italia, spedito in Svizzera", ("CH",)),
        ("i miei prodotti vengono dalla Germania, li rivendo in Francia", ("FR",)),
        ("spedisco in Francia ma non in Germania", ("FR",)),
        ("non spedisco verso la Svizzera", ()),
        ("niente spedizioni in Svizzera", ()),
        ("non vendo più in Italia, solo in Francia", ("FR",)),
        ("ovunque in Belgio, tranne la Svizzera", ("BE",)),
        ("non solo in Francia", ("FR",)),
        ("l'Unione europea", ()),
        ("in tutta Europa", ()),
        ("dappertutto", ()),
        ("in tutto il mondo", ()),
        ("all'estero", ()),
        ("i DOM-TOM", ()),
    ],
)
def test_countries_that_goods_go_to(text: str, codes: tuple[str, ...]) -> None:
    assert ITALIAN.countries.find(text) == codes


@pytest.mark.parametrize(("text", "code"), [("il mio conto è in Germania", "DE"), ("sono in Spagna", "ES"), ("Francia o Belgio", None)])
def test_one_country(text: str, code: str | None) -> None:
    assert ITALIAN.countries.one(text, "any") == code


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("pagato il 3 novembre, spedito il 5", {"paid_on": "2026-11-03", "shipped_on": "2026-11-05"}),
        ("il pacco è spedito da martedì, pagato l'altro ieri", {"paid_on": "2026-11-23", "shipped_on": "2026-11-24"}),
        ("pagato e spedito venerdì", {"paid_on": "2026-11-20", "shipped_on": "2026-11-20"}),
        ("era venerdì", {"paid_on": "2026-11-20"}),
        ("pagato, da spedire entro il 30 novembre", {}),
        ("pagato, da spedire fino al 30 novembre", {}),
        ("oggi è il 25, pagato il 20", {"paid_on": "2026-11-20"}),
        ("siamo al 25, pagato il 20", {"paid_on": "2026-11-20"}),
        ("rimborsato tra 7 giorni", {}),
        ("non pagato il 20 ma il 21", {"paid_on": "2026-11-21"}),
        ("non ancora spedito, pagato ieri", {"paid_on": "2026-11-24"}),
        ("non l'ho ancora spedito, pagato ieri", {"paid_on": "2026-11-24"}),
        ("posso spedire oggi ?", {}),
        ("lo spedisco giovedì", {}),
        ("spedirò lunedì", {}),
        ("ordine n° 12/11, pagato ieri", {"paid_on": "2026-11-24"}),
        ("uno pagato il 10/11 e un altro il 12/11", {}),
        ("un cliente che ieri ha pagato", {"paid_on": "2026-11-24"}),
    ],
)
def test_dates_by_input(text: str, dates: dict[str, str]) -> None:
    mentions = ITALIAN.dates.find(text, NOW)
    found = ITALIAN.assignment.assign(text, dict.fromkeys(HINTS, mentions), HINTS, NOW)
    assert {name: mention.value for name, mention in found.by_input.items()} == dates


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("siamo al 25", "2026-11-25"),
        ("oggi è il 24 novembre", "2026-11-24"),
        ("oggi e' il 24/11", "2026-11-24"),
        ("è il 24 novembre", "2026-11-24"),
        ("è del 24/11", None),
        ("pagato il 24/11", None),
        ("la scadenza è il 24/11", None),
    ],
)
def test_what_day_it_is(text: str, present: str | None) -> None:
    found = ITALIAN.assignment.present(text, ITALIAN.dates.find(text, NOW))
    assert (found.value if found else None) == present


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("vendo batterie e pneumatici", ["batteries", "tyres"]),
        ("niente batterie", []),
        ("non vendo batterie né pneumatici", []),
        ("senza batterie o pneumatici", []),
        ("non vendo più batterie", []),
        ("nessuna batteria, dei pneumatici", ["tyres"]),
        ("pneumatici, tranne le batterie", ["tyres"]),
        ("non solo batterie", ["batteries"]),
        ("non ho la batteria", []),
    ],
)
def test_what_is_denied_is_not_named(text: str, codes: list[str]) -> None:
    assert [named.code for named in GOODS.affirmed(text, ITALIAN.grammar.denial)] == codes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ha pagato", True),
        ("non so se ha pagato", False),
        ("non sono sicuro che ha pagato", False),
        ("non lo so, ha pagato", True),
    ],
)
def test_what_is_not_known_is_not_said(text: str, said: bool) -> None:
    match = re.search("pagato", text)
    assert match is not None
    assert is_said(text, match, ITALIAN.grammar.denial) is said

"""Days, amounts and what they are the day of in the languages that are answered with few words of their own. It is Thursday 26 November 2026, 10:00."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from knowledge.base import KnowledgeBase

NOW = datetime.fromisoformat("2026-11-26T10:00")
YESTERDAY, FRIDAY = "2026-11-25", "2026-11-20"

DAYS = {
    "de": {"gestern": YESTERDAY, "am 20. November": FRIDAY, "vorgestern": "2026-11-24", "am 20.11. geöffnet": FRIDAY, "vor 3 Tagen": "2026-11-23"},
    "es": {"ayer": YESTERDAY, "el 20 de noviembre": FRIDAY, "antes de ayer": "2026-11-24", "el viernes pasado": FRIDAY, "hace 3 días": "2026-11-23"},
    "it": {"ieri": YESTERDAY, "il 20 novembre": FRIDAY, "l'altro ieri": "2026-11-24", "venerdì scorso": FRIDAY, "3 giorni fa": "2026-11-23"},
    "pt": {"ontem": YESTERDAY, "a 20 de novembro": FRIDAY, "anteontem": "2026-11-24", "sexta-feira passada": FRIDAY, "há 3 dias": "2026-11-23"},
    "pl": {"wczoraj": YESTERDAY, "20 listopada": FRIDAY, "przedwczoraj": "2026-11-24", "w zeszły piątek": FRIDAY, "3 dni temu": "2026-11-23"},
}
HOURS = {"de": "gestern um 14:30", "es": "ayer a las 14:30", "it": "ieri alle 14:30", "pt": "ontem às 14:30", "pl": "wczoraj o 14:30"}
TOLD: list[tuple[str, str, str, dict[str, Any]]] = [
    ("de", "payout-date", "Wann bekomme ich mein Geld, wenn der Käufer am 20. November bestätigt hat?", {"confirmed_on": FRIDAY}),
    ("de", "payout-date", "Das Paket wurde gestern zugestellt, wann kommt mein Geld?", {"delivered_on": YESTERDAY}),
    ("de", "payout-date", "Ich habe gestern eine Lampe verkauft, wann kommt mein Geld?", {}),  # neither confirmed nor delivered
    ("de", "payout-date", "Gestern war ich beim Arzt, wann kommt mein Geld?", {}),
    ("de", "dispute-response", "Die Bestellung wurde am 10. November bezahlt, bis wann antworte ich auf den Streitfall?", {}),
    ("de", "refund-timing", "Der Käufer hat seine Bestellung über 45 Euro gestern storniert", {"event_date": YESTERDAY}),
    ("de", "refund-timing", "retoure am 12.11. geprüft, wann wird erstattet", {"goods_checked_on": "2026-11-12"}),
    ("es", "payout-date", "El comprador confirmó la recepción el 20 de noviembre, ¿cuándo cobro?", {"confirmed_on": FRIDAY}),
    ("es", "dispute-response", "¿Cuánto tiempo tengo para responder a una disputa abierta ayer?", {"opened_at": YESTERDAY}),
    ("es", "refund-timing", "El comprador canceló ayer su pedido de 45 euros", {"event_date": YESTERDAY}),
    ("it", "payout-date", "Il pacco è stato consegnato ieri, quando ricevo i soldi?", {"delivered_on": YESTERDAY}),
    ("it", "dispute-response", "Una controversia è stata aperta ieri, entro quando rispondo?", {"opened_at": YESTERDAY}),
    ("pt", "payout-date", "O comprador confirmou ontem, quando recebo o dinheiro?", {"confirmed_on": YESTERDAY}),
    ("pt", "dispute-response", "Uma disputa foi aberta no dia 20 de novembro, até quando posso responder?", {"opened_at": FRIDAY}),
    ("pl", "payout-date", "Kupujący potwierdził odbiór 20 listopada, kiedy dostanę pieniądze?", {"confirmed_on": FRIDAY}),
    ("pl", "support-chat-hours", "Czy czat działa w sobotę 28.11 o 16:30?", {"now": "2026-11-28T16:30"}),
]


@pytest.mark.parametrize(("tongue", "text", "day"), [(tongue, text, day) for tongue, days in DAYS.items() for text, day in days.items()])
def test_a_day_is_read(base: KnowledgeBase, tongue: str, text: str, day: str) -> None:
    assert [mention.value for mention in base.speaking(tongue).reader.parts.dates.find(text, NOW)] == [day]


@pytest.mark.parametrize(("tongue", "text"), HOURS.items())
def test_a_day_is_read_with_its_hour(base: KnowledgeBase, tongue: str, text: str) -> None:
    assert [mention.value for mention in base.speaking(tongue).reader.parts.dates.find(text, NOW)] == [f"{YESTERDAY}T14:30"]


@pytest.mark.parametrize(
    ("tongue", "text", "moment"),
    [
        ("fr", "le soir du 20 novembre à 8h15", "2026-11-20T20:15"),
        ("es", "la noche del 20 de noviembre a las 8:15", "2026-11-20T20:15"),
        ("it", "la sera del 20 novembre alle 8:15", "2026-11-20T20:15"),
        ("fr", "payé la veille de Noël", "2025-12-24"),
        ("es", "pagado en Nochebuena", "2025-12-24"),
        ("it", "pagato a Santo Stefano", "2025-12-26"),
    ],
)
def test_parts_of_a_day_and_holidays(base: KnowledgeBase, tongue: str, text: str, moment: str) -> None:
    assert [mention.value for mention in base.speaking(tongue).reader.parts.dates.find(text, NOW)] == [moment]


@pytest.mark.parametrize(("tongue", "text"), [("de", "gestern um 10"), ("es", "ayer a las 10"), ("it", "ieri alle 10"), ("pt", "ontem às 10")])
def test_an_hour_needs_no_minutes(base: KnowledgeBase, tongue: str, text: str) -> None:
    assert [mention.value for mention in base.speaking(tongue).reader.parts.dates.find(f"{text}?", NOW)] == [f"{YESTERDAY}T10:00"]


@pytest.mark.parametrize(("tongue", "text"), [("de", "gestern um 10 Euro gesenkt"), ("de", "gestern um 10 % gesenkt"), ("es", "ayer bajó a las 10 unidades")])
def test_so_much_is_no_hour(base: KnowledgeBase, tongue: str, text: str) -> None:
    assert [mention.value for mention in base.speaking(tongue).reader.parts.dates.find(text, NOW)] == [YESTERDAY]


@pytest.mark.parametrize("tongue", DAYS)
@pytest.mark.parametrize(("text", "value"), [("45 €", 45), ("1.234,50 €", 1234.5), ("€ 45,50", 45.5)])
def test_an_amount_is_read(base: KnowledgeBase, tongue: str, text: str, value: float) -> None:
    assert [(float(amount.value), amount.unit) for amount in base.speaking(tongue).reader.parts.amounts.find(text)] == [(value, "eur")]


@pytest.mark.parametrize(("tongue", "text"), [("de", "45 Euro"), ("es", "45 euros"), ("it", "45 euro"), ("pt", "45 euros"), ("pl", "45 euro")])
def test_an_amount_is_read_by_its_word(base: KnowledgeBase, tongue: str, text: str) -> None:
    assert [amount.unit for amount in base.speaking(tongue).reader.parts.amounts.find(text)] == ["eur"]


@pytest.mark.parametrize(("tongue", "rule", "text", "told"), TOLD, ids=[case[2] for case in TOLD])
def test_a_day_goes_to_the_event_it_is_the_day_of_or_to_none(base: KnowledgeBase, tongue: str, rule: str, text: str, told: dict[str, Any]) -> None:
    spoken = base.speaking(tongue)
    found = spoken.reader.read(spoken.rules.rule(rule), text, NOW).inputs
    assert {name: value for name, value in found.items() if str(value)[:4] == "2026"} == told


@pytest.mark.parametrize(
    ("tongue", "text", "told"),
    [
        ("es", "¿vale? título: Mochila niño dinosaurio 12 L, marca: Bosch", {"title": "Mochila niño dinosaurio 12 L", "brand": "Bosch"}),
        ("es", "mi título: ¿es demasiado largo?", {}),
        ("it", "titolo: Zaino e astuccio bambino verde, va bene?", {"title": "Zaino e astuccio bambino verde"}),
        ("it", "titolo: non lo so", {}),
        ("de", "Mein Titel lautet „Kinderrucksack Dino grün“, passt das?", {"title": "Kinderrucksack Dino grün"}),
        ("de", "Titel: Rucksack Kinder grün, Marke Bosch", {"title": "Rucksack Kinder grün", "brand": "Bosch"}),
        ("pl", "sprawdź tytuł: Plecak szkolny zielony; marka: Bosch", {"title": "Plecak szkolny zielony", "brand": "Bosch"}),
        ("pl", "tytuł: jest za długi?", {}),
        ("pt", "título: Mochila escolar verde 12 L, está bom?", {"title": "Mochila escolar verde 12 L"}),
    ],
)
def test_a_title_ends_where_something_else_is_said(base: KnowledgeBase, tongue: str, text: str, told: dict[str, Any]) -> None:
    spoken = base.speaking(tongue)
    assert spoken.reader.read(spoken.rules.rule("title-check"), text, NOW).inputs == told

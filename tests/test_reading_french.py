"""What French sellers' words give to the inputs of rules. It is Monday 23 November 2026, 11:00, in every sentence.

Each expected value is what the sentence says; what is denied, planned, asked or in doubt is left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from knowledge.base import KnowledgeBase
from knowledge.understanding.reading import Reading

NOW = datetime.fromisoformat("2026-11-23T11:00")


@pytest.fixture(scope="module")
def french(base: KnowledgeBase) -> KnowledgeBase:
    return base.speaking("fr")


def read(french: KnowledgeBase, rule: str, text: str) -> Reading:
    return french.reader.read(french.rules.rule(rule), text, NOW)


APPEALS: list[tuple[str, dict[str, Any]]] = [
    ("sanction hier à 9h pour produit interdit", {"origin": "prohibited_goods", "notified_at": "2026-11-22T09:00"}),
    # Without accents, in SMS style, with what happened before the notice.
    ("jai mis en ligne le 2 nov et recu le mail d'infraction le 20/11 a 8h15", {"notified_at": "2026-11-20T08:15"}),
    ("annonce supprimée il y a 3 jours pour contrefaçon", {"notified_at": "2026-11-20"}),
    # "3 jours pour faire appel" is a time limit, and "jusqu'au 27" a limit: neither tells when the notice came.
    ("il y a 3 jours pour faire appel ?", {}),
    ("sanctionné, on me dit que j'ai jusqu'au 27 novembre", {}),
    # A plan is no appeal; an appeal in the past is one.
    ("notifié le 20 novembre à 10h, je veux faire appel demain", {"notified_at": "2026-11-20T10:00"}),
    ("notifié le 20 novembre à 10h, appel déposé le 21 à 12h", {"notified_at": "2026-11-20T10:00", "appeal_started_at": "2026-11-21T12:00"}),
    (
        "notification le 2/11, appel fait le 3/11 à 9h, rejeté le 8/11, deuxième appel envoyé le 9/11 à 15h, encore refusé le 20/11",
        {
            "notified_at": "2026-11-02",
            "appeal_started_at": "2026-11-03T09:00",
            "rejected_1_at": "2026-11-08",
            "appeal_2_filed_at": "2026-11-09T15:00",
            "rejected_2_at": "2026-11-20",
        },
    ),
]
DISPUTES: list[tuple[str, str, dict[str, Any]]] = [
    ("dispute-response", "litige du 20 novembre", {"opened_at": "2026-11-20"}),
    ("dispute-response", "on m'a ouvert un litige samedi à 22h, je réponds demain", {"opened_at": "2026-11-21T22:00"}),
    # The order, the parcel and the holidays are not the dispute.
    ("dispute-response", "commande du 1/11 expédiée le 3/11, litige ouvert le 19/11, rentré de vacances le 22/11", {"opened_at": "2026-11-19"}),
    ("dispute-response", "litige ouvert le 16, j'ai pas répondu", {"opened_at": "2026-11-16"}),
    ("dispute-response", "litige ouvert le 16, répondu le 20", {"opened_at": "2026-11-16", "answered_at": "2026-11-20"}),
    ("dispute-window", "parti le 2 novembre, pas encore livré", {"shipped_on": "2026-11-02"}),
    ("dispute-window", "expédié le 2/11, elle n'a jamais confirmé, livré le 9/11", {"shipped_on": "2026-11-02", "delivered_on": "2026-11-09"}),
    ("dispute-evidence", "preuves demandées vendredi, 5 jours pour répondre", {"asked_at": "2026-11-20", "limit_days": 5}),
    (
        "dispute-evidence",
        "mail du 20/11, j'ai tout envoyé, l'acheteur ne répond pas",
        {"asked_at": "2026-11-20", "seller_replied": True, "buyer_replied": False},
    ),
    ("dispute-evidence", "mail du 20/11, personne n'a répondu", {"asked_at": "2026-11-20", "seller_replied": False, "buyer_replied": False}),
    ("dispute-escalation", "litige ouvert le 2/11, on n'est pas d'accord", {"opened_on": "2026-11-02"}),
    ("dispute-escalation", "ouvert le 2/11, accord trouvé le 5/11", {"opened_on": "2026-11-02", "agreed_on": "2026-11-05"}),
]
OPTIONS: list[tuple[str, dict[str, Any]]] = [
    ("commande de 50 €, elle réclame 20 €, j'accepte", {"order_amount": 50, "asked_amount": 20, "choice": "accept"}),
    ("l'acheteur n'a rien reçu, il veut 30 €", {"received": False, "asked_amount": 30}),
    ("colis bien reçu, article à 30 €, je propose 10 €", {"received": True, "order_amount": 30, "choice": "counter_proposal", "offered_amount": 10}),
    # What the seller gives back is no demand of the buyer.
    ("je veux rembourser seulement 15 € sur une commande de 40 €", {"order_amount": 40, "choice": "counter_proposal", "offered_amount": 15}),
    ("j'accepte le retour, je n'ai pas d'adresse de retour", {"return_agreed": True, "return_address_set": False, "choice": "accept"}),
]
SHIPPING: list[tuple[str, str, dict[str, Any]]] = [
    ("ship-countdown", "commandée samedi, payée dimanche, préparation en 3 jours", {"ordered_on": "2026-11-21", "paid_on": "2026-11-22", "handling_days": 3}),
    # The delivery takes seven days, the preparation two.
    ("ship-countdown", "payé hier, livraison 7 jours, préparation 2 jours", {"paid_on": "2026-11-22", "handling_days": 2}),
    ("ship-countdown", "payé le 18/11, j'expédie demain", {"paid_on": "2026-11-18"}),
    ("return-window", "reçu le 10/11, il veut le renvoyer depuis hier", {"received_on": "2026-11-10", "request_on": "2026-11-22"}),
    # Who pays is asked here, not told.
    ("return-window", "livré le 10/11, est-ce moi qui paie le retour ?", {"received_on": "2026-11-10"}),
    ("return-window", "livré le 10/11, je propose les retours gratuits", {"received_on": "2026-11-10", "seller_pays_return": True}),
    ("return-tracking", "adresse communiquée le 12/11, aucun numéro de suivi", {"address_given_on": "2026-11-12"}),
    (
        "delivery-deadline",
        "suivi saisi le 10/11, délai 8 jours, livré avant-hier",
        {"tracking_added_on": "2026-11-10", "delivery_days": 8, "delivery_confirmed_on": "2026-11-21"},
    ),
    ("xday-clock", "badge 3 jours, payé vendredi, remis à la poste samedi", {"x": 3, "paid_on": "2026-11-20", "shipped_on": "2026-11-21"}),
]
EPR: list[tuple[str, dict[str, Any]]] = [
    ("j'importe des pneus de Turquie, vendus en France", {"destinations": ["FR"], "categories": ["tyres"], "first_on_french_market": True}),
    ("simple revendeur de canapés, livraison en France", {"destinations": ["FR"], "categories": ["furniture"], "first_on_french_market": False}),
    # A number that is missing is not held, and what a parcel is packed in is no goods.
    ("chemises envoyées en France dans des cartons, je n'ai pas de numéro pour les textiles", {"destinations": ["FR"], "categories": ["textiles"]}),
    # Goods that numbers are told of are the seller's goods.
    ("j'ai mon numéro pour les meubles, il me manque celui pour les textiles", {"categories": ["furniture", "textiles"], "own_number_for": ["furniture"]}),
    ("mon grossiste m'a donné son numéro pour les textiles", {"categories": ["textiles"], "supplier_number_for": ["textiles"]}),
]
MONEY: list[tuple[str, str, dict[str, Any]]] = [
    ("sale-net", "2 lampes à 15 €, 5 % de commission", {"price": 15, "units": 2, "commission_percent": 5}),
    ("sale-net", "vente à 80 €, 8 % commission, 4 % affiliation", {"price": 80, "commission_percent": 8, "affiliate_sale": True, "affiliate_percent": 4}),
    ("commission-after-refund", "commande 60 €, 3 % affiliation, 8 % commission", {"price": 60, "affiliate_percent": 3, "commission_percent": 8}),
    # "5 à 8 %" is the whole scale, not this sale's rate.
    ("sale-net", "je vends à 40 €, la commission est de 5 à 8 %", {"price": 40}),
    ("withdrawal-fee", "2 retraits de 100 € vers une banque italienne", {"amounts": [100, 100], "bank_country": "IT"}),
    ("payout-date", "livré le 10/11, elle n'a pas confirmé, aucun litige", {"delivered_on": "2026-11-10", "dispute_open": False}),
    ("affiliate-rate", "je ne suis pas inscrit au programme", {"joined": False}),
    (
        "net-payout",
        "une vente de 100 € à 5 % et une autre de 50 € à 8 %, banque espagnole",
        {"sales": [{"amount": 100, "commission_percent": 5}, {"amount": 50, "commission_percent": 8}], "bank_country": "ES"},
    ),
    ("coupon", "coupon de 4 € dès 20 € d'achat, 2 tasses à 9 €", {"kind": "coupon", "amount_off": 4, "minimum": 20, "units": 2, "item_price": 9}),
]
OTHERS: list[tuple[str, str, dict[str, Any]]] = [
    ("refund-timing", "il a annulé sa commande de 45 euros hier avant l'expédition", {"situation": "cancelled_before_shipping", "event_date": "2026-11-22"}),
    ("refund-timing", "annulée hier avant envoi, achetée le 15/11", {"situation": "cancelled_before_shipping", "event_date": "2026-11-22"}),
    (
        "penalty-state",
        "6 points le 2 mai 2026 et 12 points le 3 juin 2026",
        {"violations": [{"date": "2026-05-02", "points": 6}, {"date": "2026-06-03", "points": 12}]},
    ),
    ("penalty-state", "jamais eu de sanction", {"violations": []}),
    ("holiday-mode", "je pars le 20 décembre à 6h, tout doit être hors ligne", {"offline_wanted_by": "2026-12-20T06:00"}),
    ("cancel-possible", "le client a payé mais je n'ai pas encore expédié", {"paid": True, "tracking_added": False, "received": False}),
    # An hour without a day tells no day: the reply is asked for.
    ("chat-reply", "il m'a écrit hier à 20h et j'ai répondu à 21h", {"asked_at": "2026-11-22T20:00"}),
    ("store-name-change", "j'ai déjà changé le nom une fois", {"changes_already_made": 1}),
    ("store-name-change", "je n'ai jamais changé le nom", {"changes_already_made": 0}),
    ("brand-proof", "lettre de la marque ni signée ni tamponnée", {"proof": "authorisation", "signed": False, "stamped": False}),
    ("ce-check", "il n'a pas le marquage CE", {"has_ce_mark": False}),
    ("ce-check", "marquage CE non obligatoire et absent", {"eu_rules_require_ce": "no", "has_ce_mark": False}),
    ("can-i-sell", "ce produit est-il autorisé ?", {}),
    ("stock-deduction", "stock 8, 3 commandes non payées, 2 payées", {"stock": 8, "unpaid_units": 3, "paid_units": 2}),
    ("promo-code-use", "aucun produit inscrit à la promo plateforme", {"promotion": "platform", "products_registered": False}),
    ("xday-label", "livraison en 3 jours, je ne remplis pas les conditions", {"delivery_days": 3, "programme_conditions_met": False}),
]
EVERY = (
    [("appeal-deadlines", *row) for row in APPEALS]
    + DISPUTES
    + [("dispute-options", *row) for row in OPTIONS]
    + SHIPPING
    + [("epr-scope", *row) for row in EPR]
    + MONEY
    + OTHERS
)


@pytest.mark.parametrize(("rule", "text", "inputs"), EVERY)
def test_what_is_said_is_read_and_nothing_else(french: KnowledgeBase, rule: str, text: str, inputs: dict[str, Any]) -> None:
    assert read(french, rule, text).inputs == inputs


@pytest.mark.parametrize(
    ("rule", "text", "name"),
    [
        ("dispute-response", "litige ouvert le 16, j'ai déjà répondu", "answered_at"),
        ("dispute-window", "expédié le 2/11, le client a confirmé", "confirmed_on"),
        ("appeal-deadlines", "notifié le 20/11, mon appel a été refusé", "rejected_1_at"),
        ("dispute-options", "litige, et mon adresse de retour ?", "return_address_set"),
        ("payout-date", "confirmé le 10/11, quid du litige ?", "dispute_open"),
        ("coupon", "coupon de 4 €, il y a un minimum", "minimum"),
        ("chat-reply", "il m'a écrit hier à 20h et j'ai répondu à 21h", "replied_at"),
        ("dispute-evidence", "mail du 20/11, le client a réagi", "buyer_replied"),
        ("sale-net", "vente à 30 €, plusieurs exemplaires", "units"),
    ],
)
def test_what_is_spoken_of_but_not_told_is_asked_for(french: KnowledgeBase, rule: str, text: str, name: str) -> None:
    reading = read(french, rule, text)
    assert name not in reading.inputs
    assert name in reading.unsettled


def test_every_file_hints_at_inputs_of_its_rule(french: KnowledgeBase) -> None:
    """A misspelt input would be read by nothing, and nobody would see it."""
    for path in sorted((french.data / "phrasings" / "fr" / "inputs").glob("*.yaml")):
        names = {spec.name for spec in french.rules.rule(path.stem).inputs}
        assert set(french.phrasings.rules[path.stem].inputs) <= names, path.stem

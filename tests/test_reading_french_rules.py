"""What French sellers' words give to the inputs of rules, more wordings. It is Tuesday 17 November 2026, noon, in every sentence.

Each expected value is what the sentence says; what is asked, imposed by others, or counts something else is left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from knowledge.base import KnowledgeBase
from knowledge.understanding.reading import Reading

NOW = datetime.fromisoformat("2026-11-17T12:00")


@pytest.fixture(scope="module")
def french(base: KnowledgeBase) -> KnowledgeBase:
    return base.speaking("fr")


def read(french: KnowledgeBase, rule: str, text: str) -> Reading:
    return french.reader.read(french.rules.rule(rule), text, NOW)


PROMOTIONS: list[tuple[str, str, dict[str, Any]]] = [
    # Every number goes to what stands beside it, whether the noun or the number comes first.
    (
        "promo-eligibility",
        "promo plateforme, 12 ventes sur les 90 derniers jours, noté 4,2 par 33 avis, publié le 3 novembre à 8h, inscription le 28 novembre à 10h",
        {
            "promotion": "platform",
            "sales_window_days": 90,
            "sales_in_window": 12,
            "rating": 4.2,
            "ratings_count": 33,
            "uploaded_at": "2026-11-03T08:00",
            "register_at": "2026-11-28T10:00",
        },
    ),
    (
        "promo-eligibility",
        "avis : 22, note : 4,9, ventes : 31 sur 180 jours",
        {"ratings_count": 22, "rating": 4.9, "sales_in_window": 31, "sales_window_days": 180},
    ),
    # "4,8/5": the 5 is the scale and counts nothing.
    (
        "promo-eligibility",
        "moyenne 4,8/5 (7 évaluations), vendu 5 fois en 30 jours",
        {"rating": 4.8, "ratings_count": 7, "sales_in_window": 5, "sales_window_days": 30},
    ),
    # What the page asks for is no count of one's own, and "au moins 10" is no "minus 10".
    ("promo-eligibility", "il faut au moins 10 avis, j'en ai 6, note 4,4", {"min_ratings": 10, "ratings_count": 6, "rating": 4.4}),
    ("promo-eligibility", "la promo demande 15 avis et mon article a 12 avis", {"min_ratings": 15, "ratings_count": 12}),
    (
        "promo-eligibility",
        "aucune vente sur 30 jours, pas encore d'avis, boutique sans pénalité, livraison gratuite",
        {"sales_in_window": 0, "sales_window_days": 30, "ratings_count": 0, "penalised": False, "free_delivery": True},
    ),
    # A delivery time is no window of sales, a price no rating.
    ("promo-eligibility", "il est à 24,90 €, délai de livraison 30 jours", {}),
    ("promo-calendar", "le black friday de l'année prochaine", {"campaign": "black_friday", "year": 2027}),
    ("promo-shipping-shown", "« Standard » à l'inscription, « Gratuit » aujourd'hui", {"model_at_registration": "Standard", "model_now": "Gratuit"}),
    ("promo-shipping-shown", "à l'inscription « Eco », « Rapide » maintenant", {"model_at_registration": "Eco", "model_now": "Rapide"}),
    ("promo-shipping-shown", 'j\'ai changé de "Eco" à "Premium" après l\'inscription', {"model_at_registration": "Eco", "model_now": "Premium"}),
    (
        "promo-sku",
        "la taille S est incluse avec 10 pièces, la taille M n'est pas incluse, la taille L incluse sans stock",
        {"skus": [{"name": "S", "included": True, "units": 10}, {"name": "M", "included": False}, {"name": "L", "included": True, "units": 0}]},
    ),
    (
        "promo-sku",
        "noir : 8 unités, blanc : 4 unités, gris exclu",
        {"skus": [{"name": "noir", "included": True, "units": 8}, {"name": "blanc", "included": True, "units": 4}, {"name": "gris", "included": False}]},
    ),
    (
        "promo-sku",
        "le coton participe avec 6 unités, le lin ne participe pas",
        {"skus": [{"name": "coton", "included": True, "units": 6}, {"name": "lin", "included": False}]},
    ),
    ("promo-sku", "toutes les variantes sont incluses ?", {}),
    ("free-product", "5 sacs offerts, 3,90 de port chacun", {"units": 5, "shipping_cost": 3.9}),
    ("free-product", "10 cahiers à 2 € avec 4,50 d'envoi par pièce", {"units": 10, "unit_cost": 2, "shipping_cost": 4.5}),
]
ACCOUNTS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "registration-eligibility",
        "SARL enregistrée en France, siren 552 100 554, nouvelle adresse mail, papiers conformes",
        {"tax_country": "FR", "legal_form": "company", "siren": "552 100 554", "email_used_before": False, "documents_match": True},
    ),
    (
        "registration-eligibility",
        "je suis auto entrepreneur en Espagne, j'ai déjà commandé sur aliexpress avec ce mail, le nom ne correspond pas à mes papiers",
        {"tax_country": "ES", "legal_form": "self_employed", "email_used_before": True, "documents_match": False},
    ),
    ("registration-eligibility", "mon mail est neuf, société italienne", {"tax_country": "IT", "legal_form": "company", "email_used_before": False}),
    (
        "withdrawal-readiness",
        "kyc validée, infos remplies en français, iban ajouté",
        {"kyc_status": "approved", "basic_information_complete": True, "information_in_english": False, "bank_linked": True},
    ),
    ("withdrawal-readiness", "aucun compte bancaire lié, informations de base vides", {"bank_linked": False, "basic_information_complete": False}),
    # What is asked is not known.
    ("withdrawal-readiness", "faut-il que ce soit en anglais ?", {}),
    ("official-store", "je ne vends que ma marque, elle n'est pas encore approuvée", {"brands_sold": 1, "brand_approved": False, "relation": "owner"}),
    (
        "official-store",
        "une seule marque en attente de validation, demande faite le 10 novembre",
        {"brands_sold": 1, "brand_approved": False, "submitted_on": "2026-11-10"},
    ),
    ("official-store", "la marque sera-t-elle approuvée ?", {}),
    ("report-channel", "un vendeur utilise un logo qui ne m'appartient pas", {"what": "someone_elses_ip_right", "i_own_the_right": False}),
    ("report-channel", "on a copié mon design, je suis le titulaire du brevet", {"what": "my_ip_right_infringed", "i_own_the_right": True}),
]
FIGURES: list[tuple[str, str, dict[str, Any]]] = [
    ("service-metrics", "4 litiges SNAD en 90 jours pour 200 commandes", {"metric": "snad_disputes", "bad_count": 4, "window_days": 90, "orders": 200}),
    # "12 litiges au total": what follows the noun tells which count it is.
    ("service-metrics", "12 litiges au total dont 5 pour non réception", {"metric": "nr_disputes", "disputes_total": 12, "bad_count": 5}),
    (
        "service-metrics",
        "transactions incomplètes : 3 commandes non expédiées sur 150 commandes en 30 jours",
        {"metric": "incomplete_transactions", "bad_count": 3, "orders": 150, "window_days": 30},
    ),
    ("service-metrics", "mes notes de description : 5, 4, 5, 3", {"metric": "rating_description", "ratings": [5, 4, 5, 3]}),
    ("free-shipping-repricing", "mes articles sont à 10 €, 15 € et 20 €, l'envoi me coûte 3,50 €", {"prices": [10, 15, 20], "shipping_cost": 3.5}),
    (
        "free-shipping-repricing",
        "prix 8 et 9,90, 2,80 de frais de port, 12 produits à relier, le stock ne change pas",
        {"prices": [8, 9.9], "shipping_cost": 2.8, "products_to_link": 12, "change_stock_too": False},
    ),
    (
        "xday-eligibility",
        "Chronopost : 30 colis dont 29 dans les délais, GLS : 12 colis dont 10 dans les délais",
        {"carriers": [{"name": "Chronopost", "shipped": 30, "on_time": 29}, {"name": "GLS", "shipped": 12, "on_time": 10}]},
    ),
    ("xday-eligibility", "45 sur 52 à l'heure avec Mondial Relay", {"carriers": [{"name": "Mondial Relay", "shipped": 52, "on_time": 45}]}),
    # Half of what is needed is nothing: a count that belongs to no carrier stands beside them.
    ("xday-eligibility", "sur 30 jours 80 colis : 50 avec Colissimo (48 à l'heure) et 30 avec UPS (27 à l'heure)", {}),
    ("sale-net", "vente à 80 €, commission 8 %, l'emballage et l'achat me coûtent 30 €", {"price": 80, "commission_percent": 8, "other_costs": 30}),
    ("visibility-diagnosis", "publié depuis 12 heures, 19,90 €, introuvable en tapant son ID", {"hours_since_upload": 12, "found_by_id": False}),
    ("visibility-diagnosis", "ça fait 48h que mon produit est en ligne", {"hours_since_upload": 48}),
    ("visibility-diagnosis", "mon article à 35 € n'apparait plus", {}),
    # Of what is asked back whole the amount is the order's; what the seller asks for is none.
    ("dispute-options", "commande de 60 €, reçu, elle veut être remboursée en totalité", {"received": True, "order_amount": 60, "asked_amount": 60}),
    ("dispute-options", "le client réclame tout son argent, la commande était de 45 euros", {"order_amount": 45, "asked_amount": 45}),
    ("dispute-options", "commande de 80 €, l'acheteur exige que je le rembourse entièrement", {"order_amount": 80, "asked_amount": 80}),
    ("dispute-options", "commande de 70 €, je demande un remboursement total", {"order_amount": 70}),
]
EVENTS: list[tuple[str, str, dict[str, Any]]] = [
    ("return-window", "colis reçu par l'acheteuse le 10 novembre", {"received_on": "2026-11-10"}),
    # The full stop behind a month ends the sentence: "trop tard" is far from the answer.
    (
        "dispute-response",
        "litige ouvert le 12 novembre, moi j'ai répondu seulement le 16 novembre. C'est trop tard ?",
        {"opened_at": "2026-11-12", "answered_at": "2026-11-16"},
    ),
    ("dispute-response", "Litige du 10 nov. J'ai répondu le 13 nov. Trop tard ?", {"opened_at": "2026-11-10", "answered_at": "2026-11-13"}),
    (
        "dispute-window",
        "expédié le 2 novembre, elle a appuyé sur le bouton « commande reçue » le 12 novembre",
        {"shipped_on": "2026-11-02", "confirmed_on": "2026-11-12"},
    ),
    ("dispute-window", "parti le 2 novembre, l'acheteur a marqué le colis comme reçu le 14", {"shipped_on": "2026-11-02", "confirmed_on": "2026-11-14"}),
    ("ship-countdown", "commandée le 13 novembre, payée le même jour à 18h45", {"ordered_on": "2026-11-13", "paid_on": "2026-11-13T18:45"}),
    ("ship-countdown", "commandée le 13 novembre à 9h, réglée le lendemain à 7h10", {"ordered_on": "2026-11-13T09:00", "paid_on": "2026-11-14T07:10"}),
    ("appeal-deadlines", "notifié le 15/11, recours envoyé le 16/11 à 8h", {"notified_at": "2026-11-15", "appeal_started_at": "2026-11-16T08:00"}),
    ("cancel-possible", "payé et validé, j'ai transmis au système le numéro de suivi hier", {"paid": True, "payment_processed": True, "tracking_added": True}),
]
CHOICES: list[tuple[str, str, dict[str, Any]]] = [
    ("can-i-sell", "Vendre du miel : on m'a validé la catégorie spéciale", {"product": "honey", "special_category_granted": True}),
    ("can-i-sell", "vous m'avez refusé la catégorie spéciale", {"special_category_granted": False}),
    ("can-i-sell", "est-ce que vous m'avez accordé la catégorie spéciale ?", {}),
    # A law is no mark on the product, whether it wants one or not.
    ("ce-check", "l'Europe exige le marquage CE, mes casques ne le portent pas", {"eu_rules_require_ce": "yes", "has_ce_mark": False}),
    ("ce-check", "l'UE n'impose pas le marquage CE pour mes bougies", {"eu_rules_require_ce": "no"}),
    ("violation-type", "j'ai mis 5 fois le même mot dans le titre", {"behaviour": "keyword_jamming"}),
    ("violation-type", "on me dit que les mots-clés sont répétés dans ma description", {"behaviour": "keyword_jamming"}),
    (
        "special-category",
        "compte au nom de La Ferme Bio et certificat au nom de La Ferme Bio SARL",
        {"account_company_name": "La Ferme Bio", "certificate_company_name": "La Ferme Bio SARL"},
    ),
    # "société française" that opens the message is the seller, not the buyer.
    ("vat-destination", "société française, vente de 150 € à une cliente en Belgique", {"seller_country": "FR", "destination": "BE", "this_sale": 150}),
    ("title-check", "titre trop long ou pas ? Chaise de jardin pliante en bois massif lot de 4", {"title": "Chaise de jardin pliante en bois massif lot de 4"}),
    ("title-check", "comment faire un bon titre ?", {}),
]


@pytest.mark.parametrize(("rule", "text", "expected"), [*PROMOTIONS, *ACCOUNTS, *FIGURES, *EVENTS, *CHOICES])
def test_french_inputs(french: KnowledgeBase, rule: str, text: str, expected: dict[str, Any]) -> None:
    assert read(french, rule, text).inputs == expected


@pytest.mark.parametrize(
    ("rule", "text", "name"),
    [
        # What is spoken of without its value is asked for, not taken as usual.
        ("promo-eligibility", "j'ai quelques ventes", "sales_in_window"),
        ("promo-eligibility", "et ma catégorie ?", "category_eligible"),
        ("registration-eligibility", "mes papiers doivent-ils correspondre ?", "documents_match"),
        ("can-i-sell", "si vous m'accordez la catégorie spéciale, je peux vendre du miel ?", "special_category_granted"),
        ("official-store", "ma demande a été envoyée", "submitted_on"),
    ],
)
def test_spoken_of_without_a_value(french: KnowledgeBase, rule: str, text: str, name: str) -> None:
    found = read(french, rule, text)
    assert name in found.doubtful
    assert name not in found.inputs

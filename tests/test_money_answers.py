"""Which words the money rules answer with, and which contradictions of the guide they name: what no outcome shows."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.rulebook import RuleBook
from tests.casebook import TODAY

BASE, ONLY, RANGE, REFUND, BANK = "c-commission-base", "c-only-commission", "c-commission-range", "c-commission-refund", "c-european-bank"
ACCOUNT, CARD, ANY_TIME = "c-account-name", "c-credit-card", "c-withdraw-any-time"
SALE = {"price": 100, "commission_percent": 8}
READY: dict[str, Any] = {"kyc_status": "approved", "basic_information_complete": True, "information_in_english": True, "bank_linked": True}
READY |= {"instrument": "debit_card", "holder": "company"}
DAY = "2026-11-03"


def refunded(refund: int, *, kept: bool) -> dict[str, Any]:
    return {**SALE, "refund": refund, "buyer_keeps_product": kept}


def sold(**sale: Any) -> dict[str, Any]:
    return {"sales": [{"amount": 20, "commission_percent": 5, **sale}], "bank_country": "FR"}


@pytest.mark.parametrize(
    ("rule", "facts", "node", "conflicts"),
    [
        ("commission-after-refund", refunded(10, kept=False), "goods_not_kept", set()),
        ("commission-after-refund", refunded(0, kept=True), "nothing_refunded", {BASE}),
        ("commission-after-refund", refunded(10, kept=True), "kept_and_refunded", {BASE, REFUND}),
        ("sale-net", SALE, "known", {BASE, ONLY}),
        ("sale-net", {**SALE, "other_costs": 92}, "known", {BASE, ONLY}),
        ("sale-net", {**SALE, "other_costs": 92.01}, "loss", {BASE, ONLY}),
        ("sale-net", {"price": 100}, "rate_unknown", {RANGE, BASE, ONLY}),
        ("sale-net", {"price": 100, "other_costs": 99}, "rate_unknown", {RANGE, BASE, ONLY}),
        ("affiliate-rate", {"joined": False}, "not_joined", set()),
        ("affiliate-rate", {"joined": True, "shop_percent": 3}, "in_programme", {ONLY}),
        ("affiliate-rate", {"joined": True, "shop_percent": 4}, "raised_shop_rate", {ONLY}),
        ("affiliate-rate", {"joined": True, "shop_percent": 4, "featured_percent": 5}, "in_programme", {ONLY}),
        ("affiliate-rate", {"joined": True, "shop_percent": 4, "exclude_this_product": True}, "plan_to_mend", {ONLY}),
        ("withdrawal-fee", {"amounts": [5], "bank_country": "FR"}, "european", set()),
        ("withdrawal-fee", {"amounts": [5], "bank_country": "US"}, "non_european", set()),
        ("withdrawal-fee", {"amounts": [5], "bank_country": "GB"}, "conflict", {BANK}),
        ("withdrawal-readiness", READY, "ready", set()),
        ("withdrawal-readiness", {**READY, "holder": "personal"}, "ready", {ACCOUNT}),
        ("withdrawal-readiness", {**READY, "instrument": "credit_card"}, "not_ready", {CARD}),
        ("withdrawal-readiness", {**READY, "kyc_status": "submitted"}, "not_ready", {ANY_TIME}),
        ("net-payout", sold(confirmed_on=DAY), "dated", {BASE, ONLY, "c-payout-circular"}),
        ("net-payout", sold(), "undated", {BASE, ONLY}),
        ("net-payout", sold(commission_percent=None), "undated", {RANGE, BASE, ONLY}),
        ("net-payout", sold(refund=1), "undated", {REFUND, BASE, ONLY}),
        ("net-payout", {**sold(), "bank_country": "CH"}, "undated", {BANK, BASE, ONLY}),
        ("net-payout", sold(refund=19, product_returned=True), "undated", {ONLY}),
        ("net-payout", {**sold(refund=19.9, product_returned=True)}, "nothing_left", {ONLY}),
        ("net-payout", {**sold(refund=19.89, product_returned=True)}, "undated", {ONLY}),
        ("net-payout", {**sold(confirmed_on=DAY, refund=20, product_returned=True)}, "nothing_left", {ONLY, "c-payout-circular"}),
        ("payout-date", {"confirmed_on": DAY}, "dated", {"c-payout-circular", "c-15-days-start"}),
        ("payout-date", {"delivered_on": DAY}, "dated", {"c-payout-circular"}),
        ("payout-date", {"delivered_on": DAY, "metrics_weak_or_suspicious": True}, "may_be_held_no_date", {"c-hold-length"}),
        ("commission-invoice", {"month": "2026-10", "today": DAY}, "being_issued", {"c-invoice-days", "c-invoice-refund-later"}),
    ],
)
def test_words_and_contradictions(rulebook: RuleBook, rule: str, facts: dict[str, Any], node: str, conflicts: set[str]) -> None:
    computation = rulebook.compute(rule, facts, TODAY)
    touched = {*computation.finding.conflicts, *(conflict for reading in computation.readings for conflict in reading.conflicts)}
    assert (computation.finding.node, touched) == (node, conflicts)

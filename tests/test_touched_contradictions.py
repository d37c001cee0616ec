"""Which contradictions of the guide, beyond those of the figures read, an answer about sanctions, EPR or VAT depends on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.rulebook import RuleBook
from tests.casebook import TODAY

_STRIKE = {"date": "2026-03-02", "points": 12}
_SERIOUS = _STRIKE | {"serious": True}
_SERIOUS_IP = _SERIOUS | {"intellectual_property": True}
_SALE = {"seller_country": "FR", "destination": "DE", "buyer": "individual", "eu_cross_border_total_before": 5000, "this_sale": 100}


@pytest.mark.parametrize(
    ("rule", "facts", "node", "conflicts"),
    [
        ("penalty-state", {"violations": []}, "open", ()),
        ("penalty-state", {"violations": [_STRIKE]}, "open", ("c-expired-points",)),
        ("penalty-state", {"violations": [_SERIOUS_IP]}, "open", ("c-expired-points",)),
        ("penalty-state", {"violations": [_SERIOUS, _SERIOUS_IP]}, "open", ("c-penalty-serious-kind", "c-expired-points")),
        ("penalty-state", {"violations": [_STRIKE | {"points": 48}]}, "closure_risk", ("c-penalty-suspended-closed", "c-expired-points")),
        ("penalty-state", {"violations": [_STRIKE | {"date": "2020-03-02", "points": 49}]}, "closed", ("c-penalty-suspended-closed",)),
        ("violation-type", {"behaviour": "replica"}, "intellectual_property", ("c-appeal-copyright-word",)),
        ("violation-type", {"behaviour": "weapons"}, "prohibited_articles", ()),
        ("violation-type", {"behaviour": "self_purchase"}, "listing_quality", ()),
        ("violation-type", {"behaviour": "illegal_profits"}, "transactions", ("c-appeal-transaction", "c-advertising")),
        ("violation-status", {"status": "current"}, "current", ()),
        ("violation-status", {"status": "cancelled"}, "cancelled", ()),
        ("violation-status", {"status": "expired"}, "expired", ("c-expired-points", "c-penalty-365")),
        ("epr-waste-class", {"contains": ["other"]}, "none", ()),
        ("epr-waste-class", {"contains": ["shoes", "clothing", "other"]}, "one", ()),
        ("epr-waste-class", {"contains": ["wallpaper"]}, "one", ("c-epr-category-words",)),
        ("epr-waste-class", {"contains": ["shoes", "product_box"]}, "several", ("c-epr-mixed-product",)),
        ("epr-waste-class", {"contains": ["household_appliance", "manual"]}, "several", ("c-epr-mixed-product", "c-epr-category-words")),
        ("vat-destination", _SALE, "below_threshold", ("c-vat-period",)),
        ("vat-destination", _SALE | {"this_sale": 5000}, "below_threshold", ("c-vat-period", "c-vat-exact")),
        ("vat-destination", _SALE | {"previous_year_total": 10000}, "below_threshold", ("c-vat-period", "c-vat-exact")),
        ("vat-destination", _SALE | {"this_sale": 5000.01}, "over_threshold", ("c-vat-period",)),
        ("vat-destination", _SALE | {"destination": "FR"}, "domestic", ()),
    ],
)
def test_only_what_the_outcome_depends_on_is_told(rulebook: RuleBook, rule: str, facts: dict[str, Any], node: str, conflicts: tuple[str, ...]) -> None:
    clock = {"as_of": TODAY.isoformat()} if rule == "penalty-state" else {}
    finding = rulebook.compute(rule, facts | clock, TODAY).finding
    assert (finding.node, finding.conflicts) == (node, conflicts)


def test_what_is_in_no_category_is_said_in_a_step(rulebook: RuleBook) -> None:
    def keys(*contains: str) -> list[str]:
        return [step.key for step in rulebook.compute("epr-waste-class", {"contains": list(contains)}, date(2026, 11, 25)).finding.steps]

    assert keys("other") == ["not_listed"]
    assert keys("other", "shoes", "product_box", "shoes") == ["element", "element"]

"""Whose VAT a sale to a private customer in another EU country bears: the seller's or the buyer's country's.

Says nothing of sales to businesses, of sales outside the EU, or of the rates themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.inputs import Amount, CountryApart, Price
from knowledge.parameters import ParameterView
from knowledge.policy.countries import is_in_eu
from knowledge.rule import Finding, Rule, Step


class VatBuyer(StrEnum):
    """Who buys."""

    INDIVIDUAL = "individual"
    BUSINESS = "business"


class VatOf(StrEnum):
    """Whose VAT to charge."""

    DESTINATION = "destination"
    HOME = "home"
    NOT_COVERED = "not_covered"


class VatReason(StrEnum):
    """Why."""

    SELLER_NOT_IN_EU = "seller_not_in_eu"
    BUYER_NOT_INDIVIDUAL = "buyer_not_individual"
    DESTINATION_NOT_IN_EU = "destination_not_in_eu"
    DOMESTIC = "domestic"
    PREVIOUS_YEAR_OVER = "previous_year_over"
    OVER_THRESHOLD = "over_threshold"
    BELOW_THRESHOLD = "below_threshold"


@dataclass(frozen=True, slots=True)
class VatFacts:
    """The sale, and what was sold to individuals in other EU countries before; amounts without VAT."""

    seller_country: CountryApart
    destination: CountryApart
    buyer: VatBuyer
    eu_cross_border_total_before: Amount
    this_sale: Price
    previous_year_total: Amount = Decimal(0)


@dataclass(frozen=True, slots=True)
class VatOutcome:
    """Whose VAT, and how the year's total stands to the threshold; None where it does not matter."""

    vat_of: VatOf
    total_after: Decimal
    over_threshold: bool | None
    margin_left: Decimal | None
    reason: VatReason


def compute(facts: VatFacts, params: ParameterView, calendar: Calendar) -> Finding[VatOutcome]:
    """Whose VAT this sale bears (guide, question 9; year and cross-border count are EU law's)."""
    threshold = params.euros("vat.threshold")
    before = facts.eu_cross_border_total_before
    if apart := _apart(facts, params):
        vat_of = VatOf.HOME if apart == VatReason.DOMESTIC else VatOf.NOT_COVERED
        return Finding(VatOutcome(vat_of, before, None, None, apart), apart, (Step("not_counted", {"total": before}),))
    total = before + facts.this_sale
    steps = [Step("total_after", {"before": before, "sale": facts.this_sale, "result": total, "threshold": threshold})]
    conflicts: tuple[str, ...] = ("c-vat-period",)
    margin: Decimal | None = threshold - total
    if facts.previous_year_total > threshold:
        reason, margin = VatReason.PREVIOUS_YEAR_OVER, None
        steps.append(Step("previous_year", {"total": facts.previous_year_total, "threshold": threshold}))
    else:
        reason = VatReason.OVER_THRESHOLD if total > threshold else VatReason.BELOW_THRESHOLD
    over = reason != VatReason.BELOW_THRESHOLD
    if not over and threshold in (total, facts.previous_year_total):
        conflicts += ("c-vat-exact",)  # only here would the other reading change the answer
    vat_of = VatOf.DESTINATION if over else VatOf.HOME
    return Finding(VatOutcome(vat_of, total, over, margin, reason), reason, tuple(steps), conflicts)


def _apart(facts: VatFacts, params: ParameterView) -> VatReason | None:
    """Why the threshold does not concern this sale; None when it does."""
    if not is_in_eu(facts.seller_country, params):
        return VatReason.SELLER_NOT_IN_EU
    if facts.buyer == VatBuyer.BUSINESS:
        return VatReason.BUYER_NOT_INDIVIDUAL
    if not is_in_eu(facts.destination, params):
        return VatReason.DESTINATION_NOT_IN_EU
    return VatReason.DOMESTIC if facts.destination == facts.seller_country else None


RULE = Rule(
    id="vat-destination",
    version=1,
    facts=VatFacts,
    outcome=VatOutcome,
    articles=("q009",),
    nodes=tuple(VatReason),
    compute=compute,
)

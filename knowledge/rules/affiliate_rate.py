"""Which affiliate rate applies to a product, and what in the seller's plan the programme does not allow.

Refuses to leave a product out: once the shop has joined, every product is in.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.inputs import Percent
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class AffiliatePlanError(StrEnum):
    """What the programme does not allow, in the order in which it is told."""

    BELOW_MINIMUM = "below_minimum_3"
    EXCLUSION_IMPOSSIBLE = "exclusion_impossible"
    FEATURED_NOT_HIGHER = "featured_not_higher"


@dataclass(frozen=True, slots=True)
class AffiliateRateFacts:
    """Whether the shop is in the programme, the rates wanted, and whether this product shall stay out."""

    joined: bool
    shop_percent: Percent | None = None
    featured_percent: Percent | None = None
    exclude_this_product: bool = False


@dataclass(frozen=True, slots=True)
class AffiliateRateOutcome:
    """The rate of this product, and what is wrong with the plan."""

    rate_percent: Decimal
    in_programme: bool
    errors_in_plan: tuple[AffiliatePlanError, ...]


def compute(facts: AffiliateRateFacts, params: ParameterView, calendar: Calendar) -> Finding[AffiliateRateOutcome]:
    """The higher of the shop's rate and the featured one, none below the minimum (guide, question 40)."""
    lowest = params.percent("commissions.affiliate_lowest")
    if not facts.joined:
        return Finding(AffiliateRateOutcome(Decimal(0), False, ()), "not_joined", (Step("not_joined", {"lowest": lowest}),))
    wanted = [rate for rate in (facts.shop_percent, facts.featured_percent) if rate is not None]
    shop = lowest if facts.shop_percent is None else max(facts.shop_percent, lowest)
    featured = None if facts.featured_percent is None else max(facts.featured_percent, lowest)
    rate = shop if featured is None else max(shop, featured)
    wrong = {
        AffiliatePlanError.BELOW_MINIMUM: any(rate < lowest for rate in wanted),
        AffiliatePlanError.EXCLUSION_IMPOSSIBLE: facts.exclude_this_product,
        AffiliatePlanError.FEATURED_NOT_HIGHER: featured is not None and featured <= shop,
    }
    found = tuple(code for code, applies in wrong.items() if applies)
    steps = [Step("lowest", {"percent": lowest}), Step("shop_rate", {"percent": shop})]
    if featured is not None:
        steps.append(Step("featured_rate", {"percent": featured}))
    # The guide describes the minimum for the whole shop, and higher rates only for featured products.
    node = "plan_to_mend" if found else "raised_shop_rate" if featured is None and shop > lowest else "in_programme"
    return Finding(AffiliateRateOutcome(rate, True, found), node, tuple(steps), ("c-only-commission",))


RULE = Rule(
    id="affiliate-rate",
    version=1,
    facts=AffiliateRateFacts,
    outcome=AffiliateRateOutcome,
    articles=("q040",),
    nodes=("not_joined", "in_programme", "raised_shop_rate", "plan_to_mend"),
    compute=compute,
)

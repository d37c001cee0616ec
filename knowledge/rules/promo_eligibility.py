"""Whether a product may be registered for a promotion, what stands in the way, and when to try again.

Promises no admission: the shop rating that a promotion wants stands only on its own page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar, in_time, precedes
from knowledge.errors import InputProblem
from knowledge.inputs import Count, Limits, OneOf
from knowledge.parameters import ParameterView
from knowledge.policy.promotions import WITH_REGISTRATION, PromotionKind, missing_for_registration
from knowledge.rule import Finding, Given, Rule, Step


class PromotionObstacle(StrEnum):
    """Why a product may not be registered."""

    NO_RECENT_SALES = "no_recent_sales"
    NO_RATING = "no_rating"
    RATING_BELOW_4_5 = "rating_below_4_5"
    TOO_FEW_RATINGS = "too_few_ratings"
    TOO_NEW = "too_new"
    CATEGORY_NOT_ELIGIBLE = "category_not_eligible"
    PENALISED = "penalised"


class PromotionNotice(StrEnum):
    """What to look at besides."""

    RATING_MAY_NOT_BE_SYNCED = "rating_may_not_be_synced"
    FREE_DELIVERY_USUAL = "free_delivery_usual"
    STORE_RATING_SEE_PAGE = "store_rating_see_page"


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """The promotion, and the product's sales, ratings, age and standing."""

    promotion: PromotionKind
    sales_window_days: Annotated[int, OneOf("promotions.sales_windows")] | None = None
    sales_in_window: Count | None = None
    rating: Annotated[Decimal, Limits(low=0, high="promotions.rating_highest")] | None = None
    ratings_count: Count = 0
    min_ratings: Count | None = None
    uploaded_at: datetime | None = None
    register_at: datetime | None = None
    last_rated_at: datetime | None = None
    category_eligible: bool = True
    free_delivery: bool = True
    penalised: bool = False


@dataclass(frozen=True, slots=True)
class EligibilityOutcome:
    """Whether it may be registered, every reason against it, and when the passing ones are over."""

    eligible: bool
    reasons: tuple[PromotionObstacle, ...]
    notices: tuple[PromotionNotice, ...]
    retry_from: datetime | None
    rating_synced_by: datetime | None
    alternative_registration: bool


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    yield from missing_for_registration(given, "sales_window_days", "sales_in_window", "uploaded_at", "register_at")


def _check(facts: EligibilityFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.promotion not in WITH_REGISTRATION:
        return
    assert facts.register_at is not None
    assert facts.uploaded_at is not None
    if precedes(facts.register_at, facts.uploaded_at):
        yield InputProblem("register_at", "bad_order", facts.register_at, related="uploaded_at")


def compute(facts: EligibilityFacts, params: ParameterView, calendar: Calendar) -> Finding[EligibilityOutcome]:
    """The requirements one by one, in the order of the guide (questions 76, 78, 83 and 85)."""
    if facts.promotion not in WITH_REGISTRATION:
        return Finding(EligibilityOutcome(True, (), (), None, None, False), "shop")
    assert facts.sales_in_window is not None
    assert facts.uploaded_at is not None
    assert facts.register_at is not None
    least_sales, least_rating = params.count("promotions.sales_least"), params.number("promotions.rating_least")
    least_count = params.count("promotions.ratings_least") if facts.min_ratings is None else facts.min_ratings
    steps = [
        Step("sales", {"sales": facts.sales_in_window, "days": facts.sales_window_days, "least": least_sales}),
        Step("ratings", {"rating": facts.rating, "least": least_rating, "count": facts.ratings_count, "least_count": least_count}),
    ]
    hours = params.hours("promotions.upload_wait")
    # Only the time that is shown is computed: an old product was perhaps uploaded before the calendar begins.
    too_new = facts.register_at.astimezone(UTC) - facts.uploaded_at.astimezone(UTC) < timedelta(hours=hours)
    retry_from = calendar.add_hours(facts.uploaded_at, hours) if too_new else None
    if retry_from:
        steps.append(Step("retry_from", {"start": facts.uploaded_at, "hours": hours, "result": retry_from}))
    synced_by: datetime | None = None
    if facts.last_rated_at:
        longest = params.hours("promotions.rating_sync_longest")
        synced_by = calendar.add_hours(facts.last_rated_at, longest)
        steps.append(Step("rating_synced_by", {"start": facts.last_rated_at, "hours": longest, "result": synced_by}))
    stands_against = {
        PromotionObstacle.NO_RECENT_SALES: facts.sales_in_window < least_sales,
        PromotionObstacle.NO_RATING: facts.rating is None,
        PromotionObstacle.RATING_BELOW_4_5: facts.rating is not None and facts.rating < least_rating,
        PromotionObstacle.TOO_FEW_RATINGS: facts.ratings_count < least_count,
        PromotionObstacle.TOO_NEW: too_new,
        PromotionObstacle.CATEGORY_NOT_ELIGIBLE: not facts.category_eligible,
        PromotionObstacle.PENALISED: facts.penalised,
    }
    to_look_at = {
        PromotionNotice.RATING_MAY_NOT_BE_SYNCED: synced_by is not None and not in_time(synced_by, facts.register_at),
        PromotionNotice.FREE_DELIVERY_USUAL: not facts.free_delivery,
        PromotionNotice.STORE_RATING_SEE_PAGE: True,
    }
    reasons = tuple(reason for reason, holds in stands_against.items() if holds)
    outcome = EligibilityOutcome(
        eligible=not reasons,
        reasons=reasons,
        notices=tuple(notice for notice, holds in to_look_at.items() if holds),
        retry_from=retry_from,
        rating_synced_by=synced_by,
        alternative_registration=facts.promotion == PromotionKind.MAJOR and PromotionObstacle.NO_RECENT_SALES in reasons,
    )
    touched = tuple(conflict for reason, conflict in _CONFLICTS.items() if reason in reasons)
    return Finding(outcome, "eligible" if outcome.eligible else "not_eligible", tuple(steps), ("c-promo-store-x", *touched))


_CONFLICTS = {
    PromotionObstacle.NO_RATING: "c-promo-rating-new",
    PromotionObstacle.TOO_NEW: "c-visible-delay",
    PromotionObstacle.PENALISED: "c-promo-penalty-vs-approved",
}

RULE = Rule(
    id="promo-eligibility",
    version=1,
    facts=EligibilityFacts,
    outcome=EligibilityOutcome,
    articles=("q078", "q076", "q083", "q085"),
    nodes=("shop", "eligible", "not_eligible"),
    governed_by="register_at",
    requires=_requires,
    check=_check,
    compute=compute,
)

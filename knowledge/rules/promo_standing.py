"""Whether a registered product takes part in a promotion, and whether it can still be removed.

Calls nothing settled that is under review.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView
from knowledge.policy.promotions import PromotionReview
from knowledge.rule import Finding, Rule


class PromotionParticipation(StrEnum):
    """Whether the product takes part."""

    YES = "yes"
    NO = "no"
    PENDING = "pending"


class PromotionStandingReason(StrEnum):
    """Why."""

    REMOVED_BY_PENALTY = "removed_by_penalty"
    NOT_APPROVED = "not_approved"
    APPROVED_STAYS = "approved_stays"
    UNDER_REVIEW = "under_review"
    MAY_BE_REFUSED = "may_be_refused"


@dataclass(frozen=True, slots=True)
class StandingFacts:
    """How far the review has come, and what has happened since registration."""

    review: PromotionReview
    eligible_now: bool = True
    penalised_after_registration: bool = False


@dataclass(frozen=True, slots=True)
class StandingOutcome:
    """Whether the product is in, and whether the seller can take it out."""

    in_promotion: PromotionParticipation
    can_remove: bool
    reason: PromotionStandingReason


_PARTICIPATION = {
    PromotionStandingReason.REMOVED_BY_PENALTY: PromotionParticipation.NO,
    PromotionStandingReason.NOT_APPROVED: PromotionParticipation.NO,
    PromotionStandingReason.APPROVED_STAYS: PromotionParticipation.YES,
    PromotionStandingReason.UNDER_REVIEW: PromotionParticipation.PENDING,
    PromotionStandingReason.MAY_BE_REFUSED: PromotionParticipation.PENDING,
}
_CONFLICTS = {
    PromotionStandingReason.REMOVED_BY_PENALTY: ("c-promo-penalty-vs-approved",),
    PromotionStandingReason.APPROVED_STAYS: ("c-promo-penalty-vs-approved",),
    PromotionStandingReason.UNDER_REVIEW: ("c-promo-cancel",),
    PromotionStandingReason.MAY_BE_REFUSED: ("c-promo-cancel",),
}


def compute(facts: StandingFacts, params: ParameterView, calendar: Calendar) -> Finding[StandingOutcome]:
    """A penalty outdoes the review, the review outdoes eligibility (guide, questions 82 to 85)."""
    reason = _reason(facts)
    outcome = StandingOutcome(_PARTICIPATION[reason], _PARTICIPATION[reason] == PromotionParticipation.PENDING, reason)
    return Finding(outcome, reason, conflicts=_CONFLICTS.get(reason, ()))


def _reason(facts: StandingFacts) -> PromotionStandingReason:
    if facts.penalised_after_registration:
        return PromotionStandingReason.REMOVED_BY_PENALTY
    if facts.review == PromotionReview.NOT_APPROVED:
        return PromotionStandingReason.NOT_APPROVED
    if facts.review == PromotionReview.APPROVED:
        return PromotionStandingReason.APPROVED_STAYS
    return PromotionStandingReason.UNDER_REVIEW if facts.eligible_now else PromotionStandingReason.MAY_BE_REFUSED


RULE = Rule(
    id="promo-standing",
    version=1,
    facts=StandingFacts,
    outcome=StandingOutcome,
    articles=("q082", "q083", "q084", "q085"),
    nodes=tuple(PromotionStandingReason),
    compute=compute,
)

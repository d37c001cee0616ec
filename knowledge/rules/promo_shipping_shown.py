"""Which shipping model's options buyers see before, during and after a promotion.

Refuses a promotion that runs while the product is still under review: the review comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.policy.promotions import PromotionPhase, PromotionReview
from knowledge.rule import Finding, Rule


@dataclass(frozen=True, slots=True)
class ShownFacts:
    """The review, the promotion's phase, and the product's shipping model then and now."""

    review: PromotionReview
    phase: PromotionPhase
    model_at_registration: str
    model_now: str


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    """The model whose options buyers see."""

    shown: str
    change_acts_on_promotion: Literal[False]
    warn_free_delivery: bool


def _check(facts: ShownFacts, params: ParameterView) -> Iterable[InputProblem]:
    # Our assumption: the guide does not say that the review ends before the start.
    if facts.review == PromotionReview.UNDER_REVIEW and facts.phase == PromotionPhase.RUNNING:
        yield InputProblem("phase", "inconsistent", facts.phase, related="review")


def compute(facts: ShownFacts, params: ParameterView, calendar: Calendar) -> Finding[ShownOutcome]:
    """The model of registration day while an approved product's promotion runs, else the present one (guide, questions 79 and 85)."""
    running = facts.phase == PromotionPhase.RUNNING
    saved = running and facts.review == PromotionReview.APPROVED
    outcome = ShownOutcome(facts.model_at_registration if saved else facts.model_now, False, running)
    node = "saved" if saved else "not_in_promotion" if running else facts.phase
    return Finding(outcome, node, conflicts=("c-promo-package-lock",))


RULE = Rule(
    id="promo-shipping-shown",
    version=1,
    facts=ShownFacts,
    outcome=ShownOutcome,
    articles=("q085", "q079"),
    nodes=("saved", "not_in_promotion", PromotionPhase.BEFORE, PromotionPhase.ENDED),
    check=_check,
    compute=compute,
)

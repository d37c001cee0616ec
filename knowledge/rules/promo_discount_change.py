"""Whether the discount of a registered product can be changed on a day, and until when it can be raised.

Never allows a lower discount; between the last safe day and the start of the promotion the safe answer is no.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Percent
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class PromotionDiscountAnswer(StrEnum):
    """Whether the change can be made."""

    YES = "yes"
    NO = "no"
    CONFLICT = "conflict"
    NOTHING_TO_DO = "nothing_to_do"


class PromotionDiscountReason(StrEnum):
    """Why."""

    DECREASE_NEVER = "decrease_never"
    SAME_PERCENT = "same_percent"
    BEFORE_RAISE_DEADLINE = "before_raise_deadline"
    AFTER_RAISE_DEADLINE = "after_raise_deadline"
    PROMOTION_RUNNING = "promotion_running"


@dataclass(frozen=True, slots=True)
class DiscountFacts:
    """The promotion's days, the day of the change, and both percentages."""

    registration_ends_on: date
    promotion_starts_on: date
    today: date
    current_percent: Percent
    new_percent: Percent


@dataclass(frozen=True, slots=True)
class DiscountOutcome:
    """The last safe day for a higher discount, and the answer for the day asked about."""

    last_day_to_raise: date
    answer: PromotionDiscountAnswer
    reason: PromotionDiscountReason


_ANSWERS = {
    PromotionDiscountReason.DECREASE_NEVER: PromotionDiscountAnswer.NO,
    PromotionDiscountReason.SAME_PERCENT: PromotionDiscountAnswer.NOTHING_TO_DO,
    PromotionDiscountReason.BEFORE_RAISE_DEADLINE: PromotionDiscountAnswer.YES,
    PromotionDiscountReason.AFTER_RAISE_DEADLINE: PromotionDiscountAnswer.CONFLICT,
    PromotionDiscountReason.PROMOTION_RUNNING: PromotionDiscountAnswer.NO,
}


def _check(facts: DiscountFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.promotion_starts_on < facts.registration_ends_on:
        yield InputProblem("promotion_starts_on", "bad_order", facts.promotion_starts_on, related="registration_ends_on")


def compute(facts: DiscountFacts, params: ParameterView, calendar: Calendar) -> Finding[DiscountOutcome]:
    """The direction of the change first, then the day (guide, questions 79 to 81)."""
    days = params.days("promotions.raise_before_registration_ends")
    last_day = calendar.add_days(facts.registration_ends_on, -days)
    reason = _reason(facts, last_day)
    steps = (
        Step("change", {"current": facts.current_percent, "new": facts.new_percent}),
        Step("last_day_to_raise", {"start": facts.registration_ends_on, "days": days, "result": last_day}),
    )
    raised = reason in (PromotionDiscountReason.BEFORE_RAISE_DEADLINE, PromotionDiscountReason.AFTER_RAISE_DEADLINE)
    conflicts = ("c-promo-discount-lock",) if raised else ()
    return Finding(DiscountOutcome(last_day, _ANSWERS[reason], reason), reason, steps, conflicts)


def _reason(facts: DiscountFacts, last_day: date) -> PromotionDiscountReason:
    if facts.new_percent < facts.current_percent:
        return PromotionDiscountReason.DECREASE_NEVER
    if facts.new_percent == facts.current_percent:
        return PromotionDiscountReason.SAME_PERCENT
    if facts.today >= facts.promotion_starts_on:
        return PromotionDiscountReason.PROMOTION_RUNNING
    return PromotionDiscountReason.BEFORE_RAISE_DEADLINE if facts.today <= last_day else PromotionDiscountReason.AFTER_RAISE_DEADLINE


RULE = Rule(
    id="promo-discount-change",
    version=1,
    facts=DiscountFacts,
    outcome=DiscountOutcome,
    articles=("q081", "q080", "q079"),
    nodes=tuple(PromotionDiscountReason),
    governed_by="registration_ends_on",
    check=_check,
    compute=compute,
)

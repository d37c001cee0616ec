"""Whether a promotional code can be used in a promotion.

Refuses a code of the platform's on products that are not registered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.policy.promotions import WITH_REGISTRATION, PromotionKind, missing_for_registration
from knowledge.rule import Finding, Given, Rule


class PromotionCodeReason(StrEnum):
    """Why the code can be used, or not."""

    SHOP_CODE = "shop_code"
    REGISTERED = "registered"
    REGISTER_FIRST = "register_first"


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """The promotion, and whether the products are registered for it."""

    promotion: PromotionKind
    products_registered: bool | None = None


@dataclass(frozen=True, slots=True)
class CodeOutcome:
    """Whether buyers can use the code."""

    usable: bool
    reason: PromotionCodeReason


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    yield from missing_for_registration(given, "products_registered")


def compute(facts: CodeFacts, params: ParameterView, calendar: Calendar) -> Finding[CodeOutcome]:
    """The shop's own codes always, the platform's on registered products (guide, questions 41 and 86)."""
    if facts.promotion not in WITH_REGISTRATION:
        return Finding(CodeOutcome(True, PromotionCodeReason.SHOP_CODE), PromotionCodeReason.SHOP_CODE)
    reason = PromotionCodeReason.REGISTERED if facts.products_registered else PromotionCodeReason.REGISTER_FIRST
    return Finding(CodeOutcome(reason == PromotionCodeReason.REGISTERED, reason), reason, conflicts=("c-promo-code-name",))


RULE = Rule(
    id="promo-code-use",
    version=1,
    facts=CodeFacts,
    outcome=CodeOutcome,
    articles=("q086", "q041", "q076"),
    nodes=tuple(PromotionCodeReason),
    requires=_requires,
    compute=compute,
)

"""The kinds of promotion, how a registered product stands in one, and where the promotion is in time.

Refuses nothing but to leave out what a promotion with entry conditions must know.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from knowledge.errors import InputProblem
from knowledge.rule import Given


class PromotionKind(StrEnum):
    """Who runs a promotion; only the shop's own has no entry conditions."""

    SHOP = "shop"
    PLATFORM = "platform"
    MAJOR = "major"


class PromotionReview(StrEnum):
    """How far the review of a registered product has come."""

    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"


class PromotionPhase(StrEnum):
    """Where a promotion is in time."""

    BEFORE = "before"
    RUNNING = "running"
    ENDED = "ended"


WITH_REGISTRATION = (PromotionKind.PLATFORM, PromotionKind.MAJOR)
"""The promotions that products are registered for."""


def missing_for_registration(given: Given, *names: str) -> Iterator[InputProblem]:
    """Those of the inputs that are not given although the promotion has a registration."""
    if given.get("promotion") in WITH_REGISTRATION:
        yield from (InputProblem(name, "missing_input", related="promotion") for name in names if name not in given)

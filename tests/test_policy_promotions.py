"""What the rules about promotions share."""

from __future__ import annotations

import pytest

from knowledge.policy.promotions import WITH_REGISTRATION, PromotionKind, missing_for_registration


@pytest.mark.parametrize("kind", ["platform", "major"])
def test_a_promotion_with_a_registration_wants_what_is_not_given(kind: str) -> None:
    problems = list(missing_for_registration({"promotion": kind, "rating": 4.5}, "rating", "uploaded_at", "register_at"))
    assert [(problem.field, problem.code) for problem in problems] == [("uploaded_at", "missing_input"), ("register_at", "missing_input")]


@pytest.mark.parametrize("given", [{"promotion": "shop"}, {}, {"promotion": "christmas"}, {"promotion": ["major"]}])
def test_the_shops_own_and_what_is_none_want_nothing(given: dict[str, object]) -> None:
    assert list(missing_for_registration(given, "uploaded_at")) == []


def test_only_the_shops_own_promotion_needs_no_registration() -> None:
    assert set(PromotionKind) - set(WITH_REGISTRATION) == {PromotionKind.SHOP}

"""Which variants of a product buyers can get while a promotion runs.

Refuses two variants of one name, which nobody could tell apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Count, MinItems
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class PromotionVariantObstacle(StrEnum):
    """Why a variant cannot be bought."""

    NOT_INCLUDED = "not_included"
    NO_UNITS = "no_units"


@dataclass(frozen=True, slots=True)
class PromotedVariant:
    """A variant, and the units of it registered for the promotion."""

    name: str
    included: bool
    units: Count = 0


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """Every variant of the product."""

    skus: Annotated[tuple[PromotedVariant, ...], MinItems(1)]


@dataclass(frozen=True, slots=True)
class MissingVariant:
    """A variant that buyers cannot get, with the reason."""

    name: str
    reason: PromotionVariantObstacle


@dataclass(frozen=True, slots=True)
class VariantOutcome:
    """The variants in the order given, apart by whether buyers can get them."""

    available: tuple[str, ...]
    unavailable: tuple[MissingVariant, ...]


def _check(facts: VariantFacts, params: ParameterView) -> Iterable[InputProblem]:
    names = [sku.name for sku in facts.skus]
    repeated = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if repeated is not None:
        yield InputProblem("skus", "inconsistent", repeated, related="skus")


def compute(facts: VariantFacts, params: ParameterView, calendar: Calendar) -> Finding[VariantOutcome]:
    """A variant must be included and have units (guide, question 87)."""
    available = tuple(sku.name for sku in facts.skus if sku.included and sku.units > 0)
    missing = tuple(
        MissingVariant(sku.name, PromotionVariantObstacle.NO_UNITS if sku.included else PromotionVariantObstacle.NOT_INCLUDED)
        for sku in facts.skus
        if sku.name not in available
    )
    node = "all" if not missing else "some" if available else "none"
    left_out = any(sku.reason == PromotionVariantObstacle.NOT_INCLUDED for sku in missing)
    conflicts = ("c-promo-sku-literal", "c-promo-unreserved") if left_out else ("c-promo-sku-literal",)
    steps = (Step("counted", {"every": len(facts.skus), "available": len(available)}),)
    return Finding(VariantOutcome(available, missing), node, steps, conflicts)


RULE = Rule(
    id="promo-sku",
    version=1,
    facts=VariantFacts,
    outcome=VariantOutcome,
    articles=("q087", "q080"),
    nodes=("all", "some", "none"),
    check=_check,
    compute=compute,
)

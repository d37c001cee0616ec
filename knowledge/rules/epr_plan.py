"""Which organisations to join for EPR categories, how many numbers are needed and which steps follow.

Never computes a fee: the guide gives no amounts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.epr import EprCategory, in_guide_order
from knowledge.inputs import MinItems
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class EprProof(StrEnum):
    """What AliExpress wants to see."""

    AFFILIATION_NUMBER = "affiliation_number_per_category"


@dataclass(frozen=True, slots=True)
class EprPlanFacts:
    """The EPR categories sold, and those for which a number is held."""

    categories: Annotated[tuple[EprCategory, ...], MinItems(1)]
    numbers_held: tuple[EprCategory, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryPlan:
    """One category: who can be joined for it, and whether its number is held."""

    category: EprCategory
    organisations: tuple[str, ...]
    number_held: bool


@dataclass(frozen=True, slots=True)
class EprPlanOutcome:
    """The plan for all categories, in the order of the guide's table."""

    plan: tuple[CategoryPlan, ...]
    numbers_needed: int
    organisations_min: int
    organisations_if_all_different: int
    shared: tuple[str, ...]
    reports_per_year_options: tuple[int, ...]
    steps: tuple[str, ...]
    costs: tuple[str, ...]
    proof_to_aliexpress: EprProof


def compute(facts: EprPlanFacts, params: ParameterView, calendar: Calendar) -> Finding[EprPlanOutcome]:
    """Organisations, numbers, steps and kinds of cost for the categories (guide, question 11)."""
    categories = in_guide_order(set(facts.categories))
    organisations = params.table("epr.organisations")
    joined = {category: organisations[category] for category in categories}
    plan = tuple(CategoryPlan(category, names, category in facts.numbers_held) for category, names in joined.items())
    held = sum(entry.number_held for entry in plan)
    needed = len(plan) - held
    shared = _shared(joined)
    fewest = _fewest(joined, shared)
    costs = params.codes("epr.costs")
    if EprCategory.PACKAGING in categories:
        costs += params.codes("epr.costs_with_packaging")
    outcome = EprPlanOutcome(
        plan=plan,
        numbers_needed=needed,
        organisations_min=fewest,
        organisations_if_all_different=len(categories),
        shared=shared,
        reports_per_year_options=params.counts("epr.reports_per_year"),
        steps=params.codes("epr.steps"),
        costs=costs,
        proof_to_aliexpress=EprProof.AFFILIATION_NUMBER,
    )
    steps = (
        Step("numbers", {"categories": len(categories), "held": held, "result": needed}),
        Step("organisations", {"result": fewest, "most": len(categories)}),
    )
    conflicts = (*(("c-epr-one-org",) if shared else ()), *(("c-epr-year-end",) if needed else ()))
    return Finding(outcome, "numbers_needed" if needed else "all_held", steps, conflicts)


def _fewest(joined: Mapping[EprCategory, tuple[str, ...]], shared: tuple[str, ...]) -> int:
    """The smallest number of organisations that together serve every category: some that are shared, and one for each category left."""
    choices = chain.from_iterable(combinations(shared, size) for size in range(len(shared) + 1))
    return min(len(chosen) + sum(not set(names) & set(chosen) for names in joined.values()) for chosen in choices)


def _shared(joined: Mapping[EprCategory, tuple[str, ...]]) -> tuple[str, ...]:
    """Organisations that serve more than one of the categories, in the order of the guide's table."""
    served = Counter(chain.from_iterable(joined.values()))
    return tuple(name for name, times in served.items() if times > 1)


RULE = Rule(
    id="epr-plan",
    version=1,
    facts=EprPlanFacts,
    outcome=EprPlanOutcome,
    articles=("q011",),
    nodes=("numbers_needed", "all_held"),
    compute=compute,
)

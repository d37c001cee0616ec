"""Whether French EPR concerns what a seller ships, and through whose number each category is covered.

Refuses names it does not know: a misspelt territory is never taken for a place abroad.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.epr import EprCategory, in_guide_order
from knowledge.errors import InputProblem
from knowledge.inputs import Code, MinItems
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Given, Rule, Step


class EprNeed(StrEnum):
    """What a category still needs, or through whom it is covered."""

    INDIVIDUAL_SYSTEM = "individual_system"
    OWN_NUMBER_OK = "own_number_ok"
    OWN_NUMBER_MISSING = "own_number_missing"
    SUPPLIER_NUMBER_OK = "supplier_number_ok"
    OWN_OR_SUPPLIER_NUMBER_MISSING = "own_or_supplier_number_missing"


_COVERED = frozenset({EprNeed.INDIVIDUAL_SYSTEM, EprNeed.OWN_NUMBER_OK, EprNeed.SUPPLIER_NUMBER_OK})


@dataclass(frozen=True, slots=True)
class EprScopeFacts:
    """Where the seller ships what, and which numbers are held."""

    destinations: Annotated[tuple[Code, ...], MinItems(1)]
    categories: tuple[EprCategory, ...]
    first_on_french_market: bool
    own_number_for: tuple[EprCategory, ...] = ()
    supplier_number_for: tuple[EprCategory, ...] = ()
    individual_system_for: tuple[EprCategory, ...] = ()
    ships_parcels: bool = True


@dataclass(frozen=True, slots=True)
class CategoryNeed:
    """One category and what it needs."""

    category: EprCategory
    need: EprNeed


@dataclass(frozen=True, slots=True)
class EprScopeOutcome:
    """Whether French EPR applies, where, and what is still open; None where the guide does not say."""

    concerned: bool | None
    covered_destinations: tuple[str, ...]
    not_stated_destinations: tuple[str, ...]
    other_destinations: tuple[str, ...]
    categories: tuple[CategoryNeed, ...]
    french_epr_ok: bool | None


def _normalised(name: str) -> str:
    """Lower case, no accents, one underscore for each run of spaces, hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKD", name.strip().lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\s\-'’]+", "_", plain)


def _territory(name: str, table: Mapping[str, tuple[str, ...]]) -> str | None:
    """The code of a French territory known by this name, if the table has it."""
    wanted = _normalised(name)
    return next((code for code, names in table.items() if wanted == code or wanted in names), None)


def _is_country_code(name: str) -> bool:
    return re.fullmatch(r"[a-z]{2}", _normalised(name)) is not None


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    destinations = given.get("destinations")
    if not isinstance(destinations, list):
        return
    tables = (params.table("epr.territories"), params.table("epr.territories_not_named"))
    for name in destinations:
        known = isinstance(name, str) and (any(_territory(name, table) for table in tables) or _is_country_code(name))
        if not known:
            yield InputProblem("destinations", "bad_type", name)
            return


def compute(facts: EprScopeFacts, params: ParameterView, calendar: Calendar) -> Finding[EprScopeOutcome]:
    """Which categories need which number (guide, question 11)."""
    named, unnamed = params.table("epr.territories"), params.table("epr.territories_not_named")
    covered: dict[str, None] = {}
    not_stated: dict[str, None] = {}
    others: dict[str, None] = {}
    for name in facts.destinations:
        if territory := _territory(name, named):
            covered[territory] = None
        elif territory := _territory(name, unnamed):
            not_stated[territory] = None
        else:
            others[_normalised(name).upper()] = None
    places = (tuple(covered), tuple(not_stated), tuple(others))
    if not covered:
        unknown = bool(not_stated)
        outcome = EprScopeOutcome(None if unknown else False, *places, (), None if unknown else True)
        conflicts = () if unknown else ("c-epr-outside-france",)
        return Finding(outcome, "not_stated" if unknown else "not_concerned", (Step("places"),), conflicts)
    goods = set(facts.categories) | ({EprCategory.PACKAGING} if facts.ships_parcels else set())
    needs = tuple(CategoryNeed(category, _need(category, facts)) for category in in_guide_order(goods))
    complete = all(need.need in _COVERED for need in needs)
    outcome = EprScopeOutcome(bool(needs), *places, needs, complete)
    node = "nothing_to_cover" if not needs else "complete" if complete else "incomplete"
    steps = (Step("places"), *(Step(need.need, {"category": need.category}) for need in needs))
    return Finding(outcome, node, steps, _touched(facts, needs, others=bool(others)))


def _need(category: EprCategory, facts: EprScopeFacts) -> EprNeed:
    """The first arrangement that covers a category, or what is missing."""
    if category in facts.individual_system_for:
        return EprNeed.INDIVIDUAL_SYSTEM
    if category in facts.own_number_for:
        return EprNeed.OWN_NUMBER_OK
    # The parcel's packaging is the shipper's own, so a supplier's number never covers it.
    if facts.first_on_french_market or (category == EprCategory.PACKAGING and facts.ships_parcels):
        return EprNeed.OWN_NUMBER_MISSING
    if category in facts.supplier_number_for:
        return EprNeed.SUPPLIER_NUMBER_OK
    return EprNeed.OWN_OR_SUPPLIER_NUMBER_MISSING


def _touched(facts: EprScopeFacts, needs: tuple[CategoryNeed, ...], *, others: bool) -> tuple[str, ...]:
    """The contradictions of the guide that this outcome depends on."""
    found = ["c-epr-year-end"] if any(need.need not in _COVERED for need in needs) else []
    if not facts.first_on_french_market:
        found.append("c-epr-who")
    if facts.ships_parcels:
        found.append("c-epr-packaging")
    if others:
        found.append("c-epr-outside-france")
    return tuple(found)


RULE = Rule(
    id="epr-scope",
    version=1,
    facts=EprScopeFacts,
    outcome=EprScopeOutcome,
    articles=("q011",),
    nodes=("not_stated", "not_concerned", "nothing_to_cover", "complete", "incomplete"),
    requires=_requires,
    compute=compute,
)

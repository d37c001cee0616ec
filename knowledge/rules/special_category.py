"""Which special category a product takes, where to ask for it, which papers, and whether two company names agree.

Never invents a document: where the guide names none, it says to ask.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.inputs import KeyOf
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step
from knowledge.text import fold, words


class CategoryRole(StrEnum):
    """What the seller is to the product; both need the same papers."""

    MANUFACTURER = "manufacturer"
    DISTRIBUTOR = "distributor"


class CategoryAdvice(StrEnum):
    """What to do next."""

    ATTACH_DOCUMENTS = "attach_documents"
    ASK_SUPPORT = "ask_support"
    PROVIDE_BOTH_NAMES = "provide_both_names"
    FIX_NAME_OR_CERTIFICATE = "fix_name_or_certificate"


_FOOD = "food"


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """The kind of goods, and for food the company's name on the account and on the certificate."""

    product: Annotated[str, KeyOf("special_categories.documents", "special_category")]
    account_company_name: str | None = None
    certificate_company_name: str | None = None
    role: CategoryRole = CategoryRole.DISTRIBUTOR


@dataclass(frozen=True, slots=True)
class CategoryOutcome:
    """The request; `documents` is None where the guide names none, `name_match` where nothing was compared."""

    required: bool
    also_apply_for: tuple[str, ...]
    documents: tuple[str, ...] | None
    path: tuple[str, ...]
    name_match: bool | None
    advice: CategoryAdvice


def compute(facts: CategoryFacts, params: ParameterView, calendar: Calendar) -> Finding[CategoryOutcome]:
    """Papers, path and the check of the names (guide, questions 31 to 34)."""
    documents = params.row("special_categories.documents", facts.product) or ()
    also = params.row("special_categories.asked_together", facts.product) or ()
    path = params.codes("special_categories.path")
    match: bool | None = None
    steps = [Step("documents", {"product": facts.product, "documents": documents})]
    account, certificate = facts.account_company_name, facts.certificate_company_name
    if facts.product == _FOOD and account is not None and certificate is not None:
        match = _is_one_company(account, certificate, params.codes("special_categories.legal_forms"))
        steps.append(Step("names", {"account": account, "certificate": certificate, "match": match}))
    advice = _advice(facts.product, documents, match=match)
    outcome = CategoryOutcome(True, also, documents or None, path, match, advice)
    return Finding(outcome, advice, tuple(steps), _CONFLICTS.get(facts.product, ()))


def _advice(product: str, documents: tuple[str, ...], *, match: bool | None) -> CategoryAdvice:
    if product != _FOOD:
        return CategoryAdvice.ATTACH_DOCUMENTS if documents else CategoryAdvice.ASK_SUPPORT
    if match is None:
        return CategoryAdvice.PROVIDE_BOTH_NAMES
    return CategoryAdvice.ATTACH_DOCUMENTS if match else CategoryAdvice.FIX_NAME_OR_CERTIFICATE


def _is_one_company(one: str, other: str, legal_forms: Collection[str]) -> bool:
    """Whether two names agree but for letter case, accents, punctuation, spaces and legal form; an empty name agrees with none."""
    first, second = _parts(one), _parts(other)
    bare = [[word for word in name if word not in legal_forms] for name in (first, second)]
    compared = bare if all(bare) else [first, second]
    account, certificate = ("".join(name) for name in compared)
    return bool(account) and account == certificate


def _parts(name: str) -> tuple[str, ...]:
    """The words of a name; dots hold letters together (S.A.S.), other punctuation parts them."""
    return words(re.sub(r"\.", "", fold(name)))


_CONFLICTS = {_FOOD: ("c-food",), "sex_toys": ("c-sex-toys", "c-sex-toys-both")}

RULE = Rule(
    id="special-category",
    version=1,
    facts=CategoryFacts,
    outcome=CategoryOutcome,
    articles=("q031", "q032", "q033", "q034"),
    nodes=tuple(CategoryAdvice),
    compute=compute,
)

"""Whether a product may be sold on AliExpress, and what has to be granted, read or checked before.

Never says yes to a product that the guide does not name, and lets no granted category lift a ban or a recall.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.inputs import KeyOf
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class CeMarking(StrEnum):
    """Whether the CE mark is on the product; `NO`: required and missing."""

    YES = "yes"
    NO = "no"
    NOT_REQUIRED = "not_required"
    UNKNOWN = "unknown"


class ProductClass(StrEnum):
    """How the guide treats a kind of goods."""

    ALLOWED = "allowed"
    ALLOWED_READ_RULES = "allowed_read_rules"
    AUTHORISATION = "authorisation"
    SPECIAL_CATEGORY = "special_category"
    CONFLICT = "conflict"
    PROHIBITED = "prohibited"
    RECALLED = "recalled"
    READ_NOTICE = "read_notice"


class ProductVerdict(StrEnum):
    """The answer in one word."""

    ALLOWED = "allowed"
    ALLOWED_WITH_CONDITIONS = "allowed_with_conditions"
    BLOCKED_UNTIL_GRANTED = "blocked_until_granted"
    CONFLICT_BLOCKED = "conflict_blocked"
    PROHIBITED = "prohibited"
    RECALLED = "recalled"
    NOT_LISTED = "not_listed"


class ProductNeed(StrEnum):
    """What is still open before the product may go online."""

    SPECIAL_CATEGORY = "special_category"
    WRITTEN_CONFIRMATION = "written_confirmation"
    READ_RULES = "read_rules"
    NOTICE_CHECK = "notice_check"
    SPECIAL_AUTHORISATION = "special_authorisation"
    BRAND_AUTHORISATION = "brand_authorisation"
    CHECK_BRAND = "check_brand"
    CE_MARKING = "ce_marking"
    CHECK_CE = "check_ce"
    ASK_SUPPORT = "ask_support"


_ADVICE = frozenset({ProductNeed.READ_RULES, ProductNeed.CHECK_BRAND, ProductNeed.CHECK_CE})
_UNSEEN = frozenset({ProductNeed.CHECK_BRAND, ProductNeed.CHECK_CE})
_REFUSED = {ProductClass.PROHIBITED: ProductVerdict.PROHIBITED, ProductClass.RECALLED: ProductVerdict.RECALLED}
_TO_BE_GRANTED = {ProductClass.CONFLICT: ProductVerdict.CONFLICT_BLOCKED, ProductClass.SPECIAL_CATEGORY: ProductVerdict.BLOCKED_UNTIL_GRANTED}
_GRANTED = frozenset({ProductNeed.SPECIAL_CATEGORY, ProductNeed.WRITTEN_CONFIRMATION})


@dataclass(frozen=True, slots=True)
class SellFacts:
    """The product, and what has been granted, read and checked for it."""

    product: Annotated[str, KeyOf("products.articles", "product", closed=False)]
    special_category_granted: bool = False
    authorisation_granted: bool = False
    written_confirmation: bool = False
    notice_checked: bool = False
    brand_authorised: bool | None = None
    ce_marking: CeMarking = CeMarking.UNKNOWN


@dataclass(frozen=True, slots=True)
class SellOutcome:
    """The verdict, what is open, and on whose word; `sellable_now` is None when only the brand or the mark was not looked at."""

    verdict: ProductVerdict
    needs: tuple[ProductNeed, ...]
    sellable_now: bool | None
    conflicts: tuple[str, ...]
    articles: tuple[str, ...]


def compute(facts: SellFacts, params: ParameterView, calendar: Calendar) -> Finding[SellOutcome]:
    """What the guide says of the product (guide, questions 4, 14, 31 to 34, 65, recalls and bans)."""
    articles = params.row("products.articles", facts.product)
    if articles is None:
        silent = SellOutcome(ProductVerdict.NOT_LISTED, (ProductNeed.ASK_SUPPORT,), False, ("c-unlisted",), ("q004",))
        return Finding(silent, silent.verdict, (Step("not_named", {"product": facts.product}),), silent.conflicts)
    kind = ProductClass(params.text(f"products.classes_{articles[0]}", facts.product) or "")
    conflicts = params.row("products.conflicts", facts.product) or ()
    needs = () if kind in _REFUSED else tuple(_needs(facts, kind))
    blocking = [need for need in needs if need not in _ADVICE]
    verdict = _verdict(kind, needs, blocked=bool(blocking))
    sellable = False if blocking or kind in _REFUSED else None if _UNSEEN & set(needs) else True
    steps = (Step("kind", {"product": facts.product, "kind": kind}), *(Step("need", {"need": need}) for need in needs))
    node = verdict if verdict != ProductVerdict.ALLOWED_WITH_CONDITIONS else "conditions_open" if blocking else "conditions_met"
    return Finding(SellOutcome(verdict, needs, sellable, conflicts, articles), node, steps, conflicts)


def _needs(facts: SellFacts, kind: ProductClass) -> Iterator[ProductNeed]:
    """What is open: first what the kind of goods takes, then the brand, then the CE mark."""
    if kind in _TO_BE_GRANTED and not facts.special_category_granted:
        yield ProductNeed.SPECIAL_CATEGORY
    if kind == ProductClass.CONFLICT and not facts.written_confirmation:
        yield ProductNeed.WRITTEN_CONFIRMATION
    if (kind == ProductClass.ALLOWED_READ_RULES or facts.product == "sex_toys") and not facts.notice_checked:
        yield ProductNeed.READ_RULES
    if kind == ProductClass.READ_NOTICE and not facts.notice_checked:
        yield ProductNeed.NOTICE_CHECK
    if (kind == ProductClass.AUTHORISATION or facts.product == "cosmetics") and not facts.authorisation_granted:
        yield ProductNeed.SPECIAL_AUTHORISATION
    if facts.brand_authorised is not True:
        yield ProductNeed.CHECK_BRAND if facts.brand_authorised is None else ProductNeed.BRAND_AUTHORISATION
    if facts.ce_marking == CeMarking.NO:
        yield ProductNeed.CE_MARKING
    if facts.ce_marking == CeMarking.UNKNOWN:
        yield ProductNeed.CHECK_CE


def _verdict(kind: ProductClass, needs: tuple[ProductNeed, ...], *, blocked: bool) -> ProductVerdict:
    if kind in _REFUSED:
        return _REFUSED[kind]
    if kind in _TO_BE_GRANTED and _GRANTED & set(needs):
        return _TO_BE_GRANTED[kind]
    return ProductVerdict.ALLOWED if kind == ProductClass.ALLOWED and not blocked else ProductVerdict.ALLOWED_WITH_CONDITIONS


_OTHER_NODES = tuple(verdict for verdict in ProductVerdict if verdict != ProductVerdict.ALLOWED_WITH_CONDITIONS)

RULE = Rule(
    id="can-i-sell",
    version=1,
    facts=SellFacts,
    outcome=SellOutcome,
    articles=("q004", "q031", "bans", "recalls", "q065", "q032", "q033", "q034", "q014"),
    nodes=(*_OTHER_NODES, "conditions_open", "conditions_met"),
    compute=compute,
)

"""Whether a product needs the CE mark, whether it can be published, and where its papers go.

Never takes "I do not know" for "no": what was not checked counts as required.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class CeRules(StrEnum):
    """Whether EU rules require the mark for such a product, as far as the seller knows."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class CeNeed(StrEnum):
    """Whether the product needs the mark."""

    YES = "yes"
    NO = "no"
    CHECK = "check"


class CePortal(StrEnum):
    """Where the papers go."""

    PORTAL = "portal"
    MAY_BE_CLOSED = "portal_may_be_closed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CeFacts:
    """What EU rules say of the product, whether it bears the mark, and where and when it is published."""

    eu_rules_require_ce: CeRules
    has_ce_mark: bool
    sold_in_eu: bool = True
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class CeOutcome:
    """The need, whether it can be published, and where the papers go."""

    ce_required: CeNeed
    can_publish: bool
    submit_via: CePortal
    portal_from: date


_NEEDS = {CeRules.YES: CeNeed.YES, CeRules.NO: CeNeed.NO, CeRules.UNKNOWN: CeNeed.CHECK}
_CONFLICTS = {CeNeed.YES: ("c-ce-table",), CeNeed.NO: (), CeNeed.CHECK: ("c-ce-scope", "c-ce-table")}


def compute(facts: CeFacts, params: ParameterView, calendar: Calendar) -> Finding[CeOutcome]:
    """The mark, the publication and the portal (guide, questions 33 and 34)."""
    portal_from = params.day("ce.portal_from")
    published_on = facts.published_on or params.on
    need = _NEEDS[facts.eu_rules_require_ce] if facts.sold_in_eu else CeNeed.NO
    steps = [Step("need", {"need": need, "sold_in_eu": facts.sold_in_eu})]
    submit = CePortal.NONE
    if need != CeNeed.NO:
        is_open = published_on >= portal_from
        submit = CePortal.PORTAL if is_open else CePortal.MAY_BE_CLOSED
        steps.append(Step("portal", {"published": published_on, "opens": portal_from, "open": is_open}))
    outcome = CeOutcome(need, need == CeNeed.NO or facts.has_ce_mark, submit, portal_from)
    node = "not_required" if need == CeNeed.NO else f"{need}_{'marked' if facts.has_ce_mark else 'unmarked'}"
    return Finding(outcome, node, tuple(steps), _CONFLICTS[need])


RULE = Rule(
    id="ce-check",
    version=1,
    facts=CeFacts,
    outcome=CeOutcome,
    articles=("q034", "q033"),
    nodes=("not_required", "yes_marked", "yes_unmarked", "check_marked", "check_unmarked"),
    governed_by="published_on",
    compute=compute,
)

"""What to do about a product that does not show, or is seen less.

Takes no keyword search for a proof: results differ from user to user.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.inputs import Limits
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class VisibilityAction(StrEnum):
    """What to do now."""

    FIX_OR_APPEAL_VIOLATION = "fix_or_appeal_violation"
    WAIT = "wait_up_to_24_hours"
    REPORT_TO_CONTACT = "report_to_contact"
    FIX_CATEGORY = "fix_category"
    USE_KEYWORDS = "use_new_product_analysis_keywords"


class VisibilityTaboo(StrEnum):
    """What proves nothing."""

    KEYWORD_SEARCHES = "prove_with_keyword_searches"


class VisibilityFinding(StrEnum):
    """What was found: of two reasons to report, each has its words."""

    PENALTY = "penalty"
    TOO_EARLY = "too_early"
    NOT_FOUND = "not_found"
    DROP = "drop"
    CATEGORY = "category"
    KEYWORDS = "keywords"


@dataclass(frozen=True, slots=True)
class VisibilityFacts:
    """How long the product has been uploaded, and what the seller saw."""

    hours_since_upload: Annotated[Decimal, Limits(low=0)]
    found_by_id: bool
    penalty_listed: bool
    sharp_traffic_drop: bool = False
    wrong_category_suspected: bool = False


@dataclass(frozen=True, slots=True)
class VisibilityOutcome:
    """Whether the product is on sale, and what to do and not to do."""

    visible: bool
    action: VisibilityAction
    do_not: VisibilityTaboo


_ACTIONS = {
    VisibilityFinding.PENALTY: VisibilityAction.FIX_OR_APPEAL_VIOLATION,
    VisibilityFinding.TOO_EARLY: VisibilityAction.WAIT,
    VisibilityFinding.NOT_FOUND: VisibilityAction.REPORT_TO_CONTACT,
    VisibilityFinding.DROP: VisibilityAction.REPORT_TO_CONTACT,
    VisibilityFinding.CATEGORY: VisibilityAction.FIX_CATEGORY,
    VisibilityFinding.KEYWORDS: VisibilityAction.USE_KEYWORDS,
}


def compute(facts: VisibilityFacts, params: ParameterView, calendar: Calendar) -> Finding[VisibilityOutcome]:
    """The first thing that explains it: a penalty, the time since the upload, a drop, the category, the keywords (guide, questions 24, 45, 48, 49)."""
    steps = [Step("penalty", {"listed": facts.penalty_listed})]
    if facts.penalty_listed:
        found = VisibilityFinding.PENALTY
    elif not facts.found_by_id:
        wait = params.hours("visibility.search_wait")
        found = VisibilityFinding.TOO_EARLY if facts.hours_since_upload < wait else VisibilityFinding.NOT_FOUND
        steps.append(Step("wait", {"hours": facts.hours_since_upload, "wait": wait}))
    else:
        steps.append(Step("found"))
        if facts.sharp_traffic_drop:
            found = VisibilityFinding.DROP
        else:
            found = VisibilityFinding.CATEGORY if facts.wrong_category_suspected else VisibilityFinding.KEYWORDS
    outcome = VisibilityOutcome(facts.found_by_id, _ACTIONS[found], VisibilityTaboo.KEYWORD_SEARCHES)
    return Finding(outcome, found, tuple(steps))


RULE = Rule(
    id="visibility-diagnosis",
    version=1,
    facts=VisibilityFacts,
    outcome=VisibilityOutcome,
    articles=("q049", "q048", "q024", "q045"),
    nodes=tuple(VisibilityFinding),
    compute=compute,
)

"""Whether a shop's name can be changed to the one wanted, and how many changes are left.

Never promises a second change: only support can allow the correction of a slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.inputs import Count
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class StoreKind(StrEnum):
    """What kind of shop it is."""

    NORMAL = "normal"
    OFFICIAL = "official"
    FRANCHISED = "franchised"


class NameAnswer(StrEnum):
    """Whether the change is possible."""

    YES = "yes"
    NO = "no"
    ASK_SUPPORT = "ask_support"


class NameReason(StrEnum):
    """Why not, or what to ask first."""

    TRADEMARK_NOT_ALLOWED = "trademark_not_allowed"
    CHANGE_USED = "change_used"
    ASK_SUPPORT_FIRST = "ask_support_first"
    CHECK_FRANCHISED_MEANING = "check_franchised_meaning"


@dataclass(frozen=True, slots=True)
class NameFacts:
    """The changes made so far, the name wanted, and the shop."""

    changes_already_made: Count
    contains_registered_trademark: bool
    store_type: StoreKind
    typo_correction: bool = False


@dataclass(frozen=True, slots=True)
class NameOutcome:
    """The answer, its reasons in a fixed order, and the changes left."""

    allowed: NameAnswer
    reasons: tuple[NameReason, ...]
    changes_left: int


def compute(facts: NameFacts, params: ParameterView, calendar: Calendar) -> Finding[NameOutcome]:
    """Whether the name can be changed (guide, questions 12 and 13)."""
    most = params.count("stores.name_changes")
    left = max(0, most - facts.changes_already_made)
    trademark = facts.contains_registered_trademark and facts.store_type == StoreKind.NORMAL
    unclear = facts.contains_registered_trademark and facts.store_type == StoreKind.FRANCHISED
    allowed = NameAnswer.ASK_SUPPORT if unclear else NameAnswer.YES
    if not left and facts.typo_correction:
        allowed = NameAnswer.ASK_SUPPORT
    if trademark or not (left or facts.typo_correction):
        allowed = NameAnswer.NO
    ask_first = facts.typo_correction and bool(left) and allowed != NameAnswer.NO
    reasons = tuple(_reasons(trademark=trademark, used=not left, ask_first=ask_first, unclear=unclear))
    steps = (Step("changes", {"made": facts.changes_already_made, "most": most, "left": left}), *(Step("reason", {"reason": reason}) for reason in reasons))
    return Finding(NameOutcome(allowed, reasons, left), allowed, steps, ("c-store-franchised",) if unclear else ())


def _reasons(*, trademark: bool, used: bool, ask_first: bool, unclear: bool) -> Iterator[NameReason]:
    """The reasons that hold, in their order."""
    if trademark:
        yield NameReason.TRADEMARK_NOT_ALLOWED
    if used:
        yield NameReason.CHANGE_USED
    if ask_first:
        yield NameReason.ASK_SUPPORT_FIRST
    if unclear:
        yield NameReason.CHECK_FRANCHISED_MEANING


RULE = Rule(
    id="store-name-change",
    version=1,
    facts=NameFacts,
    outcome=NameOutcome,
    articles=("q012", "q013"),
    nodes=tuple(NameAnswer),
    compute=compute,
)

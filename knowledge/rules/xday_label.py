"""Which label of the X-day delivery programme a product carries.

Never promises the label that only one place of the guide announces.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.inputs import Quantity
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class LabelVerdict(StrEnum):
    """Whether there is a label, or why there is none."""

    LABEL = "label"
    NO_LABEL_CONDITIONS = "no_label_conditions"
    NO_LABEL_TOO_SLOW = "no_label_too_slow"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class XdayLabelFacts:
    """The product's delivery time, and whether the shop has its place in the programme."""

    delivery_days: Quantity
    programme_conditions_met: bool
    entry_requested: bool


@dataclass(frozen=True, slots=True)
class XdayLabelOutcome:
    """The label to count on, and the one that may come."""

    label: int | None
    label_possible: int | None
    verdict: LabelVerdict


def compute(facts: XdayLabelFacts, params: ParameterView, calendar: Calendar) -> Finding[XdayLabelOutcome]:
    """The smallest label that the delivery time keeps (guide, questions 21 and 54)."""
    if not (facts.programme_conditions_met and facts.entry_requested):
        verdict = LabelVerdict.NO_LABEL_CONDITIONS
        return Finding(XdayLabelOutcome(None, None, verdict), verdict, (Step("conditions"),))
    longest, labels = params.days("xday.entry_longest"), params.counts("xday.labels")
    days = facts.delivery_days
    label = min((label for label in labels if days <= label), default=None)
    steps = (Step("delivery_time", {"days": days, "longest": longest, "labels": labels}),)
    if days <= longest:
        return Finding(XdayLabelOutcome(label, None, LabelVerdict.LABEL), LabelVerdict.LABEL, steps, ("c-xday-days",))
    verdict = LabelVerdict.CONFLICT if label else LabelVerdict.NO_LABEL_TOO_SLOW
    return Finding(XdayLabelOutcome(None, label, verdict), verdict, steps, ("c-xday-label",))


RULE = Rule(
    id="xday-label",
    version=1,
    facts=XdayLabelFacts,
    outcome=XdayLabelOutcome,
    articles=("q021", "q054"),
    nodes=tuple(LabelVerdict),
    compute=compute,
)

"""Whether AliExpress steps into a dispute, since when and why.

Never takes a reason back: what made AliExpress step in before an agreement stays told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class EscalationCause(StrEnum):
    """Why AliExpress steps in."""

    SELLER_SILENT_POSSIBLE = "seller_silent_possible"
    SELLER_SILENT = "seller_silent"
    NO_AGREEMENT = "no_agreement_15_days"
    PROPOSAL_REFUSED = "proposal_refused"
    BUYER_ESCALATED = "buyer_escalated"


class Escalation(StrEnum):
    """Whether AliExpress has the dispute."""

    NO = "no"
    POSSIBLE = "possible"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class EscalationFacts:
    """The days on which something happened in the dispute."""

    opened_on: date
    today: date
    received_on: date | None = None
    answered_on: date | None = None
    proposal_refused_on: date | None = None
    buyer_escalated_on: date | None = None
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CauseSince:
    """One reason, and the first day on which it holds."""

    cause: EscalationCause
    since: date


@dataclass(frozen=True, slots=True)
class EscalationOutcome:
    """Whether AliExpress steps in, and every reason by its day."""

    escalated: Escalation
    causes: tuple[CauseSince, ...]


_EVENTS = ("answered_on", "proposal_refused_on", "buyer_escalated_on", "agreed_on")


def _check(facts: EscalationFacts, params: ParameterView) -> Iterable[InputProblem]:
    for name in ("today", *_EVENTS):
        day: date | None = getattr(facts, name)
        if day and day < facts.opened_on:
            yield InputProblem(name, "bad_order", day, related="opened_on")


def compute(facts: EscalationFacts, params: ParameterView, calendar: Calendar) -> Finding[EscalationOutcome]:
    """The reasons for which AliExpress steps in up to the day asked about (guide, question 62)."""
    agreed = _past(facts.agreed_on, facts)
    found = [cause for cause in _causes(facts, params, calendar) if cause.since <= facts.today and (agreed is None or cause.since < agreed)]
    if any(cause.cause == EscalationCause.SELLER_SILENT for cause in found):
        found = [cause for cause in found if cause.cause != EscalationCause.SELLER_SILENT_POSSIBLE]
    causes = tuple(sorted(found, key=lambda cause: (cause.since, cause.cause)))
    sure = any(cause.cause != EscalationCause.SELLER_SILENT_POSSIBLE for cause in causes)
    escalated = Escalation.NO if agreed or not causes else Escalation.YES if sure else Escalation.POSSIBLE
    steps = tuple(Step(cause.cause, {"since": cause.since}) for cause in causes) or (Step("no_cause", {"opened": facts.opened_on, "today": facts.today}),)
    node = "agreed" if agreed else escalated
    return Finding(EscalationOutcome(escalated, causes), node, steps, _touched(facts, node, causes))


def _causes(facts: EscalationFacts, params: ParameterView, calendar: Calendar) -> Iterator[CauseSince]:
    """Every reason there would be without an agreement; a reason of a day to come may be among them."""
    answer = _past(facts.answered_on, facts) or _past(facts.proposal_refused_on, facts)
    possible, certain = params.days("disputes.intervention_after"), params.days("disputes.answer_within")
    # The day of the limit itself still belongs to the seller, but AliExpress may step in on the last day of the shorter one.
    for cause, limit, first in ((EscalationCause.SELLER_SILENT_POSSIBLE, possible, possible), (EscalationCause.SELLER_SILENT, certain, certain + 1)):
        in_time = answer is not None and (answer - facts.opened_on).days <= limit
        if not in_time and (facts.today - facts.opened_on).days >= first:
            yield CauseSince(cause, calendar.add_days(facts.opened_on, first))
    if facts.received_on:
        within = params.days("disputes.agreement_within")
        if (facts.today - facts.received_on).days >= within:
            left = max(0, within - (facts.opened_on - facts.received_on).days)
            yield CauseSince(EscalationCause.NO_AGREEMENT, calendar.add_days(facts.opened_on, left))
    if facts.proposal_refused_on:
        yield CauseSince(EscalationCause.PROPOSAL_REFUSED, facts.proposal_refused_on)
    if facts.buyer_escalated_on:
        yield CauseSince(EscalationCause.BUYER_ESCALATED, facts.buyer_escalated_on)


def _past(day: date | None, facts: EscalationFacts) -> date | None:
    """The day of an event, None for one that has not come yet."""
    return day if day and day <= facts.today else None


def _touched(facts: EscalationFacts, node: str, causes: tuple[CauseSince, ...]) -> tuple[str, ...]:
    """The contradictions of the guide that the outcome depends on."""
    if node == "agreed":
        return ()
    if node != Escalation.YES:
        return ("c-dispute-escalate-any-time",)
    silent = any(cause.cause == EscalationCause.SELLER_SILENT for cause in causes)
    at_once = any(cause.cause == EscalationCause.NO_AGREEMENT and cause.since == facts.opened_on for cause in causes)
    return (*(("c-dispute-silence",) if silent else ()), *(("c-dispute-15-vs-window",) if at_once else ()))


RULE = Rule(
    id="dispute-escalation",
    version=1,
    facts=EscalationFacts,
    outcome=EscalationOutcome,
    articles=("q062", "q061"),
    nodes=("agreed", *Escalation),
    governed_by="opened_on",
    check=_check,
    compute=compute,
)

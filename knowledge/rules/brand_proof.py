"""Whether the proof for a brand is acceptable, until when an invoice counts, and when the answer is due.

Never stretches the six months or the units of an invoice: what is not more than the limit is not enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from knowledge.calendars import Calendar, day_of
from knowledge.errors import InputProblem
from knowledge.inputs import Count
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Given, Rule, Step


class BrandProof(StrEnum):
    """What is handed in."""

    AUTHORISATION = "authorisation"
    INVOICE = "invoice"


class ProofProblem(StrEnum):
    """What is wrong with it."""

    NOT_SIGNED = "not_signed"
    NOT_STAMPED = "not_stamped"
    TOO_FEW_UNITS = "too_few_units"
    INVOICE_IN_FUTURE = "invoice_in_future"
    INVOICE_TOO_OLD = "invoice_too_old"
    INVOICE_EXPIRES_DURING_REVIEW = "invoice_expires_during_review"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFacts:
    """The proof and when it was handed in; `invoice_` inputs belong to an invoice, signature and stamp to a letter."""

    proof: BrandProof
    signed: bool = True
    stamped: bool = True
    invoice_date: date | None = None
    invoice_units: Count | None = None
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class ProofOutcome:
    """Whether the proof passes, and the dates that matter."""

    acceptable: bool
    problems: tuple[ProofProblem, ...]
    invoice_valid_until: date | None
    answer_by: datetime


_OF_INVOICE = ("invoice_date", "invoice_units")


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    if given.get("proof") == BrandProof.INVOICE:
        yield from (InputProblem(name, "missing_input") for name in _OF_INVOICE if name not in given)


def _check(facts: ProofFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.proof == BrandProof.AUTHORISATION:
        stated = [(name, getattr(facts, name)) for name in _OF_INVOICE]
        yield from (InputProblem(name, "inconsistent", value, related="proof") for name, value in stated if value is not None)


def compute(facts: ProofFacts, params: ParameterView, calendar: Calendar) -> Finding[ProofOutcome]:
    """The proof and the answer (guide, question 14)."""
    steps: list[Step] = []
    valid_until: date | None = None
    if facts.proof == BrandProof.INVOICE:
        assert facts.invoice_date is not None
        months = params.months("brands.invoice_within")
        valid_until = calendar.add_months(facts.invoice_date, months) - timedelta(days=1)
        steps.append(Step("invoice_valid", {"start": facts.invoice_date, "months": months, "result": valid_until}))
        steps.append(Step("units", {"units": facts.invoice_units, "limit": params.count("brands.invoice_units")}))
    hours = params.hours("brands.review_within")
    answer_by = calendar.add_hours(facts.submitted_at, hours)
    steps.append(Step("answer", {"start": facts.submitted_at, "hours": hours, "result": answer_by}))
    problems = tuple(_of_letter(facts) if valid_until is None else _of_invoice(facts, params, valid_until, day_of(answer_by)))
    acceptable = set(problems) <= {ProofProblem.INVOICE_EXPIRES_DURING_REVIEW}
    steps += [Step("problem", {"problem": problem}) for problem in problems]
    node = "not_acceptable" if not acceptable else "expiring" if problems else "acceptable"
    conflicts = ("c-brand-invoice-vs-letter",) if facts.proof == BrandProof.INVOICE else ()
    return Finding(ProofOutcome(acceptable, problems, valid_until, answer_by), node, tuple(steps), conflicts)


def _of_letter(facts: ProofFacts) -> Iterator[ProofProblem]:
    if not facts.signed:
        yield ProofProblem.NOT_SIGNED
    if not facts.stamped:
        yield ProofProblem.NOT_STAMPED


def _of_invoice(facts: ProofFacts, params: ParameterView, valid_until: date, answered_on: date) -> Iterator[ProofProblem]:
    assert facts.invoice_date is not None
    assert facts.invoice_units is not None
    submitted_on = day_of(facts.submitted_at)
    if facts.invoice_units <= params.count("brands.invoice_units"):
        yield ProofProblem.TOO_FEW_UNITS
    if facts.invoice_date > submitted_on:
        yield ProofProblem.INVOICE_IN_FUTURE
    if submitted_on > valid_until:
        yield ProofProblem.INVOICE_TOO_OLD
    elif answered_on > valid_until:
        yield ProofProblem.INVOICE_EXPIRES_DURING_REVIEW


RULE = Rule(
    id="brand-proof",
    version=1,
    facts=ProofFacts,
    outcome=ProofOutcome,
    articles=("q014", "q065"),
    nodes=("acceptable", "expiring", "not_acceptable"),
    governed_by="submitted_at",
    requires=_requires,
    check=_check,
    compute=compute,
)

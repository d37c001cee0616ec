"""Which kind of report fits what a seller has seen, and where it is made.

Refuses a claim as owner from somebody who says that the right is another's, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class ReportSubject(StrEnum):
    """What a seller wants to report."""

    FAKE_PRODUCT = "fake_product"
    MY_IP_RIGHT_INFRINGED = "my_ip_right_infringed"
    SOMEONE_ELSES_IP_RIGHT = "someone_elses_ip_right"
    PROHIBITED_ITEM = "prohibited_item"
    INAPPROPRIATE_PUBLICATION = "inappropriate_publication"
    SEARCH_VIOLATION = "search_violation"
    BAD_BUYER = "bad_buyer"
    UNFAIR_NEGATIVE_REVIEW = "unfair_negative_review"


class ReportKind(StrEnum):
    """The report to choose."""

    REPORT_AN_ITEM = "report_an_item"
    IP_CLAIM_AS_OWNER = "ip_claim_as_owner"
    IP_CLAIM_WITHOUT_OWNING = "ip_claim_without_owning"
    PROHIBITED_OR_RESTRICTED = "prohibited_or_restricted"
    INAPPROPRIATE_PUBLICATION = "inappropriate_publication"
    SEARCH_VIOLATION = "search_violation"
    BUYER_VIOLATION = "buyer_violation"


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What is to be reported, and whose right it is where that matters."""

    what: ReportSubject
    i_own_the_right: bool | None = None


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """The report, where it is made, and whether the one reported has to prove that the goods are genuine."""

    kind: ReportKind
    path: str
    target_must_prove: bool


_KIND = {
    ReportSubject.FAKE_PRODUCT: ReportKind.REPORT_AN_ITEM,
    ReportSubject.MY_IP_RIGHT_INFRINGED: ReportKind.IP_CLAIM_AS_OWNER,
    ReportSubject.SOMEONE_ELSES_IP_RIGHT: ReportKind.IP_CLAIM_WITHOUT_OWNING,
    ReportSubject.PROHIBITED_ITEM: ReportKind.PROHIBITED_OR_RESTRICTED,
    ReportSubject.INAPPROPRIATE_PUBLICATION: ReportKind.INAPPROPRIATE_PUBLICATION,
    ReportSubject.SEARCH_VIOLATION: ReportKind.SEARCH_VIOLATION,
    ReportSubject.BAD_BUYER: ReportKind.BUYER_VIOLATION,
    ReportSubject.UNFAIR_NEGATIVE_REVIEW: ReportKind.BUYER_VIOLATION,
}
_OWNED = {ReportSubject.MY_IP_RIGHT_INFRINGED: True, ReportSubject.SOMEONE_ELSES_IP_RIGHT: False}
"""Where it matters, whether the seller owns the right."""


def _check(facts: ReportFacts, params: ParameterView) -> Iterable[InputProblem]:
    owned = _OWNED.get(facts.what)
    if owned is not None and facts.i_own_the_right is not None and facts.i_own_the_right != owned:
        yield InputProblem("i_own_the_right", "inconsistent", facts.i_own_the_right, related="what")


def compute(facts: ReportFacts, params: ParameterView, calendar: Calendar) -> Finding[ReportOutcome]:
    """The report and its place (guide, questions 69 and 59)."""
    kind = _KIND[facts.what]
    path = params.text("violations.report_paths", kind)
    assert path is not None  # a parameter without the path of one kind is refused by the cases
    outcome = ReportOutcome(kind, path, target_must_prove=kind == ReportKind.REPORT_AN_ITEM)
    return Finding(outcome, facts.what, (Step("kind", {"what": facts.what, "kind": kind, "path": path}),))


RULE = Rule(
    id="report-channel",
    version=1,
    facts=ReportFacts,
    outcome=ReportOutcome,
    articles=("q069", "q059"),
    nodes=tuple(ReportSubject),
    check=_check,
    compute=compute,
)

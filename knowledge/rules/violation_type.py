"""Which type of violation a behaviour is, and where an appeal against it belongs.

Refuses a behaviour that the guide's lists do not name: they are not complete, and a guess would send an appeal astray.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import KeyOf
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class ViolationType(StrEnum):
    """The types of violation that the guide tells apart."""

    INTELLECTUAL_PROPERTY = "intellectual_property"
    PROHIBITED_ARTICLES = "prohibited_articles"
    LISTING_QUALITY = "listing_quality"
    TRANSACTIONS = "transactions"


class RaisedBy(StrEnum):
    """Who raised the case."""

    ALIEXPRESS = "aliexpress"
    RIGHTS_HOLDER = "rights_holder"


class AppealOrigin(StrEnum):
    """What the appeal's deadlines go by."""

    PROHIBITED_GOODS = "prohibited_goods"
    SEARCH_QUALITY = "search_quality"
    IP_RIGHTS_HOLDER = "ip_rights_holder"
    IP_PLATFORM = "ip_platform"
    TRANSACTION = "transaction"


@dataclass(frozen=True, slots=True)
class ViolationFacts:
    """What was done, and who raised it."""

    behaviour: Annotated[str, KeyOf("violations.behaviours", "violation_behaviour")]
    raised_by: RaisedBy = RaisedBy.ALIEXPRESS


@dataclass(frozen=True, slots=True)
class ViolationOutcome:
    """The type, the way of the appeal, and whether it can count as serious; None where the guide does not say."""

    type: ViolationType
    appeal_origin: AppealOrigin
    serious_possible: bool | None


_ORIGIN = {
    ViolationType.INTELLECTUAL_PROPERTY: AppealOrigin.IP_PLATFORM,
    ViolationType.PROHIBITED_ARTICLES: AppealOrigin.PROHIBITED_GOODS,
    ViolationType.LISTING_QUALITY: AppealOrigin.SEARCH_QUALITY,
    ViolationType.TRANSACTIONS: AppealOrigin.TRANSACTION,
}
_CONFLICTS = {
    ViolationType.INTELLECTUAL_PROPERTY: ("c-appeal-copyright-word",),
    ViolationType.PROHIBITED_ARTICLES: (),
    ViolationType.LISTING_QUALITY: (),
    ViolationType.TRANSACTIONS: ("c-appeal-transaction", "c-advertising"),
}


def _type(behaviour: str, params: ParameterView) -> ViolationType:
    found = params.text("violations.behaviours", behaviour)
    assert found is not None  # the input is one of its keys
    return ViolationType(found)


def _check(facts: ViolationFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.raised_by == RaisedBy.RIGHTS_HOLDER and _type(facts.behaviour, params) != ViolationType.INTELLECTUAL_PROPERTY:
        yield InputProblem("raised_by", "inconsistent", facts.raised_by, related="behaviour")


def compute(facts: ViolationFacts, params: ParameterView, calendar: Calendar) -> Finding[ViolationOutcome]:
    """The type of a behaviour and the appeal that goes with it (guide, questions 65 and 67)."""
    found = _type(facts.behaviour, params)
    origin = AppealOrigin.IP_RIGHTS_HOLDER if facts.raised_by == RaisedBy.RIGHTS_HOLDER else _ORIGIN[found]
    serious = True if found == ViolationType.INTELLECTUAL_PROPERTY else None
    steps = (Step("type", {"behaviour": facts.behaviour, "type": found}), Step("appeal", {"origin": origin}))
    return Finding(ViolationOutcome(found, origin, serious), found, steps, _CONFLICTS[found])


RULE = Rule(
    id="violation-type",
    version=1,
    facts=ViolationFacts,
    outcome=ViolationOutcome,
    articles=("q065", "q067"),
    nodes=tuple(ViolationType),
    check=_check,
    compute=compute,
)

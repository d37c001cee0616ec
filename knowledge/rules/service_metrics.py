"""What a service metric of the shop means, and its value from the seller's own counts.

Refuses to judge the value: the guide names no limit, and not what the percentages are taken of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from knowledge.calendars import Calendar
from knowledge.errors import InputProblem
from knowledge.inputs import Count, Limits
from knowledge.money import mean, percent_of
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Given, Rule, Step, Typed


class ServiceMetric(StrEnum):
    """The figures by which service is measured."""

    INCOMPLETE_TRANSACTIONS = "incomplete_transactions"
    NR_DISPUTES = "nr_disputes"
    SNAD_DISPUTES = "snad_disputes"
    RATING_DESCRIPTION = "rating_description"
    RATING_COMMUNICATION = "rating_communication"
    RATING_SHIPPING_SPEED = "rating_shipping_speed"


class MetricUnit(StrEnum):
    """In what the value is told."""

    PERCENT = "percent"
    AVERAGE = "average"


class MetricMeaning(StrEnum):
    """What is measured."""

    INCOMPLETE_TRANSACTIONS = "incomplete transactions"
    NR_DISPUTES = "disputes for non-receipt"
    SNAD_DISPUTES = "disputes for not matching the description"
    RATING_DESCRIPTION = "average description rating"
    RATING_COMMUNICATION = "average communication rating"
    RATING_SHIPPING_SPEED = "average shipping speed rating, online shipping orders excluded"


Rating = Annotated[Decimal, Limits(low=1, high="service_metrics.highest_rating")]


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """The metric, and what it is counted from: orders and disputes of a percentage, ratings of an average."""

    metric: ServiceMetric
    window_days: int | None = None
    bad_count: Count | None = None
    orders: Count | None = None
    disputes_total: Count | None = None
    ratings: tuple[Rating, ...] | None = None
    online_shipping: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class MetricOutcome:
    """The value; of disputes also their share of all disputes, because the guide does not say of what it is taken."""

    value: Decimal | None
    of_disputes: Decimal | None
    unit: MetricUnit
    windows_allowed: tuple[int, ...]
    meaning: MetricMeaning


_SHARES = (ServiceMetric.INCOMPLETE_TRANSACTIONS, ServiceMetric.NR_DISPUTES, ServiceMetric.SNAD_DISPUTES)
_OF_A_SHARE = ("window_days", "bad_count", "orders", "disputes_total")
_OF_AN_AVERAGE = ("ratings", "online_shipping")


def _requires(given: Given, params: ParameterView) -> Iterable[InputProblem]:
    if given.get("metric") in _SHARES:
        for name in ("bad_count", "orders"):
            if name not in given:
                yield InputProblem(name, "missing_input", related="metric")


def _limits(typed: Typed, params: ParameterView) -> Iterable[InputProblem]:
    metric, window = typed.get("metric"), typed.get("window_days")
    if metric in _SHARES and window is not None:
        allowed = params.counts_table("service_metrics.windows")[metric]
        if window not in allowed:
            yield InputProblem("window_days", "not_in_list", window, choices=tuple(str(days) for days in allowed))


def _check(facts: MetricFacts, params: ParameterView) -> Iterable[InputProblem]:
    if facts.metric not in _SHARES:
        for name in _OF_A_SHARE:
            if (value := getattr(facts, name)) is not None:
                yield _misplaced(name, value)
        if facts.metric == ServiceMetric.RATING_SHIPPING_SPEED and facts.online_shipping and len(facts.online_shipping) != len(facts.ratings or ()):
            yield InputProblem("online_shipping", "inconsistent", facts.online_shipping, related="ratings")
        return
    assert facts.bad_count is not None
    assert facts.orders is not None
    disputes = facts.disputes_total
    if facts.bad_count > facts.orders:
        yield InputProblem("bad_count", "inconsistent", facts.bad_count, related="orders")
    elif facts.metric != ServiceMetric.INCOMPLETE_TRANSACTIONS and disputes is not None and facts.bad_count > disputes:
        yield InputProblem("bad_count", "inconsistent", facts.bad_count, related="disputes_total")
    if facts.metric == ServiceMetric.INCOMPLETE_TRANSACTIONS and disputes is not None:
        yield _misplaced("disputes_total", disputes)
    for name in _OF_AN_AVERAGE:
        if value := getattr(facts, name):
            yield _misplaced(name, value)


def _misplaced(name: str, value: Any) -> InputProblem:
    return InputProblem(name, "inconsistent", value, related="metric")


def compute(facts: MetricFacts, params: ParameterView, calendar: Calendar) -> Finding[MetricOutcome]:
    """The percentage or average and its meaning (guide, question 46)."""
    meaning, conflicts = MetricMeaning[facts.metric.name], _CONFLICTS[facts.metric]
    windows = params.counts_table("service_metrics.windows").get(facts.metric, ())
    if facts.metric in _SHARES:
        assert facts.bad_count is not None
        assert facts.orders is not None
        value = percent_of(facts.bad_count, facts.orders)
        of_disputes = percent_of(facts.bad_count, facts.disputes_total) if facts.disputes_total is not None else None
        outcome = MetricOutcome(value, of_disputes, MetricUnit.PERCENT, windows, meaning)
        steps = [Step("share", {"part": facts.bad_count, "whole": facts.orders, "result": value})]
        if of_disputes is not None:
            steps.append(Step("share_of_disputes", {"part": facts.bad_count, "whole": facts.disputes_total, "result": of_disputes}))
        return Finding(outcome, "share" if value is not None else "no_orders", tuple(steps), conflicts)
    ratings, left_out = facts.ratings or (), facts.online_shipping if facts.metric == ServiceMetric.RATING_SHIPPING_SPEED else ()
    if left_out:
        ratings = tuple(rating for rating, online in zip(ratings, left_out, strict=True) if not online)
    value = mean(ratings)
    outcome = MetricOutcome(value, None, MetricUnit.AVERAGE, windows, meaning)
    steps = [Step("average", {"count": len(ratings), "left_out": sum(left_out), "result": value})]
    return Finding(outcome, "average" if value is not None else "no_ratings", tuple(steps), conflicts)


_CONFLICTS: dict[ServiceMetric, tuple[str, ...]] = {
    ServiceMetric.INCOMPLETE_TRANSACTIONS: ("c-unsent-unreceived",),
    ServiceMetric.NR_DISPUTES: ("c-metric-nr", "c-metric-denominator"),
    ServiceMetric.SNAD_DISPUTES: ("c-metric-denominator", "c-return-as-dispute"),
    ServiceMetric.RATING_DESCRIPTION: (),
    ServiceMetric.RATING_COMMUNICATION: (),
    ServiceMetric.RATING_SHIPPING_SPEED: (),
}

RULE = Rule(
    id="service-metrics",
    version=1,
    facts=MetricFacts,
    outcome=MetricOutcome,
    articles=("q046", "q023"),
    nodes=("share", "no_orders", "average", "no_ratings"),
    requires=_requires,
    limits=_limits,
    check=_check,
    compute=compute,
)

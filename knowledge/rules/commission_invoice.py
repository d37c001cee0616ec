"""When the commission invoice of a month can be downloaded, and in which formats.

Refuses to call an invoice late before the longest reading of the guide's few days is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView
from knowledge.periods import Month
from knowledge.rule import Finding, Rule, Step


class InvoiceStatus(StrEnum):
    """Where the invoice stands on the day asked about."""

    MONTH_NOT_OVER = "month_not_over"
    BEING_ISSUED = "being_issued"
    AVAILABLE = "available"


@dataclass(frozen=True, slots=True)
class CommissionInvoiceFacts:
    """The month invoiced, and the day asked about."""

    month: Month
    today: date


@dataclass(frozen=True, slots=True)
class CommissionInvoiceOutcome:
    """From when and by when the invoice is there, as what, and from when its month may be closed in the books."""

    available_from: date
    available_by: date
    available_by_working: date
    status: InvoiceStatus
    pdf: bool
    csv: bool
    final_after: date


def compute(facts: CommissionInvoiceFacts, params: ParameterView, calendar: Calendar) -> Finding[CommissionInvoiceOutcome]:
    """The days after the end of the month (guide, question 75)."""
    last = facts.month.last
    shortest, longest = params.days("invoices.issued_shortest"), params.days("invoices.issued_longest")
    available_from = calendar.add_days(last, shortest)
    available_by = calendar.add_days(last, longest)
    working = calendar.add_working_days(last, longest)
    csv_from = params.month("invoices.csv_from")
    disputes = params.days("payouts.dispute_within")
    final_after = calendar.add_days(last, disputes)
    status = InvoiceStatus.BEING_ISSUED if facts.today <= working else InvoiceStatus.AVAILABLE
    if facts.today <= last:
        status = InvoiceStatus.MONTH_NOT_OVER
    outcome = CommissionInvoiceOutcome(available_from, available_by, working, status, True, facts.month >= csv_from, final_after)
    steps = (
        Step("available_from", {"last": last, "days": shortest, "result": available_from}),
        Step("available_by", {"last": last, "days": longest, "result": available_by}),
        Step("available_by_working", {"last": last, "days": longest, "result": working}),
        Step("formats", {"first": csv_from.first}),
        Step("final_after", {"last": last, "days": disputes, "result": final_after}),
    )
    return Finding(outcome, status, steps, ("c-invoice-refund-later",))


RULE = Rule(
    id="commission-invoice",
    version=1,
    facts=CommissionInvoiceFacts,
    outcome=CommissionInvoiceOutcome,
    articles=("q075",),
    nodes=tuple(InvoiceStatus),
    governed_by="month",
    compute=compute,
)

"""What a status of an order means: whether to ship, what each side can do, and what comes next.

Refuses a status that the guide and the Seller Center do not print.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.inputs import AnySpelling
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class OrderStatus(StrEnum):
    """The statuses of an order."""

    PENDING_PAYMENT = "pending_payment"
    PAYMENT_IN_PROGRESS = "payment_in_progress"
    CANCELLATION_REQUESTED = "cancellation_requested"
    PENDING_SHIPMENT = "pending_shipment"
    PENDING_CONFIRMATION = "pending_confirmation"
    COMPLETED = "completed"
    IN_DISPUTE = "in_dispute"


@dataclass(frozen=True, slots=True)
class OrderStatusFacts:
    """The status, as a code or as it is printed."""

    status: Annotated[OrderStatus, AnySpelling(names="orders.status_names", joints=" ")]


@dataclass(frozen=True, slots=True)
class OrderStatusOutcome:
    """The status as a code, what each side can do in it, and the status after it."""

    status: OrderStatus
    ship_now: bool
    seller_may: tuple[str, ...]
    buyer_may: tuple[str, ...]
    next: str


_CONFLICTS = {
    OrderStatus.PAYMENT_IN_PROGRESS: ("c-cancel-alone-24h",),
    OrderStatus.CANCELLATION_REQUESTED: ("c-cancel-alone-24h",),
    OrderStatus.PENDING_SHIPMENT: ("c-status-names",),
    OrderStatus.PENDING_CONFIRMATION: ("c-cancel-vs-dispute",),
    OrderStatus.COMPLETED: ("c-completed-circular",),
}


def compute(facts: OrderStatusFacts, params: ParameterView, calendar: Calendar) -> Finding[OrderStatusOutcome]:
    """What can be done in a status (guide, questions 42, 50, 51, 53, 61 and 64)."""
    status = facts.status
    outcome = OrderStatusOutcome(
        status=status,
        ship_now=status == OrderStatus.PENDING_SHIPMENT,
        seller_may=params.row("orders.seller_may", status) or (),
        buyer_may=params.row("orders.buyer_may", status) or (),
        next=params.text("orders.next_status", status) or "",
    )
    return Finding(outcome, status, (Step("status", {"status": status}),), _CONFLICTS.get(status, ()))


RULE = Rule(
    id="order-status",
    version=1,
    facts=OrderStatusFacts,
    outcome=OrderStatusOutcome,
    articles=("q050", "q051", "q061", "q042", "q053", "q064"),
    nodes=tuple(OrderStatus),
    compute=compute,
)

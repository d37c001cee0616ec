"""Whether a seller may write to somebody, and with which tool.

Allows nothing outside AliExpress, whoever wrote first: the platform hands out no personal data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class BuyerRelation(StrEnum):
    """What there has been between the person and the shop."""

    PLACED_ORDER = "placed_order"
    INTERACTED_NO_PURCHASE = "interacted_no_purchase"
    NEVER_INTERACTED = "never_interacted"
    WROTE_FIRST = "wrote_first"


class BuyerChannel(StrEnum):
    """How the seller would like to write; e-mail sent by the marketing tool counts with the tool."""

    CHAT = "chat"
    CUSTOMER_MARKETING = "customer_marketing"
    EMAIL_PHONE = "email_phone"


class ContactTool(StrEnum):
    """What the message is sent with."""

    ORDER_CONVERSATION = "order_conversation"
    CUSTOMER_MARKETING = "customer_marketing"
    CHAT_REPLY = "chat_reply"


class ContactVerdict(StrEnum):
    """Why it is allowed or not."""

    ORDER_CONVERSATION = "order_conversation"
    CUSTOMER_MARKETING = "customer_marketing"
    CHAT_REPLY = "chat_reply"
    MARKETING_ONLY = "marketing_only"
    STRANGER = "stranger"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """The person, and the way of writing that the seller has in mind."""

    relation: BuyerRelation
    channel: BuyerChannel


@dataclass(frozen=True, slots=True)
class ContactOutcome:
    """Whether it is allowed, and with what; personal data there are never."""

    allowed: bool
    tool: ContactTool | None
    personal_data: Literal[False]


_TOOLS: dict[tuple[BuyerRelation, BuyerChannel], ContactTool] = {
    (BuyerRelation.PLACED_ORDER, BuyerChannel.CHAT): ContactTool.ORDER_CONVERSATION,
    (BuyerRelation.PLACED_ORDER, BuyerChannel.CUSTOMER_MARKETING): ContactTool.CUSTOMER_MARKETING,
    (BuyerRelation.INTERACTED_NO_PURCHASE, BuyerChannel.CUSTOMER_MARKETING): ContactTool.CUSTOMER_MARKETING,
    (BuyerRelation.WROTE_FIRST, BuyerChannel.CHAT): ContactTool.CHAT_REPLY,
    (BuyerRelation.WROTE_FIRST, BuyerChannel.CUSTOMER_MARKETING): ContactTool.CUSTOMER_MARKETING,
}
_CONFLICTS: dict[ContactTool | None, tuple[str, ...]] = {
    ContactTool.ORDER_CONVERSATION: ("c-chat-cooldown-orders",),
    ContactTool.CUSTOMER_MARKETING: ("c-marketing-tool-names",),
}


def compute(facts: ContactFacts, params: ParameterView, calendar: Calendar) -> Finding[ContactOutcome]:
    """The permission, and the tool (guide, questions 43 and 64)."""
    tool = _TOOLS.get((facts.relation, facts.channel))
    outcome = ContactOutcome(tool is not None, tool, personal_data=False)
    steps = [Step("permission", {"relation": facts.relation, "channel": facts.channel, "allowed": outcome.allowed})]
    if tool == ContactTool.CUSTOMER_MARKETING:
        # The pauses decide when, not whether; they are shown because the next message hangs on them.
        chat, email = params.days("marketing_messages.chat_pause"), params.days("marketing_messages.email_pause")
        steps.append(Step("pauses", {"chat": chat, "email": email}))
    return Finding(outcome, _verdict(facts, tool), tuple(steps), _CONFLICTS.get(tool, ()))


def _verdict(facts: ContactFacts, tool: ContactTool | None) -> ContactVerdict:
    if tool:
        return ContactVerdict(tool)
    if facts.channel == BuyerChannel.EMAIL_PHONE:
        return ContactVerdict.OUTSIDE
    return ContactVerdict.STRANGER if facts.relation == BuyerRelation.NEVER_INTERACTED else ContactVerdict.MARKETING_ONLY


RULE = Rule(
    id="may-contact-buyer",
    version=1,
    facts=ContactFacts,
    outcome=ContactOutcome,
    articles=("q064", "q043", "q041", "q059"),
    nodes=tuple(ContactVerdict),
    compute=compute,
)

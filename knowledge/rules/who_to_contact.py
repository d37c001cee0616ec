"""Whom a seller turns to about a matter, and where.

Names no person and no address that the guide does not give; where it only points to a page, it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView
from knowledge.policy import support
from knowledge.rule import Finding, Rule, Step


class HelpTopic(StrEnum):
    """What the matter is about."""

    BUG = "bug"
    URGENT_QUESTION = "urgent_question"
    ACCOUNT_MANAGER = "account_manager"
    VAT_REPORTING = "vat_reporting"
    SHOP_NAME_TYPO = "shop_name_typo"
    VISIBILITY_DROP = "visibility_drop"
    REPORT_PRODUCT = "report_product"
    REPORT_SELLER_OR_BUYER = "report_seller_or_buyer"
    IP_APPEAL = "ip_appeal"
    VIOLATION_APPEAL = "violation_appeal"
    DISPUTE_DECISION = "dispute_decision"
    INTEGRATION_RULES = "integration_rules"
    PRICE_RULES_OF_A_MODULE = "price_rules_of_a_module"
    TECHNICAL_PARTNER = "technical_partner"
    SUSPICIOUS_ORDER = "suspicious_order"
    FEES_DETAIL = "fees_detail"
    PROHIBITED_GOODS_LIST = "prohibited_goods_list"


class HelpChannel(StrEnum):
    """Who or what answers."""

    REPORT_PROBLEMS_TOOL = "report_problems_tool"
    SUPPORT_CHAT = "support_chat"
    ACCOUNT_MANAGER = "account_manager"
    CUSTOMER_SERVICE = "customer_service"
    CONTACT_PERSON = "contact_person"
    REPORT_ITEM = "report_item"
    REPORT_SECTION = "report_section"
    IPP_PLATFORM = "ipp_platform"
    VIOLATIONS_TAB = "violations_tab"
    DISPUTE_APPEAL = "dispute_appeal"
    INTEGRATOR = "integrator"
    MODULE_SUPPORT = "module_support"
    TECHNICAL_PARTNER = "tp"
    BUYER_CHAT = "buyer_chat"
    LINKED_PAGE = "linked_page"


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """The matter, and the moment for which the opening hours count."""

    topic: HelpTopic
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class HelpOutcome:
    """Where to turn; `chat_open` only for the seller support chat, and surely open."""

    channel: HelpChannel
    path: str
    article: str
    chat_open: bool | None


def compute(facts: HelpFacts, params: ParameterView, calendar: Calendar) -> Finding[HelpOutcome]:
    """The channel of a matter (guide, the question that each entry names); the chat's hours: question 7."""
    found = params.mapping(f"contacts.{facts.topic}")
    channel = HelpChannel(found["channel"])
    chat_open: bool | None = None
    steps = [Step("place", {"topic": facts.topic, "path": found["path"]})]
    if channel == HelpChannel.SUPPORT_CHAT and facts.now:
        chat_open = support.is_open(facts.now, params) and not calendar.is_holiday(facts.now.date())
        steps.append(Step("hours", {"moment": facts.now, "open": chat_open}))
    return Finding(HelpOutcome(channel, found["path"], found["article"], chat_open), facts.topic, tuple(steps))


RULE = Rule(
    id="who-to-contact",
    version=1,
    facts=HelpFacts,
    outcome=HelpOutcome,
    articles=("q007", "q017", "q069", "q003", "q004", "q009", "q010", "q012", "q025", "q030", "q049", "q059", "q063", "q067"),
    nodes=tuple(HelpTopic),
    compute=compute,
)

"""What the blacklist and a blocked conversation keep a buyer from.

Says nothing of orders placed before, as the guide does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class BlacklistEffect(StrEnum):
    """Why the account asked about can buy or not."""

    SHUT_OUT = "shut_out"
    ANOTHER_ACCOUNT = "another_account"
    NOT_BLACKLISTED = "not_blacklisted"


@dataclass(frozen=True, slots=True)
class BlacklistFacts:
    """Whether the buyer is on the blacklist, and the account asked about: the blacklisted one or another, its chat blocked or not."""

    blacklisted: bool
    same_account: bool
    chat_blocked: bool = False


@dataclass(frozen=True, slots=True)
class BlacklistOutcome:
    """What this account can still do, and where purchases and messages are blocked."""

    can_buy: bool
    can_chat: bool
    paths: tuple[str, ...]


def compute(facts: BlacklistFacts, params: ParameterView, calendar: Calendar) -> Finding[BlacklistOutcome]:
    """Purchases are blocked by account, messages apart from them (guide, question 20)."""
    paths = params.codes("contacts.buyer_blocking")
    can_buy = not (facts.blacklisted and facts.same_account)
    outcome = BlacklistOutcome(can_buy, not facts.chat_blocked, paths)
    steps = (Step("purchases", {"blacklisted": facts.blacklisted, "same_account": facts.same_account}), Step("messages", {"blocked": facts.chat_blocked}))
    if not can_buy:
        return Finding(outcome, BlacklistEffect.SHUT_OUT, steps)
    return Finding(outcome, BlacklistEffect.ANOTHER_ACCOUNT if facts.blacklisted else BlacklistEffect.NOT_BLACKLISTED, steps)


RULE = Rule(
    id="blacklist-effect",
    version=1,
    facts=BlacklistFacts,
    outcome=BlacklistOutcome,
    articles=("q020",),
    nodes=tuple(BlacklistEffect),
    compute=compute,
)

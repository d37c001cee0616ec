"""Whether money can be withdrawn from Alipay now, and what is still missing.

Refuses to say anything about money that is held or frozen: other rules do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class KycStatus(StrEnum):
    """Where the identity check of the Alipay account stands."""

    NOT_STARTED = "not_started"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    APPROVED = "approved"


class WithdrawalInstrument(StrEnum):
    """What is linked to receive the money."""

    BANK_ACCOUNT = "bank_account"
    DEBIT_CARD = "debit_card"
    CREDIT_CARD = "credit_card"


class AccountHolder(StrEnum):
    """In whose name it is."""

    COMPANY = "company"
    PERSONAL = "personal"


class WithdrawalBlocker(StrEnum):
    """What stands in the way, in the order in which it is told."""

    KYC_NOT_APPROVED = "kyc_not_approved"
    BASIC_INFORMATION_INCOMPLETE = "basic_information_incomplete"
    NOT_IN_ENGLISH = "not_in_english"
    NO_BANK_LINKED = "no_bank_linked"
    CREDIT_CARD_REFUSED = "credit_card_refused"
    COMPANY_NAME_REQUIRED = "company_name_required"
    SPECIAL_CHARACTERS = "special_characters"


@dataclass(frozen=True, slots=True)
class WithdrawalReadinessFacts:
    """The state of the Alipay account and of what is linked to it."""

    kyc_status: KycStatus
    basic_information_complete: bool
    information_in_english: bool
    bank_linked: bool
    instrument: WithdrawalInstrument
    holder: AccountHolder
    incoming_euros_from_other_banks: bool = False
    special_characters_used: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawalReadinessOutcome:
    """Whether a withdrawal is possible, what is missing, and what the option is called."""

    can_withdraw: bool
    missing: tuple[WithdrawalBlocker, ...]
    button: str


def compute(facts: WithdrawalReadinessFacts, params: ParameterView, calendar: Calendar) -> Finding[WithdrawalReadinessOutcome]:
    """Every condition that is not met (guide, questions 72 to 74)."""
    button = params.text("withdrawals.buttons", "withdraw")
    assert button is not None  # the parameter has this entry
    personal = facts.holder == AccountHolder.PERSONAL
    # An account in the seller's own name may not get the money; a debit card may, unless it is to receive other banks' euros too.
    needs_company = facts.instrument == WithdrawalInstrument.BANK_ACCOUNT or facts.incoming_euros_from_other_banks
    blocking = {
        WithdrawalBlocker.KYC_NOT_APPROVED: facts.kyc_status != KycStatus.APPROVED,
        WithdrawalBlocker.BASIC_INFORMATION_INCOMPLETE: not facts.basic_information_complete,
        WithdrawalBlocker.NOT_IN_ENGLISH: not facts.information_in_english,
        WithdrawalBlocker.NO_BANK_LINKED: not facts.bank_linked,
        WithdrawalBlocker.CREDIT_CARD_REFUSED: facts.instrument == WithdrawalInstrument.CREDIT_CARD,
        WithdrawalBlocker.COMPANY_NAME_REQUIRED: personal and needs_company,
        WithdrawalBlocker.SPECIAL_CHARACTERS: facts.special_characters_used,
    }
    missing = tuple(code for code, applies in blocking.items() if applies)
    outcome = WithdrawalReadinessOutcome(not missing, missing, button)
    steps = tuple(Step(code) for code in missing) or (Step("nothing_missing"),)
    return Finding(outcome, "not_ready" if missing else "ready", steps, _touched(facts, personal=personal))


def _touched(facts: WithdrawalReadinessFacts, *, personal: bool) -> tuple[str, ...]:
    """The contradictions of the guide that this outcome depends on."""
    found = []
    if facts.instrument == WithdrawalInstrument.CREDIT_CARD:
        found.append("c-credit-card")
    if facts.kyc_status != KycStatus.APPROVED:
        found.append("c-withdraw-any-time")
    if personal:
        found.append("c-account-name")
    return tuple(found)


RULE = Rule(
    id="withdrawal-readiness",
    version=1,
    facts=WithdrawalReadinessFacts,
    outcome=WithdrawalReadinessOutcome,
    articles=("q074", "q072", "q073"),
    nodes=("ready", "not_ready"),
    compute=compute,
)

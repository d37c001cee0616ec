"""What one withdrawal costs, by the country of the bank.

Refuses to count a bank as European on its own judgement: outside the Union the guide leaves it open, and the higher fee is the safe one.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from knowledge.parameters import ParameterView
from knowledge.policy import countries


class BankZone(StrEnum):
    """How the guide's two fees apply to a bank."""

    EUROPEAN = "european"
    NON_EUROPEAN = "non_european"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class WithdrawalFee:
    """The fee of each withdrawal, why, and the contradictions of the guide that it rests on."""

    each: Decimal
    zone: BankZone
    conflicts: tuple[str, ...] = ()


def fee_for(bank_country: str, params: ParameterView) -> WithdrawalFee:
    """The fee of each withdrawal to a bank of this country (guide, questions 70 and 74)."""
    european = params.euros("withdrawals.fee_european")
    if countries.is_in_eu(bank_country, params):
        return WithdrawalFee(european, BankZone.EUROPEAN)
    other = params.euros("withdrawals.fee_other")
    if bank_country in params.codes("withdrawals.european_outside_union"):
        return WithdrawalFee(other, BankZone.CONFLICT, ("c-european-bank",))
    return WithdrawalFee(other, BankZone.NON_EUROPEAN)

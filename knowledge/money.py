"""Exact arithmetic with amounts and shares, rounded half-up.

Refuses floats and bankers' rounding: an amount is a Decimal, and half a cent goes up.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction

CENT = Decimal("0.01")
EXACT = Context(prec=100, rounding=ROUND_HALF_UP)
"""Rules compute in this context: sums and products of any amount people write are exact in it."""


def rounded(number: Exact, places: int) -> Decimal:
    """Half-up to so many decimals, away from zero on both sides; exact for any size."""
    scaled = abs(Fraction(number)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal((int(number < 0 and units > 0), Decimal(units).as_tuple().digits, -places))


def cents(amount: Exact) -> Decimal:
    """An amount rounded half-up to cents."""
    return rounded(amount, 2)


def share(amount: Exact, percent: Exact) -> Decimal:
    """So many percent of an amount, rounded half-up to cents."""
    return cents(Fraction(amount) * Fraction(percent) / 100)


def percent_of(part: Exact, whole: Exact, places: int = 2) -> Decimal | None:
    """What percentage of the whole a part is, rounded half-up; None of nothing."""
    return rounded(Fraction(part) * 100 / Fraction(whole), places) if whole else None


def mean(numbers: tuple[Exact, ...], places: int = 2) -> Decimal | None:
    """The average, rounded half-up; None of no numbers."""
    return rounded(sum((Fraction(number) for number in numbers), Fraction(0)) / len(numbers), places) if numbers else None


def steps_up(number: Exact) -> int:
    """The smallest whole number that is at least this one."""
    return -(-Fraction(number) // 1)

"""What several rules know of commissions: rates that an affiliate sale may carry, and the rate to plan with.

Refuses to name the rate of a category: the guide gives none, only a range.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from knowledge.errors import InputProblem
from knowledge.parameters import ParameterView


def rate_problems(field: str, rates: Iterable[Decimal], params: ParameterView) -> tuple[InputProblem, ...]:
    """What is wrong with affiliate rates, once however many: each must be 0 (no affiliate sale) or at least the minimum."""
    for rate in rates:
        if 0 < rate < params.percent("commissions.affiliate_lowest"):
            return (InputProblem(field, "out_of_range", rate, low=params.percent("commissions.affiliate_lowest")),)
    return ()


def planned_rate(stated: Decimal | None, params: ParameterView) -> Decimal:
    """The rate as stated, else the highest there is: a plan with it cannot disappoint."""
    return params.percent("commissions.highest") if stated is None else stated

"""How long the money of an account that was closed for penalties stays frozen.

Never promises the day on which the freeze runs out: whether the money is out then, the guide does not say.
"""

from __future__ import annotations

from datetime import date

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView


def frozen_for(params: ParameterView) -> int:
    """The days of the freeze; the day of the closure is not counted."""
    return params.days("freezes.frozen_for")


def release_earliest(closed_on: date, params: ParameterView, calendar: Calendar) -> date:
    """The day on which the freeze runs out, and the money may be out."""
    return calendar.add_days(closed_on, frozen_for(params))


def plan_from(closed_on: date, params: ParameterView, calendar: Calendar) -> date:
    """The day from which the money is sure to be out."""
    return calendar.add_days(closed_on, frozen_for(params) + 1)

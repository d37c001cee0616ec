from __future__ import annotations

from datetime import date

import pytest

from knowledge.calendars import Calendar
from knowledge.errors import DateNotCovered
from knowledge.parameters import ParameterBook
from knowledge.policy.freezes import frozen_for, plan_from, release_earliest


@pytest.mark.parametrize(
    ("closed_on", "earliest", "planned"),
    [
        (date(2023, 1, 1), date(2023, 6, 30), date(2023, 7, 1)),  # 30 + 28 + 31 + 30 + 31 + 30 = 180
        (date(2024, 1, 1), date(2024, 6, 29), date(2024, 6, 30)),  # a leap day comes in between
        (date(2024, 8, 31), date(2025, 2, 27), date(2025, 2, 28)),  # days, not six months
    ],
)
def test_the_freeze_counts_days_from_the_day_after_the_closure(parameters: ParameterBook, closed_on: date, earliest: date, planned: date) -> None:
    view, calendar = parameters.view(closed_on), Calendar()
    assert release_earliest(closed_on, view, calendar) == earliest
    assert plan_from(closed_on, view, calendar) == planned


def test_every_look_is_recorded_once_with_its_contradiction(parameters: ParameterBook) -> None:
    view = parameters.view(date(2024, 1, 1))
    assert frozen_for(view) == frozen_for(view) == 180
    assert [(reading.name, reading.conflicts) for reading in view.readings] == [("freezes.frozen_for", ("c-freeze-day",))]


def test_a_day_that_no_calendar_covers_is_refused(parameters: ParameterBook) -> None:
    view = parameters.view(date(2024, 1, 1))
    assert plan_from(date(2100, 7, 3), view, Calendar()) == date(2100, 12, 31)
    with pytest.raises(DateNotCovered):
        plan_from(date(2100, 7, 4), view, Calendar())

from __future__ import annotations

from datetime import date, datetime

import pytest

from knowledge.calendars import PARIS
from knowledge.parameters import ParameterBook
from knowledge.policy import support
from tests.toys import parameter

BOOK = ParameterBook({"support.chat_opens": parameter("time", ("2015-01-01", "09:00")), "support.chat_closes": parameter("time", ("2015-01-01", "17:00"))})


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2024-06-07T08:59", False),
        ("2024-06-07T09:00", True),
        ("2024-06-07T16:59", True),
        ("2024-06-07T17:00", False),
        ("2024-06-08T12:00", False),
        ("2024-06-09T12:00", False),
        ("2024-06-10T12:00", True),
        ("2024-05-08T12:00", True),  # the hours know no holidays
    ],
)
def test_the_chat_is_open_on_weekdays_until_the_closing_minute(moment: str, expected: bool) -> None:
    view = BOOK.view(date(2024, 1, 1))
    assert support.is_open(datetime.fromisoformat(moment).replace(tzinfo=PARIS), view) is expected
    assert [reading.name for reading in view.readings] == ["support.chat_opens", "support.chat_closes"]

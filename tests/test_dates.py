from __future__ import annotations

from datetime import datetime

import pytest

from knowledge.understanding.dates import Lean
from tests.grammars import ENGLISH

find = ENGLISH.dates.find

NOW = datetime.fromisoformat("2026-11-25T14:30")  # a Wednesday


def values(text: str, lean: Lean = "past", now: datetime = NOW) -> list[str | None]:
    return [mention.value for mention in find(text, now, lean)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it came yesterday", "2026-11-24"),
        ("yest", "2026-11-24"),
        ("Today", "2026-11-25"),
        ("tomorrow", "2026-11-26"),
        ("this morning", "2026-11-25"),
        ("the day before yesterday", "2026-11-23"),
        ("the day after tomorrow", "2026-11-27"),
        ("3 days ago", "2026-11-22"),
        ("three days ago", "2026-11-22"),
        ("a couple of days ago", "2026-11-23"),
        ("a week ago", "2026-11-18"),
        ("2 weeks back", "2026-11-11"),
        ("6 months ago", "2026-05-25"),
        ("2 hours ago", "2026-11-25T12:30"),
        ("15 hours ago", "2026-11-24T23:30"),
        ("in 2 days", "2026-11-27"),
        ("ten days from now", "2026-12-05"),
        ("in 12 hours", "2026-11-26T02:30"),
    ],
)
def test_relative_days(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"), [("closed 1 September, 5000 euros left", "2026-09-01"), ("on 1 September 2025, 80 €", "2025-09-01"), ("1 May 2000 €", "2026-05-01")]
)
def test_an_amount_behind_a_day_is_no_year(text: str, value: str) -> None:
    assert values(text) == [value]


def test_and_since_is_no_day_of_a_count() -> None:
    assert values("He refused, and since then nothing") == []


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("on Friday", "2026-11-20", "2026-11-27"),
        ("wed", "2026-11-25", "2026-11-25"),  # today is the nearest on both sides
        ("Thursday", "2026-11-19", "2026-11-26"),
        ("last Friday", "2026-11-20", "2026-11-20"),
        ("last week Monday", "2026-11-16", "2026-11-16"),  # this week's Monday is the 23rd
        ("last week's Tuesday", "2026-11-17", "2026-11-17"),
        ("Monday next week", "2026-11-30", "2026-11-30"),
        ("next week on Monday", "2026-11-30", "2026-11-30"),
        ("Saturday 14 at 10am", "2026-11-14T10:00", "2026-12-14T10:00"),  # the number tells the day
        ("Saturday 10am", "2026-11-21T10:00", "2026-11-28T10:00"),
        ("on Saturday 14 parcels", "2026-11-21", "2026-11-28"),
        ("last Wednesday", "2026-11-18", "2026-11-18"),
        ("next Friday", "2026-11-27", "2026-11-27"),
        ("next Wednesday", "2026-12-02", "2026-12-02"),
        ("the 3rd", "2026-11-03", "2026-12-03"),
        ("on the 25th", "2026-11-25", "2026-11-25"),
        ("on the 31st", "2026-10-31", "2026-12-31"),  # November has none
        ("on the 26", "2026-10-26", "2026-11-26"),
        ("12/11", "2026-11-12", "2027-11-12"),
        ("26/11", "2026-11-26", "2026-11-26"),  # tomorrow: a slip rather than a day of last year; the rule says that it is to come
        ("24/12", "2025-12-24", "2026-12-24"),
        ("25/11", "2026-11-25", "2026-11-25"),
        ("29/02", "2024-02-29", "2028-02-29"),
        ("3 November", "2026-11-03", "2027-11-03"),
        ("the 3rd of December", "2026-12-03", "2026-12-03"),
        ("the Sunday before", "2026-11-15", "2026-11-15"),
        ("no, the Wednesday before that", "2026-11-18", "2026-11-18"),
        ("Sept 7", "2026-09-07", "2027-09-07"),
    ],
)
def test_a_day_without_year_or_week_is_the_nearest_on_its_side(text: str, past: str, future: str) -> None:
    assert values(text, "past") == [past]
    assert values(text, "future") == [future]


@pytest.mark.parametrize("text", ["from the 3rd to 10 October", "between 3 and 10 October", "from 3 - 10 October 2026"])
def test_a_month_said_once_is_that_of_both_days(text: str) -> None:
    assert values(text, "past") == ["2026-10-03", "2026-10-10"]


@pytest.mark.parametrize("text", ["yesterday, Tuesday 24 November, at 20:00", "yesterday, Tuesday, at 20:00", "Tuesday (24/11) at 20:00"])
def test_a_day_told_twice_keeps_its_hour(text: str) -> None:
    assert values(text, "past") == ["2026-11-24T20:00"]


@pytest.mark.parametrize(
    ("text", "assumed"), [("Friday", True), ("last Friday", False), ("12/11", True), ("12/11/2026", False), ("the 3rd", True), ("yesterday", False)]
)
def test_what_was_filled_in_is_marked(text: str, assumed: bool) -> None:
    assert [mention.assumed for mention in find(text, NOW)] == [assumed]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12/11/2026", "2026-11-12"),  # day first
        ("1/2/26", "2026-02-01"),
        ("12.11.2026", "2026-11-12"),
        ("12-11-26", "2026-11-12"),
        ("2026-11-12", "2026-11-12"),
        ("3 November 2026", "2026-11-03"),
        ("3rd of november, 2025", "2025-11-03"),
        ("November 3rd, 2025", "2025-11-03"),
        ("Nov. 3 2025", "2025-11-03"),
        ("29 February 2024", "2024-02-29"),
        ("May 5, 2026", "2026-05-05"),
        ("5 may 2026", "2026-05-05"),
    ],
)
def test_full_dates(text: str, value: str) -> None:
    assert values(text) == [value]
    assert values(text, "future") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "31/02",
        "31 April",
        "30 February",
        "29/02/2023",
        "29 February 2023",
        "2023-02-29",
        "13/13/2026",
        "0/5",
        "32/01/2026",
        "the 32nd",
        "November 31",
    ],
)
def test_a_day_that_does_not_exist_is_told_not_moved(text: str) -> None:
    found = find(text, NOW)
    assert [(mention.value, mention.timed) for mention in found] == [(None, False)]
    assert found[0].text.strip() in text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20/11 at 10:00", "2026-11-20T10:00"),
        ("20/11, 10:05", "2026-11-20T10:05"),
        ("20/11 at 10", "2026-11-20T10:00"),
        ("yesterday at 3pm", "2026-11-24T15:00"),
        ("yesterday 3 p.m.", "2026-11-24T15:00"),
        ("yesterday 15h", "2026-11-24T15:00"),
        ("yesterday 15h30", "2026-11-24T15:30"),
        ("at noon yesterday", "2026-11-24T12:00"),
        ("yesterday at midnight", "2026-11-24T00:00"),
        ("yesterday at 12am", "2026-11-24T00:00"),
        ("yesterday at 12pm", "2026-11-24T12:00"),
        ("10:00 on 20/11", "2026-11-20T10:00"),
        ("Monday 23 November at 9:15", "2026-11-23T09:15"),
        ("2026-11-20T10:00", "2026-11-20T10:00"),
        ("2026-11-20 10:00", "2026-11-20T10:00"),
        ("3 November 2026 around 8am", "2026-11-03T08:00"),
    ],
)
def test_an_hour_beside_a_day_belongs_to_it(text: str, value: str) -> None:
    found = find(text, NOW)
    assert [(mention.value, mention.timed) for mention in found] == [(value, True)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yesterday I sent 10 parcels", "2026-11-24"),
        ("yesterday, when the offer still was on, at 10:00", "2026-11-24"),  # too far away
        ("yesterday 5%", "2026-11-24"),
    ],
)
def test_other_numbers_are_no_hours(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize("text", ["20/11 at 25:00", "20/11 at 10:75", "24:30 on 20/11"])
def test_an_hour_that_no_day_has_makes_the_moment_unusable(text: str) -> None:
    """Dropping the hour in silence would compute a deadline from a minute that nobody said."""
    assert [(mention.text, mention.value) for mention in find(text, NOW)] == [(text, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("notified on 20/11 at 10:00, appealed on 21/11 at 09:30", ["2026-11-20T10:00", "2026-11-21T09:30"]),
        ("asked last Friday, accepted yesterday", ["2026-11-20", "2026-11-24"]),
        ("Monday 23 November", ["2026-11-23"]),
        ("Monday, 23/11", ["2026-11-23"]),
        ("Monday and 24 November", ["2026-11-23", "2026-11-24"]),
        ("from 31/02 to 01/03", [None, "2026-03-01"]),
    ],
)
def test_several_days_in_order_of_place(text: str, expected: list[str | None]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no date here",
        "we answer 24/7",
        "it costs 12.50",
        "version 1.2.3.4",
        "10/10/10/10",
        "may 5 people come",
        "the 15 % fee",
        "I sold 3 hats",
        "sunscreen",
        "order 20261112",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("now", "text", "value"),
    [
        ("2024-03-31T10:00", "1 month ago", "2024-02-29"),
        ("2023-03-31T10:00", "1 month ago", "2023-02-28"),
        ("2024-08-31T10:00", "6 months ago", "2024-02-29"),
        ("2024-01-15T10:00", "a month ago", "2023-12-15"),
        ("2024-10-31T10:00", "in 1 month", "2024-11-30"),
        ("2024-03-01T10:00", "yesterday", "2024-02-29"),
        ("2024-12-31T10:00", "tomorrow", "2025-01-01"),
        ("2024-03-30T10:00", "the 31st", "2024-01-31"),
    ],
)
def test_months_are_calendar_months(now: str, text: str, value: str) -> None:
    assert values(text, now=datetime.fromisoformat(now)) == [value]


def test_places_and_text_are_those_of_the_message() -> None:
    text = "It was cancelled on 20/11 at 10:00, sorry."
    (found,) = find(text, NOW)
    assert text[found.start : found.end] == "20/11 at 10:00"
    assert found.text == "20/11"


def test_before_the_first_year_there_is_no_day() -> None:
    assert values("5 days ago", now=datetime.fromisoformat("0001-01-03T10:00")) == [None]
    assert values("29/02", now=datetime.fromisoformat("0003-01-03T10:00")) == [None]


def test_a_month_said_once_is_that_of_every_day_before_it() -> None:
    assert values("mailed them on 3, 8 and 15 November") == ["2026-11-03", "2026-11-08", "2026-11-15"]
    assert values("3 and 15 November") == ["2026-11-15"]  # three of what?


def test_a_number_behind_the_name_of_the_day_goes_with_the_hour() -> None:
    assert values("it came Sunday 15th 17:10") == ["2026-11-15T17:10"]


def test_an_hour_behind_a_day_with_dots_is_no_year() -> None:
    assert values("dropped in on 17.9. 14:00") == ["2026-09-17T14:00"]


def test_both_of_two_days_that_may_be_meant_are_found() -> None:
    assert values("he signed, the 14th or 16th") == ["2026-11-14", "2026-11-16"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I answered the 12, how long", "2026-11-12"),
        ("opened the 16 at 10h", "2026-11-16T10:00"),
        ("notified from 12.11, please", "2026-11-12"),
        ("half past ten last night", "2026-11-24T22:30"),
    ],
)
def test_days_as_non_native_writers_tell_them(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize("text", ["I delivered the 3 lamps", "refunded the 3 I sold", "he returned the 2 of them"])
def test_things_that_are_counted_are_no_days(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on the first of June", "2026-06-01"),
        ("the twenty-second of October", "2026-10-22"),
        ("March the second, 2025", "2025-03-02"),
        ("since the third", "2026-11-03"),
        ("In March (the 5th) it came", "2026-03-05"),
        ("paid on Christmas Eve", "2025-12-24"),
        ("Boxing Day", "2025-12-26"),
        ("on New Year's Day", "2026-01-01"),
    ],
)
def test_days_in_words(text: str, value: str) -> None:
    assert values(text) == [value]


NO_DAYS = ("the first buyer", "a second of silence", "the New Year's Eve sale", "our Christmas Eve promotion", "the thirty-second of May")


@pytest.mark.parametrize("text", NO_DAYS)
def test_words_that_count_or_name_a_sale_are_no_days(text: str) -> None:
    assert values(text) in ([], [None])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Saturday night, 21 November, quarter past nine", "2026-11-21T21:15"),
        ("on 21 November in the evening at half past eight", "2026-11-21T20:30"),
        ("the evening of 21 November at 8", "2026-11-21T20:00"),
        ("21 November in the morning at half past eight", "2026-11-21T08:30"),
        ("on Monday at nine sharp", "2026-11-23T09:00"),
        ("on Monday at ten past nine in the evening", "2026-11-23T21:10"),
        ("on Monday at ten past nine", "2026-11-23T09:10"),
        ("on Monday at ten to one at night", "2026-11-23T00:50"),
        ("on Monday at 2 at night", "2026-11-23T02:00"),
        ("on Monday at 11 at night", "2026-11-23T23:00"),
        ("on Monday at 12 at night", "2026-11-23T00:00"),
        ("on Monday at two o'clock in the night", "2026-11-23T02:00"),
        ("on Monday at ten.", "2026-11-23T10:00"),
    ],
)
def test_a_part_of_the_day_tells_which_half_an_hour_is_in(text: str, value: str) -> None:
    assert values(text) == [value]


COUNTED = ("on Monday at nine euros each", "on Monday at ten percent", "on Monday at ten different places", "on Monday two to three of them")


@pytest.mark.parametrize("text", COUNTED)
def test_a_number_in_words_that_counts_is_no_hour(text: str) -> None:
    assert values(text) == ["2026-11-23"]

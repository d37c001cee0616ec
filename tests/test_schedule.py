"""Calendar files, read back by a calendar library: what a seller's calendar sees."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args, get_type_hints

import pytest
from icalendar import Calendar

from bot.receipts import Case
from bot.schedule import calendar_file
from knowledge import yamlfile
from knowledge.answer import KeyDate
from knowledge.calendars import day_of
from knowledge.rulebook import RuleBook
from knowledge.speech import Speaker
from knowledge.wording import Wording
from tests.casebook import ANSWERED
from tests.conftest import ROOT

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)  # 10:00 in Paris
TEXT = "Appeal by Monday; comma, back\\slash\nand a line"
CASE = Case("matter", 2)

LIMITS = frozenset(yamlfile.load(ROOT / "data" / "limits.yaml", tuple[str, ...]))

# How each date of an outcome goes into a calendar: as a day, as a minute, or not at all; * reminds of it.
# A rule that is given days alone knows days alone. Where an hour may be given, the minute to act by stands beside the days of the guide's own count
# (ship-countdown), or the limit itself is known to the minute and then takes the place of its day (disputes). Not at all: what another date
# covers, the first hours of a span, a date that has been given, and a date of the past that nobody waits for.
DECIDED = {
    "appeal-deadlines": "appeal_by=minute* appeal_by_latest=minute evidence_by=minute* round_2_by=minute* round_3_by=minute*",
    "brand-proof": "invoice_valid_until=day* answer_by=minute",
    "ce-check": "portal_from=none",
    "chat-reply": "reply_by=minute*",
    "commission-invoice": "available_from=day available_by=day available_by_working=day final_after=day",
    "contact-cooldown": "next_safe_all=day",
    "delivery-deadline": "due=day due_safe=day*",
    "dispute-evidence": "act_by=minute* deadline_date=day* deadline_at=minute*",
    "dispute-response": "act_by=minute* deadline_date=day* deadline_at=minute* intervention_from=day",
    "dispute-window": "opens_on=day closes_earliest=day closes_latest=day*",
    "free-product": "draw_on=day",
    "funds-freeze": "release_earliest=day plan_from=day",
    "history-expiry": "gone_on=day example_last_day=day rely_until=day*",
    "holiday-mode": "offline_from=none offline_by=minute activate_by=minute* online_from=none online_by=minute",
    "net-payout": "plan_on=day",
    "official-store": "answer_from=day answer_by=day",
    "payout-date": "earliest=day plan_on=day dispute_until=day*",
    "penalty-state": "risk_since=day closed_since=day money_from=day",
    "promo-calendar": "start=day registration_opens_about=day warm_up_from=day",
    "promo-discount-change": "last_day_to_raise=day*",
    "promo-eligibility": "retry_from=minute rating_synced_by=minute",
    "refund-timing": "earliest=day latest=day latest_working=day not_before=none",
    "return-tracking": "last_day=day*",
    "return-window": "last_day=day* last_day_safe=day*",
    "ship-countdown": "ship_by=day ship_by_safe=none ship_by_latest=day act_by=minute*",
    "support-chat-hours": "next_opening=minute next_sure_opening=minute closes_at=minute",
    "xday-clock": "by_working_days=day by_weekdays=day by_calendar=day deliver_by_safe=day*",
}


def events_of(file: bytes) -> list[Any]:
    """The events of a file as a calendar reads them."""
    return list(Calendar.from_ical(file).walk("VEVENT"))


def events(*dates: KeyDate, case: Case = CASE, now: datetime = NOW) -> list[Any]:
    """The events of these dates."""
    return events_of(calendar_file("Appeal deadlines", TEXT, dates, case, now, limits=LIMITS))


def taken_in(*files: bytes) -> dict[str, Any]:
    """The events of a calendar that imports these files in turn, by their UID: of each it keeps the latest (RFC 5546, 2.1.5)."""
    kept: dict[str, Any] = {}
    for file in files:
        for event in events_of(file):
            held = kept.get(event["uid"])
            if held is None or (held["sequence"], held["dtstamp"].dt) <= (event["sequence"], event["dtstamp"].dt):
                kept[event["uid"]] = event
    return kept


def ringing(*dates: KeyDate, now: datetime = NOW) -> list[datetime | timedelta]:
    """When the reminders ring: to a minute at that instant, to a day so long after its first minute."""
    return [
        event["dtstart"].dt + alarm["trigger"].dt if isinstance(event["dtstart"].dt, datetime) else alarm["trigger"].dt
        for event in events(*dates, now=now)
        for alarm in event.walk("VALARM")
    ]


def test_a_day_is_an_all_day_event() -> None:
    (event,) = events(KeyDate("deadline_date", "2028-02-29", "Last day"))
    assert event["dtstart"].dt == date(2028, 2, 29)
    assert event["dtend"].dt == date(2028, 3, 1)  # the end of an all-day event is the day after it
    assert event["dtstart"].params["VALUE"] == event["dtend"].params["VALUE"] == "DATE"
    assert event["summary"] == "Last day – Appeal deadlines"


def test_an_event_tells_the_answer_as_it_is() -> None:
    (event,) = events(KeyDate("deadline_date", "2028-02-29", "Last day"))
    assert event["description"] == TEXT


@pytest.mark.parametrize("day", ["2026-10-24", "2026-10-25", "2026-10-26", "2027-03-27", "2027-03-28", "2027-03-29"])
def test_a_day_stays_that_day_when_the_clocks_change(day: str) -> None:
    (event,) = events(KeyDate("deadline_date", day, "Last day"))
    assert event["dtstart"].dt == date.fromisoformat(day)
    assert event["dtend"].dt == date.fromisoformat(day) + timedelta(days=1)


@pytest.mark.parametrize(
    ("paris", "utc"),
    [
        ("2026-11-24T10:00", datetime(2026, 11, 24, 9, tzinfo=UTC)),  # winter: one hour ahead of UTC
        ("2027-07-01T10:00", datetime(2027, 7, 1, 8, tzinfo=UTC)),  # summer: two
        ("2026-10-24T23:59", datetime(2026, 10, 24, 21, 59, tzinfo=UTC)),  # the last minute before the day on which the clocks go back
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice that night: the first, still in summer time
        ("2026-10-25T23:59", datetime(2026, 10, 25, 22, 59, tzinfo=UTC)),
        ("2027-03-27T23:59", datetime(2027, 3, 27, 22, 59, tzinfo=UTC)),
        ("2027-03-28T03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),  # the first minute after the clocks went forward
        ("2027-03-28T23:59", datetime(2027, 3, 28, 21, 59, tzinfo=UTC)),
        ("2099-07-01T10:00", datetime(2099, 7, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_minute_is_the_same_instant_across_clock_changes(paris: str, utc: datetime) -> None:
    (event,) = events(KeyDate("act_by", paris, "Act by"))
    assert event["dtstart"].dt == utc
    assert event["dtstart"].dt.tzinfo is not None
    assert "dtend" not in event  # it ends as it begins


def test_one_matter_keeps_its_uids_while_its_sequence_rises() -> None:
    dates = (KeyDate("act_by", "2026-11-24", "Act by"), KeyDate("ship_by", "2026-11-25", "End"))
    first = events(*dates, case=Case("matter", 0))
    later = events(KeyDate("act_by", "2026-11-30", "Act by"), dates[1], case=Case("matter", 1))
    assert [event["uid"] for event in first] == [event["uid"] for event in later]
    assert [event["sequence"] for event in first] == [0, 0]
    assert [event["sequence"] for event in later] == [1, 1]
    assert len({event["uid"] for event in first}) == 2
    assert {event["uid"] for event in events(*dates, case=Case("another", 0))}.isdisjoint({event["uid"] for event in first})


def test_importing_again_moves_what_was_imported_even_into_the_past() -> None:
    before = (KeyDate("act_by", "2026-12-04T10:00", "Act by"), KeyDate("intervention_from", "2026-12-04", "From"))
    after = (KeyDate("act_by", "2026-11-20T10:00", "Act by"), KeyDate("intervention_from", "2026-11-20", "From"))
    old, new = (calendar_file("Disputes", TEXT, dates, Case("matter", number), NOW, limits=LIMITS) for number, dates in enumerate((before, after)))
    moved = [datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 20)]
    assert [event["dtstart"].dt for event in taken_in(old, new).values()] == moved
    assert [event["dtstart"].dt for event in taken_in(new, old).values()] == moved  # an older file changes nothing


def test_a_limit_reminds_at_nine_on_the_day_before() -> None:
    assert ringing(KeyDate("deadline_date", "2026-12-03", "Last day")) == [timedelta(hours=9 - 24)]
    assert ringing(KeyDate("act_by", "2026-12-03T23:59", "Act by")) == [datetime(2026, 12, 2, 8, tzinfo=UTC)]
    summer, winter = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)
    assert ringing(KeyDate("act_by", "2026-10-25T10:00", "Act by"), now=summer) == [datetime(2026, 10, 24, 7, tzinfo=UTC)]
    assert ringing(KeyDate("act_by", "2027-03-28T10:00", "Act by"), now=winter) == [datetime(2027, 3, 27, 8, tzinfo=UTC)]


def test_a_limit_so_near_that_this_is_past_reminds_in_its_own_morning_or_an_hour_ahead() -> None:
    """It is 10:00 in Paris on 25 November."""
    assert ringing(KeyDate("deadline_date", "2026-11-26", "Last day")) == [timedelta(hours=9)]
    assert ringing(KeyDate("act_by", "2026-11-26T18:00", "Act by")) == [datetime(2026, 11, 26, 8, tzinfo=UTC)]
    assert ringing(KeyDate("act_by", "2026-11-26T09:00", "Act by")) == [datetime(2026, 11, 26, 7, tzinfo=UTC)]
    assert ringing(KeyDate("act_by", "2026-11-25T18:00", "Act by")) == [datetime(2026, 11, 25, 16, tzinfo=UTC)]
    assert ringing(KeyDate("act_by", "2026-11-25T11:00", "Act by")) == []
    assert ringing(KeyDate("deadline_date", "2026-11-25", "Last day")) == []


def test_nothing_past_and_nothing_but_a_limit_reminds_and_no_two_at_once() -> None:
    assert ringing(KeyDate("act_by", "2026-11-20T10:00", "Act by"), KeyDate("last_day", "2025-11-20", "Last day")) == []
    assert ringing(KeyDate("intervention_from", "2026-12-04", "From"), KeyDate("ship_by_latest", "2026-12-04", "Longest reading")) == []
    assert len(ringing(KeyDate("act_by", "2026-12-04T10:00", "Send by"), KeyDate("deadline_at", "2026-12-04T10:00", "End"))) == 1


def test_the_file_is_whole() -> None:
    raw = calendar_file("Appeal", TEXT, (KeyDate("act_by", "2026-12-04", "Act by"),), CASE, NOW, limits=LIMITS)
    read: Any = Calendar.from_ical(raw)
    assert read["version"] == "2.0"
    assert read["prodid"]
    assert "method" not in read  # PUBLISH would want an organiser (RFC 5546, 3.2.1)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))  # RFC 5545 folds longer lines
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"[^\r]\n", raw)
    (event,) = read.walk("VEVENT")
    assert event["dtstamp"].dt == NOW
    (alarm,) = event.walk("VALARM")
    assert alarm["action"] == "DISPLAY"
    assert alarm["description"] == event["summary"]
    assert not read.errors
    assert not event.errors


def decided(rule: str) -> dict[str, str]:
    """The decisions on the dates of one rule, by outcome key."""
    return dict(word.split("=") for word in DECIDED.get(rule, "").split())


def test_every_date_of_every_rule_is_decided(rulebook: RuleBook, wording: Wording) -> None:
    for rule in rulebook:
        hints = get_type_hints(rule.outcome)
        kinds = {field.name: set(get_args(hints[field.name]) or (hints[field.name],)) & {date, datetime} for field in fields(rule.outcome)}
        found = {
            key: "none" if key not in wording.rules[rule.id].dates else ("minute" if datetime in kind else "day") + "*" * (key in LIMITS)
            for key, kind in kinds.items()
            if kind
        }
        assert found == decided(rule.id), rule.id
    assert {key for rule in DECIDED for key in decided(rule)} >= LIMITS


@pytest.mark.parametrize("rule", sorted(DECIDED))
def test_the_dates_of_every_worked_case_stand_in_its_file_as_decided(rule: str, rulebook: RuleBook, speaker: Speaker) -> None:
    seen: set[str] = set()
    for case in (case for case in ANSWERED if case.rule == rule):
        computation = rulebook.compute(rule, case.facts, case.today)
        answer, outcome = speaker.rule_answer(computation), computation.finding.outcome
        if not answer.dates:
            continue
        raw = calendar_file(rule, answer.text, answer.dates, CASE, NOW, limits=LIMITS)
        read: Any = Calendar.from_ical(raw)
        found = list(read.walk("VEVENT"))
        assert not read.errors, case.name
        assert len({event["uid"] for event in found}) == len(found) == len(answer.dates), case.name
        for entry, event in zip(answer.dates, found, strict=True):
            seen.add(entry.key)
            kind, moment = decided(rule)[entry.key].rstrip("*"), getattr(outcome, entry.key)
            assert not event.errors, case.name
            assert (event["dtstart"].dt == moment.replace(fold=0).astimezone(UTC)) if kind == "minute" else (event["dtstart"].dt == moment), case.name
            assert event.decoded("dtend", None) == (None if kind == "minute" else day_of(moment) + timedelta(days=1)), case.name
            assert event["description"] == answer.text
    assert seen == {key for key, kind in decided(rule).items() if kind != "none"}


@pytest.mark.parametrize(
    ("rule", "opened", "days"),
    [("dispute-response", "opened_at", 5), ("dispute-evidence", "asked_at", 3)],  # guide, questions 61 and 62
)
def test_a_limit_known_to_the_minute_is_no_whole_day_and_takes_the_place_of_it(rule: str, opened: str, days: int, rulebook: RuleBook, speaker: Speaker) -> None:
    files = []
    for sequence, given in enumerate(("2026-11-23", "2026-11-23T14:30")):
        answer = speaker.rule_answer(rulebook.compute(rule, {opened: given, "now": "2026-11-24T10:00"}, NOW.date()))
        files.append(calendar_file(rule, answer.text, answer.dates, Case("matter", sequence), NOW, limits=LIMITS))
    last_day = date(2026, 11, 23) + timedelta(days=days)
    by_day, by_minute = (next(event for event in events_of(file) if "limit" in event["summary"]) for file in files)
    assert by_day["dtstart"].dt == last_day
    assert by_minute["dtstart"].dt == datetime(2026, 11, last_day.day, 13, 30, tzinfo=UTC)
    kept = taken_in(*files)
    assert len(kept) == len(taken_in(files[0]))
    assert kept[by_day["uid"]]["dtstart"].dt == by_minute["dtstart"].dt

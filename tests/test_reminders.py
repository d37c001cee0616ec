"""Reminders: when they can be told, that they are told once and in time, and taken back; on both kinds of database."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.seat import Gone, Later
from bot.reminders.keeper import ReminderKeeper
from bot.reminders.reminder import Draft, Habits, Reminder, State
from bot.reminders.reminders import Reminders, TooManyReminders
from bot.store.database import Database
from tests.conftest import NOW
from tests.desks import Clock

HABITS = Habits(days_before=(7, 1, 0), hour=9)


def draft(at: datetime, due: str = "2026-12-04", matter: str = "m1", owner: str = "U1") -> Draft:
    return Draft("board", owner, {"channel": "D1"}, matter, due, "Appeal by Friday", "en", at)


@dataclass
class Board:
    """A platform that keeps messages as far ahead as its horizon, and fails as it is told to."""

    horizon: timedelta | None = None
    said: list[int] = field(default_factory=list)
    handed: dict[str, int] = field(default_factory=dict)
    failures: list[Exception] = field(default_factory=list)

    async def hand(self, reminder: Reminder) -> str:
        """Keeps it."""
        self._fail()
        self.handed[f"Q{reminder.number}"] = reminder.number
        return f"Q{reminder.number}"

    async def withdraw(self, reminder: Reminder) -> bool:
        """Gives it back, unless it has been said."""
        self._fail()
        return self.handed.pop(reminder.ticket, None) is not None

    async def remind(self, reminder: Reminder) -> None:
        """Says it."""
        self._fail()
        self.said.append(reminder.number)

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)


class Diary:
    """A keeper over a real database, on a clock that is set by hand."""

    def __init__(self, database: Database, horizon: timedelta | None = None) -> None:
        self.clock, self.board, self.reminders = Clock(), Board(horizon), Reminders(database)
        self.keeper = ReminderKeeper("board", self.board, self.reminders, self.clock)

    def plan(self, one: Draft) -> Reminder:
        """Plans a reminder."""
        return asyncio.run(self.keeper.plan(one))

    def look(self) -> None:
        """Lets the keeper look."""
        asyncio.run(self.keeper.look())

    def states(self, owner: str = "U1") -> list[State]:
        """The states of the owner's reminders to come."""
        return [found.state for found in self.reminders.of("board", owner)]


@pytest.fixture
def diary(database: Database) -> Diary:
    return Diary(database)


def test_a_day_can_be_told_of_in_the_mornings_before_it_that_are_still_to_come() -> None:
    """NOW is Monday 23 November 2026, 10:00 in Paris (UTC+1 in winter): seven days before Friday 27 have passed."""
    found = HABITS.moments("2026-11-27", NOW)
    assert found == {1: datetime(2026, 11, 26, 8, tzinfo=UTC), 0: datetime(2026, 11, 27, 8, tzinfo=UTC)}


def test_nothing_is_told_after_the_minute_of_a_deadline() -> None:
    """09:00 of the day itself comes after a deadline at 08:30."""
    assert list(HABITS.moments("2026-11-27T08:30", NOW)) == [1]


def test_the_hour_is_that_of_paris_on_either_side_of_the_clock_change() -> None:
    """Clocks in Paris go forward on 28 March 2027: 09:00 is 08:00 UTC the day before, 07:00 UTC on the day."""
    found = HABITS.moments("2027-03-28", NOW)
    assert found[1] == datetime(2027, 3, 27, 8, tzinfo=UTC)
    assert found[0] == datetime(2027, 3, 28, 7, tzinfo=UTC)


def test_no_moment_of_a_deadline_that_has_passed() -> None:
    assert HABITS.moments("2026-11-22", NOW) == {}


def test_the_installations_habits_can_be_read(data: Path) -> None:
    habits = Habits.read(data)
    assert 0 in habits.days_before
    assert len(habits.moments("2027-06-01", NOW)) == len(habits.days_before)


def test_a_reminder_is_told_once_when_its_moment_has_come(diary: Diary) -> None:
    made = diary.plan(draft(NOW + timedelta(hours=1)))
    diary.clock.pass_(minutes=59)
    diary.look()
    assert diary.board.said == []
    diary.clock.pass_(minutes=1)
    diary.look()
    diary.look()
    assert diary.board.said == [made.number]
    assert diary.states() == []


def test_one_that_was_missed_while_nobody_looked_is_told_late(diary: Diary) -> None:
    made = diary.plan(draft(NOW + timedelta(hours=1)))
    diary.clock.pass_(days=2)
    diary.look()
    assert diary.board.said == [made.number]


def test_the_same_is_planned_once(diary: Diary) -> None:
    first = diary.plan(draft(NOW + timedelta(hours=1)))
    assert diary.plan(draft(NOW + timedelta(hours=1))).number == first.number
    diary.plan(draft(NOW + timedelta(hours=2)))
    diary.plan(draft(NOW + timedelta(hours=1), owner="U2"))
    assert [len(diary.states(owner)) for owner in ("U1", "U2")] == [2, 1]


def test_a_deadline_that_has_moved_takes_its_old_reminders_back(diary: Diary) -> None:
    diary.plan(draft(NOW + timedelta(days=1)))
    other = diary.plan(draft(NOW + timedelta(days=1), matter="m2"))
    moved = diary.plan(draft(NOW + timedelta(days=2), due="2026-12-06"))
    assert [found.number for found in diary.reminders.of("board", "U1")] == [other.number, moved.number]


def test_what_lies_within_the_horizon_is_left_to_the_platform_and_can_be_taken_back(database: Database) -> None:
    diary = Diary(database, horizon=timedelta(days=120))
    near, far = diary.plan(draft(NOW + timedelta(days=119))), diary.plan(draft(NOW + timedelta(days=130), matter="m2"))
    assert diary.board.handed == {f"Q{near.number}": near.number}
    assert diary.states() == [State.HANDED, State.PLANNED]
    diary.clock.pass_(days=11)
    diary.look()
    assert set(diary.board.handed.values()) == {near.number, far.number}
    kept = diary.reminders.find("board", "U1", near.number)
    assert kept
    assert asyncio.run(diary.keeper.cancel(kept))
    assert diary.board.handed == {f"Q{far.number}": far.number}
    assert [found.number for found in diary.reminders.of("board", "U1")] == [far.number]


def test_a_cancelled_reminder_is_not_told(diary: Diary) -> None:
    made = diary.plan(draft(NOW + timedelta(hours=1)))
    assert asyncio.run(diary.keeper.cancel(made))
    assert not asyncio.run(diary.keeper.cancel(made))
    diary.clock.pass_(hours=2)
    diary.look()
    assert diary.board.said == []


def test_nobody_finds_the_reminder_of_another(diary: Diary) -> None:
    made = diary.plan(draft(NOW + timedelta(hours=1)))
    assert diary.reminders.find("board", "U2", made.number) is None
    assert diary.reminders.find("teams", "U1", made.number) is None
    assert diary.reminders.find("board", "U1", 10**12) is None


@pytest.mark.parametrize("failure", [Later(1), RuntimeError("no")])
def test_a_failure_is_tried_again(diary: Diary, failure: Exception) -> None:
    made = diary.plan(draft(NOW + timedelta(hours=1)))
    diary.clock.pass_(hours=1)
    diary.board.failures = [failure]
    diary.look()
    assert diary.board.said == []
    diary.look()
    assert diary.board.said == [made.number]


def test_what_cannot_be_told_to_anybody_is_given_up(diary: Diary) -> None:
    diary.plan(draft(NOW + timedelta(hours=1)))
    diary.clock.pass_(hours=1)
    diary.board.failures = [Gone()]
    diary.look()
    diary.look()
    assert (diary.board.said, diary.states()) == ([], [])


def test_what_was_in_hand_when_the_program_ended_is_told_at_the_next_start(diary: Diary) -> None:
    made = diary.plan(draft(NOW + timedelta(hours=1)))
    assert diary.reminders.claim(made, State.CLAIMED)
    diary.clock.pass_(hours=1)

    async def start() -> None:
        running = asyncio.create_task(diary.keeper.run())
        async with asyncio.timeout(10):
            while not diary.board.said:
                await asyncio.sleep(0.01)
        running.cancel()

    asyncio.run(start())
    assert diary.board.said == [made.number]


def test_an_owner_can_have_a_hundred_to_come_and_no_more(diary: Diary) -> None:
    for number in range(100):
        diary.reminders.plan(draft(NOW + timedelta(days=1), matter=f"m{number}"))
    with pytest.raises(TooManyReminders):
        diary.reminders.plan(draft(NOW + timedelta(days=1), matter="m100"))
    diary.reminders.plan(draft(NOW + timedelta(days=1), matter="m100", owner="U2"))


def test_one_that_the_platform_has_said_already_cannot_be_taken_back(database: Database) -> None:
    diary = Diary(database, timedelta(days=119))
    diary.plan(draft(NOW + timedelta(days=1)))
    (kept,) = diary.reminders.of("board", "U1")
    diary.board.handed.clear()  # the platform has said it
    assert asyncio.run(diary.keeper.cancel(kept)) is False
    assert diary.states() == []

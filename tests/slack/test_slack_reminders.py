"""Reminders: left to Slack as far as it keeps messages, kept by us beyond, said by us where Slack would not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.slack.deadlines import SlackReminding
from bot.channels.slack.web import Web, client_of
from bot.reminders.keeper import ReminderKeeper
from bot.reminders.reminder import Draft, State
from bot.reminders.reminders import Reminders
from bot.store.database import Database
from tests.desks import Clock
from tests.slack.fake import TOKEN, Slack, running

pytestmark = pytest.mark.usefixtures("local_sockets")
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def draft(ahead: timedelta) -> Draft:
    """A reminder that is said so far ahead."""
    return Draft("slack", "UANA", {"channel": "DANA"}, "matter:act_by", "2027-12-01", "Reminder: **Answer by** is soon. <!channel>", "en", START + ahead)


def kept(tmp_path: Path, work: Callable[[Slack, ReminderKeeper, Reminders, Clock], Awaitable[None]]) -> None:
    """Does something with a keeper over a new database and a workspace."""
    database, clock = Database(f"sqlite:///{tmp_path / 'reminders.db'}"), Clock(START)
    with running() as slack:
        slack.now = START.timestamp()
        reminders = Reminders(database)
        web = Web(client_of(TOKEN, f"{slack.url}/api/"))
        asyncio.run(work(slack, ReminderKeeper("slack", SlackReminding(web), reminders, clock), reminders, clock))  # type: ignore[arg-type]
        assert slack.complaints == []
    database.close()


def test_one_beyond_slacks_horizon_is_handed_over_when_it_comes_within(tmp_path: Path) -> None:
    async def work(slack: Slack, keeper: ReminderKeeper, reminders: Reminders, clock: Clock) -> None:
        await keeper.plan(draft(timedelta(days=130)))
        assert slack.scheduled == {}
        clock.pass_(days=12)
        slack.now = clock().timestamp()
        await keeper.look()
        (handed,) = slack.scheduled.values()
        assert handed["post_at"] == int((START + timedelta(days=130)).timestamp())
        (reminder,) = reminders.of("slack", "UANA")
        assert reminder.state == State.HANDED
        assert await keeper.cancel(reminder)
        assert slack.scheduled == {}
        assert reminders.of("slack", "UANA") == []

    kept(tmp_path, work)


@pytest.mark.parametrize("refusal", ["time_in_past", "restricted_too_many"])
def test_what_slack_does_not_keep_is_said_in_time_by_us(tmp_path: Path, refusal: str) -> None:
    async def work(slack: Slack, keeper: ReminderKeeper, reminders: Reminders, clock: Clock) -> None:
        slack.errors["chat.scheduleMessage"] = refusal
        await keeper.plan(draft(timedelta(hours=1)))
        clock.pass_(minutes=61)
        await keeper.look()
        (said,) = slack.in_("DANA")
        assert "*Answer by*" in said.said
        assert "<!channel>" not in said.said
        assert reminders.of("slack", "UANA") == []
        await keeper.look()
        assert len(slack.in_("DANA")) == 1

    kept(tmp_path, work)


def test_one_waits_while_slack_has_no_patience(tmp_path: Path) -> None:
    async def work(slack: Slack, keeper: ReminderKeeper, reminders: Reminders, clock: Clock) -> None:
        slack.limited["chat.scheduleMessage"] = 1
        await keeper.plan(draft(timedelta(days=3)))
        assert (slack.scheduled, [one.state for one in reminders.of("slack", "UANA")]) == ({}, [State.PLANNED])
        await keeper.look()
        assert len(slack.scheduled) == 1

    kept(tmp_path, work)


def test_a_changed_deadline_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    async def work(slack: Slack, keeper: ReminderKeeper, reminders: Reminders, clock: Clock) -> None:
        await keeper.plan(draft(timedelta(days=3)))
        later = draft(timedelta(days=4))
        await keeper.plan(Draft(**{name: getattr(later, name) for name in Draft.__slots__} | {"due": "2027-12-05"}))
        (left,) = slack.scheduled.values()
        assert left["post_at"] == int((START + timedelta(days=4)).timestamp())

    kept(tmp_path, work)

"""Reminders in Teams: planned under an answer with dates, said in time where they were asked for, listed and cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.teams.answer import Renderer
from bot.channels.teams.connector import Connector
from bot.channels.teams.login import LogIn
from bot.channels.teams.reminding import ReminderDesk, TeamsReminding
from bot.channels.teams.words import WordsOfTeams
from bot.receipts import Case, identify
from bot.reminders.keeper import ReminderKeeper
from bot.reminders.reminder import Habits
from bot.reminders.reminders import Reminders
from bot.store.database import Database
from knowledge.wording import Wording
from tests import microsoft
from tests.conftest import NOW
from tests.desks import Clock, computed
from tests.microsoft import BOT, SECRET, TENANT, Microsoft
from tests.teams import SOURCE, Chats, Person, actions, inputs

RECEIPT = {"rule": "refund-timing", "version": 1, "today": "2026-11-23", "inputs": {"event_date": "2026-11-20"}}


def message(due: str = "2026-12-10", matter: str = "one") -> dict[str, Any]:
    """An answer with a date."""
    answer = {"sources": [SOURCE], "dates": [{"key": "latest", "value": due, "label": "Date to promise"}], "receipt_id": identify(RECEIPT, Case(matter))}
    return {"id": "7", "text": "Promise it.", "language": "en", "buttons": [], "answer": answer}


class Desk:
    """Reminders over a database and a connector, with a clock that is set by hand."""

    def __init__(self, database: Database, platform: Microsoft, data: Path) -> None:
        self.clock, self.platform = Clock(), platform
        renderer = Renderer(WordsOfTeams(data), {"en": Wording(data / "wording" / "en")}, Habits.read(data))
        reminding = TeamsReminding(Connector(LogIn(BOT, SECRET, TENANT, platform.url)), renderer)
        self.keeper = ReminderKeeper("teams", reminding, Reminders(database), self.clock)
        self.desk = ReminderDesk(self.keeper, Reminders(database), renderer, self.clock)
        self.renderer = renderer

    def place(self, user: str = "anna") -> dict[str, Any]:
        """Where somebody is."""
        return {
            "service": self.platform.url,
            "conversation": f"a:{user}",
            "bot": "28:bot",
            "user": user,
            "tenant": TENANT,
            "scope": "personal",
            "language": "en",
        }

    def plan(self, choice: str, user: str = "anna", **more: Any) -> str | None:
        """Plans one."""
        return asyncio.run(self.desk.plan(self.place(user), message(**more), choice))

    def listed(self, user: str = "anna") -> list[dict[str, Any]]:
        """The buttons of somebody's list."""
        return list(actions(asyncio.run(self.desk.listed(self.place(user), "en"))))

    def passes(self, to: datetime) -> list[str]:
        """What has been said once that time has come."""
        self.clock.at = to
        asyncio.run(self.keeper.look())
        return self.platform.texts()


@pytest.fixture
def desk(tmp_path: Path, data: Path, local_sockets: None) -> Iterator[Desk]:
    database = Database(f"sqlite:///{tmp_path / 'reminders.db'}")
    with microsoft.running() as platform:
        yield Desk(database, platform, data)
    database.close()


def test_a_reminder_is_said_in_time_and_only_once(desk: Desk) -> None:
    # Three days before 10 December is the 7th; data/reminders.yaml says at nine in Paris, which is eight in UTC.
    assert desk.plan("latest 3") == "I will remind you on Monday 7 December 2026 at 09:00: Date to promise, Thursday 10 December 2026."
    due = NOW.replace(month=12, day=7, hour=8, minute=0)
    assert desk.passes(due - timedelta(minutes=1)) == []
    (said,) = desk.passes(due + timedelta(seconds=1))
    assert said.startswith("Reminder: Date to promise is Thursday 10 December 2026. (When does the buyer get the refund?)")
    assert len(desk.passes(due + timedelta(days=1))) == 1
    assert desk.platform.written[0].conversation == "a:anna"
    assert desk.listed() == []


def test_a_deadline_that_has_changed_has_one_reminder(desk: Desk) -> None:
    desk.plan("latest 3")
    desk.plan("latest 3", due="2026-12-14")
    desk.plan("latest 3", matter="another")
    assert len(desk.listed()) == 2
    assert [text for text in desk.passes(NOW.replace(month=12, day=12)) if "14 December" in text] != []


@pytest.mark.parametrize("choice", ["", "latest", "latest x", "latest 99", "nothing 3", "latest 7 7"])
def test_what_is_no_choice_plans_nothing(desk: Desk, choice: str) -> None:
    assert desk.plan(choice) is None


def test_a_moment_that_has_passed_is_not_offered(desk: Desk) -> None:
    assert [choice["value"] for choice in desk.renderer.reminder_choices(message(), NOW)] == ["latest 7", "latest 3", "latest 1", "latest 0"]
    assert [choice["value"] for choice in desk.renderer.reminder_choices(message(due="2026-11-25"), NOW)] == ["latest 1", "latest 0"]
    assert desk.plan("latest 7", due="2026-11-25") is None


def test_nobody_sees_or_cancels_the_reminders_of_others(desk: Desk) -> None:
    desk.plan("latest 3")
    (cancel, *_) = desk.listed()
    number = cancel["data"]["reminder"]
    assert desk.listed("mallory") == []
    asyncio.run(desk.desk.cancel(desk.place("mallory"), number))
    assert len(desk.listed()) == 1
    asyncio.run(desk.desk.cancel(desk.place(), number))
    assert desk.listed() == []
    assert desk.passes(NOW + timedelta(days=60)) == []


def test_a_group_sees_only_what_was_asked_for_there(desk: Desk) -> None:
    desk.plan("latest 3")
    group = {**desk.place(), "scope": "groupChat", "conversation": "19:group"}
    assert list(actions(asyncio.run(desk.desk.listed(group, "en")))) == []
    asyncio.run(desk.desk.plan(group, message(matter="another"), "latest 1"))
    assert len(list(actions(asyncio.run(desk.desk.listed(group, "en"))))) == 1
    assert len(desk.listed()) == 2


def test_who_has_removed_the_bot_is_not_asked_again(desk: Desk) -> None:
    desk.plan("latest 3")
    desk.platform.refuses[:] = [(403, {})]
    assert desk.passes(NOW.replace(month=12, day=8)) == []
    assert desk.passes(NOW.replace(month=12, day=9)) == []


@pytest.mark.model
def test_a_reminder_is_chosen_under_an_answer_and_cancelled_from_the_list(anna: Person, chats: Chats) -> None:
    done = computed("refund-timing", {"event_date": "2026-11-20"}, {"latest_working": "2026-12-10"})
    done[0]["custom"]["answer"]["sources"] = [SOURCE]
    chats.engine.says(done)
    anna.write("Refund?")
    card = anna.hears("Answer of refund-timing")
    assert [choice["value"] for choice in inputs(card.card)["when"]["choices"]] == [f"latest_working {days}" for days in (7, 3, 1, 0)]
    anna.press(card, "Remind me", when="latest_working 1")
    assert "I will remind you on Wednesday 9 December 2026 at 09:00" in card.text
    anna.write("my reminders")
    listed = anna.hears("Your reminders")
    anna.press(listed, "Cancel it")
    assert "You have no reminders." in listed.text

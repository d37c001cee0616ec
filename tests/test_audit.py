"""The record of what was done, in both kinds of database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.accounts.account import Account, Role
from bot.accounts.accounts import Accounts
from bot.accounts.audit import COMMAND_LINE, Audit
from bot.store.database import Database
from tests.doors import NOON


class Recorder:
    """A record, and a clock that goes on by a minute with each entry."""

    def __init__(self, database: Database) -> None:
        self.now = NOON
        self.audit = Audit(database, lambda: self.now)
        accounts = Accounts(database)
        self.anna, self.bert = (accounts.add(f"{name}@example.com", "", Role.ADMIN, NOON) for name in ("anna", "bert"))

    def did(self, account: Account | None, action: str, about: str, **details: str) -> None:
        asyncio.run(self.audit.record(account, action, about, **details))
        self.now += timedelta(minutes=1)


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database)


def test_entries_say_who_did_what_to_what_and_when_the_newest_first(recorder: Recorder) -> None:
    recorder.did(recorder.anna, "published", "article q058", before="v3", after="v4 – “new” é 😀")
    recorder.did(None, "added", "bert@example.com")
    second, first = asyncio.run(recorder.audit.entries())
    assert (first.account, first.email, first.action, first.object) == (recorder.anna.number, "anna@example.com", "published", "article q058")
    assert first.details == {"before": "v3", "after": "v4 – “new” é 😀"}
    assert first.at == NOON
    assert (second.account, second.email, second.at) == (None, COMMAND_LINE, NOON + timedelta(minutes=1))


def test_entries_are_filtered_and_read_page_by_page(recorder: Recorder) -> None:
    for number in range(7):
        recorder.did(recorder.anna, "saw", f"case {number}")
        recorder.did(recorder.bert, "took over" if number % 2 else "saw", f"case {number}")

    def read(**wanted: object) -> list[str]:
        return [f"{entry.email[0]} {entry.action} {entry.object}" for entry in asyncio.run(recorder.audit.entries(**wanted))]  # type: ignore[arg-type]

    assert read(email="bert@example.com", action="took over") == ["b took over case 5", "b took over case 3", "b took over case 1"]
    assert read(object="case 6") == ["b saw case 6", "a saw case 6"]
    assert read(object="case %") == []
    assert read(email="nobody' OR 1=1 --") == read(action="\0") == read(object="\ud800") == []
    last = asyncio.run(recorder.audit.entries(most=10))[-1]
    assert read(before=last.number) == ["b took over case 1", "a saw case 1", "b saw case 0", "a saw case 0"]
    assert len(read(before=10**30)) == 14
    assert asyncio.run(recorder.audit.actions()) == ["saw", "took over"]
    assert asyncio.run(recorder.audit.people()) == ["anna@example.com", "bert@example.com"]


def test_whatever_is_recorded_fits(recorder: Recorder) -> None:
    recorder.did(recorder.anna, "a" * 1000, "o\0\ud800" * 1000, reason="r\0\ud800" * 100_000)
    (entry,) = asyncio.run(recorder.audit.entries())
    assert len(entry.object) == 200
    assert entry.object.startswith("o??o??")
    assert len(entry.details["reason"]) == 500


def test_an_entry_keeps_the_role_of_the_moment(recorder: Recorder) -> None:
    recorder.did(recorder.anna, "changed role", "bert@example.com", before=Role.ADMIN, after=Role.VIEWER)
    (entry,) = asyncio.run(recorder.audit.entries())
    assert entry.details == {"before": "admin", "after": "viewer"}

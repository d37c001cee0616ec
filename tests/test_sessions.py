"""Sessions and invitations as the database keeps them, in both kinds of database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.accounts import token as tokens
from bot.accounts.account import Account, Role
from bot.accounts.accounts import Accounts
from bot.accounts.invitations import Invitations
from bot.accounts.sessions import Sessions
from bot.accounts.tables import INVITATIONS, SESSIONS
from bot.store.database import Database
from tests.doors import NOON

ODD = ["", "x", "x" * 43, "x" * 100_000, "\0", "\ud800", "é" * 43, "' OR 1=1 --", "a" * 42 + "\n"]


@pytest.fixture
def sessions(database: Database) -> Sessions:
    return Sessions(database, 2, 12)


@pytest.fixture
def invitations(database: Database) -> Invitations:
    return Invitations(database, 72)


@pytest.fixture
def one(database: Database) -> Account:
    return Accounts(database).add("one@example.com", "", Role.AGENT, NOON)


def test_tokens_are_secrets_of_enough_bits(sessions: Sessions, one: Account) -> None:
    found = {sessions.begin(one, NOON) for _ in range(20)}
    assert len(found) == 20
    assert {len(token) for token in found} == {43}  # 6 bits a letter: 256 bits and 2 that are always the same


def test_the_database_holds_no_token(database: Database, sessions: Sessions, invitations: Invitations, one: Account) -> None:
    token, (invitation, _) = sessions.begin(one, NOON), invitations.make(one, NOON)
    with database.transaction() as connection:
        held = str(connection.execute(sa.select(SESSIONS)).all()) + str(connection.execute(sa.select(INVITATIONS)).all())
    assert token not in held
    assert invitation not in held
    assert tokens.digest(token) in held  # the right tables were looked at
    assert tokens.digest(invitation) in held


@pytest.mark.parametrize("token", ODD)
def test_a_token_that_was_not_given_opens_nothing(sessions: Sessions, invitations: Invitations, one: Account, token: str) -> None:
    sessions.begin(one, NOON)
    invitations.make(one, NOON)
    assert sessions.account(token, NOON) is None
    sessions.end(token)
    assert invitations.find(token, NOON) is None
    assert not invitations.take(token, NOON)


def test_what_the_database_holds_opens_nothing(sessions: Sessions, one: Account) -> None:
    assert sessions.account(tokens.digest(sessions.begin(one, NOON)), NOON) is None


def test_a_session_that_is_used_lasts_until_its_hours_are_over(sessions: Sessions, one: Account) -> None:
    token = sessions.begin(one, NOON)
    for hours in range(12):
        assert sessions.account(token, NOON + timedelta(hours=hours)) == one
    assert sessions.account(token, NOON + timedelta(hours=12)) is None


def test_a_session_that_is_not_used_ends_sooner(sessions: Sessions, one: Account) -> None:
    token = sessions.begin(one, NOON)
    assert sessions.account(token, NOON + timedelta(hours=1, minutes=59)) == one
    assert sessions.account(token, NOON + timedelta(hours=3, minutes=58)) == one  # two hours after it was used
    assert sessions.account(token, NOON + timedelta(hours=5, minutes=58)) is None


def test_a_look_within_a_minute_writes_nothing(sessions: Sessions, one: Account, database: Database) -> None:
    token = sessions.begin(one, NOON)

    def seen() -> str:
        with database.transaction() as connection:
            return str(connection.execute(sa.select(SESSIONS.c.seen_at)).scalar_one())

    first = seen()
    sessions.account(token, NOON + timedelta(seconds=59))
    assert seen() == first
    sessions.account(token, NOON + timedelta(seconds=60))
    assert seen() > first


def test_sessions_end_one_by_one_or_all(sessions: Sessions, one: Account) -> None:
    first, second, third = (sessions.begin(one, NOON) for _ in range(3))
    sessions.end(first)
    assert [sessions.account(token, NOON) for token in (first, second, third)] == [None, one, one]
    assert sessions.end_all(one) == 2
    assert sessions.account(second, NOON) is None


def test_sessions_that_have_expired_are_forgotten(sessions: Sessions, one: Account, database: Database) -> None:
    sessions.begin(one, NOON)
    sessions.begin(one, NOON + timedelta(hours=2))
    with database.transaction() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(SESSIONS)).scalar_one() == 1


# Invitations


def test_an_invitation_can_be_used_once_and_in_time(invitations: Invitations, one: Account) -> None:
    token, until = invitations.make(one, NOON)
    assert until == NOON + timedelta(hours=72)
    assert invitations.find(token, until - timedelta(seconds=1)) == one
    assert invitations.find(token, until) is None
    assert not invitations.take(token, until)
    assert invitations.take(token, NOON)
    assert not invitations.take(token, NOON)
    assert invitations.find(token, NOON) is None


def test_a_new_invitation_takes_the_place_of_the_old_one(invitations: Invitations, one: Account) -> None:
    old, _ = invitations.make(one, NOON)
    new, _ = invitations.make(one, NOON)
    assert invitations.find(old, NOON) is None
    assert invitations.find(new, NOON) == one


def test_of_many_who_use_an_invitation_at_once_one_succeeds(invitations: Invitations, one: Account) -> None:
    token, _ = invitations.make(one, NOON)
    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(lambda _: invitations.take(token, NOON), range(6))) == 1

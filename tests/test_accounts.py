"""The accounts as the database keeps them, in both kinds of database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.accounts.account import Account, AccountError, Role
from bot.accounts.accounts import Accounts, LastAdmin, UnknownAccount, normal_email, normal_name
from bot.accounts.audit import LOGGED_IN, Audit
from bot.accounts.invitations import Invitations
from bot.accounts.sessions import Sessions
from bot.store.database import Database
from tests.doors import NOON


@pytest.fixture
def accounts(database: Database) -> Accounts:
    return Accounts(database)


@pytest.fixture
def sessions(database: Database) -> Sessions:
    return Sessions(database, 2, 12)


def test_each_role_may_do_what_those_before_it_may() -> None:
    order = [Role.VIEWER, Role.AGENT, Role.EDITOR, Role.ADMIN]
    for place, role in enumerate(order):
        assert [role.may(least) for least in order] == [True] * (place + 1) + [False] * (3 - place)


def test_what_was_added_is_there(accounts: Accounts) -> None:
    added = accounts.add(" Anna@Example.COM ", "  Anna   Müller ", Role.EDITOR, NOON, "the hash")
    assert (added.email, added.name, added.role, added.active) == ("anna@example.com", "Anna Müller", Role.EDITOR, True)
    assert accounts.get(added.number) == added
    assert accounts.of_email(" anna@example.com ") == added
    assert accounts.secret("ANNA@example.com") == (added, "the hash")
    assert accounts.all() == [added]
    with pytest.raises(AccountError, match="already"):
        accounts.add("anna@example.com", "Another Anna", Role.ADMIN, NOON)


@pytest.mark.parametrize(
    "email", ["", "anna", "@b.example", "anna@", "a b@c.example", "a@b@c", "anna@example.com\0", "anna@ex\nample.com", "\ud800@b.c", "é@b.c"]
)
@pytest.mark.parametrize("more", ["", "x" * 100_000])
def test_what_is_no_address_is_refused_and_belongs_to_nobody(accounts: Accounts, email: str, more: str) -> None:
    accounts.add("anna@example.com", "", Role.ADMIN, NOON)
    with pytest.raises(AccountError):
        normal_email(email + more)
    assert accounts.secret(email + more) == (None, "")
    with pytest.raises(UnknownAccount):
        accounts.of_email(email + more)


def test_the_longest_address_fits(accounts: Accounts) -> None:
    longest = "a" * (254 - len("@example.com")) + "@example.com"
    assert accounts.of_email(accounts.add(longest, "n" * 120, Role.VIEWER, NOON).email).email == longest
    with pytest.raises(AccountError):
        normal_email("a" + longest)


@pytest.mark.parametrize("name", ["n" * 121, "a\0b", "\u202egnp.exe", "\ud800"])
def test_a_name_that_could_deceive_is_refused(name: str) -> None:
    with pytest.raises(AccountError):
        normal_name(name)


def test_numbers_that_are_nobodys(accounts: Accounts) -> None:
    for number in (0, -1, 7, 2**31 - 1):
        with pytest.raises(UnknownAccount):
            accounts.get(number)


# What ends sessions


def test_less_of_an_account_or_another_password_ends_its_sessions_and_nobody_elses(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add("boss@example.com", "", Role.ADMIN, NOON)
    one, other = accounts.add("one@example.com", "", Role.ADMIN, NOON), accounts.add("other@example.com", "", Role.ADMIN, NOON)
    others = sessions.begin(other, NOON)
    changes: list[Callable[[], Account]] = [
        lambda: accounts.set_role(one.number, Role.VIEWER),
        lambda: accounts.set_role(one.number, Role.ADMIN),
        lambda: accounts.set_password(one.number, "another hash"),
        lambda: accounts.set_active(one.number, active=False),
    ]
    for change in changes:
        token = sessions.begin(one, NOON)
        assert sessions.account(token, NOON)
        change()
        assert sessions.account(token, NOON) is None
    assert sessions.account(others, NOON) == other


def test_an_account_that_is_not_active_has_no_session_whoever_made_it(accounts: Accounts, sessions: Sessions) -> None:
    one = accounts.add("one@example.com", "", Role.AGENT, NOON)
    accounts.set_active(one.number, active=False)
    assert sessions.account(sessions.begin(one, NOON), NOON) is None


def test_an_invitation_survives_another_role_but_not_a_password(accounts: Accounts, database: Database) -> None:
    invitations = Invitations(database, 72)
    one = accounts.add("one@example.com", "", Role.AGENT, NOON)
    token, _ = invitations.make(one, NOON)
    changed = accounts.set_role(one.number, Role.EDITOR)
    assert invitations.find(token, NOON) == changed
    accounts.set_password(one.number, "a hash")
    assert invitations.find(token, NOON) is None


def test_a_stronger_hash_takes_the_place_of_the_old_one_only(accounts: Accounts) -> None:
    one = accounts.add("one@example.com", "", Role.AGENT, NOON, "weak")
    accounts.rehash(one.number, "weak", "strong")
    assert accounts.secret(one.email)[1] == "strong"
    accounts.set_password(one.number, "new")  # meanwhile
    accounts.rehash(one.number, "strong", "stronger")
    assert accounts.secret(one.email)[1] == "new"


# The last admin


def test_the_last_admin_stays(accounts: Accounts) -> None:
    one, other = accounts.add("one@example.com", "", Role.ADMIN, NOON), accounts.add("other@example.com", "", Role.ADMIN, NOON)
    accounts.set_active(other.number, active=False)
    changes: list[Callable[[], Account]] = [lambda: accounts.set_active(one.number, active=False), lambda: accounts.set_role(one.number, Role.EDITOR)]
    for change in changes:
        with pytest.raises(LastAdmin):
            change()
        assert accounts.get(one.number) == one
    accounts.set_role(other.number, Role.EDITOR)  # is not active
    accounts.set_role(one.number, Role.ADMIN)  # changes nothing


def test_two_admins_cannot_remove_each_other_at_once(accounts: Accounts) -> None:
    """Each of them would see the other one as the admin who stays."""
    for round_ in range(8):
        pair = [accounts.add(f"{name}{round_}@example.com", "", Role.ADMIN, NOON) for name in ("one", "other")]
        for everybody in accounts.all():
            if everybody.number not in {one.number for one in pair} and everybody.role is Role.ADMIN:
                accounts.set_role(everybody.number, Role.VIEWER)
        ready = threading.Barrier(2)
        refused: list[LastAdmin] = []

        def leave(number: int, ready: threading.Barrier = ready, refused: list[LastAdmin] = refused) -> None:
            ready.wait()
            try:
                accounts.set_role(number, Role.VIEWER)
            except LastAdmin as error:
                refused.append(error)

        threads = [threading.Thread(target=leave, args=(one.number,)) for one in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        assert sum(one.role is Role.ADMIN for one in accounts.all()) == 1


# What the page shows


def test_who_has_a_password_and_when_they_came_last(accounts: Accounts, database: Database) -> None:
    one, other = accounts.add("one@example.com", "", Role.ADMIN, NOON, "a hash"), accounts.add("other@example.com", "", Role.ADMIN, NOON)
    moment = NOON
    audit = Audit(database, lambda: moment)
    for hours in (1, 3):
        moment = NOON + timedelta(hours=hours)
        audit.write(one, LOGGED_IN, one.email)
    moment = NOON + timedelta(hours=5)
    audit.write(one, "failed to log in", one.email)
    assert accounts.standing() == {one.number: (True, NOON + timedelta(hours=3)), other.number: (False, None)}


# Identities at a provider


def test_an_identity_leads_to_its_account(accounts: Accounts) -> None:
    one = accounts.add("one@example.com", "", Role.AGENT, NOON)
    accounts.identify(one.number, "https://one.example", "42")
    assert accounts.of_identity("https://one.example", "42") == one
    assert accounts.of_identity("https://other.example", "42") is None
    assert accounts.of_identity("https://one.example", "43") is None

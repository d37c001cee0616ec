"""How often somebody may try to log in."""

from __future__ import annotations

import pytest

from bot.accounts.attempts import Attempts
from bot.limits import TooMuch

HOME, OFFICE = "198.51.100.7", "203.0.113.9"


class Clock:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(clock: Clock) -> Attempts:
    return Attempts(clock)


def admitted(attempts: Attempts, email: str, address: str, tries: int) -> int:
    """How many of so many tries at once are let through."""
    count = 0
    for _ in range(tries):
        try:
            attempts.admit(email, address)
            count += 1
        except TooMuch:
            pass
    return count


def wait(attempts: Attempts, email: str, address: str) -> int:
    """After how many seconds another try may pass."""
    with pytest.raises(TooMuch) as refused:
        attempts.admit(email, address)
    return refused.value.retry_after


def test_after_some_failures_each_try_has_to_wait_twice_as_long(attempts: Attempts, clock: Clock) -> None:
    assert admitted(attempts, "anna", HOME, 100) == 5
    waits = []
    for _ in range(12):
        waits.append(wait(attempts, "anna", HOME))
        clock.now += waits[-1] - 0.5
        assert wait(attempts, "anna", HOME) == 1
        clock.now += 0.5
        attempts.admit("anna", HOME)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_the_owner_elsewhere_does_not_wait(attempts: Attempts) -> None:
    admitted(attempts, "anna", HOME, 100)
    assert admitted(attempts, "anna", OFFICE, 100) == 5
    assert admitted(attempts, "bert", HOME, 1) == 1  # nor does another one in the same house


def test_success_forgets_the_failures(attempts: Attempts) -> None:
    for _ in range(10):
        assert admitted(attempts, "anna", HOME, 4) == 4
        attempts.succeeded("anna", HOME)
    assert admitted(attempts, "anna", HOME, 100) == 5


def test_an_address_that_tries_many_accounts_has_to_wait(attempts: Attempts) -> None:
    assert sum(admitted(attempts, f"person{number}", HOME, 1) for number in range(100)) == 20
    assert admitted(attempts, "anna", OFFICE, 1) == 1


def test_many_successes_at_one_address_are_no_attack(attempts: Attempts) -> None:
    for number in range(200):
        attempts.admit(f"person{number}", OFFICE)
        attempts.succeeded(f"person{number}", OFFICE)


def test_one_account_guessed_from_many_addresses_is_tried_less_at_each_and_its_owner_still_gets_in(attempts: Attempts) -> None:
    for number in range(6):
        assert admitted(attempts, "anna", f"198.51.100.{number}", 100) == 5  # thirty failures
    assert admitted(attempts, "anna", "198.51.100.99", 100) == 2
    attempts.admit("anna", OFFICE)
    attempts.succeeded("anna", OFFICE)


def test_one_household_is_one_client(attempts: Attempts) -> None:
    assert sum(admitted(attempts, "anna", f"2001:db8:0:1::{number:x}", 1) for number in range(1, 50)) == 5
    assert admitted(attempts, "anna", "2001:db8:0:2::1", 1) == 1


def test_after_an_hour_all_is_forgotten(attempts: Attempts, clock: Clock) -> None:
    admitted(attempts, "anna", HOME, 100)
    clock.now += 3600
    assert admitted(attempts, "anna", HOME, 100) == 5


def test_a_flood_of_names_does_not_fill_the_memory(attempts: Attempts) -> None:
    for number in range(30_000):
        attempts.admit(f"person{number}", f"2001:db8:{number >> 8:x}:{number & 255:x}::1")
    assert len(attempts._failures) <= 20_000

"""Which passwords may be chosen, and their hashes."""

from __future__ import annotations

from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from bot.accounts.passwords import LONGEST, SHORTEST, Passwords, UnfitPassword, check
from tests.doors import PASSWORD, QUICK

KNOWN = ("anna.schmidt@pommier-boutique.example", "Anna Schmidt")


@pytest.mark.parametrize("password", [PASSWORD, "correct horse battery staple", "ζώο καράβι ουρανός 9", "kY8#vQ2!mZ5p", "猫が窓から海を見ている夜"])
def test_a_password_that_is_hard_to_guess_may_be_chosen(password: str) -> None:
    assert QUICK.fits(password, QUICK.hash(password, *KNOWN))


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "too short"),
        ("kY8#vQ2!mZ5", "too short"),  # eleven
        (("kY8#vQ2!mZ5p" * 11)[: LONGEST + 1], "too long"),
        ("x" * 1_000_000, "too long"),
        ("password1234", "easy to guess"),
        ("passwordpassword", "easy to guess"),
        ("123456789012", "easy to guess"),
        ("qwertyuiop123", "easy to guess"),
        ("aaaaaaaaaaaaaaa", "easy to guess"),
        ("iloveyou2026!", "easy to guess"),
        ("Passw0rd2026!", "easy to guess"),
        ("ＰＡＳＳＷＯＲＤ１２３４", "easy to guess"),  # the same letters, wide
        ("anna.schmidt@pommier-boutique.example", "your name or e-mail"),
        ("Otter-ANNA.SCHMIDT-lamp 77", "your name or e-mail"),
        ("lamp pommier otter 77 quartz", "your name or e-mail"),
        ("quiet Schmidt lamp 77 otter", "your name or e-mail"),
        ("quiet otter\0lamp 77", "cannot be read"),
        ("quiet otter\nlamp 77", "cannot be read"),
        ("quiet otter \ud800 lamp", "cannot be read"),
    ],
)
def test_a_password_that_may_not_be_chosen_says_why(password: str, why: str) -> None:
    with pytest.raises(UnfitPassword, match=why):
        check(password, *KNOWN)


def test_the_limits_are_those_that_are_told() -> None:
    longest = ("kY8#vQ2!mZ5p" * 11)[:LONGEST]
    check(longest[:SHORTEST])
    check(longest)
    with pytest.raises(UnfitPassword, match=str(SHORTEST)):
        check(longest[: SHORTEST - 1])
    with pytest.raises(UnfitPassword, match=str(LONGEST)):
        check(longest + "x")


def test_short_parts_of_a_name_do_not_stand_in_the_way() -> None:
    check("quiet otter lamp 77", "li@ot.example", "Li Ot")


@pytest.mark.parametrize("wrong", ["", PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1], "x" * 1_000_000, "\0", "\ud800", PASSWORD + "\0"])
def test_only_the_password_itself_fits(wrong: str) -> None:
    hashed = QUICK.hash(PASSWORD)
    assert QUICK.fits(PASSWORD, hashed)
    assert not QUICK.fits(wrong, hashed)


@pytest.mark.parametrize("hashed", ["", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$"])
def test_nothing_fits_where_there_is_no_hash(hashed: str) -> None:
    assert not QUICK.fits(PASSWORD, hashed)
    assert not QUICK.fits("", hashed)


def test_without_an_account_the_same_work_is_done() -> None:
    """An empty hash is answered by verifying against another one: once each, and with the same parameters."""

    class Counting(PasswordHasher):
        verified: list[str] = []  # noqa: RUF012 - of this test alone

        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            self.verified.append(str(hash))
            return super().verify(hash, password)

    passwords = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))
    hashed = passwords.hash(PASSWORD)
    assert passwords.fits(PASSWORD, hashed)
    assert not passwords.fits("another quiet otter", hashed)
    assert not passwords.fits(PASSWORD, "")
    assert len(Counting.verified) == 3
    assert len({str(extract_parameters(one)) for one in Counting.verified}) == 1


def test_composed_and_decomposed_letters_are_one_password() -> None:
    assert QUICK.fits("une e\u0301toile au cine\u0301ma 7", QUICK.hash("une étoile au cinéma 7"))


def test_two_hashes_of_one_password_differ() -> None:
    assert QUICK.hash(PASSWORD) != QUICK.hash(PASSWORD)


def test_a_hash_made_less_hard_is_outdated_and_made_anew() -> None:
    harder = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    old = QUICK.hash(PASSWORD)
    assert not QUICK.is_outdated(old)
    assert harder.is_outdated(old)
    assert harder.fits(PASSWORD, old)
    new = harder.again(PASSWORD)
    assert harder.fits(PASSWORD, new)
    assert not harder.is_outdated(new)


def test_hashes_are_as_hard_as_the_standard_recommends() -> None:
    """RFC 9106's second choice, for machines without gigabytes to spare: Argon2id, 3 passes, 64 MiB, 4 lanes."""
    found = extract_parameters(Passwords().hash(PASSWORD))
    assert (found.type, found.time_cost, found.memory_cost, found.parallelism) == (Type.ID, 3, 64 * 1024, 4)

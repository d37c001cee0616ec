"""Passwords: which ones may be chosen, and their hashes (Argon2id).

Never tells by the time it takes whether there is an account: where there is no hash, it compares with one that nothing fits.
"""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.accounts.account import AccountError

SHORTEST, LONGEST = 12, 128
_LEAST_SCORE = 3  # of 4: the estimator's "safely unguessable"
_READ = 72  # characters that the estimator looks at; it takes longer the more there are
_LEAST_NAMED = 4  # letters of a name that make a password guessable


class UnfitPassword(AccountError):
    """The password may not be chosen; the message says why."""


class Passwords:
    """Hashes passwords and compares them, in the time that this takes: call it in a thread."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """`hasher` sets how hard it is made; the library's own choice is RFC 9106's."""
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str, *known: str) -> str:
        """The hash of a password that may be chosen; `known` is what others know of its owner. Raises UnfitPassword."""
        check(password, *known)
        return self._hasher.hash(_one_form(password))

    def fits(self, password: str, hashed: str) -> bool:
        """Whether it is the password of this hash; where that is empty, it is not, and takes as long."""
        if len(password) > LONGEST or not _is_text(password):
            return False  # it never was a password, of anybody
        try:
            return self._hasher.verify(hashed or self._nobodys, _one_form(password)) and bool(hashed)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, hashed: str) -> bool:
        """Whether the hash was made less hard than it would be today."""
        return self._hasher.check_needs_rehash(hashed)

    def again(self, password: str) -> str:
        """The hash of a password that fitted."""
        return self._hasher.hash(_one_form(password))


def check(password: str, *known: str) -> None:
    """Raises UnfitPassword for one that is too short, too long, or could be guessed by who knows this of its owner."""
    if not _is_text(password):
        raise UnfitPassword("The password contains characters that cannot be read. Choose another one.")
    if len(password) < SHORTEST:
        raise UnfitPassword(f"The password is too short: at least {SHORTEST} characters. Three or four words that do not belong together are easy to remember.")
    if len(password) > LONGEST:
        raise UnfitPassword(f"The password is too long: at most {LONGEST} characters.")
    plain, parts = _one_form(password).casefold(), _parts(known)
    if any(part in plain for part in parts):
        raise UnfitPassword("The password contains your name or e-mail address. Choose one that has nothing to do with you.")
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists of words are loaded when somebody chooses a password

    if zxcvbn(plain[:_READ], user_inputs=[*parts])["score"] < _LEAST_SCORE:
        raise UnfitPassword("The password is easy to guess. Three or four words that do not belong together are hard to guess and easy to remember.")


def _parts(known: tuple[str, ...]) -> set[str]:
    """What stands in names and addresses: the whole before the @, and its parts."""
    words = [word for text in known for word in (text.partition("@")[0], *"".join(letter if letter.isalnum() else " " for letter in text).split())]
    return {word.casefold() for word in words if len(word) >= _LEAST_NAMED}


def _is_text(password: str) -> bool:
    """Whether it can be encoded, and has no letter that a form or a terminal would cut it at."""
    return not any(unicodedata.category(letter) in ("Cs", "Cc") for letter in password)


def _one_form(password: str) -> str:
    """The same letters typed on different keyboards are one password."""
    return unicodedata.normalize("NFKC", password)

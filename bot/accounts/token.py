"""Random tokens that act as a secret of whoever holds them: made, and turned into what the database may hold.

Refuses nothing; a token is no more than 256 random bits, so that a plain hash of it cannot be turned back.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(_BYTES)


def is_token(text: str) -> bool:
    """Whether it could be one; nothing else need be looked for."""
    return _TOKEN.fullmatch(text) is not None


def digest(token: str) -> str:
    """What the database holds of it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def derived(token: str, purpose: str) -> str:
    """Another secret, which tells nothing about the token: one for each purpose."""
    return hmac.new(token.encode("ascii"), purpose.encode(), hashlib.sha256).hexdigest()


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))

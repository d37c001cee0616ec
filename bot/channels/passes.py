"""Passes: codes by which a seller takes a conversation along to another channel.

Whoever has a code may continue the conversation: it works once and for a few minutes, and only its digest is kept. Every method
waits for the database: call them apart. They raise ConversationsUnavailable.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa

from bot.channels.tables import PASSES
from bot.clock import Now
from bot.conversations import Conversations
from bot.store import moment

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
_LENGTH = 10
LASTS = timedelta(minutes=10)
"""How long a code can be used."""


class UnknownPass(Exception):
    """The code is none, has been used, or has expired."""


class Passes:
    """The passes of an installation."""

    def __init__(self, conversations: Conversations, now: Now) -> None:
        self._conversations, self._now = conversations, now

    def issue(self, conversation: str) -> str:
        """The code of a new pass. Raises UnknownConversation."""
        self._conversations.require(conversation)
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        now = self._now()
        with self._conversations.transaction() as connection:
            connection.execute(PASSES.delete().where(PASSES.c.until < moment.written(now)))
            connection.execute(PASSES.insert().values(digest=_digest(code), conversation=conversation, until=moment.written(now + LASTS)))
        return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"

    def use(self, code: str) -> str:
        """The conversation of a pass, which is used up. Raises UnknownPass."""
        this = PASSES.c.digest == _digest("".join(letter for letter in code.upper() if letter in _LETTERS))
        with self._conversations.transaction() as connection:
            connection.execute(PASSES.update().where(sa.false()).values(until=""))  # in SQLite the first write takes the lock
            row = connection.execute(sa.select(PASSES).where(this)).first()
            if row is None or not connection.execute(PASSES.delete().where(this)).rowcount or row.until < moment.written(self._now()):
                raise UnknownPass
        return str(row.conversation)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()

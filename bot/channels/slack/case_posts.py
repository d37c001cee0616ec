"""Which case is discussed in which thread of the support channel, in the conversations' database.

Every method waits for the database: call them apart. They raise ConversationsUnavailable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.channels.slack.places import NAME
from bot.channels.tables import CASE_POSTS
from bot.conversations import Conversations
from bot.tables import EVENTS, MOST_NUMBER

ENDED = MOST_NUMBER
"""Told up to here: the case has ended, and the thread says so."""


@dataclass(frozen=True, slots=True)
class CasePost:
    """The thread of a case; `told` is the last event that was written there. Its key is empty while the thread is being begun."""

    case: int
    conversation: str = field(repr=False)
    key: str
    told: int

    @property
    def channel(self) -> str:
        """Where the thread is."""
        return self.key.partition(":")[0]

    @property
    def thread(self) -> str:
        """The timestamp of its first message."""
        return self.key.partition(":")[2]


class CasePosts:
    """The threads of all cases."""

    def __init__(self, conversations: Conversations) -> None:
        self._transaction = conversations.transaction

    def begin(self, case: int, conversation: str) -> bool:
        """Notes that the thread of a case is begun; False where it has been, perhaps by another process."""
        told = sa.select(sa.func.max(EVENTS.c.number)).where(EVENTS.c.conversation == conversation)
        try:
            with self._transaction() as connection:
                last = connection.execute(told).scalar() or 0
                connection.execute(CASE_POSTS.insert().values(case=case, conversation=conversation, channel=NAME, key="", told=last))
        except sa.exc.IntegrityError:
            return False
        return True

    def place(self, case: int, key: str) -> None:
        """Notes where the thread is."""
        with self._transaction() as connection:
            connection.execute(CASE_POSTS.update().where(CASE_POSTS.c.case == case).values(key=key))

    def give_up(self, case: int) -> None:
        """The thread could not be begun: it is tried again."""
        with self._transaction() as connection:
            connection.execute(CASE_POSTS.delete().where(CASE_POSTS.c.case == case, CASE_POSTS.c.key == ""))

    def release(self) -> None:
        """Begins anew what was being begun when the program ended."""
        with self._transaction() as connection:
            connection.execute(CASE_POSTS.delete().where(CASE_POSTS.c.channel == NAME, CASE_POSTS.c.key == ""))

    def note(self, case: int, told: int) -> None:
        """An event was written there."""
        with self._transaction() as connection:
            connection.execute(CASE_POSTS.update().where(CASE_POSTS.c.case == case).values(told=told))

    def of_key(self, key: str) -> CasePost | None:
        """The case of a thread."""
        with self._transaction() as connection:
            row = connection.execute(sa.select(CASE_POSTS).where(CASE_POSTS.c.channel == NAME, CASE_POSTS.c.key == key)).first()
        return _read(row) if row else None

    def is_beginning(self) -> bool:
        """Whether a thread is being begun whose place is not known yet."""
        this = sa.and_(CASE_POSTS.c.channel == NAME, CASE_POSTS.c.key == "")
        with self._transaction() as connection:
            return connection.execute(sa.select(CASE_POSTS.c.case).where(this)).first() is not None

    def going_on(self) -> list[CasePost]:
        """The threads that have begun and whose case has not been told to have ended."""
        this = sa.and_(CASE_POSTS.c.channel == NAME, CASE_POSTS.c.key != "", CASE_POSTS.c.told < ENDED)
        with self._transaction() as connection:
            return [_read(row) for row in connection.execute(sa.select(CASE_POSTS).where(this).order_by(CASE_POSTS.c.case))]

    def known(self) -> set[int]:
        """The cases that have a thread."""
        with self._transaction() as connection:
            return set(connection.execute(sa.select(CASE_POSTS.c.case)).scalars())


def _read(row: Any) -> CasePost:
    return CasePost(row.case, row.conversation, row.key, row.told)

"""The cases of an installation and their notes, in the conversations' database.

Refuses what another agent has done first. Every change tells the seller in the same transaction, and wakes whoever follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations import Conversations, Event, Kind, hold, insert_event
from bot.handover.case import OPEN, Agent, Case, Note, Reason, State, Summary
from bot.handover.rows import find, in_order, open_case, read, written
from bot.handover.tables import CASES, NOTES
from bot.news import News
from bot.store import moment

INBOX = "inbox"
"""Under this name the news of all cases are followed."""
Happened = tuple[Kind, Mapping[str, Any]]


@dataclass
class _Change:
    """A transaction, and whom to wake once it has ended."""

    connection: sa.Connection
    woken: set[str] = field(default_factory=set)

    def tell(self, conversation: str, happened: Iterable[Happened]) -> list[Event]:
        """Keeps events of a conversation."""
        self.woken.add(conversation)
        hold(self.connection, conversation)
        return [Event(insert_event(self.connection, conversation, kind, content), kind, content) for kind, content in happened]


class NotYours(Exception):
    """The case is not in the agent's hands: `case` says in whose it is."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(f"case {case.number} is {case.state}")


class Cases:
    """All cases. Every method waits for the database: call them apart. They raise ConversationsUnavailable."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations, self.news = conversations, News()

    def open(self, conversation: str, language: str, summary: Summary, now: datetime, *, attended: bool, pending: Sequence[Mapping[str, Any]] = ()) -> Case:
        """The open case of the conversation, made now where there is none. Raises UnknownConversation."""
        deadline = moment.written(summary.limit.moment) if summary.limit else None
        held = {"summary": written(summary, pending), "deadline": deadline, "language": language, "attended": attended}
        values = {"conversation": conversation, "state": State.WAITING, "asked_at": moment.written(now), "acknowledged": False, "ahead": -1, **held}
        with self._change() as change:
            hold(change.connection, conversation)
            if (found := open_case(change.connection, conversation)) is None:
                change.connection.execute(CASES.insert().values(**values))
            elif attended and not found.attended:
                change.connection.execute(CASES.update().where(CASES.c.number == found.number).values(attended=True))
            _tell_places(change)
            made = open_case(change.connection, conversation)
        assert made
        return made

    def refresh(self, case: Case, summary: Summary) -> None:
        """What is known of an open case now that its seller has gone on with the assistant."""
        deadline = moment.written(summary.limit.moment) if summary.limit else None
        with self._change() as change:
            held = {"summary": written(summary, case.pending), "deadline": deadline}
            change.connection.execute(CASES.update().where(CASES.c.number == case.number).values(**held))
            _tell_places(change)

    def of(self, conversation: str) -> Case | None:
        """The open case of a conversation."""
        with self._conversations.transaction() as connection:
            return open_case(connection, conversation)

    def case(self, number: int) -> Case:
        """One case. Raises UnknownCase."""
        with self._conversations.transaction() as connection:
            return find(connection, number)

    def all_of(self, conversation: str) -> list[Case]:
        """Every case that a conversation has had, the latest first."""
        query = sa.select(CASES).where(CASES.c.conversation == conversation).order_by(CASES.c.number.desc())
        with self._conversations.transaction() as connection:
            return [read(row) for row in connection.execute(query)]

    def waiting_or_taken(self) -> list[Case]:
        """The open cases: by the time left to the seller's limit, those without one last, by how long they have waited."""
        with self._conversations.transaction() as connection:
            return [read(row) for row in connection.execute(in_order(OPEN))]

    def acknowledge(self, number: int) -> bool:
        """Whether the seller is now to be told, once for a case, that what they write reaches a person."""
        this = sa.and_(CASES.c.number == number, CASES.c.acknowledged.is_(False))
        with self._conversations.transaction() as connection:
            return bool(connection.execute(CASES.update().where(this).values(acknowledged=True)).rowcount)

    def leave(self, number: int) -> None:
        """The seller no longer waits: the assistant goes on, and the case stays where it is."""
        with self._change() as change:
            this = sa.and_(CASES.c.number == number, CASES.c.state == State.WAITING)
            if change.connection.execute(CASES.update().where(this).values(attended=False, ahead=-1)).rowcount:
                change.tell(find(change.connection, number).conversation, [("state", {"person": "none"})])

    def take(self, number: int, agent: Agent, now: datetime, holder: int | None = None) -> Case:
        """Puts a waiting case into an agent's hands, or one that `holder` has. Raises UnknownCase, and NotYours when somebody else was first."""
        free = CASES.c.state == State.WAITING
        if holder is not None:
            free = sa.or_(free, sa.and_(CASES.c.state == State.TAKEN, CASES.c.taken_by == holder))
        taken = {"state": State.TAKEN, "taken_by": agent.number, "taken_name": agent.name, "taken_at": moment.written(now)}
        with self._change() as change:
            find(change.connection, number)
            done = change.connection.execute(CASES.update().where(CASES.c.number == number, free).values(**taken)).rowcount
            case = find(change.connection, number)
            if not done:
                raise NotYours(case)
            change.tell(case.conversation, [("state", {"person": "here", "name": agent.name})])
            _tell_places(change)
        return case

    def say(self, number: int, agent: Agent, content: Mapping[str, Any]) -> Event:
        """Keeps a message of the agent who has the case. Raises UnknownCase and NotYours."""
        with self._change() as change:
            case = _held(change.connection, number, agent)
            (event,) = change.tell(case.conversation, [("message", {**content, "author": "agent", "name": agent.name})])
        return event

    def end(self, number: int, state: State, now: datetime, happened: Iterable[Happened], *, by: Agent | None, reason: Reason | None, remark: str = "") -> Case:
        """Ends an open case: `by` the agent who has it (or, of a waiting one, any), or by its seller. Raises UnknownCase and NotYours."""
        ended = {"state": state, "ended_at": moment.written(now), "reason": reason, "remark": remark}
        with self._change() as change:
            mine = _held(change.connection, number, by, waiting=True) if by else find(change.connection, number)
            this = sa.and_(CASES.c.number == number, CASES.c.state == mine.state)
            if not mine.is_open or not change.connection.execute(CASES.update().where(this).values(**ended)).rowcount:
                raise NotYours(find(change.connection, number))
            change.tell(mine.conversation, [*happened, ("state", {"person": "none"})])
            _tell_places(change)
            return find(change.connection, number)

    def note(self, number: int, agent: Agent, text: str, now: datetime) -> None:
        """Keeps a note among agents. Raises UnknownCase."""
        with self._change() as change:
            case = find(change.connection, number)
            written = {"conversation": case.conversation, "case": number, "account": agent.number, "name": agent.name}
            change.connection.execute(NOTES.insert().values(**written, at=moment.written(now), text=text))
            change.woken.add(case.conversation)

    def notes(self, number: int) -> list[Note]:
        """The notes of a case, the earliest first. Raises UnknownCase."""
        with self._conversations.transaction() as connection:
            find(connection, number)
            rows = connection.execute(sa.select(NOTES).where(NOTES.c.case == number).order_by(NOTES.c.number)).all()
        return [Note(row.number, Agent(row.account, row.name), moment.read(row.at), row.text) for row in rows]

    @contextmanager
    def _change(self) -> Iterator[_Change]:
        with self._conversations.transaction() as connection:
            _alone(connection)
            change = _Change(connection)
            yield change
        for conversation in change.woken:
            self._conversations.news.tell(conversation)
        self.news.tell(INBOX)


def _alone(connection: sa.Connection) -> None:
    """Lets no other change of cases begin before this one has ended: it may reach every conversation that waits."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"LOCK TABLE {CASES.name} IN SHARE ROW EXCLUSIVE MODE")
    else:
        connection.execute(CASES.update().where(sa.false()).values(ahead=0))  # SQLite's lock is taken with the first write


def _tell_places(change: _Change) -> None:
    """Tells every seller who waits how many are ahead, where that has changed."""
    for place, row in enumerate(change.connection.execute(in_order((State.WAITING,))).all()):
        if row.attended and row.ahead != place:
            change.connection.execute(CASES.update().where(CASES.c.number == row.number).values(ahead=place))
            change.tell(row.conversation, [("state", {"person": "waiting", "ahead": place})])


def _held(connection: sa.Connection, number: int, agent: Agent, *, waiting: bool = False) -> Case:
    """The case in the agent's hands, or a waiting one where that will do. Raises UnknownCase and NotYours."""
    case = find(connection, number)
    is_mine = case.state == State.TAKEN and case.taken_by is not None and case.taken_by.number == agent.number
    if not (is_mine or (waiting and case.state == State.WAITING)):
        raise NotYours(case)
    return case

"""Conversations as agents look at them: a list that can be filtered, and everything that happened in one of them.

Refuses the conversation's own id as an address, as whoever has that may write as the seller: a conversation is named by the number of its
first event.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations import Conversations, Kind, UnknownConversation
from bot.handover.case import State
from bot.handover.tables import CASES
from bot.store import moment
from bot.tables import EVENTS, MOST_NUMBER
from knowledge.calendars import PARIS

Condition = Callable[[sa.FromClause], sa.ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with the moment at which it was kept."""

    number: int
    kind: Kind
    at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of conversations is narrowed to; what is empty does not narrow it."""

    state: State | None = None
    language: str = ""
    decision: str = ""
    day: date | None = None
    text: str = ""
    """Words that the seller or an agent has written."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in a list; `newest` is the number of its last event, from which the list goes on."""

    number: int
    newest: int
    last_at: datetime
    opening: str
    turns: int
    language: str
    decisions: tuple[str, ...]
    state: State | None
    conversation: str = field(repr=False, default="")


class Transcripts:
    """All conversations, to look at. Every method waits for the database: call them apart. They raise ConversationsUnavailable."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def find(self, number: int) -> str:
        """The id of the conversation whose first event has this number. Raises UnknownConversation."""
        earlier = EVENTS.alias()
        is_first = ~sa.exists().where(earlier.c.conversation == EVENTS.c.conversation, earlier.c.number < EVENTS.c.number)
        with self._conversations.transaction() as connection:
            found = 0 < number <= MOST_NUMBER and connection.execute(sa.select(EVENTS.c.conversation).where(EVENTS.c.number == number, is_first)).scalar()
        if not found:
            raise UnknownConversation(number)
        return str(found)

    def number(self, conversation: str) -> int:
        """The number of a conversation's first event. Raises UnknownConversation."""
        with self._conversations.transaction() as connection:
            found = connection.execute(sa.select(sa.func.min(EVENTS.c.number)).where(EVENTS.c.conversation == conversation)).scalar()
        if not found:
            raise UnknownConversation(conversation)
        return int(found)

    def happened(self, conversation: str, after: int = 0) -> list[Happened]:
        """Everything that happened in a conversation after an event."""
        query = sa.select(EVENTS).where(EVENTS.c.conversation == conversation, EVENTS.c.number > min(after, MOST_NUMBER)).order_by(EVENTS.c.number)
        with self._conversations.transaction() as connection:
            return [Happened(row.number, row.kind, moment.read(row.at), json.loads(row.content)) for row in connection.execute(query)]

    def unread(self, conversations: Collection[str]) -> frozenset[str]:
        """Those of the conversations in which the seller has written last, and no agent since."""
        by_seller = sa.func.max(sa.case((EVENTS.c.kind == "seller", EVENTS.c.number), else_=0))
        by_agent = sa.func.max(sa.case((sa.and_(EVENTS.c.kind == "message", EVENTS.c.content.contains('"author": "agent"')), EVENTS.c.number), else_=0))
        query = sa.select(EVENTS.c.conversation).where(EVENTS.c.conversation.in_(conversations)).group_by(EVENTS.c.conversation).having(by_seller > by_agent)
        with self._conversations.transaction() as connection:
            return frozenset(connection.execute(query).scalars())

    def listed(self, wanted: Wanted, before: int = MOST_NUMBER, most: int = 50) -> list[Listed]:
        """The conversations that are wanted, the latest first, from those whose last event is below `before`."""
        newest = sa.func.max(EVENTS.c.number)
        query = sa.select(EVENTS.c.conversation, sa.func.min(EVENTS.c.number).label("first"), newest.label("newest"), sa.func.max(EVENTS.c.at).label("last"))
        query = query.group_by(EVENTS.c.conversation).having(newest < min(before, MOST_NUMBER)).order_by(newest.desc()).limit(most)
        for condition in _conditions(wanted):
            query = query.where(condition)
        with self._conversations.transaction() as connection:
            rows = connection.execute(query).all()
            ids = [row.conversation for row in rows]
            said = _said(connection, ids)
            states = _states(connection, ids)
        return [_listed(row, said.get(row.conversation, ()), states.get(row.conversation)) for row in rows]


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """That a conversation has all that is wanted."""
    found: list[sa.ColumnElement[bool]] = []
    if wanted.state:
        later = CASES.alias()
        is_latest = ~sa.exists().where(later.c.conversation == CASES.c.conversation, later.c.number > CASES.c.number)
        found.append(sa.exists().where(CASES.c.conversation == EVENTS.c.conversation, CASES.c.state == wanted.state, is_latest))
    if wanted.language:
        found.append(_has(_holds("turn", "language", wanted.language)))
    if wanted.decision:
        found.append(_has(_holds("turn", "decision", wanted.decision)))
    if wanted.day:
        begins = datetime.combine(wanted.day, time(), tzinfo=PARIS)
        ends = datetime.combine(wanted.day + timedelta(days=1), time(), tzinfo=PARIS)
        found.append(_has(lambda e: sa.and_(e.c.kind == "seller", e.c.at >= moment.written(begins), e.c.at < moment.written(ends))))
    if wanted.text:
        # In JSON, as it is kept: between what stands before a text and what stands behind it, so that no name of a key is found.
        written = json.dumps(wanted.text, ensure_ascii=False)[1:-1].replace("/", "//").replace("%", "/%").replace("_", "/_")
        by_seller, by_agent = f'{{"text": "%{written}%"}}', f'{{"text": "%{written}%", "buttons": [], "author": "agent"%'
        found.append(_has(lambda e: sa.or_(_like(e, "seller", by_seller), _like(e, "message", by_agent))))
    return found


def _like(events: sa.FromClause, kind: Kind, pattern: str) -> sa.ColumnElement[bool]:
    """That an event of a kind is kept like that."""
    return sa.and_(events.c.kind == kind, events.c.content.ilike(pattern, escape="/"))


def _holds(kind: Kind, key: str, value: str) -> Condition:
    """That an event of a kind has a value, as JSON has it."""
    return lambda e: sa.and_(e.c.kind == kind, e.c.content.contains(f'"{key}": {json.dumps(value)}', autoescape=True))


def _has(condition: Condition) -> sa.ColumnElement[bool]:
    """That the conversation has an event like that."""
    other = EVENTS.alias()
    return sa.exists().where(other.c.conversation == EVENTS.c.conversation, condition(other))


def _said(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[tuple[str, Mapping[str, Any]]]]:
    query = sa.select(EVENTS).where(EVENTS.c.conversation.in_(ids), EVENTS.c.kind.in_(("seller", "turn"))).order_by(EVENTS.c.number)
    found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.conversation, []).append((row.kind, json.loads(row.content)))
    return found


def _states(connection: sa.Connection, ids: Sequence[str]) -> dict[str, State]:
    query = sa.select(CASES.c.conversation, CASES.c.state).where(CASES.c.conversation.in_(ids)).order_by(CASES.c.number)
    return {row.conversation: State(row.state) for row in connection.execute(query)}


def _listed(row: Any, said: Sequence[tuple[str, Mapping[str, Any]]], state: State | None) -> Listed:
    texts = [content["text"] for kind, content in said if kind == "seller"]
    turns = [content for kind, content in said if kind == "turn"]
    return Listed(
        number=row.first,
        newest=row.newest,
        last_at=moment.read(row.last),
        opening=texts[0] if texts else "",
        turns=len(texts),
        language=turns[-1]["language"] if turns else "",
        decisions=tuple(dict.fromkeys(turn["decision"] for turn in turns)),
        state=state,
        conversation=row.conversation,
    )

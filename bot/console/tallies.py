"""The turns of conversations counted: how many, how many answered, how many asked for a person, and how long the answers took.

Knows no conversation: it counts them, and forgets which they were.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store import moment
from bot.store.database import Database
from bot.tables import EVENTS, VOTES
from knowledge.calendars import PARIS

ANSWERED = frozenset({"answer", "rule"})
UNANSWERED = frozenset({"no_answer", "clarify"})
"""Turns that were no small talk and no wish for a person, and that left the question open."""
_HANDOFF = "handoff"
_MOST = 200_000  # turns that are looked at; the latest count


@dataclass(slots=True)
class Tally:
    """Some turns, counted."""

    turns: int = 0
    answered: int = 0
    unanswered: int = 0
    conversations: set[str] = field(default_factory=set)
    handed_over: set[str] = field(default_factory=set)
    milliseconds: list[int] = field(default_factory=list)

    def add(self, conversation: str, turn: Mapping[str, Any]) -> None:
        """Counts a turn."""
        self.turns += 1
        self.answered += turn["decision"] in ANSWERED
        self.unanswered += turn["decision"] in UNANSWERED
        self.conversations.add(conversation)
        if turn["decision"] == _HANDOFF:
            self.handed_over.add(conversation)
        if isinstance(taken := turn.get("milliseconds"), int):
            self.milliseconds.append(taken)

    @property
    def answer_rate(self) -> float | None:
        """The share of questions that got an article or a computation, rightly or not; None where nothing was asked."""
        asked = self.answered + self.unanswered
        return self.answered / asked if asked else None

    @property
    def handover_rate(self) -> float | None:
        """The share of conversations in which a person was asked for."""
        return len(self.handed_over) / len(self.conversations) if self.conversations else None

    @property
    def median(self) -> float | None:
        """The middle of the times that answers took, in milliseconds; None where none was kept."""
        return statistics.median(self.milliseconds) if self.milliseconds else None


@dataclass(frozen=True, slots=True)
class Counted:
    """A period: all of it, each of its days in order, each language (the most turns first), and each language's days."""

    whole: Tally
    days: Mapping[date, Tally]
    languages: Mapping[str, Tally]
    each: Mapping[tuple[date, str], Tally]
    helpful: int
    unhelpful: int


def counted(database: Database, last: date, days: int, language: str = "") -> Counted:
    """The period of so many days that ends with `last`, in Paris; of one language, or of all. Raises DatabaseUnavailable."""
    first = last - timedelta(days=days - 1)
    spread = [first + timedelta(days=place) for place in range(days)]
    whole, by_day = Tally(), {day: Tally() for day in spread}
    languages: dict[str, Tally] = {}
    each: dict[tuple[date, str], Tally] = {}
    for conversation, day, turn in _turns(database, first):
        tongue = str(turn.get("language", ""))
        if day not in by_day or (language and tongue != language):
            continue
        for tally in (whole, by_day[day], languages.setdefault(tongue, Tally()), each.setdefault((day, tongue), Tally())):
            tally.add(conversation, turn)
    ordered = dict(sorted(languages.items(), key=lambda item: (-item[1].turns, item[0])))
    return Counted(whole, by_day, ordered, each, *_votes(database, first))


def _since(first: date) -> str:
    """The day before, as the database keeps moments: in Paris a day begins earlier than in UTC."""
    return (first - timedelta(days=1)).isoformat()


def _turns(database: Database, first: date) -> list[tuple[str, date, Mapping[str, Any]]]:
    query = sa.select(EVENTS.c.conversation, EVENTS.c.at, EVENTS.c.content).where(EVENTS.c.kind == "turn", EVENTS.c.at >= _since(first))
    with database.transaction() as connection:
        rows = connection.execute(query.order_by(EVENTS.c.number.desc()).limit(_MOST)).all()
    return [(row.conversation, moment.read(row.at).astimezone(PARIS).date(), json.loads(row.content)) for row in rows]


def _votes(database: Database, first: date) -> tuple[int, int]:
    """How many votes on messages since then were for them, and how many against."""
    query = sa.select(VOTES.c.helpful, sa.func.count()).join(EVENTS, EVENTS.c.number == VOTES.c.message).where(EVENTS.c.at >= _since(first))
    with database.transaction() as connection:
        counts = {bool(helpful): int(count) for helpful, count in connection.execute(query.group_by(VOTES.c.helpful))}
    return counts.get(True, 0), counts.get(False, 0)

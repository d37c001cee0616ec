"""Cases as rows of the database, in and out.

Refuses a number that no case has.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.handover import summary as summaries
from bot.handover.case import OPEN, Agent, Case, Reason, State, Summary
from bot.handover.tables import CASES
from bot.store import moment
from bot.tables import MOST_NUMBER


class UnknownCase(Exception):
    """There is no case of this number; its conversation may have been deleted."""


def in_order(states: Collection[State]) -> sa.Select[Any]:
    """Cases in these states: by the time left to the seller's limit, those without one last, by how long they have waited."""
    found = sa.select(CASES).where(CASES.c.state.in_(states))
    return found.order_by(CASES.c.deadline.is_(None), CASES.c.deadline, CASES.c.asked_at, CASES.c.number)


def open_case(connection: sa.Connection, conversation: str) -> Case | None:
    """The open case of a conversation."""
    row = connection.execute(sa.select(CASES).where(CASES.c.conversation == conversation, CASES.c.state.in_(OPEN))).first()
    return read(row) if row else None


def find(connection: sa.Connection, number: int) -> Case:
    """One case. Raises UnknownCase."""
    if not 0 < number <= MOST_NUMBER:
        raise UnknownCase(number)
    row = connection.execute(sa.select(CASES).where(CASES.c.number == number)).first()
    if row is None:
        raise UnknownCase(number)
    return read(row)


def written(summary: Summary, pending: Sequence[Mapping[str, Any]]) -> str:
    """What is kept of a summary and of what the assistant had asked."""
    return json.dumps(summaries.to_json(summary) | {"pending": list(pending)}, ensure_ascii=False)


def read(row: Any) -> Case:
    """The case that a row holds."""
    held = json.loads(row.summary)
    pending = held.pop("pending")
    return Case(
        number=row.number,
        conversation=row.conversation,
        state=State(row.state),
        language=row.language,
        asked_at=moment.read(row.asked_at),
        deadline=moment.read(row.deadline) if row.deadline else None,
        summary=summaries.from_json(held),
        attended=row.attended,
        acknowledged=row.acknowledged,
        ahead=row.ahead,
        pending=pending,
        taken_by=Agent(row.taken_by, row.taken_name) if row.taken_by is not None else None,
        taken_at=moment.read(row.taken_at) if row.taken_at else None,
        ended_at=moment.read(row.ended_at) if row.ended_at else None,
        reason=Reason(row.reason) if row.reason else None,
        remark=row.remark or "",
    )

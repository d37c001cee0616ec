"""A case: a conversation whose seller wants a person, what that person should know, and how it went on.

Refuses to show the conversation's id: whoever has that may write as the seller, and a case is shown on pages and in logs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from knowledge.calendars import latest
from knowledge.values import read_moment


class State(StrEnum):
    """Where a case stands; the first two are open."""

    WAITING = "waiting"
    TAKEN = "taken"
    RETURNED = "returned"
    CLOSED = "closed"


OPEN = (State.WAITING, State.TAKEN)


class Reason(StrEnum):
    """Why a case has ended; all but the last are an agent's to choose."""

    SOLVED = "solved"
    SENT_ON = "sent_on"
    SILENT = "silent"
    ABUSIVE = "abusive"
    OTHER = "other"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Agent:
    """Who answers: the number of an account and the name that the seller sees."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A computed date by which the seller must have done something: rule, outcome key and ISO value (a day, or a minute in Paris)."""

    rule: str
    key: str
    value: str

    @property
    def moment(self) -> datetime:
        """The last minute of it."""
        return latest(read_moment(self.value))


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person who takes over should know: what was asked, the rule with its understood inputs, what was answered last, the nearest limit."""

    question: str = ""
    rule: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    articles: Sequence[str] = ()
    answer: str = ""
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `attended`: the seller waits for somebody who is there, so the assistant is silent; else it goes on answering."""

    number: int
    conversation: str = field(repr=False)
    state: State
    language: str
    asked_at: datetime
    deadline: datetime | None
    summary: Summary
    attended: bool
    acknowledged: bool
    ahead: int
    pending: Sequence[Mapping[str, Any]] = ()
    """What the assistant asked when the person was called: it is asked again when the conversation comes back."""
    taken_by: Agent | None = None
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    reason: Reason | None = None
    remark: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person or has one."""
        return self.state in OPEN

    @property
    def silences(self) -> bool:
        """Whether the assistant leaves the seller's messages to a person."""
        return self.state == State.TAKEN or (self.state == State.WAITING and self.attended)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the seller's limit has passed while the case was open."""
        return self.deadline is not None and self.deadline < now


@dataclass(frozen=True, slots=True)
class Note:
    """A remark among agents; the seller never gets it."""

    number: int
    by: Agent
    at: datetime
    text: str

"""A chat with a desk over real conversations and a stand-in for the engine, for tests of handing over; a clock that is set by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.chat import Chat, ChatTurn
from bot.conversations import Conversations, Kind
from bot.dialogue.client import DialogueClient
from bot.handover.case import Agent, Case
from bot.handover.cases import Cases
from bot.handover.desk import Desk
from bot.handover.handovers import Handovers
from bot.handover.hours import Hours
from bot.handover.presence import Presence
from knowledge.base import KnowledgeBase
from tests.conftest import NOW
from tests.engine import GOOD, Engine

R = TypeVar("R")
ANNA, BORIS = Agent(1, "Anna"), Agent(2, "Boris")
ALL: tuple[Kind, ...] = ("seller", "message", "grounds", "turn", "error", "state")
PERSON = [
    {
        "custom": {
            "answer": {
                "text": "From here I cannot …\n\nThe chat is open.\n\nTell them: the refund",
                "blocks": [
                    {"kind": "lead", "text": "From here I cannot …"},
                    {"kind": "next", "text": "The chat is open."},
                    {"kind": "body", "text": "Tell them: the refund"},
                ],
                "follow_ups": [],
                "sources": [],
            },
            "turn": {"decision": "handoff", "rule": None, "asks_for": None, "articles": [], "language": "en"},
        }
    }
]
"""What the engine says to who asks for a person."""


def computed(rule: str, inputs: dict[str, Any], dates: dict[str, str], case: int = 1, changes: int = 0) -> list[dict[str, Any]]:
    """A computed answer as the engine sends it, with these dates by outcome key."""
    receipt = {"rule": rule, "version": 1, "today": "2026-11-23", "inputs": inputs}
    answer: dict[str, Any] = {"text": f"Answer of {rule}", "follow_ups": [], "sources": [], "receipt": receipt}
    answer["dates"] = [{"key": key, "value": value, "label": key} for key, value in dates.items()]
    turn = {"decision": "rule", "rule": rule, "asks_for": None, "articles": ["q058"], "language": "en"}
    grounds = {"articles": [["q058", 0.9]], "rule": rule, "inputs": inputs, "missing": []}
    return [{"custom": {"answer": answer, "case": {"number": case, "changes": changes}, "grounds": grounds, "turn": turn}}]


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        """The time."""
        return self.at

    def pass_(self, **time: float) -> None:
        """Moves it on."""
        self.at += timedelta(**time)


@dataclass
class Office:
    """The seller's side and the agents' side of one installation."""

    conversations: Conversations
    engine: Engine
    base: KnowledgeBase
    hours: Hours = field(default_factory=Hours)
    is_on: bool = True
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.cases = Cases(self.conversations)
        self.presence = Presence(self.clock, timedelta(minutes=5), self.hours, self.base.calendar)
        wordings = (self.base.wording, *(other.wording for other in self.base.others.values()))
        self.desk = Desk(
            self.cases,
            self.conversations,
            self.presence,
            wordings=wordings,
            limits=self.base.limits,
            now=self.clock,
            is_on=lambda: self.is_on,
            wants_person=lambda text, tongue: "person" in text.lower(),
        )
        self.handovers = Handovers(self.cases, self.conversations, self.desk, self.clock)

    def say(self, conversation: str, text: str, language: str = "en", engine: list[dict[str, Any]] | None = None) -> ChatTurn:
        """A message of a seller, and the turn that it is answered by; `engine` is what the engine would say to it."""
        self.engine.says(GOOD if engine is None else engine)

        async def talk() -> ChatTurn:
            client = DialogueClient(self.engine.url, 5.0, "secret")
            wording_of: Callable[[str], Any] = lambda tongue: self.base.speaking(tongue).wording  # noqa: E731
            chat = Chat(self.conversations, client, lambda text, named, before, *, rule, awaited: named, wording_of, desk=self.desk)
            try:
                return await chat.say(conversation, text, None, language)
            finally:
                await client.close()

        return asyncio.run(talk())

    def call(self, conversation: str, language: str = "en", before: list[dict[str, Any]] | None = None) -> Case:
        """The case of a seller who asks for a person while Anna is there; before that, perhaps something was computed."""
        if before:
            self.say(conversation, "Until when?", language, before)
        self.presence.see(ANNA.number)
        self.say(conversation, "a person please", language, [PERSON[0] | {"custom": with_language(PERSON[0]["custom"], language)}])
        case = self.cases.of(conversation)
        assert case
        return case

    def happened(self, conversation: str) -> list[tuple[str, Any]]:
        """Everything that was kept of a conversation: kind, and the text or the content."""
        return [(event.kind, event.content.get("text", event.content)) for event in self.conversations.events(conversation, 0, ALL)]

    def states(self, conversation: str) -> list[Any]:
        """What the seller's side was told about who answers."""
        return [dict(event.content) for event in self.conversations.events(conversation, 0, ("state",))]

    def notice(self, key: str, language: str = "en", **values: object) -> str:
        """A sentence of data/wording."""
        return self.base.speaking(language).wording.notice(key, **{"asks": False, **values})

    @staticmethod
    def do(work: Coroutine[Any, Any, R]) -> R:
        """Waits for the agents' side."""
        return asyncio.run(work)


def with_language(custom: dict[str, Any], language: str) -> dict[str, Any]:
    """What the engine said, in a turn of another language."""
    return custom | {"turn": custom["turn"] | {"language": language}}

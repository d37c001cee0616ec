"""What agents do with cases: look, take, say, note, give back, close.

Refuses with NotYours what somebody else has in hand.
"""

from __future__ import annotations

from bot.clock import Now
from bot.conversations import Conversations, Event
from bot.handover.case import Agent, Case, Note, Reason, State
from bot.handover.cases import Cases, Happened
from bot.handover.desk import Desk
from bot.news import News


class Handovers:
    """The agents' side of handing over. Its methods raise UnknownCase and ConversationsUnavailable."""

    def __init__(self, cases: Cases, conversations: Conversations, desk: Desk, now: Now) -> None:
        self._cases, self._conversations, self._desk, self._now = cases, conversations, desk, now

    @property
    def news(self) -> News:
        """Wakes whoever follows cases."""
        return self._cases.news

    async def is_on(self) -> bool:
        """Whether sellers can be handed over."""
        return await self._conversations.apart(self._desk.is_on)

    async def of(self, conversation: str) -> list[Case]:
        """Every case that a conversation has had, the latest first."""
        return await self._conversations.apart(self._cases.all_of, conversation)

    async def inbox(self) -> list[Case]:
        """The open cases, by the time left."""
        return await self._conversations.apart(self._cases.waiting_or_taken)

    async def case(self, number: int) -> Case:
        """One case."""
        return await self._conversations.apart(self._cases.case, number)

    async def notes(self, number: int) -> list[Note]:
        """What agents have noted on a case."""
        return await self._conversations.apart(self._cases.notes, number)

    async def take(self, number: int, agent: Agent, holder: int | None = None) -> Case:
        """Takes a waiting case over, or one from the agent `holder`. Raises NotYours when somebody else was first."""
        return await self._conversations.apart(self._cases.take, number, agent, self._now(), holder)

    async def say(self, number: int, agent: Agent, text: str) -> Event:
        """Says something to the seller. Raises NotYours."""
        return await self._conversations.apart(self._cases.say, number, agent, {"text": text, "buttons": []})

    async def note(self, number: int, agent: Agent, text: str) -> None:
        """Notes something for other agents."""
        await self._conversations.apart(self._cases.note, number, agent, text, self._now())

    async def give_back(self, number: int, agent: Agent) -> Case:
        """Returns the conversation to the assistant. Raises NotYours."""
        return await self._ended(number, State.RETURNED, agent, "person_back")

    async def close(self, number: int, agent: Agent, reason: Reason, remark: str = "") -> Case:
        """Closes a case, taken or not, for a reason; the assistant answers again. Raises NotYours."""
        return await self._ended(number, State.CLOSED, agent, "person_closed", reason=reason, remark=remark)

    async def _ended(self, number: int, state: State, agent: Agent, key: str, *, reason: Reason | None = None, remark: str = "") -> Case:
        case = await self.case(number)
        told = (self._desk.message(case.language, key, asks=bool(case.pending)), *case.pending)
        happened: list[Happened] = [("message", message) for message in told]
        return await self._conversations.apart(lambda: self._cases.end(number, state, self._now(), happened, by=agent, reason=reason, remark=remark))

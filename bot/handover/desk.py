"""Who answers a seller: the assistant, or a person who has the conversation or is waited for; and what the seller is told of it.

Refuses to promise anybody: that a person is coming is said only while one is there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.clock import Now
from bot.conversations import Conversations, ConversationsUnavailable, UnknownConversation
from bot.handover.case import Case, Reason, State, Summary
from bot.handover.cases import INBOX, Cases, NotYours
from bot.handover.presence import Presence
from bot.handover.summary import summarise
from knowledge.checks.questions import plain
from knowledge.wording import Wording

_LOG = structlog.get_logger("handover")
_LOOKED_AT = ("seller", "message", "grounds", "turn")
Messages = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who answers a message: a person if it `silences` the assistant. `messages` are told before anything else."""

    case: Case | None = None
    silences: bool = False
    messages: tuple[dict[str, Any], ...] = ()


class Desk:
    """The seller's side of handing over. A database that cannot be used costs nobody the assistant's answer."""

    def __init__(
        self,
        cases: Cases,
        conversations: Conversations,
        presence: Presence,
        *,
        wordings: Iterable[Wording],
        limits: Collection[str],
        now: Now,
        is_on: Callable[[], bool],
        wants_person: Callable[[str, str], bool],
    ) -> None:
        """`wordings` are all that are spoken, English first; `limits` outcome keys of sellers' limits; `is_on` tells whether new cases are taken.

        `wants_person` tells it of a text in a language.
        """
        self._cases, self._conversations, self._presence, self._limits, self._now = cases, conversations, presence, limits, now
        self._wordings: dict[str, Wording] = {}
        for wording in wordings:  # a language without words of its own has the English ones
            self._wordings.setdefault(wording.language, wording)
        self._original = next(iter(self._wordings.values()))
        self.is_on, self._wants_person = is_on, wants_person

    async def rule(self, conversation: str, text: str, tongue: str) -> Ruling:
        """Who answers this message of the seller; the assistant, where that cannot be told now."""
        try:
            return await self._ruled(conversation, text, tongue)
        except (ConversationsUnavailable, UnknownConversation) as error:
            _LOG.warning("who answers could not be looked up", reason=type(error).__name__)
            return Ruling()

    async def called(self, conversation: str, messages: Messages, turn: Mapping[str, Any], ruling: Ruling) -> Messages:
        """What the seller who asked for a person is told instead of what the assistant would have said, which knows of nobody."""
        try:
            return await self._called(conversation, messages, turn, ruling)
        except (ConversationsUnavailable, UnknownConversation) as error:
            _LOG.warning("a person could not be called", reason=type(error).__name__)
            return messages

    async def refresh(self, case: Case) -> None:
        """Looks again at what is known of an open case, after the assistant has answered."""
        try:
            summary = await self._summary(case.conversation)
            if summary != case.summary:
                await self._conversations.apart(self._cases.refresh, case, summary)
        except ConversationsUnavailable as error:
            _LOG.warning("the summary of a case is behind", case=case.number, detail=str(error))

    async def _ruled(self, conversation: str, text: str, tongue: str) -> Ruling:
        case: Case | None = await self._conversations.apart(self._cases.of, conversation)
        leaves = self._is_button(text, "leave")
        if case is None:
            if not (leaves and await self._conversations.apart(self.is_on)):
                return Ruling()
            return await self._opened(conversation, tongue)
        if self._is_button(text, "assistant"):
            return await self._withdrawn(case, tongue)
        if not case.silences:
            if not leaves:
                return Ruling(case)
            return await self._opened(conversation, tongue) if self._presence.is_attended else self._told(case, tongue, "person_left")
        self._cases.news.tell(INBOX)  # a message waits to be read
        if case.state == State.TAKEN:
            return await self._noted(case, tongue)
        if not self._presence.is_attended:  # whoever was there has gone meanwhile
            await self._conversations.apart(self._cases.leave, case.number)
            return Ruling(case, messages=(self.message(tongue, "person_gone"),))
        if await asyncio.to_thread(self._wants_person, text, tongue):
            return self._told(case, tongue, "person_open", "assistant")
        return await self._noted(case, tongue)

    async def _called(self, conversation: str, messages: Messages, turn: Mapping[str, Any], ruling: Ruling) -> Messages:
        if ruling.case is None and not await self._conversations.apart(self.is_on):
            return messages
        tongue = turn["language"]
        first, *rest = messages
        if self._presence.is_attended:
            # What the form has just asked must not stand between the seller and the person.
            return list((await self._opened(conversation, tongue, rest if turn["asks_for"] else ())).messages)
        if ruling.case is not None:
            return [self.message(tongue, "person_left"), *rest]
        opens = self._presence.back_at
        told = self.message(tongue, "person_away", "leave", opens=self._wording(tongue).day(opens) if opens else "")
        # Of what the assistant would have said: where else somebody is, and what to tell them.
        ways = [block["text"] for block in first.get("answer", {}).get("blocks", ()) if block["kind"] in ("next", "body")]
        return [told | {"text": "\n\n".join((told["text"], *ways))}, *rest]

    async def _opened(self, conversation: str, tongue: str, pending: Iterable[Mapping[str, Any]] = ()) -> Ruling:
        summary, attended = await self._summary(conversation), self._presence.is_attended
        made: Case = await self._conversations.apart(
            lambda: self._cases.open(conversation, tongue, summary, self._now(), attended=attended, pending=tuple(pending))
        )
        if attended:
            return self._told(made, tongue, "person_asked", "assistant")
        return self._told(made, tongue, "person_left")

    async def _withdrawn(self, case: Case, tongue: str) -> Ruling:
        try:
            await self._conversations.apart(lambda: self._cases.end(case.number, State.RETURNED, self._now(), (), by=None, reason=Reason.WITHDRAWN))
        except NotYours:  # an agent has ended it at the same moment, and told so
            return Ruling(None, silences=True)
        return Ruling(
            None, silences=True, messages=(self.message(tongue, "person_back", asks=bool(case.pending)), *(dict(message) for message in case.pending))
        )

    async def _noted(self, case: Case, tongue: str) -> Ruling:
        if not await self._conversations.apart(self._cases.acknowledge, case.number):
            return Ruling(case, silences=True)
        return self._told(case, tongue, "person_noted", "assistant")

    def _told(self, case: Case, tongue: str, key: str, *buttons: str) -> Ruling:
        name = case.taken_by.name if case.taken_by else ""
        return Ruling(case, silences=True, messages=(self.message(tongue, key, *buttons, ahead=max(case.ahead, 0), name=name),))

    async def _summary(self, conversation: str) -> Summary:
        events = await self._conversations.apart(self._conversations.events, conversation, 0, _LOOKED_AT)
        return summarise(events, self._limits, self._now())

    def message(self, tongue: str, key: str, *buttons: str, **values: object) -> dict[str, Any]:
        """A message to the seller: a sentence of data/wording, with buttons that send what they say."""
        wording = self._wording(tongue)
        titles = [wording.phrases.buttons[button] for button in buttons]
        return {"text": wording.notice(key, **values), "buttons": [{"title": title, "payload": title} for title in titles], "language": wording.language}

    def _wording(self, tongue: str) -> Wording:
        return self._wordings.get(tongue, self._original)

    def _is_button(self, text: str, button: str) -> bool:
        """Whether a text is what a button says, in whatever language: it may be older than the last change of language."""
        return plain(text) in {plain(wording.phrases.buttons[button]) for wording in self._wordings.values()}

"""The way from a platform to the conversation: who speaks gets their conversation, their messages keep their order, and what comes twice is answered once.

Refuses nothing in silence: whatever cannot be taken is answered with the reason.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.channels.courier import Courier
from bot.channels.deliveries import Deliveries
from bot.channels.passes import Passes, UnknownPass
from bot.channels.patience import patiently
from bot.channels.seat import Channel, Gone, Later, Seat
from bot.channels.seats import Seats
from bot.chat import Chat, ChatTurn
from bot.conversations import ConversationsUnavailable, Event, UnknownConversation
from bot.line import Line, TooManyWaiting
from bot.lookup import Lookup, UnusableText
from bot.sentences import Key, Sentences

_LOG = structlog.get_logger("gateway")
_MOST_WAITING = 8
_CLOSE_SECONDS = 5.0
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody says in a place. `key` names the place within its channel, `place` is what the channel needs to write there.

    `delivery` is the id by which the platform would deliver the same again, `language` the one that the text is in if that is known,
    `locale` the one that the platform says they speak, in which reasons are told: many write in another one than their screen shows.
    `filled` is a form that they filled in (knowledge.understanding.filled) and that `text` tells in words.
    """

    key: str
    place: Mapping[str, Any]
    text: str
    delivery: str = ""
    language: str = "auto"
    locale: str = ""
    filled: str = ""
    today: str | None = None


class Gateway:
    """What a channel calls for its platform; one for each channel."""

    def __init__(self, channel: Channel, chat: Chat, lookup: Lookup, *, seats: Seats, deliveries: Deliveries, passes: Passes, sentences: Sentences) -> None:
        self.courier = Courier(channel, seats, chat.conversations)
        self._channel, self._chat, self._lookup, self._sentences = channel, chat, lookup, sentences
        self._seats, self._deliveries, self._passes = seats, deliveries, passes
        self._apart = chat.conversations.apart
        self._line = Line(_MOST_WAITING)

    def say(self, said: Utterance) -> asyncio.Task[None]:
        """Says something in the conversation of a place; the task ends when the answer has been brought there.

        Takes its place in line at once: messages keep the order of the calls.
        """
        if said.delivery and self._deliveries.comes_again(self._channel.name, said.delivery):
            return asyncio.create_task(_nothing())
        try:
            return self._line.join(said.key, lambda: self._said(said))
        except TooManyWaiting:
            return asyncio.create_task(self._refuse(said, self._sentence("still_answering", said)))

    async def restart(self, key: str) -> None:
        """What is said in a place from now on begins a new conversation. Raises ConversationsUnavailable."""
        if seat := await self._apart(self._seats.of, self._channel.name, key):
            await self._apart(self._seats.leave, seat)

    async def take_over(self, code: str, key: str, place: Mapping[str, Any]) -> Event | None:
        """Goes on in a place with the conversation of a pass; the last message of it, None where there is none.

        Where it was held before, what is said from now on is not heard. Raises UnknownPass and ConversationsUnavailable.
        """
        conversation = await self._apart(self._passes.use, code)
        try:
            await self._apart(self._seats.move, self._channel.name, key, place, conversation)
        except UnknownConversation as error:  # deleted at this moment
            raise UnknownPass from error
        messages: list[Event] = await self._apart(self._chat.conversations.events, conversation, 0, ("message",))
        return messages[-1] if messages else None

    async def seat(self, key: str) -> Seat | None:
        """Who sits in a place. Raises ConversationsUnavailable."""
        return await self._apart(self._seats.of, self._channel.name, key)

    async def close(self) -> None:
        """Waits for the messages that are being answered."""
        await self._line.close(_CLOSE_SECONDS)

    async def _said(self, said: Utterance) -> None:
        if said.delivery and not await self._deliveries.is_first(self._channel.name, said.delivery):
            return
        try:
            words = self._lookup.readable(said.text, said.locale or said.language)
            seat, turn = await self._turn(said, words)
        except UnusableText as error:
            await self._refuse(said, str(error))
        except TooManyWaiting:
            await self._refuse(said, self._sentence("still_answering", said))
        except ConversationsUnavailable:
            await self._refuse(said, self._sentence("not_kept", said))
        else:
            for message in turn.messages:
                if "id" not in message:  # the database would not keep it: it is brought by this reply alone
                    await self._unkept(seat, Event(seat.told, "message", message))
            await self.courier.bring(said.key)

    async def _unkept(self, seat: Seat, event: Event) -> None:
        await patiently(lambda: self._channel.deliver(seat, event), _PATIENCE_SECONDS)

    async def _turn(self, said: Utterance, words: str) -> tuple[Seat, ChatTurn]:
        seat = await self._apart(self._seats.sit, self._channel.name, said.key, said.place)
        try:
            return seat, await self._chat.say(seat.conversation, words, said.today, said.language, filled=said.filled)
        except UnknownConversation:  # deleted between the look and the words
            await self._apart(self._seats.leave, seat)
            seat = await self._apart(self._seats.sit, self._channel.name, said.key, said.place)
            return seat, await self._chat.say(seat.conversation, words, said.today, said.language, filled=said.filled)

    def _sentence(self, key: Key, said: Utterance) -> str:
        return self._sentences.speaking(said.locale or said.language).say(key)

    async def _refuse(self, said: Utterance, text: str) -> None:
        try:
            await patiently(lambda: self._channel.tell(said.place, text), _PATIENCE_SECONDS)
        except (Gone, Later) as error:
            _LOG.warning("a reason could not be told", channel=self._channel.name, reason=type(error).__name__)


async def _nothing() -> None:
    """What a message that has come before sets off."""

"""Conversations that move: from another channel by a pass, and from what one person alone sees in a channel to their direct messages.

Refuses a pass that is none; what has been said is not said again, but for the last answer.
"""

from __future__ import annotations

from dataclasses import replace

from bot.channels.passes import UnknownPass
from bot.channels.slack.answer import note, told
from bot.channels.slack.kit import Kit
from bot.channels.slack.places import NAME, Place
from bot.channels.slack.post import posts
from bot.conversations import Event


class Moving:
    """The moves within one workspace; each in its turn in line."""

    def __init__(self, kit: Kit, view: str) -> None:
        """`view` is how the app shows direct messages."""
        self._kit, self._view = kit, view

    async def take_along(self, place: Place, user: str, code: str) -> None:
        """Brings the conversation of a pass to a place, and shows its last answer again. Raises ConversationsUnavailable."""
        language = (await self._kit.people.person(user, patience=1.0)).language
        words = self._kit.tongues.words(language)
        try:
            await self._kit.gateway.take_over(code, place.key, place.written())
        except UnknownPass:
            await self._kit.channel.write(place, told(words.told.pass_wrong))
            return
        await self._kit.channel.write(place, told(words.told.moved))
        await self.show_last(place)

    async def show_last(self, place: Place) -> None:
        """Writes the last message of a place's conversation once more."""
        seat = await self._kit.gateway.seat(place.key)
        events: list[Event] = await self._kit.apart(self._kit.parts.chat.conversations.events, seat.conversation, 0, ("message",)) if seat else []
        if seat and events:
            await self._kit.channel.deliver(replace(seat, told=events[-1].number - 1), events[-1])

    async def to_direct(self, place: Place) -> None:
        """Goes on in direct messages with what one person alone sees in a channel. Raises ConversationsUnavailable, Refused, Gone and Later."""
        seat = await self._kit.gateway.seat(place.key)
        if seat is None:
            return
        words = self._kit.tongues.words((await self._kit.people.person(place.user, patience=1.0)).language)
        await self._kit.channel.write(place, told(words.told.moved_to_direct))
        direct = Place("direct", await self._kit.web.direct(place.user), place.user)
        root = await self._kit.channel.write(direct, posts([note(words.told.moved)]))
        if self._view == "agent":
            direct = replace(direct, thread=root, assists=True)
        await self._kit.apart(self._kit.parts.seats.move, NAME, direct.key, direct.written(), seat.conversation)
        await self.show_last(direct)

"""Writes into Slack what happens in conversations: messages, and who answers.

Refuses to repeat a part of a long message that has been written before Slack asked for patience.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.channels.seat import Gone, Seat
from bot.channels.slack.answer import ALONE, Renderer, note, told
from bot.channels.slack.places import NAME, Place
from bot.channels.slack.post import Post, posts
from bot.channels.slack.web import Refused, Web
from bot.channels.slack.words import Tongues
from bot.conversations import Conversations, ConversationsUnavailable, Event

HANDED = "handoff"


class SlackChannel:
    """The channel of one workspace."""

    def __init__(self, web: Web, renderer: Renderer, tongues: Tongues, conversations: Conversations, clock: Callable[[], float]) -> None:
        """`clock` tells the seconds since 1970, as Slack counts them."""
        self._web, self._renderer, self._tongues, self._conversations, self._clock = web, renderer, tongues, conversations, clock
        self._written: dict[tuple[int, int], int] = {}
        self.handed: Callable[[Place], None] = lambda place: None
        """Told of a place that one person sees, in whose conversation a person was asked for: what a colleague says would be lost there."""

    @property
    def name(self) -> str:
        """Slack's."""
        return NAME

    async def deliver(self, seat: Seat, event: Event) -> Mapping[str, Any] | None:
        """Writes a message; a change of who answers in small print. Raises Later, Gone and Refused."""
        place = Place.read(seat.place)
        if event.kind == "message":
            await self._message(seat, place, event)
        elif event.kind == "state":
            return await self._state(seat, place, event.content)
        elif event.kind == "turn" and event.content.get("decision") == HANDED and place.kind == "alone":
            self.handed(place)
        return None

    async def tell(self, place: Mapping[str, Any], text: str) -> None:
        """Says something that belongs to no conversation. Raises Later and Gone."""
        await self.write(Place.read(place), told(text))

    async def write(self, place: Place, some: Sequence[Post], begin: int = 0, seat: tuple[int, int] | None = None) -> str:
        """Writes messages from the `begin`th on; the timestamp of the last one. Raises Later, Gone and Refused."""
        last = ""
        for count, post in enumerate(some[begin:], begin + 1):
            last = await self._one(place, post)
            if seat:
                self._written[seat] = count
        return last

    async def _one(self, place: Place, post: Post) -> str:
        if place.kind != "alone":
            return await self._web.write(place.channel, post, place.thread)
        if place.responds and self._clock() < place.responds_until:
            try:
                await self._web.respond(place.responds, post)
            except Refused:  # used up, or older than Slack takes
                pass
            else:
                return ""
        try:
            await self._web.whisper(place.channel, place.user, post)
        except Gone:  # the bot is no member of that channel: their own messages reach them anywhere
            return await self._web.write(await self._web.direct(place.user), post)
        return ""

    async def _message(self, seat: Seat, place: Place, event: Event) -> None:
        is_kept = event.number > seat.told
        message = dict(event.content) | ({"id": str(event.number)} if is_kept else {})
        turn = await self._turn(seat.conversation, event.number) if is_kept else {}
        some = self._renderer.posts(message, turn, ALONE if place.kind == "alone" else "")
        mark = (seat.number, event.number)
        await self.write(place, some, self._written.get(mark, 0), mark)
        self._written.pop(mark, None)

    async def _turn(self, conversation: str, number: int) -> Mapping[str, Any]:
        """The turn in which a message was said: kept with it, right behind it."""
        try:
            found = await self._conversations.apart(self._conversations.events, conversation, number, ("turn", "seller"))
        except ConversationsUnavailable:
            return {}
        return found[0].content if found and found[0].kind == "turn" else {}

    async def _state(self, seat: Seat, place: Place, state: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Who answers, where no message tells it: that fewer are ahead, and who is there."""
        language = await self._language(seat.conversation)
        words, person, memo = self._tongues.words(language), state.get("person"), dict(seat.memo)
        if person == "waiting":
            ahead = int(state.get("ahead", 0))
            if "ahead" in memo and memo["ahead"] != ahead:
                some = posts([note(self._tongues.say(language, words.told.waiting, ahead=ahead))])
                if memo.get("waiting") and place.kind != "alone":
                    await self._web.change(place.channel, memo["waiting"], some[0])
                else:
                    memo["waiting"] = await self.write(place, some)
            return memo | {"ahead": ahead}  # the first time, the message that they are waiting says it
        if person == "here":
            await self.write(place, posts([note(self._tongues.say(language, words.told.here, name=state.get("name", "")))]))
        return {key: value for key, value in memo.items() if key not in ("ahead", "waiting")}

    async def _language(self, conversation: str) -> str:
        turn = await self._conversations.apart(self._conversations.last, conversation, "turn")
        return str((turn or {}).get("language") or "en")


def responding(place: Place, url: str, until: float) -> Place:
    """The same place with an address that takes answers until then."""
    return replace(place, responds=url, responds_until=until)

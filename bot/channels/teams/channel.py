"""What happens in a conversation, as it is seen in Teams: new messages, and a question whose answer makes the same card go on.

Refuses to leave two cards open: once a question has been answered in whatever way, its card is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from aiohttp import ClientResponseError
from microsoft_agents.activity import Activity, ActivityTypes, Attachment, ChannelAccount, ConversationAccount

from bot.channels.seat import Gone, Later, Seat
from bot.channels.teams import cards, markup
from bot.channels.teams.answer import Done, Message, Renderer
from bot.channels.teams.cards import Card, Element
from bot.channels.teams.connector import Connector
from bot.channels.teams.forms import Forms
from bot.channels.teams.place import CHANNEL
from bot.clock import Now
from bot.conversations import Conversations, Event

NAME = "teams"
_LOG = structlog.get_logger("teams")
_LONGEST_SUMMARY = 200


class TeamsChannel:
    """The conversations that are held in Teams."""

    name = NAME

    def __init__(self, connector: Connector, renderer: Renderer, forms: Forms, conversations: Conversations, now: Now) -> None:
        self._connector, self._renderer, self._forms, self._conversations, self._now = connector, renderer, forms, conversations, now
        self._acted: dict[str, tuple[str, Card]] = {}

    def answered_in(self, key: str, card: str, closed: Card) -> None:
        """Notes the card in which somebody in a place has just answered: what is asked next stands there too, else it is `closed`."""
        self._acted[key] = card, closed

    async def deliver(self, seat: Seat, event: Event) -> Mapping[str, Any] | None:
        """As Channel says."""
        if event.kind == "state":
            return await self._state(seat, event.content)
        if event.kind != "message":
            return None
        message = event.content if "id" in event.content or event.number <= seat.told else {"id": str(event.number), **event.content}
        form = await self.question(seat.conversation, event.number, message)
        drawn = self._renderer.cards(message, self._now(), tuple(form))
        memo = {key: value for key, value in seat.memo.items() if key != "asked"} | {"language": str(message.get("language", ""))}
        acted, closed = self._acted.get(seat.key, ("", None))
        goes_on = bool(acted and form and len(drawn) == 1)
        if (asked := seat.memo.get("asked")) and asked["card"] != acted:
            await self._close(seat, asked)
        if closed and acted and not goes_on:
            await self._tidy(seat, acted, closed)
        identity = ""
        if goes_on:
            try:
                await self._connector.update(seat.place, acted, activity(seat.place, drawn[0]))
                identity = acted
            except Gone:  # the card was deleted
                goes_on = False
        if not goes_on:
            for card in drawn:
                identity = await self._connector.send(seat.place, activity(seat.place, card))
        if self._acted.get(seat.key, ("", None))[0] == acted:  # somebody may have pressed what has just been written
            self._acted.pop(seat.key, None)
        return memo | ({"asked": {"card": identity, "message": event.number}} if form and identity else {})

    async def tell(self, place: Mapping[str, Any], text: str) -> None:
        """As Channel says."""
        await self._connector.send(place, plain(place, text))

    async def show(self, place: Mapping[str, Any], *drawn: Card) -> None:
        """Writes cards that belong to no event. Raises Gone and Later."""
        for card in drawn:
            await self._connector.send(place, activity(place, card))

    async def typing(self, place: Mapping[str, Any]) -> None:
        """Shows that an answer is on its way; nothing depends on that."""
        try:
            await self._connector.send(place, _activity(place, ActivityTypes.typing))
        except Exception as error:  # noqa: BLE001 - a sign that is missing costs nobody the answer
            _LOG.info("no sign of typing", reason=type(error).__name__)

    async def message(self, conversation: str, number: int) -> Message | None:
        """A message of a conversation by its number."""
        events = await self._conversations.apart(self._conversations.events, conversation, number - 1, ("message",))
        return {"id": str(number), **events[0].content} if events and events[0].number == number else None

    async def known(self, conversation: str, rule: str) -> dict[str, Any]:
        """What the conversation has of the inputs of a rule."""
        grounds = await self._conversations.apart(self._conversations.last, conversation, "grounds") or {}
        return self._forms.usable(rule, grounds.get("inputs") or {}) if grounds.get("rule") == rule else {}

    async def question(self, conversation: str, number: int, message: Message) -> list[Element]:
        """What may be filled in or chosen where a message is the last of a turn in which a rule asks for something."""
        if "author" in message or "id" not in message:
            return []
        later = await self._conversations.apart(self._conversations.events, conversation, number, ("message", "grounds", "turn"))
        if not later or later[0].kind == "message":
            return []
        turn: Mapping[str, Any] = next((event.content for event in later if event.kind == "turn"), {})
        grounds: Mapping[str, Any] = later[0].content if later[0].kind == "grounds" else {}
        rule, asked = str(turn.get("rule") or ""), str(turn.get("asks_for") or "")
        if not asked or not self._forms.knows(rule) or asked not in self._forms.names(rule):
            return []
        known = self._forms.usable(rule, grounds.get("inputs") or {}) if grounds.get("rule") == rule else {}
        return self._asked(message, rule, asked, known)

    def _asked(self, message: Message, rule: str, asked: str, known: Mapping[str, Any]) -> list[Element]:
        language, identity = str(message.get("language", "")), str(message["id"])
        words = self._renderer.words(language)
        data = {"message": identity, "rule": rule, "language": language}
        whole = [cards.execute(words.fill_in, "form", **data)] if len(self._forms.names(rule)) > len(known) + 1 else []
        choices = [cards.execute(str(button["title"]), "choose", say=str(button["payload"]), **data) for button in message.get("buttons") or ()]
        if choices and not message.get("input"):
            return [*cards.rows(choices), *cards.rows(whole)]
        fields = self._forms.fields(rule, language, {name: value for name, value in known.items() if name == asked}, only=asked)
        return [*fields, *cards.rows([cards.send(words.answer, "fill", only=asked, **data), *whole]), *cards.rows(choices)]

    async def _state(self, seat: Seat, state: Mapping[str, Any]) -> Mapping[str, Any]:
        words = self._renderer.words(str(seat.memo.get("language") or seat.place.get("language", "")))
        person, before = str(state.get("person", "none")), seat.memo.get("person", "none")
        if person == "here":
            await self.tell(seat.place, words.talking_to.format(name=state.get("name", "")))
        elif person == "none" and before == "here":
            await self.tell(seat.place, words.back_again)
        return {**seat.memo, "person": person}

    async def _close(self, seat: Seat, asked: Mapping[str, Any]) -> None:
        """Takes fields and buttons out of the card of a question that has been answered."""
        message = await self.message(seat.conversation, int(asked["message"]))
        if message is None:
            return
        drawn = self._renderer.cards({**message, "buttons": []}, None, done=Done(is_over=True))
        await self._tidy(seat, str(asked["card"]), drawn[-1])

    async def _tidy(self, seat: Seat, identity: str, card: Card) -> None:
        try:
            await self._connector.update(seat.place, identity, activity(seat.place, card))
        except (Gone, Later, ClientResponseError) as error:
            _LOG.info("a card could not be closed", reason=type(error).__name__)


def activity(place: Mapping[str, Any], card: Card) -> Activity:
    """A message that is a card; its summary is what a notification says."""
    lines = str(card["fallbackText"])
    summary = lines if len(lines) <= _LONGEST_SUMMARY else f"{lines[: _LONGEST_SUMMARY - 1]}…"
    found = _activity(place, ActivityTypes.message)
    found.summary = summary
    found.attachments = [Attachment(content_type=cards.CONTENT_TYPE, content=card)]
    return found


def plain(place: Mapping[str, Any], text: str) -> Activity:
    """A message that is a text without markup."""
    found = _activity(place, ActivityTypes.message)
    found.text, found.text_format = markup.harmless(text), "plain"
    return found


def _activity(place: Mapping[str, Any], kind: ActivityTypes) -> Activity:
    return Activity(
        type=kind,
        channel_id=CHANNEL,
        service_url=str(place["service"]),
        from_property=ChannelAccount(id=str(place["bot"])),
        conversation=ConversationAccount(id=str(place["conversation"])),
    )

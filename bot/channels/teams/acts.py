"""What the buttons of cards do: each press is answered by the card's next look, at once; what takes longer goes its way.

Refuses presses on messages that are not of the conversation held in that place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from bot.channels.gateway import Gateway, Utterance
from bot.channels.seat import Seat
from bot.channels.surface import Parts
from bot.channels.teams import cards
from bot.channels.teams.answer import Done, Message, Renderer
from bot.channels.teams.cards import Card
from bot.channels.teams.channel import TeamsChannel
from bot.channels.teams.forms import Forms
from bot.channels.teams.place import key_of
from bot.channels.teams.reminding import ReminderDesk
from bot.conversations import ConversationsUnavailable, UnknownConversation
from bot.dialogue.memory import DialogueMemoryUnavailable
from bot.gaps.store import UnknownMessage
from bot.line import TooManyWaiting
from bot.store.errors import DatabaseUnavailable
from knowledge.understanding import filled

_LOG = structlog.get_logger("teams")
_UNREACHABLE = (DatabaseUnavailable, DialogueMemoryUnavailable, TooManyWaiting)
Say = Callable[[Utterance], None]


class Press:
    """One press: where, on which card, what it carries. `delivery` is its id."""

    def __init__(self, place: Mapping[str, Any], card: str, data: Mapping[str, Any], delivery: str) -> None:
        self.place, self.card, self.data, self.delivery = place, card, data, delivery
        self.key = key_of(place)
        self.language = str(data.get("language") or place.get("language", ""))


class Acts:
    """What each button does."""

    def __init__(self, parts: Parts, gateway: Gateway, channel: TeamsChannel, renderer: Renderer, *, forms: Forms, reminders: ReminderDesk, say: Say) -> None:
        self._parts, self._gateway, self._channel, self._renderer = parts, gateway, channel, renderer
        self._forms, self._reminders, self._say = forms, reminders, say
        self._votes: set[asyncio.Task[None]] = set()

    async def done(self, verb: str, press: Press) -> Card | str:
        """The next look of the card, or a text that says why there is none."""
        words = self._renderer.words(press.language)
        try:
            match verb:
                case "fill":
                    return await self._filled(press)
                case "form":
                    return await self._form(press)
                case "choose":
                    return await self._chosen(press)
                case "helpful" | "unhelpful":
                    return await self._voted(press, helpful=verb == "helpful")
                case "remind":
                    return await self._reminded(press)
                case "unremind":
                    await self._reminders.cancel(press.place, _number(press.data.get("reminder")))
                    return await self._reminders.listed(press.place, press.language)
                case "forget":
                    return await self._forgotten(press)
        except _UNREACHABLE as error:
            _LOG.warning("a press could not be answered", verb=verb, reason=type(error).__name__)
            return words.failed
        return words.earlier

    async def close(self) -> None:
        """Waits for the votes that are being kept."""
        await asyncio.gather(*self._votes, return_exceptions=True)

    async def _filled(self, press: Press) -> Card | str:
        rule, only, language = str(press.data.get("rule", "")), str(press.data.get("only", "")), press.language
        if not self._forms.knows(rule):
            return self._renderer.words(language).earlier
        given = self._forms.read(rule, press.data)
        seat = await self._gateway.seat(press.key)
        known = await self._channel.known(seat.conversation, rule) if seat else {}
        asked = (only,) if only else self._forms.names(rule)
        problems = await asyncio.to_thread(self._forms.problems, rule, {**known, **given} if only else given, language, asked)
        if problems and only:
            return await self._asked_again(press, seat, given, problems)
        if problems:
            return self._forms.card(rule, language, given, problems)
        told = self._forms.told(rule, language, given)
        return self._speak(press, told, cards.card(cards.texts(told)), filled.write(rule, given))

    async def _asked_again(self, press: Press, seat: Seat | None, given: Mapping[str, Any], problems: Any) -> Card | str:
        """The question once more, with what is wrong under its field."""
        message = await self._message(press, seat)
        if message is None:
            return self._renderer.words(press.language).earlier
        rule, only = str(press.data["rule"]), str(press.data["only"])
        fields = self._forms.fields(rule, press.language, given, problems, only)
        data = {"message": message["id"], "rule": rule, "language": press.language}
        words = self._renderer.words(press.language)
        form = [*fields, *cards.rows([cards.send(words.answer, "fill", only=only, **data), cards.execute(words.fill_in, "form", **data)])]
        return self._renderer.cards({**message, "buttons": []}, None, tuple(form))[-1]

    async def _form(self, press: Press) -> Card | str:
        rule = str(press.data.get("rule", ""))
        if not self._forms.knows(rule):
            return self._renderer.words(press.language).earlier
        seat = await self._gateway.seat(press.key)
        known = await self._channel.known(seat.conversation, rule) if seat else {}
        return self._forms.card(rule, press.language, known)

    async def _chosen(self, press: Press) -> Card | str:
        message = await self._message(press, await self._gateway.seat(press.key))
        said = str(press.data.get("say", ""))
        if message is None or not said:
            return self._renderer.words(press.language).earlier
        body = [*self._renderer.body(message), cards.container([cards.text(said, weight="Bolder")], "emphasis")]
        return self._speak(press, said, cards.packed(body, more=self._renderer.words(press.language).more)[-1], "")

    def _speak(self, press: Press, text: str, closed: Card, form: str) -> Card:
        """Says what was chosen or filled in; the card as it looks meanwhile."""
        if press.card:
            self._channel.answered_in(press.key, press.card, closed)
        self._say(Utterance(press.key, press.place, text, delivery=press.delivery, filled=form))
        return cards.card([*closed["body"], cards.text(self._renderer.words(press.language).working, isSubtle=True, size="Small")])

    async def _voted(self, press: Press, *, helpful: bool) -> Card | str:
        seat = await self._gateway.seat(press.key)
        message = await self._message(press, seat)
        if message is None or seat is None:
            return self._renderer.words(press.language).earlier
        reason: Any = press.data.get("reason")
        complaint = reason if reason in self._renderer.words("").reasons else None
        vote = asyncio.create_task(self._vote(seat.conversation, str(message["id"]), helpful=helpful, complaint=complaint))
        self._votes.add(vote)
        vote.add_done_callback(self._votes.discard)
        words = self._renderer.words(str(message.get("language", "")))
        return self._renderer.cards(message, self._parts.now(), done=Done(words.voted, has_voted=True))[-1]

    async def _vote(self, conversation: str, number: str, *, helpful: bool, complaint: Any) -> None:
        try:
            await self._parts.keeper.vote(conversation, number, helpful=helpful, complaint=complaint)
        except (UnknownConversation, UnknownMessage, ConversationsUnavailable) as error:
            _LOG.warning("a vote was not kept", reason=type(error).__name__)

    async def _reminded(self, press: Press) -> Card | str:
        message = await self._message(press, await self._gateway.seat(press.key))
        told = await self._reminders.plan(press.place, message, str(press.data.get("when", ""))) if message else None
        if message is None or told is None:
            return self._renderer.words(press.language).earlier
        return self._renderer.cards(message, self._parts.now(), done=Done(told))[-1]

    async def _forgotten(self, press: Press) -> Card:
        words = self._renderer.words(press.language)
        seat = await self._gateway.seat(press.key)
        if seat is None:
            return cards.card([cards.text(words.nothing_to_forget)])
        conversation = seat.conversation
        try:
            await self._parts.chat.after_turns(conversation, lambda: self._parts.retention.forget(conversation))
        except UnknownConversation:
            _LOG.info("a conversation was deleted twice")
        return cards.card([cards.text(words.forgotten)])

    async def _message(self, press: Press, seat: Seat | None) -> Message | None:
        number = _number(press.data.get("message"))
        return await self._channel.message(seat.conversation, number) if seat and number else None


def _number(told: object) -> int:
    text = str(told)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0

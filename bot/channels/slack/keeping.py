"""What becomes of a conversation: a pass to another channel, a new beginning, its deletion, and why an answer did not help.

Refuses to delete while something is being answered: deletion waits for its turn.
"""

from __future__ import annotations

import json
from typing import Any

import structlog

from bot.channels.slack.blocks import menu, option, plain_text, text_field
from bot.channels.slack.interaction import Pressed
from bot.channels.slack.kit import Kit
from bot.channels.slack.limits import VIEW_BUTTON, VIEW_TITLE
from bot.channels.slack.places import NAME, of_person
from bot.channels.slack.words import Words
from bot.conversations import ConversationsUnavailable, UnknownConversation
from bot.dialogue.memory import DialogueMemoryUnavailable

_LOG = structlog.get_logger("slack")
WHY = "why"
"""The window that asks what is wrong with an answer."""


class Keeping:
    """What is done with whole conversations."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def pass_of(self, key: str, language: str) -> str:
        """What to tell somebody who wants to go on elsewhere. Raises ConversationsUnavailable."""
        words = self._kit.tongues.words(language).told
        seat = await self._kit.gateway.seat(key)
        if seat is None:
            return words.nothing_to_forget
        try:
            code = await self._kit.apart(self._kit.parts.passes.issue, seat.conversation)
        except UnknownConversation:
            return words.nothing_to_forget
        return self._kit.tongues.say(language, words.pass_, code=code)

    async def forget(self, key: str) -> bool:
        """Deletes the conversation of a place; whether there was one. Raises TooManyWaiting."""
        seat = await self._kit.gateway.seat(key)
        if seat is None:
            return False
        try:
            await self._kit.parts.chat.after_turns(seat.conversation, lambda: self._kit.parts.retention.forget(seat.conversation))
        except UnknownConversation:
            return False
        except (ConversationsUnavailable, DialogueMemoryUnavailable) as error:
            _LOG.error("a conversation could not be deleted", detail=str(error))
            raise
        return True

    async def forget_all(self, user: str) -> int:
        """Deletes the conversations that only this person sees; how many. Raises TooManyWaiting."""
        mine = await self._kit.apart(self._kit.parts.seats.beginning, NAME, of_person(user))
        return sum([await self.forget(seat.key) for seat in mine])

    async def ask_why(self, pressed: Pressed, identity: str, words: Words) -> None:
        """Opens the window that asks what is wrong with an answer. Raises Refused, Gone and Later."""
        reasons = [option(text, reason) for reason, text in words.vote.reasons.items()]
        held = {"message": identity, "channel": pressed.channel, "thread": pressed.thread, "ts": pressed.message, "alone": pressed.is_alone}
        view: dict[str, Any] = {
            "type": "modal",
            "callback_id": WHY,
            "private_metadata": json.dumps(held),
            "title": plain_text(words.vote.title, VIEW_TITLE),
            "submit": plain_text(words.actions.send, VIEW_BUTTON),
            "close": plain_text(words.actions.close, VIEW_BUTTON),
            "blocks": [text_field(words.vote.why, menu("reason", reasons, words.actions.pick_one), "reason")],
        }
        await self._kit.web.call("views.open", {"trigger_id": pressed.trigger, "view": view})

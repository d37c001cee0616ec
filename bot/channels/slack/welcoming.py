"""The first words where somebody opens the assistant: a greeting, and questions to begin with.

Refuses to greet twice: whoever has a conversation knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.slack.answer import told
from bot.channels.slack.kit import Kit
from bot.channels.slack.limits import PROMPTS
from bot.channels.slack.places import NAME, Place, of_person
from bot.channels.slack.words import Words


class Welcoming:
    """The greetings of one bot."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def thread(self, event: Mapping[str, Any]) -> None:
        """A thread of the assistant view has begun. Raises Refused, Gone and Later."""
        begun = event["assistant_thread"]
        user, channel, thread = str(begun["user_id"]), str(begun["channel_id"]), str(begun["thread_ts"])
        if not await self._kit.parts.deliveries.is_first(NAME, f"begun:{channel}:{thread}"):
            return
        words = self._kit.tongues.words((await self._kit.people.person(user)).language)
        await self._kit.channel.write(Place("direct", channel, user, thread, assists=True), told(words.told.greeting))
        await self._kit.web.call("assistant.threads.setSuggestedPrompts", {"channel_id": channel, "thread_ts": thread, **_prompts(words)})

    async def messages(self, event: Mapping[str, Any], *, prompts: bool) -> None:
        """Somebody looks at their direct messages with the bot. Raises ConversationsUnavailable, Refused, Gone and Later."""
        user, channel = str(event["user"]), str(event["channel"])
        words = self._kit.tongues.words((await self._kit.people.person(user)).language)
        is_new = not await self._kit.apart(self._kit.parts.seats.beginning, NAME, of_person(user))
        if is_new and await self._kit.parts.deliveries.is_first(NAME, f"greeted:{user}"):
            await self._kit.channel.write(Place("direct", channel, user), told(words.told.greeting))
        if prompts:  # without a thread: there is none before the first question
            await self._kit.web.call("assistant.threads.setSuggestedPrompts", {"channel_id": channel, **_prompts(words)})


def _prompts(words: Words) -> dict[str, Any]:
    return {"title": words.told.prompts, "prompts": [prompt.model_dump() for prompt in words.prompts[:PROMPTS]]}

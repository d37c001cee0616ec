"""The command `/seller`: a question that one person sees answered, a form, reminders, a new conversation, or help.

Refuses nothing without a word: what is no command of ours is a question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.slack.answer import line, told
from bot.channels.slack.blocks import actions, button, header
from bot.channels.slack.deadlines import Deadlines
from bot.channels.slack.forms import Forms
from bot.channels.slack.hearing import Hearing, Said
from bot.channels.slack.interaction import of_command
from bot.channels.slack.keeping import Keeping
from bot.channels.slack.kit import Kit
from bot.channels.slack.mrkdwn import words_of
from bot.channels.slack.places import NAME, Place, of_person
from bot.channels.slack.post import Post, posts
from bot.channels.slack.words import Words
from bot.line import TooManyWaiting

COMMAND = "/seller"


class Commanding:
    """The command of one bot."""

    def __init__(self, kit: Kit, hearing: Hearing, *, forms: Forms, deadlines: Deadlines, keeping: Keeping, clock: Callable[[], float]) -> None:
        self._kit, self._hearing, self._forms, self._deadlines, self._keeping, self._clock = kit, hearing, forms, deadlines, keeping, clock

    async def run(self, body: Mapping[str, Any]) -> None:
        """Does what a command asks for. Raises ConversationsUnavailable, Refused, Gone and Later."""
        place = of_command(body, self._clock())
        user = place.user
        language = (await self._kit.people.person(user, patience=1.0)).language
        words = self._kit.tongues.words(language)
        text = words_of(str(body.get("text") or ""), words.mentioned)
        match text.casefold():
            case "" | "help" | "?":
                await self._kit.channel.write(place, self.help(words))
            case "calculate":
                await self._forms.choose(str(body.get("trigger_id", "")), place, language)
            case "deadlines":
                await self._kit.channel.write(place, await self.deadlines(user, language))
            case "new":
                await self._restart(place)
                await self._kit.channel.write(place, told(words.told.restarted))
            case "elsewhere":
                await self._kit.channel.write(place, told(await self._keeping.pass_of(await self._latest(place), language)))
            case "forget":
                sure = button(words.actions.forget, "forget:all", user, style="danger")
                await self._kit.channel.write(place, told(words.told.forget_sure, [sure]))
            case _:
                self._hearing.say(place, Said(text, user, delivery=str(body.get("trigger_id", ""))))

    def help(self, words: Words) -> list[Post]:
        """What can be done."""
        buttons = [button(words.actions.calculate, "home:calculate"), button(words.actions.deadlines, "home:deadlines")]
        return posts([header(words.home.title), *line(words.home.introduction), *line(words.told.help), *actions(buttons)])

    async def deadlines(self, user: str, language: str) -> list[Post]:
        """Somebody's reminders to come. Raises ConversationsUnavailable."""
        words = self._kit.tongues.words(language)
        return posts([header(words.home.reminders), *await self._deadlines.listed(user, language)])

    async def forget_all(self, user: str, language: str) -> str:
        """Deletes what only this person sees; what to tell of it. Raises ConversationsUnavailable."""
        words = self._kit.tongues.words(language).told
        try:
            count = await self._keeping.forget_all(user)
        except TooManyWaiting:
            return words.forget_failed
        return words.forgotten if count else words.nothing_to_forget

    async def _restart(self, place: Place) -> None:
        for seat in await self._kit.apart(self._kit.parts.seats.beginning, NAME, of_person(place.user)):
            if Place.read(seat.place).channel == place.channel:
                await self._kit.gateway.restart(seat.key)

    async def _latest(self, place: Place) -> str:
        """The key of the conversation that this person had last: in this channel if there is one."""
        mine = await self._kit.apart(self._kit.parts.seats.beginning, NAME, of_person(place.user))
        here = [seat for seat in mine if Place.read(seat.place).channel == place.channel]
        return str((here or mine)[0].key) if mine else place.key

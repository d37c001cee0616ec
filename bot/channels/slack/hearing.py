"""What people write to the bot: direct messages, mentions, and threads that it follows; each in the order in which it came.

Ignores what bots write, what is edited, and what is not addressed to it. Whoever addresses it gets an answer or a reason.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog

from bot.channels.gateway import Utterance
from bot.channels.seat import Gone, Later
from bot.channels.slack.answer import told
from bot.channels.slack.blocks import plain_text
from bot.channels.slack.kit import Kit
from bot.channels.slack.moving import Moving
from bot.channels.slack.mrkdwn import escaped, names_anybody, words_of
from bot.channels.slack.places import NAME, Place, is_direct
from bot.channels.slack.post import posts
from bot.channels.slack.web import Refused
from bot.line import Line, TooManyWaiting
from knowledge.wording import ORIGINAL

_LOG = structlog.get_logger("slack")
_WRITTEN = (None, "file_share", "thread_broadcast", "me_message")
"""Kinds of messages that somebody has just written."""
_MOST_WAITING = 200
_CLOSE_SECONDS = 5.0
_SOON_SECONDS, _LATE_SECONDS = 0.3, 2.0  # after which a status, and a reaction, tell that it takes longer
_LOOKING = "hourglass_flowing_sand"
_CODE = r"\s+([A-Za-z0-9]{5}-?[A-Za-z0-9]{5})\W*"
Words = Callable[[], Awaitable[str]]
Reply = Callable[[str, Mapping[str, Any], Words], Awaitable[bool]]
"""Takes a colleague's reply in a thread of the support channel: the thread's key, the event, how to read its words; whether it was one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says by writing, pressing or filling in. `echo` is shown first where nobody would see what was pressed."""

    text: str
    user: str
    delivery: str = ""
    echo: str = ""
    filled: str = ""
    language: str = "auto"
    ts: str = ""


class Hearing:
    """The ears of one bot."""

    def __init__(self, kit: Kit, bot_user: Callable[[], str], view: str) -> None:
        """`bot_user` tells the bot's own user, `view` how the app shows direct messages."""
        self._kit, self._bot_user, self._view = kit, bot_user, view
        self._line, self._moving = Line(_MOST_WAITING), Moving(kit, view)
        self.reply: Reply = _nobody
        words = {word for words in kit.tongues.all.values() for word in words.continue_words}
        self._continues = re.compile(rf"\s*(?:{'|'.join(map(re.escape, words))}){_CODE}", re.IGNORECASE)

    def message(self, event: Mapping[str, Any]) -> None:
        """A message of a channel or of direct messages. Takes its place in line at once."""
        user = str(event.get("user") or "")
        if event.get("subtype") not in _WRITTEN or event.get("bot_id") or event.get("hidden") or not user or user == self._bot_user():
            return
        if is_direct(str(event["channel"])):
            self._hear(event, user, self._direct(event, user), followed=True)
        elif event.get("thread_ts"):
            self._hear(event, user, Place("thread", str(event["channel"]), user, str(event["thread_ts"])), followed=False)

    def mention(self, event: Mapping[str, Any]) -> None:
        """A message that mentions the bot."""
        user, channel = str(event.get("user") or ""), str(event["channel"])
        if event.get("bot_id") or not user or user == self._bot_user() or is_direct(channel):  # direct messages come as such
            return
        self._hear(event, user, Place("thread", channel, user, str(event.get("thread_ts") or event["ts"])), followed=True)

    def _direct(self, event: Mapping[str, Any], user: str) -> Place:
        thread = str(event.get("thread_ts") or (event["ts"] if self._view == "agent" else ""))
        return Place("direct", str(event["channel"]), user, thread, assists=bool(thread) and self._view != "plain")

    def _hear(self, event: Mapping[str, Any], user: str, place: Place, *, followed: bool) -> None:
        async def heard() -> None:
            if place.kind == "thread" and await self.reply(place.key, event, lambda: self._words(event, user)):
                return  # what colleagues write to a seller is theirs, even where it mentions the bot
            if not followed and await self._kit.gateway.seat(place.key) is None:
                return
            # A mention comes as two events, and each perhaps again: they all have the message's own timestamp.
            if not await self._is_first(f"{place.channel}:{event['ts']}"):
                return
            text = await self._words(event, user)
            if not text and event.get("files"):
                person = await self._kit.people.person(user, patience=1.0)
                await self._kit.channel.write(place, told(self._kit.tongues.words(person.language).told.only_text))
                return
            await self._say(place, Said(text, user, ts=str(event["ts"])))

        self.in_turn(place.key, heard, place if followed else None)

    async def _words(self, event: Mapping[str, Any], user: str) -> str:
        """What somebody has written, as plain words; those for whoever is mentioned are in the language in which they use Slack."""
        text = str(event.get("text") or "")
        language = (await self._kit.people.person(user, patience=1.0)).language if names_anybody(text) else ORIGINAL
        return words_of(text, self._kit.tongues.words(language).mentioned, self._bot_user())

    def say(self, place: Place, said: Said) -> asyncio.Task[None]:
        """Says something in a place, after what was said there before."""

        async def once() -> None:
            if not said.delivery or await self._is_first(said.delivery):
                await self._say(place, said)

        return self.in_turn(place.key, once, place)

    async def _is_first(self, delivery: str) -> bool:
        """Whether it has not come before. Asked before anything is done about it: a code is used up, and a reason told, only once."""
        deliveries = self._kit.parts.deliveries
        return not deliveries.comes_again(NAME, delivery) and await deliveries.is_first(NAME, delivery)

    def in_turn(self, key: str, work: Callable[[], Coroutine[Any, Any, None]], place: Place | None = None) -> asyncio.Task[None]:
        """Does something about a place when what came before has been taken; where that fails, those who wait at `place` are told."""

        async def done() -> None:
            try:
                await work()
            except Gone as error:
                _LOG.warning("something could not be taken", reason="Gone", detail=str(error))
            except Exception as error:  # noqa: BLE001 - whatever goes wrong, nobody waits in vain
                _LOG.error("something could not be taken", exc_info=error)
                await self._apologise(place)

        try:
            return self._line.join(key, done)
        except TooManyWaiting:
            _LOG.warning("too much at once in one place")
            return self._kit.errands.run(_nothing())

    async def _apologise(self, place: Place | None) -> None:
        if place is None:
            return
        with suppress(Gone, Later, Refused):
            language = (await self._kit.people.person(place.user, patience=1.0)).language
            await self._kit.channel.write(place, told(self._kit.tongues.words(language).told.not_now))

    async def _say(self, place: Place, said: Said) -> None:
        if code := self._continues.fullmatch(said.text):
            await self._moving.take_along(place, said.user, code[1])
            return
        if said.echo:
            with suppress(Gone, Later, Refused):  # what was pressed is said, whether or not it can be shown
                await self._echo(place, said.echo)
        person = await self._kit.people.person(said.user, patience=1.0)
        utterance = Utterance(place.key, place.written(), said.text, language=said.language, locale=person.language, filled=said.filled)
        task = self._kit.gateway.say(utterance)
        self._kit.errands.run(self._progress(place, said, task, person.language))

    async def _echo(self, place: Place, text: str) -> None:
        """What was pressed, for those who read the thread later; whoever is alone has pressed it themselves."""
        if place.kind != "alone":
            await self._kit.channel.write(place, posts([{"type": "context", "elements": [plain_text(escaped(text))]}]))

    async def _progress(self, place: Place, said: Said, task: asyncio.Task[None], language: str) -> None:
        """Tells that it takes longer, where Slack has a way for that."""
        hasty, web, status = self._kit.web.patient(0.0), self._kit.web, {"channel_id": place.channel, "thread_ts": place.thread}
        assists = place.assists and self._view != "plain"
        try:
            done, _ = await asyncio.wait({task}, timeout=_SOON_SECONDS if assists else _LATE_SECONDS)
            if done:
                return
            if assists:
                await hasty.call("assistant.threads.setStatus", status | {"status": self._kit.tongues.words(language).told.looking})
            elif said.ts:
                await hasty.call("reactions.add", {"channel": place.channel, "name": _LOOKING, "timestamp": said.ts})
            else:
                return
            await asyncio.wait({task})
            if assists:
                await web.call("assistant.threads.setStatus", status | {"status": ""})
            else:
                await web.call("reactions.remove", {"channel": place.channel, "name": _LOOKING, "timestamp": said.ts})
        except (Refused, Gone, Later):
            return  # a sign of life is no answer

    def to_direct(self, place: Place) -> None:
        """Goes on in direct messages with what one person alone sees in a channel."""
        self.in_turn(place.key, lambda: self._moving.to_direct(place), place)

    async def close(self) -> None:
        """Waits for what has been heard."""
        await self._line.close(_CLOSE_SECONDS)


async def _nobody(key: str, event: Mapping[str, Any], words: Words) -> bool:
    return False


async def _nothing() -> None:
    """Where nothing is done."""

"""Slack's own library with everything that it hands on to the bot: events, presses, commands and windows.

Acknowledges at once, and does the work afterwards: Slack waits three seconds for an acknowledgement, however long an answer takes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.channels.seat import Gone, Later
from bot.channels.slack.answer import told
from bot.channels.slack.commanding import COMMAND, Commanding
from bot.channels.slack.forms import FORM, Forms
from bot.channels.slack.hearing import Hearing
from bot.channels.slack.home import SEARCH, Home
from bot.channels.slack.interaction import Pressed
from bot.channels.slack.keeping import WHY
from bot.channels.slack.kit import Kit
from bot.channels.slack.places import Place
from bot.channels.slack.pressing import Pressing, Work
from bot.channels.slack.replying import Replying
from bot.channels.slack.web import Refused, quiet
from bot.channels.slack.welcoming import Welcoming
from bot.conversations import ConversationsUnavailable
from bot.line import TooManyWaiting

_LOG = structlog.get_logger("slack")
_ANYTHING = re.compile(".*", re.DOTALL)
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listeners:
    """What hears of what."""

    kit: Kit
    hearing: Hearing
    pressing: Pressing
    forms: Forms
    home: Home
    commanding: Commanding
    welcoming: Welcoming
    replying: Replying | None
    view: str
    clock: Callable[[], float]

    def app(self, signing_secret: str, authorize: Callable[..., Awaitable[AuthorizeResult]]) -> AsyncApp:
        """The library's application."""
        app = AsyncApp(name="seller-assistant", signing_secret=signing_secret, authorize=authorize, logger=quiet(), attaching_conversation_kwargs_enabled=False)
        app.event("message")(self._message)
        app.event("app_mention")(self._mention)
        app.event("app_home_opened")(self._opened)
        app.event("assistant_thread_started")(self._begun)
        app.event(_ANYTHING)(self._other)
        app.command(COMMAND)(self._command)
        app.action(_ANYTHING)(self._pressed)
        app.view(FORM)(self._filled)
        app.view(WHY)(self._why)
        app.error(self._failed)
        return app

    async def _message(self, event: Body) -> None:
        self.hearing.message(event)

    async def _mention(self, event: Body) -> None:
        self.hearing.mention(event)

    async def _opened(self, event: Body) -> None:
        if event.get("tab") == "home":
            user, channel = str(event["user"]), str(event.get("channel") or "")
            self.kit.errands.run(self._carefully(self.home.publish(user), Place("direct", channel, user)))
        elif event.get("tab") == "messages":
            self.kit.errands.run(self._carefully(self.welcoming.messages(event, prompts=self.view == "agent")))

    async def _begun(self, event: Body) -> None:
        self.kit.errands.run(self._carefully(self.welcoming.thread(event)))

    async def _other(self, event: Body) -> None:
        """Events that say nothing to us; unheard, Slack's library would complain about them."""

    async def _command(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        place = Place("alone", str(body["channel_id"]), str(body["user_id"]), responds=str(body.get("response_url") or ""), responds_until=self.clock() + 60)
        self.kit.errands.run(self._carefully(self.commanding.run(body), place))

    async def _pressed(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        pressed = Pressed.read(body, self.clock())
        work = self._work(pressed)
        if work:
            self.kit.errands.run(self._carefully(work(pressed), pressed.place if pressed.channel else Place("direct", "", pressed.user)))

    def _work(self, pressed: Pressed) -> Work | None:
        kind, _, rest = pressed.action.partition(":")
        special: dict[str, Work] = {
            "form": self.forms.open,
            "form:which": self.forms.chosen,
            "form:another": self.forms.another,
            "home:show": self.home.show,
            "home:calculate": self._calculate,
            "home:deadlines": self._deadlines,
            SEARCH: self._searched,
            "forget:all": self._forget_all,
        }
        if kind == "cancel" and pressed.view:
            return self._cancelled
        if kind == "case":
            return self.replying.press if self.replying else None
        return special.get(pressed.action) or (self.pressing.work.get(kind) if (not rest or kind in ("say", "pick", "vote")) else None)

    async def _calculate(self, pressed: Pressed) -> None:
        language = (await self.kit.people.person(pressed.user, patience=1.0)).language
        place = pressed.place if pressed.channel else Place("direct", await self.kit.web.direct(pressed.user), pressed.user)
        await self.forms.choose(pressed.trigger, place, language)

    async def _deadlines(self, pressed: Pressed) -> None:
        language = (await self.kit.people.person(pressed.user, patience=1.0)).language
        await self.pressing.answer(pressed, *await self.commanding.deadlines(pressed.user, language))

    async def _searched(self, pressed: Pressed) -> None:
        await self.home.publish(pressed.user, pressed.value)

    async def _cancelled(self, pressed: Pressed) -> None:
        await self.pressing.cancel(pressed)
        await self.home.publish(pressed.user)

    async def _forget_all(self, pressed: Pressed) -> None:
        language = (await self.kit.people.person(pressed.user, patience=1.0)).language
        await self.pressing.answer(pressed, *told(await self.commanding.forget_all(pressed.user, language)))

    async def _filled(self, ack: AsyncAck, body: Body, view: Body) -> None:
        problems = self.forms.submitted(str(body["user"]["id"]), view)
        if problems:
            await ack(response_action="errors", errors=problems)
        else:
            await ack()

    async def _why(self, ack: AsyncAck, body: Body, view: Body) -> None:
        await ack()
        held = json.loads(view["private_metadata"])
        reason = str(view["state"]["values"]["reason"]["reason"]["selected_option"]["value"])
        container = {"channel_id": held["channel"], "thread_ts": held["thread"], "message_ts": held["ts"], "is_ephemeral": held["alone"]}
        pressed = Pressed.read({"user": body["user"], "container": container}, self.clock())

        async def voted() -> None:
            if await self.pressing.voted(pressed, str(held["message"]), helpful=False, complaint=reason):
                await self.pressing.answer(pressed, *told((await self.pressing.words(pressed)).vote.noted))

        self.kit.errands.run(self._carefully(voted(), pressed.place))

    async def _carefully(self, work: Awaitable[None], place: Place | None = None) -> None:
        """Does something, and tells whoever asked where it fails: at `place`, in their direct messages where it names no channel."""
        try:
            await work
        except Gone as error:
            _LOG.warning("something could not be written", reason="Gone", detail=str(error))
        except (Later, Refused, ConversationsUnavailable, TooManyWaiting) as error:
            _LOG.error("something could not be done", reason=type(error).__name__, detail=str(error))
            if place:
                await self._apologise(place)

    async def _apologise(self, place: Place) -> None:
        language = (await self.kit.people.person(place.user, patience=1.0)).language
        try:
            place = place if place.channel else replace(place, channel=await self.kit.web.direct(place.user))
            await self.kit.channel.write(place, told(self.kit.tongues.words(language).told.not_now))
        except (Gone, Later, Refused) as error:
            _LOG.warning("a reason could not be told", reason=type(error).__name__)

    async def _failed(self, error: Exception) -> None:
        _LOG.error("a listener failed", exc_info=error)

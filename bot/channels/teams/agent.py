"""What Teams delivers: messages, presses on cards, searches, and that somebody has come or gone.

Acknowledges at once and works afterwards; in one place everything keeps the order in which it came. Refuses other channels and organisations.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from microsoft_agents.activity import Activity, ActivityTypes
from microsoft_agents.hosting.core import TurnContext

from bot.channels.gateway import Gateway, Utterance
from bot.channels.passes import UnknownPass
from bot.channels.patience import patiently
from bot.channels.seat import Gone, Later
from bot.channels.surface import Parts
from bot.channels.teams import markup, welcome
from bot.channels.teams.acts import Acts, Press
from bot.channels.teams.answer import Renderer
from bot.channels.teams.cards import Card
from bot.channels.teams.channel import NAME, TeamsChannel
from bot.channels.teams.forms import Forms
from bot.channels.teams.login import LogInFailed
from bot.channels.teams.place import PERSONAL, delivery_of, is_of_teams, key_of, place_of, tenant_of
from bot.channels.teams.reminding import ReminderDesk
from bot.channels.teams.search import Search
from bot.channels.teams.words import CommandName, WordsOfTeams
from bot.conversations import Event
from bot.line import Line, TooManyWaiting
from bot.store.errors import DatabaseUnavailable
from knowledge.languages import AUTO

_LOG = structlog.get_logger("teams")
_MOST_WAITING = 64  # of one place; the conversation itself refuses more than a few
_FIRST_SIGN_SECONDS, _NEXT_SIGN_SECONDS, _MOST_SIGNS = 1.0, 4.0, 15
_CLOSE_SECONDS = 5.0
_GREETED_SECONDS = 60.0
_PATIENCE_SECONDS = 60.0
_CARD = "application/vnd.microsoft.card.adaptive"
_TEXT = "application/vnd.microsoft.activity.message"
Place = Mapping[str, Any]


class TeamsAgent:
    """The bot as Microsoft's library calls it."""

    def __init__(
        self,
        parts: Parts,
        gateway: Gateway,
        channel: TeamsChannel,
        renderer: Renderer,
        words: WordsOfTeams,
        *,
        forms: Forms,
        reminders: ReminderDesk,
        tenants: frozenset[str] | None,
    ) -> None:
        """`tenants` are the organisations whose people are served; None for everybody, on the playground."""
        self._parts, self._gateway, self._channel, self._renderer, self._words = parts, gateway, channel, renderer, words
        self._forms, self._reminders, self._tenants = forms, reminders, tenants
        self._search = Search(parts.lookup, renderer)
        self._acts = Acts(parts, gateway, channel, renderer, forms=forms, reminders=reminders, say=self._say_later)
        self._line = Line(_MOST_WAITING)
        self._speaking: dict[str, asyncio.Task[None]] = {}
        self._signs: set[asyncio.Task[None]] = set()
        self._greeted: dict[str, float] = {}

    async def on_turn(self, context: TurnContext) -> None:
        """Takes one activity. Raises PermissionError for one of another channel or organisation, or that names another address than its token."""
        activity = context.activity
        if not is_of_teams(activity):
            _LOG.warning("what does not come from Teams was refused; remove that channel from the Azure Bot", channel=activity.channel_id)
            raise PermissionError("another channel")
        signed = context.identity.get_claim_value("serviceurl") if context.identity else None
        if signed and str(signed).rstrip("/") != str(activity.service_url).rstrip("/"):
            raise PermissionError("another service address than the token's")
        if self._tenants is not None and tenant_of(activity) not in self._tenants:
            _LOG.warning("an organisation that may not use the bot was refused", tenant=tenant_of(activity))
            raise PermissionError("another organisation")
        place = place_of(activity)
        match activity.type:
            case ActivityTypes.message:
                self._heard(activity, place)
            case ActivityTypes.invoke:
                reply = await self._invoked(activity, place)
                await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=reply))
            case ActivityTypes.installation_update if (activity.action or "").startswith("add"):
                self._later(key_of(place), lambda: self._greet(place))
            case ActivityTypes.installation_update if (activity.action or "").startswith("remove"):
                self._later(key_of(place), lambda: self._gateway.restart(key_of(place)))
            case ActivityTypes.conversation_update if _has_come(activity):
                self._later(key_of(place), lambda: self._greet(place))

    async def close(self) -> None:
        """Waits for what is being done."""
        await self._line.close(_CLOSE_SECONDS)
        await self._acts.close()
        for sign in tuple(self._signs):
            sign.cancel()
        await asyncio.gather(*self._signs, return_exceptions=True)

    def _heard(self, activity: Activity, place: Place) -> None:
        is_press = isinstance(activity.value, dict) and activity.value.get("verb") == "say"
        if place["scope"] != PERSONAL and not is_press and not markup.mentions_bot(activity):
            return  # people among themselves
        text, key = markup.heard(activity, self._renderer.words(str(place["language"])).mentioned), key_of(place)
        if command := self._words.command(text) if text else "help":
            self._later(key, lambda: self._commanded(command, place), delivery_of(activity))
        elif code := self._words.code(text):
            self._later(key, lambda: self._taken_along(code, place), delivery_of(activity))
        else:
            self._say_later(Utterance(key, place, text, delivery=delivery_of(activity)))

    async def _invoked(self, activity: Activity, place: Place) -> dict[str, Any]:
        value = activity.value if isinstance(activity.value, dict) else {}
        if activity.name == "composeExtension/query":
            return {"status": 200, "body": await asyncio.to_thread(self._search.found, value, str(place["language"]))}
        if activity.name == "adaptiveCard/action":
            action = value.get("action")
            data = action.get("data") if isinstance(action, dict) else None
            if not isinstance(data, dict):
                return {"status": 400}
            press = Press(place, activity.reply_to_id or "", data, delivery_of(activity))
            look = await self._acts.done(str(data.get("verb", "")), press)
            return {"status": 200, "body": {"statusCode": 200, "type": _TEXT if isinstance(look, str) else _CARD, "value": look}}
        return {"status": 501}

    def _say_later(self, said: Utterance) -> None:
        self._later(said.key, lambda: self._say(said), waits=False)

    async def _say(self, said: Utterance) -> None:
        """Says something in its turn, in the language in which Teams is spoken there until the conversation has one of its own."""
        language = AUTO
        try:
            if await self._gateway.seat(said.key) is None:
                before = str(said.place["language"])
                language = await asyncio.to_thread(self._parts.lookup.languages.tongue, said.text, AUTO, before)
        except DatabaseUnavailable:
            _LOG.info("who sits there cannot be looked up")
        task = self._gateway.say(Utterance(said.key, said.place, said.text, delivery=said.delivery, language=language, filled=said.filled))
        self._speaking[said.key] = task
        sign = asyncio.create_task(self._show_work(task, said.place))
        self._signs.add(sign)
        sign.add_done_callback(self._signs.discard)
        task.add_done_callback(lambda done: self._spoken(said.key, done))

    def _spoken(self, key: str, task: asyncio.Task[None]) -> None:
        if self._speaking.get(key) is task:
            del self._speaking[key]
        if not task.cancelled() and (error := task.exception()):
            _LOG.error("a message could not be answered", exc_info=error)

    async def _show_work(self, task: asyncio.Task[None], place: Place) -> None:
        pause = _FIRST_SIGN_SECONDS
        for _ in range(_MOST_SIGNS):
            if (await asyncio.wait({task}, timeout=pause))[0]:
                return
            await self._channel.typing(place)
            pause = _NEXT_SIGN_SECONDS

    def _later(self, key: str, work: Callable[[], Awaitable[None]], delivery: str = "", *, waits: bool = True) -> None:
        """Does something in the order in which it came, once what was said before is answered if it `waits`; what was delivered before is not done again."""
        if delivery and self._parts.deliveries.comes_again(NAME, delivery):
            return

        async def done() -> None:
            if delivery and not await self._parts.deliveries.is_first(NAME, delivery):
                return
            if waits and (task := self._speaking.get(key)):
                await asyncio.wait({task})
            try:
                await work()
            except (Gone, Later, LogInFailed, DatabaseUnavailable) as error:
                _LOG.warning("something could not be done in Teams", reason=type(error).__name__)

        try:
            task = self._line.join(key, done)
        except TooManyWaiting:
            _LOG.warning("too much at once in one place")
            return
        task.add_done_callback(_tell_failure)

    async def _show(self, place: Place, card: Card) -> None:
        await patiently(lambda: self._channel.show(place, card), _PATIENCE_SECONDS)

    async def _tell(self, place: Place, text: str) -> None:
        await patiently(lambda: self._channel.tell(place, text), _PATIENCE_SECONDS)

    async def _greet(self, place: Place) -> None:
        key, now = key_of(place), time.monotonic()
        self._greeted = {greeted: at for greeted, at in self._greeted.items() if now - at < _GREETED_SECONDS}
        if key in self._greeted:
            return  # Teams tells twice that we have come
        self._greeted[key] = now
        await self._show(place, welcome.welcome(self._renderer.words(str(place["language"])), str(place["scope"])))

    async def _commanded(self, command: CommandName, place: Place) -> None:
        key = key_of(place)
        seat = await self._gateway.seat(key)
        language = str((seat.memo.get("language") if seat else "") or place["language"])
        words = self._renderer.words(language)
        match command:
            case "help":
                await self._show(place, welcome.welcome(words, str(place["scope"])))
            case "calculate":
                await self._show(place, welcome.which(words, self._forms, language))
            case "reminders":
                await self._show(place, await self._reminders.listed(place, language))
            case "person":
                await self._say(Utterance(key, place, self._renderer.wording(language).phrases.buttons["person"]))
            case "restart":
                await self._gateway.restart(key)
                await self._tell(place, words.restarted)
            case "forget" if seat:
                await self._show(place, welcome.sure(words, language))
            case "elsewhere" if place["scope"] != PERSONAL:
                await self._tell(place, words.code_alone)
            case "elsewhere" if seat:
                code = await self._parts.chat.conversations.apart(self._parts.passes.issue, seat.conversation)
                await self._tell(place, words.code.format(code=code))
            case "forget" | "elsewhere":
                await self._tell(place, words.nothing_to_forget)

    async def _taken_along(self, code: str, place: Place) -> None:
        """Goes on here with a conversation that was held elsewhere; its last message is shown again."""
        key, words = key_of(place), self._renderer.words(str(place["language"]))
        try:
            last = await self._gateway.take_over(code, key, place)
        except UnknownPass:
            await self._tell(place, words.unknown_code)
            return
        await self._tell(place, words.taken_along if last else words.restarted)
        seat = await self._gateway.seat(key)
        if seat and last:
            memo = await self._channel.deliver(seat, Event(last.number, last.kind, {"id": str(last.number), **last.content}))
            await self._parts.chat.conversations.apart(self._parts.seats.note, seat, seat.told, memo or {})


def _has_come(activity: Activity) -> bool:
    """Whether it is our bot that was added."""
    bot = activity.recipient.id if activity.recipient else None
    return any(member.id == bot for member in activity.members_added or ())


def _tell_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _LOG.error("something in Teams went wrong", exc_info=error)

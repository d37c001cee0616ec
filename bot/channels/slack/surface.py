"""The Slack bot within the application: put together from its settings, reached over HTTP or through Socket Mode.

Refuses settings that cannot be used; `seller-assistant doctor slack` says what to do about them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.authorization import AuthorizeResult

from bot.channels.slack.answer import Renderer
from bot.channels.slack.articles import Articles
from bot.channels.slack.case_posts import CasePosts
from bot.channels.slack.case_view import CaseView
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.commanding import Commanding
from bot.channels.slack.deadlines import Deadlines, SlackReminding, moments
from bot.channels.slack.errands import Errands
from bot.channels.slack.forms import Forms
from bot.channels.slack.hearing import Hearing
from bot.channels.slack.home import Home
from bot.channels.slack.keeping import Keeping
from bot.channels.slack.kit import Kit
from bot.channels.slack.listeners import Listeners
from bot.channels.slack.manifest import PATH
from bot.channels.slack.people import People
from bot.channels.slack.places import NAME
from bot.channels.slack.pressing import Pressing
from bot.channels.slack.replying import Replying
from bot.channels.slack.support import Support
from bot.channels.slack.web import Web, client_of
from bot.channels.slack.welcoming import Welcoming
from bot.channels.slack.words import Tongues
from bot.channels.surface import Parts
from bot.reminders.keeper import ReminderKeeper
from bot.reminders.reminder import Habits

_PATIENCE_SECONDS = 60.0
"""How long what somebody has set off may wait where Slack asks for patience, before they are told that it did not work."""
_AUTHORIZE_SECONDS = 2.0  # an acknowledgement waits for it
_LOG = structlog.get_logger("slack")


class SlackSurface:
    """One workspace's bot."""

    def __init__(self, parts: Parts) -> None:
        settings, data = parts.settings, parts.settings.data
        self._token, self._app_token = settings.secret("slack_bot_token"), settings.secret("slack_app_token")
        self._web = Web(client_of(self._token, settings.slack_api))
        self._identity: AuthorizeResult | None = None
        self._asking = asyncio.Lock()
        habits, tongues = Habits.read(data), Tongues(data, parts.lookup.base)
        renderer = Renderer(tongues, settings.public_url, lambda due: moments(habits, parts.now(), due))

        def clock() -> float:
            return parts.now().timestamp()

        conversations = parts.chat.conversations
        channel = SlackChannel(self._web, renderer, tongues, conversations, clock)
        patient = self._web.patient(_PATIENCE_SECONDS)
        writer = SlackChannel(patient, renderer, tongues, conversations, clock)  # what no event holds; of the others the courier has patience
        self._kit = Kit(parts, patient, tongues, People(self._web), writer, parts.gateway(channel), Errands())
        self._hearing = Hearing(self._kit, self._bot_user, settings.slack_view)
        channel.handed = self._hearing.to_direct
        self._reminders = ReminderKeeper(NAME, SlackReminding(self._web), parts.reminders, parts.now)
        listeners = self._listeners(renderer, habits, clock)

        async def authorize() -> AuthorizeResult:
            return self._identity or await self._known()

        self._app = listeners.app(settings.secret("slack_signing_secret"), authorize)
        self._socket: AsyncSocketModeHandler | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._requests = AsyncSlackRequestHandler(self._app)

    def _listeners(self, renderer: Renderer, habits: Habits, clock: Any) -> Listeners:
        kit, settings = self._kit, self._kit.parts.settings
        deadlines, keeping = Deadlines(kit, self._reminders, habits, renderer), Keeping(kit)
        articles, forms = Articles(kit), Forms(kit, self._hearing)
        self._support: Support | None = None
        replying = None
        if channel := settings.slack_support_channel:
            case_posts = CasePosts(kit.parts.chat.conversations)
            self._support = Support(kit, case_posts, CaseView(kit.tongues, kit.parts.lookup.base, settings.public_url), channel)
            replying = Replying(kit, case_posts, self._support, channel, self._team)
            self._hearing.reply = replying.reply
        return Listeners(
            kit=kit,
            hearing=self._hearing,
            pressing=Pressing(kit, self._hearing, renderer, deadlines=deadlines, articles=articles, keeping=keeping),
            forms=forms,
            home=Home(kit, renderer, deadlines, articles),
            commanding=Commanding(kit, self._hearing, forms=forms, deadlines=deadlines, keeping=keeping, clock=clock),
            welcoming=Welcoming(kit),
            replying=replying,
            view=settings.slack_view,
            clock=clock,
        )

    @property
    def routers(self) -> Sequence[APIRouter]:
        """The address that Slack calls, for events, commands and interactivity; none where we call Slack."""
        routes = APIRouter(include_in_schema=False)
        if not self._app_token:

            @routes.post(PATH)
            async def events(request: Request) -> Response:
                """Whatever happens in Slack."""
                return await self._requests.handle(request)

        return (routes,)

    async def start(self) -> None:
        """Sets off what brings answers, reminders and cases; connects where Slack does not call us."""
        runs = [self._kit.gateway.courier.run, self._reminders.run, *([self._support.run] if self._support else [])]
        self._tasks += [asyncio.create_task(run()) for run in runs]
        try:
            await self._known()
            if self._app_token:
                self._socket = AsyncSocketModeHandler(self._app, self._app_token, web_client=self._web.client)
                await self._socket.connect_async()  # type: ignore[no-untyped-call]
        except Exception as error:  # noqa: BLE001 - Slack out of reach stops nothing else
            _LOG.error("Slack cannot be used now: `seller-assistant doctor slack` says why", reason=type(error).__name__, detail=str(error))

    async def stop(self) -> None:
        """Hears nothing more, and waits for what is being answered."""
        if self._socket:
            with suppress(Exception):
                await self._socket.close_async()  # type: ignore[no-untyped-call]
        await self._hearing.close()
        await self._kit.gateway.close()
        await self._kit.errands.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _bot_user(self) -> str:
        return (self._identity.bot_user_id or "") if self._identity else ""

    def _team(self) -> str:
        return (self._identity.team_id or "") if self._identity else ""

    async def _known(self) -> AuthorizeResult:
        """Who the bot is, asked once. Raises Refused, Gone and Later."""
        async with self._asking:
            if self._identity is None:
                found = await self._web.patient(_AUTHORIZE_SECONDS).ask("auth.test")
                self._identity = AuthorizeResult(
                    enterprise_id=found.get("enterprise_id"),
                    team_id=found.get("team_id"),
                    bot_user_id=found.get("user_id"),
                    bot_id=found.get("bot_id"),
                    bot_token=self._token,
                )
        return self._identity

"""Teams within the application: the address at which Microsoft's connector delivers, and what runs beside the requests.

Refuses a request whose token is not good before anything of it is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from microsoft_agents.hosting.core import ChannelServiceClientFactoryBase, TurnContext
from microsoft_agents.hosting.core.authorization import AuthenticationConstants, ClaimsIdentity
from microsoft_agents.hosting.core.connector.client import UserTokenClient
from microsoft_agents.hosting.core.connector.teams import TeamsConnectorClient
from microsoft_agents.hosting.fastapi import CloudAdapter
from pydantic import ValidationError

from bot.channels.surface import Parts
from bot.channels.teams.agent import TeamsAgent
from bot.channels.teams.answer import Renderer
from bot.channels.teams.channel import NAME, TeamsChannel
from bot.channels.teams.connector import Connector
from bot.channels.teams.forms import Forms
from bot.channels.teams.guard import Guard, Playground, Refused, Tokens, Unverifiable
from bot.channels.teams.login import LogIn
from bot.channels.teams.reminding import ReminderDesk, TeamsReminding
from bot.channels.teams.words import WordsOfTeams
from bot.reminders.keeper import ReminderKeeper
from bot.reminders.reminder import Habits
from bot.settings import Settings
from knowledge.errors import KnowledgeError
from knowledge.wording import ORIGINAL

_LOG = structlog.get_logger("teams")
_AGAIN_SECONDS = "5"
_ENDPOINT = "/api/messages"
_NOWHERE = AuthenticationConstants.AGENTS_SDK_OAUTH_URL  # the library wants an address for what is never used
_PROXIED = ("forwarded", "x-forwarded-for", "origin")


class UnusableTeams(KnowledgeError):
    """What is configured cannot be used; the message says what to correct."""


class _Adapter(CloudAdapter):
    """Microsoft's adapter, which keeps faults of ours to us."""

    def __init__(self) -> None:
        super().__init__(channel_service_client_factory=_NoReplies())

        async def raised(context: TurnContext, error: Exception) -> None:
            raise error

        self.on_turn_error = raised


class _NoReplies(ChannelServiceClientFactoryBase):
    """Gives a turn no means to write: all that is said goes by the courier, in order and again after a failure."""

    async def create_connector_client(self, context: Any, claims_identity: ClaimsIdentity, service_url: str, *args: Any, **more: Any) -> Any:
        return TeamsConnectorClient(endpoint=_NOWHERE, token="")

    async def create_user_token_client(self, context: Any, claims_identity: ClaimsIdentity, use_anonymous: bool = False) -> Any:
        return UserTokenClient(app_id=NAME, endpoint=_NOWHERE, token="")


class TeamsSurface:
    """The bot in Teams."""

    def __init__(self, parts: Parts) -> None:
        """Raises UnusableTeams and DataError."""
        settings, base = parts.settings, parts.lookup.base
        words = WordsOfTeams(settings.data)
        wordings = {ORIGINAL: base.wording} | {other.wording.language: other.wording for other in base.others.values()}
        renderer = Renderer(words, wordings, Habits.read(settings.data), settings.public_url)
        forms = Forms(parts.computing, words)
        self._guard, login = guard_of(settings), login_of(settings)
        connector = Connector(login)
        channel = TeamsChannel(connector, renderer, forms, parts.chat.conversations, parts.now)
        self._gateway = parts.gateway(channel)
        self._keeper = ReminderKeeper(NAME, TeamsReminding(connector, renderer), parts.reminders, parts.now)
        desk = ReminderDesk(self._keeper, parts.reminders, renderer, parts.now)
        tenants = None if settings.teams_playground else settings.listed_tenants
        self._agent = TeamsAgent(parts, self._gateway, channel, renderer, words, forms=forms, reminders=desk, tenants=tenants)
        self._adapter = _Adapter()
        self._running: list[asyncio.Task[None]] = []
        self.routers: Sequence[APIRouter] = (self._router(),)

    async def start(self) -> None:
        """As Surface says."""
        self._running = [asyncio.create_task(self._gateway.courier.run()), asyncio.create_task(self._keeper.run())]

    async def stop(self) -> None:
        """As Surface says."""
        await self._agent.close()
        await self._gateway.close()
        for task in self._running:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def _router(self) -> APIRouter:
        routes = APIRouter()

        @routes.post(_ENDPOINT, include_in_schema=False)
        async def messages(request: Request) -> Response:
            """One activity of Teams."""
            client = request.client.host if request.client else ""
            forwarded = any(name in request.headers for name in _PROXIED)
            try:
                request.state.claims_identity = await self._guard.admit(request.headers.get("authorization", ""), client, forwarded)
            except Refused:
                return Response(status_code=401)
            except Unverifiable:
                return Response(status_code=503, headers={"Retry-After": _AGAIN_SECONDS})
            try:
                return await self._adapter.process(request, self._agent) or Response(status_code=202)
            except ValidationError as error:
                _LOG.warning("an activity could not be read", errors=error.error_count())
                return Response(status_code=400)

        return routes


def guard_of(settings: Settings) -> Guard:
    """Who decides what may be read."""
    return Playground() if settings.teams_playground else Tokens(settings.teams_bot, settings.teams_tenant, settings.teams_keys)


def login_of(settings: Settings) -> LogIn | None:
    """The bot's log-in; None on the playground. Raises UnusableTeams and UnreadableSecret."""
    if settings.teams_playground:
        return None
    if not settings.teams_tenant:
        raise UnusableTeams("SELLER_ASSISTANT_TEAMS_BOT needs SELLER_ASSISTANT_TEAMS_TENANT beside it: the directory (tenant) id of the bot's registration.")
    secret = settings.secret("teams_secret")
    if not secret:
        raise UnusableTeams("SELLER_ASSISTANT_TEAMS_BOT needs SELLER_ASSISTANT_TEAMS_SECRET, or _SECRET_FILE, beside it: the value of the client secret.")
    return LogIn(settings.teams_bot, secret, settings.teams_tenant, settings.teams_login)

"""Writes into Teams: messages, changed messages and signs of work, through Microsoft's connector.

Refuses to guess from a failure: what the connector says decides whether it is asked again, or whether nobody is there any more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientConnectionError, ClientResponseError
from microsoft_agents.activity import Activity
from microsoft_agents.hosting.core.connector.teams import TeamsConnectorClient

from bot.channels.seat import Gone, Later
from bot.channels.teams.login import LogIn, LogInFailed

_SECONDS = 20.0
_AGAIN_SECONDS = 5.0
_UNAUTHORISED = 401
_GONE = (403, 404)  # removed, blocked or deleted
_SOON = (412, 429, 500, 502, 503, 504)


class Connector:
    """The connector, for one bot; `login` is None for the playground, which wants no tokens."""

    def __init__(self, login: LogIn | None) -> None:
        self._login = login

    async def send(self, place: Mapping[str, Any], activity: Activity) -> str:
        """Writes something new; its id. Raises Gone, Later and LogInFailed."""
        return await self._done(place, activity, "")

    async def update(self, place: Mapping[str, Any], identity: str, activity: Activity) -> None:
        """Puts something into the place of what was written under that id. Raises Gone, Later and LogInFailed."""
        await self._done(place, activity, identity)

    async def _done(self, place: Mapping[str, Any], activity: Activity, identity: str) -> str:
        try:
            token = await self._login.token() if self._login else ""
        except LogInFailed as error:
            if error.codes:
                raise
            raise Later(_AGAIN_SECONDS) from error
        client = TeamsConnectorClient(endpoint=str(place["service"]), token=token)
        try:
            async with asyncio.timeout(_SECONDS):
                if identity:
                    activity.id = identity
                    await client.conversations.update_activity(str(place["conversation"]), identity, activity)
                    return identity
                return (await client.conversations.send_to_conversation(str(place["conversation"]), activity)).id or ""
        except ClientResponseError as error:
            if error.status in _GONE:
                raise Gone from error
            if error.status in _SOON:
                raise Later(_pause(error)) from error
            if error.status == _UNAUTHORISED and self._login:
                self._login.spoil()
            raise
        except (ClientConnectionError, TimeoutError) as error:
            raise Later(_AGAIN_SECONDS) from error
        finally:
            await client.close()


def _pause(error: ClientResponseError) -> float:
    asked = str(error.headers.get("Retry-After", "")) if error.headers else ""
    return float(asked) if asked.isdigit() else _AGAIN_SECONDS

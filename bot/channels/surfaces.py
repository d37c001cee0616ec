"""The bots that an installation has, by its settings: put together, started and stopped with the application."""

from __future__ import annotations

from fastapi import APIRouter

from bot.channels.surface import Parts, Surface


class Surfaces:
    """Those that are configured; a platform's library is loaded only with it."""

    def __init__(self, parts: Parts) -> None:
        self._bots = tuple(_configured(parts))

    @property
    def routers(self) -> list[APIRouter]:
        """The addresses of all of them."""
        return [router for bot in self._bots for router in bot.routers]

    async def start(self) -> None:
        """Starts each."""
        for bot in self._bots:
            await bot.start()

    async def stop(self) -> None:
        """Stops each."""
        for bot in self._bots:
            await bot.stop()


def _configured(parts: Parts) -> list[Surface]:
    found: list[Surface] = []
    if parts.settings.has_slack:
        from bot.channels.slack.surface import SlackSurface

        found.append(SlackSurface(parts))
    if parts.settings.teams_bot or parts.settings.teams_playground:
        from bot.channels.teams.surface import TeamsSurface

        found.append(TeamsSurface(parts))
    return found

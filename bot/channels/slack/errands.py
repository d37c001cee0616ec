"""What the bot does after it has acknowledged: each errand a task of its own, logged when it fails.

Refuses to lose one at the end: what has begun is waited for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

_LOG = structlog.get_logger("slack")
_CLOSE_SECONDS = 5.0


class Errands:
    """The errands of one bot."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def run(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Does something, while whoever asked goes on."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _LOG.error("an errand failed", exc_info=error)

    async def close(self) -> None:
        """Waits for what has begun, and gives up what takes longer."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=_CLOSE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

"""Where messages of a conversation stand in line: one is answered at a time, in the order in which they came.

Refuses more than are kept waiting. A place is kept until its work has ended, whoever has stopped listening for it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

R = TypeVar("R")


class TooManyWaiting(Exception):
    """The conversation has more unanswered messages than are kept waiting."""


class Line:
    """The lines of all conversations."""

    def __init__(self, most: int) -> None:
        """`most` is how many messages of one conversation may wait or be worked on."""
        self._most = most
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[Any]] = set()

    def join(self, conversation: str, work: Callable[[], Coroutine[Any, Any, R]]) -> asyncio.Task[R]:
        """Takes the next place at once, before anything is awaited; the task that does the work when its turn comes. Raises TooManyWaiting."""
        if self._waiting[conversation] >= self._most:
            raise TooManyWaiting(conversation)
        self._waiting[conversation] += 1
        task = asyncio.create_task(self._in_turn(conversation, work))  # tasks begin in the order in which they are made
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._leave(conversation, done))
        return task

    async def _in_turn(self, conversation: str, work: Callable[[], Coroutine[Any, Any, R]]) -> R:
        async with self._locks.setdefault(conversation, asyncio.Lock()):  # which lets in first who came first
            return await work()

    def _leave(self, conversation: str, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._waiting[conversation] -= 1
        if not self._waiting[conversation]:
            del self._waiting[conversation]
            self._locks.pop(conversation, None)

    async def close(self, seconds: float) -> None:
        """Waits for the work that has begun, and gives up what takes longer."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

"""Who waits for news of which conversation; whatever thread keeps an event wakes them.

Keeps nothing of those who no longer wait.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

EVERYTHING = ""
"""Whoever follows this is woken by the news of every conversation."""


class Follower:
    """One who follows a conversation; what is told between two waits is not missed."""

    def __init__(self) -> None:
        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()

    def tell(self) -> None:
        """Wakes the follower, from any thread."""
        with suppress(RuntimeError):  # its loop has ended, and its waiting with it
            self._loop.call_soon_threadsafe(self._told.set)

    async def wait(self, seconds: float) -> bool:
        """Whether something has happened since the last wait, or happens within `seconds`."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), seconds)
        told = self._told.is_set()
        self._told.clear()
        return told


class News:
    """The followers of all conversations."""

    def __init__(self) -> None:
        self._followers: dict[str, set[Follower]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def following(self, conversation: str) -> Iterator[Follower]:
        """Registers a follower until the block ends."""
        follower = Follower()
        with self._lock:
            self._followers.setdefault(conversation, set()).add(follower)
        try:
            yield follower
        finally:
            with self._lock:
                self._followers[conversation].discard(follower)
                if not self._followers[conversation]:
                    del self._followers[conversation]

    def tell(self, conversation: str) -> None:
        """Wakes everybody who follows the conversation or all of them, from any thread."""
        with self._lock:
            followers = (*self._followers.get(conversation, ()), *self._followers.get(EVERYTHING, ()))
        for follower in followers:
            follower.tell()

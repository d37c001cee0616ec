"""Patience with a platform that asks for it: what somebody has set off is done again when the platform allows.

Refuses to keep anybody waiting without end: Later comes through where the platform wants more time than there is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.channels.seat import Later

R = TypeVar("R")
_SHORTEST = 0.2  # seconds: a platform that names none is not asked without a breath


async def patiently(work: Callable[[], Awaitable[R]], patience: float) -> R:
    """What some work gives, done again after each wait that the platform asks for; all waits together last so many seconds at most.

    Raises Later for a wait that is longer than what is left of them, without waiting.
    """
    left = patience
    while True:
        try:
            return await work()
        except Later as later:
            wait = max(later.seconds, _SHORTEST)
            if wait > left:
                raise
            left -= wait
            await asyncio.sleep(wait)

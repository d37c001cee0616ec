"""How often somebody may try to log in: after some failures each next try has to wait longer, per address and per account from it.

Never locks an account for its owner: failures at one address do not count at another. They only make a guesser who has many addresses
run out of free tries sooner at each. Keeps nothing longer than an hour.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.limits import TooMuch, household

_FREE_OF_ADDRESS, _FREE_OF_ACCOUNT, _FREE_UNDER_ATTACK = 20, 5, 2  # failures before anybody has to wait
_ATTACKED = 30  # failures of one account, wherever they come from, within an hour
_FIRST_WAIT, _LONGEST_WAIT, _FORGOTTEN = 2.0, 900.0, 3600.0  # seconds
_MOST_KEPT = 20_000


@dataclass
class _Failures:
    count: int = 0
    last: float = 0.0


class Attempts:
    """Counts a try as failed until it is known to have succeeded, so that many at once gain nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[tuple[str, ...], _Failures] = OrderedDict()

    def admit(self, email: str, address: str) -> None:
        """Counts one more. Raises TooMuch."""
        now, place = self._clock(), household(address)
        under_attack = self._count(("account", email), now) >= _ATTACKED
        limits = {("address", place): _FREE_OF_ADDRESS, ("account", email, place): _FREE_UNDER_ATTACK if under_attack else _FREE_OF_ACCOUNT}
        wait = max(self._wait(key, free, now) for key, free in limits.items())
        if wait > 0:
            raise TooMuch(math.ceil(wait))
        for key in (*limits, ("account", email)):
            self._add(key, now)

    def succeeded(self, email: str, address: str) -> None:
        """Takes back the failures of the account at that address: they were its owner's."""
        place = household(address)
        owners = self._failures.pop(("account", email, place), None)
        for key in (("address", place), ("account", email)):
            if owners and (found := self._failures.get(key)):
                found.count -= min(owners.count, found.count)

    def _count(self, key: tuple[str, ...], now: float) -> int:
        found = self._failures.get(key)
        if found and now - found.last >= _FORGOTTEN:
            del self._failures[key]
            return 0
        return found.count if found else 0

    def _wait(self, key: tuple[str, ...], free: int, now: float) -> float:
        over = self._count(key, now) - free
        if over < 0:
            return 0.0
        pause: float = min(_FIRST_WAIT * 2 ** min(over, 20), _LONGEST_WAIT)
        return self._failures[key].last + pause - now

    def _add(self, key: tuple[str, ...], now: float) -> None:
        found = self._failures.setdefault(key, _Failures())
        found.count, found.last = found.count + 1, now
        self._failures.move_to_end(key)
        while len(self._failures) > _MOST_KEPT:
            self._failures.popitem(last=False)

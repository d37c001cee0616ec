"""How much a client may ask of the assistant: new conversations of one address in a minute, and event streams at once.

Refuses what is more with the time after which another try may pass; remembers no address for longer than its minute.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_MINUTE = 60.0
_IPV6_HOUSEHOLD = 64  # bits of an address that one client is given; the others it may choose
_STREAM_RETRY_SECONDS = 5


class TooMuch(Exception):
    """A limit is reached; another try may pass after so many seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"try again after {retry_after} s")


class NewConversations:
    """Counts the conversations that each address has begun in the running minute."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._begun: Counter[str] = Counter()
        self._since = clock()

    def admit(self, address: str) -> None:
        """Counts one more. Raises TooMuch."""
        now = self._clock()
        if now - self._since >= _MINUTE:
            self._begun.clear()
            self._since = now
        client = household(address)
        if self._begun[client] >= self._most:
            raise TooMuch(math.ceil(self._since + _MINUTE - now))
        self._begun[client] += 1


class Streams:
    """Counts the event streams that are open, of each conversation and in all."""

    def __init__(self, most_each: int, most: int) -> None:
        self._most_each, self._most = most_each, most
        self._open: Counter[str] = Counter()
        self.are_over = False
        """Whether the program stops: each stream then ends by itself, before it would be cut off."""

    def check(self, conversation: str) -> None:
        """Raises TooMuch when no other one may be opened."""
        if self._open[conversation] >= self._most_each or self._open.total() >= self._most:
            raise TooMuch(_STREAM_RETRY_SECONDS)

    @contextmanager
    def opened(self, conversation: str) -> Iterator[None]:
        """Counts a stream until the block ends."""
        self._open[conversation] += 1
        try:
            yield
        finally:
            self._open[conversation] -= 1
            if not self._open[conversation]:
                del self._open[conversation]


def household(address: str) -> str:
    """Whom an address belongs to: with IPv6 the whole network of a household."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a Unix socket, or a proxy's own name for it
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((int(found), _IPV6_HOUSEHOLD), strict=False))
    return str(found)

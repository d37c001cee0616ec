"""What agents follow live: the inbox, or one conversation, in server-sent events.

Ends when the agent's session does, and when the conversation has been deleted.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.accounts.account import Account, Role
from bot.handover.presence import Presence
from bot.limits import Streams
from bot.news import News
from bot.problems import Problem
from bot.store.errors import DatabaseUnavailable

_EVENT_ID = re.compile(r"[0-9]{1,18}")
_KEEP_ALIVE_SECONDS = 15.0
_WAIT_SECONDS = 1.0
_LOOK_SECONDS = 5.0  # news that another process keeps in the database wake nobody here
_CHECK_SECONDS = 30.0  # after which a session that has ended is noticed
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True, slots=True)
class Told:
    """An event for the browser; one with a `number` is not told again when the stream is opened anew after it."""

    kind: str
    content: Any
    number: int = 0
    ends: bool = False

    def written(self) -> str:
        """Its form in the stream."""
        identity = f"id: {self.number}\n" if self.number else ""
        return f"{identity}event: {self.kind}\ndata: {json.dumps(self.content, ensure_ascii=False)}\n\n"


Look = Callable[[int], Awaitable[list[Told]]]
"""What has happened after an event; it is called again whenever there may be news."""


class LiveStream(StreamingResponse):
    """A stream of what `look` finds, as long as the account is logged in."""

    def __init__(
        self,
        request: Request,
        account: Account,
        *,
        news: News,
        name: str,
        look: Look,
        streams: Streams,
        presence: Presence,
        again: Callable[[], Awaitable[bool]],
    ) -> None:
        """Follows `name` in `news`; `again` tells whether the session still lasts. Raises TooMuch when the account has too many streams open."""
        self._streams, self._whose = streams, f"account {account.number}"
        streams.check(self._whose)
        self._request, self._account, self._news, self._name = request, account, news, name
        self._look, self._presence, self._again = look, presence, again
        super().__init__(self._follow(_after(request)), media_type="text/event-stream", headers=_HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the events."""
        with self._streams.opened(self._whose):
            await super().__call__(scope, receive, send)

    async def _follow(self, after: int) -> AsyncIterator[str]:
        yield "retry: 2000\n\n"
        looked, spoken, checked, is_news = 0.0, time.monotonic(), time.monotonic(), True
        with self._news.following(self._name) as follower:
            while not (self._streams.are_over or await self._request.is_disconnected()):
                now = time.monotonic()
                if self._account.role.may(Role.AGENT):
                    self._presence.see(self._account.number)
                if now - checked >= _CHECK_SECONDS:
                    checked = now
                    if not await self._again():
                        yield Told("over", {}).written()
                        return
                if is_news or now - looked >= _LOOK_SECONDS:
                    looked = now
                    for told in await self._found(after):
                        after, spoken = max(after, told.number), now
                        yield told.written()
                        if told.ends:
                            return
                if now - spoken >= _KEEP_ALIVE_SECONDS:
                    spoken = now
                    yield ": still here\n\n"
                is_news = await follower.wait(_WAIT_SECONDS)

    async def _found(self, after: int) -> list[Told]:
        """What is new; nothing while the database is locked, and the next look finds it."""
        try:
            return await self._look(after)
        except DatabaseUnavailable:
            return []


def lasts(request: Request, account_of: Callable[[Request], Awaitable[Account | None]], account: Account) -> Callable[[], Awaitable[bool]]:
    """Whether the request's session still is that of the account, with its role; looks anew each time."""

    async def again() -> bool:
        try:
            return await account_of(Request({**request.scope, "seller_assistant_account": {}})) == account
        except Problem:  # the database cannot be read now: nobody is thrown out for that
            return True

    return again


def _after(request: Request) -> int:
    given = request.headers.get("last-event-id") or request.query_params.get("after", "")
    return int(given) if _EVENT_ID.fullmatch(given) else 0

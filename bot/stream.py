"""A conversation as it goes on, in server-sent events.

Refuses to miss an event: a follower is registered before the first look into the database.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.conversations import Conversations, ConversationsUnavailable, Event, UnknownConversation
from bot.limits import Streams

_EVENT_ID = re.compile(r"[0-9]{1,18}")  # more digits than a database counts to are none of ours
_KEEP_ALIVE_SECONDS = 15.0
_WAIT_SECONDS = 1.0  # after which a client that has gone is noticed, and that the program stops
_LOOK_SECONDS = 5.0  # news that somebody else keeps in the database wake nobody here
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class EventStream(StreamingResponse):
    """The events of one conversation after the one that the client has seen, until it goes."""

    def __init__(self, request: Request, conversations: Conversations, streams: Streams, conversation: str, last_event_id: str | None) -> None:
        """Raises TooMuch when no other stream may be opened."""
        streams.check(conversation)
        after = int(last_event_id) if last_event_id and _EVENT_ID.fullmatch(last_event_id) else 0
        super().__init__(_follow(request, conversations, streams, conversation, after), media_type="text/event-stream", headers=_HEADERS)
        self._streams, self._conversation = streams, conversation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the events."""
        with self._streams.opened(self._conversation):
            await super().__call__(scope, receive, send)


async def _follow(request: Request, conversations: Conversations, streams: Streams, conversation: str, after: int) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    looked, spoken, news = 0.0, time.monotonic(), True
    with conversations.news.following(conversation) as follower:
        while not (streams.are_over or await request.is_disconnected()):
            now = time.monotonic()
            if news or now - looked >= _LOOK_SECONDS:
                looked = now
                try:
                    for event in await _after(conversations, conversation, after):
                        after, spoken = event.number, now
                        yield _told(event)
                except UnknownConversation:
                    yield "event: gone\ndata: {}\n\n"
                    return
            if now - spoken >= _KEEP_ALIVE_SECONDS:
                spoken = now
                yield ": still here\n\n"
            news = await follower.wait(_WAIT_SECONDS)


async def _after(conversations: Conversations, conversation: str, after: int) -> list[Event]:
    """The events after a number; none while the database is locked, and the next look finds them. Raises UnknownConversation once it has been deleted."""
    with suppress(ConversationsUnavailable):
        if found := await conversations.apart(conversations.events, conversation, after):
            return found
        await conversations.apart(conversations.require, conversation)
    return []


def _told(event: Event) -> str:
    content = {"id": str(event.number), **event.content} if event.kind == "message" else event.content
    return f"id: {event.number}\nevent: {event.kind}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"

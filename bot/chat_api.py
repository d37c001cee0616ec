"""The conversation over HTTP: a turn, the messages so far, and a stream of what happens."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from bot.chat import Chat, TooManyWaiting
from bot.conversations import Event, UnknownConversation
from bot.lookup import Lookup, UnusableText
from bot.problems import Problem
from bot.requests import ChatRequest

_EVENT_ID = re.compile(r"[0-9]{1,18}")  # more digits than a database counts to are none of ours
_KEEP_ALIVE_SECONDS = 15.0
_POLL_SECONDS = 1.0  # news from another worker process reach us only through the database


def router(chat: Chat, lookup: Lookup) -> APIRouter:
    """The routes over one chat."""
    routes = APIRouter(prefix="/api/chat", tags=["conversation"])
    conversations = chat.conversations

    def known(conversation_id: str) -> str:
        try:
            conversations.require(conversation_id)
        except UnknownConversation as error:
            raise Problem(404, "There is no conversation of this id. Leave conversation_id out to begin a new one.") from error
        return conversation_id

    @routes.post("", summary="Say something in a conversation")
    async def say(request: ChatRequest) -> dict[str, Any]:
        """One turn. Without `conversation_id` a new conversation begins; its id is a secret of whoever began it."""
        lookup.clock(request.today)
        conversation = await run_in_threadpool(known, request.conversation_id) if request.conversation_id is not None else ""
        try:
            text = lookup.readable(request.text)
        except UnusableText as error:
            raise Problem(422, str(error), [{"field": "text", "code": "out_of_range", "detail": str(error)}]) from error
        conversation = conversation or await run_in_threadpool(conversations.start)
        try:
            turn = await chat.say(conversation, text, request.today)
        except TooManyWaiting as error:
            raise Problem(429, "Several of your messages are still being answered. Please wait a moment.") from error
        return turn.to_json()

    @routes.get("/{conversation_id}/messages", summary="Read a conversation")
    async def messages(conversation_id: str) -> dict[str, Any]:
        """Everything that was said, in order."""
        await run_in_threadpool(known, conversation_id)
        events = await run_in_threadpool(conversations.events, conversation_id, 0, ("seller", "message"))
        return {"messages": [_said(event) for event in events]}

    @routes.get("/{conversation_id}/events", summary="Follow a conversation", response_class=StreamingResponse)
    async def events(request: Request, conversation_id: str, last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None) -> StreamingResponse:
        """Server-sent events `message`, `turn` and `error`, after the one named by Last-Event-ID."""
        await run_in_threadpool(known, conversation_id)
        after = int(last_event_id) if last_event_id and _EVENT_ID.fullmatch(last_event_id) else 0
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_follow(chat, request, conversation_id, after), media_type="text/event-stream", headers=headers)

    return routes


def _said(event: Event) -> dict[str, Any]:
    author = "seller" if event.kind == "seller" else "assistant"
    return {"id": str(event.number), "author": author, **event.content}


async def _follow(chat: Chat, request: Request, conversation: str, after: int) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    silent = 0.0
    while not await request.is_disconnected():
        found = await run_in_threadpool(chat.conversations.events, conversation, after)
        for event in found:
            after = event.number
            content = {"id": str(event.number), **event.content} if event.kind == "message" else event.content
            yield f"id: {event.number}\nevent: {event.kind}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
        silent = 0.0 if found else silent + _POLL_SECONDS
        if silent >= _KEEP_ALIVE_SECONDS:
            silent = 0.0
            yield ": still here\n\n"
        if not found:
            await chat.conversations.news(conversation, _POLL_SECONDS)

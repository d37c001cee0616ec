"""Taking a conversation along to another channel, over HTTP: a code for it, and the conversation of a code.

Refuses a code that is none, has been used or has expired.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from bot.channels.passes import LASTS, Passes, UnknownPass
from bot.channels.seats import Seats
from bot.conversations import Conversations, ConversationsUnavailable, UnknownConversation
from bot.limits import NewConversations, TooMuch
from bot.problems import Problem
from bot.requests import PassRequest
from bot.responses import Json
from bot.sentences import Sentences

_PROBLEM: dict[str, Any] = {"application/problem+json": {}}
_LATER: dict[int | str, dict[str, Any]] = {503: {"description": "Conversations cannot be kept or read right now.", "content": _PROBLEM}}
_LOCKED_SECONDS = 5


def router(conversations: Conversations, passes: Passes, seats: Seats, attempts: NewConversations, sentences: Sentences) -> APIRouter:
    """The two routes; `attempts` bounds how many codes one client may try."""

    def used(code: str) -> str:
        conversation = passes.use(code)
        seats.free(conversation)
        return conversation

    routes = APIRouter(default_response_class=Json, prefix="/api/chat", tags=["conversation"])

    @routes.post(
        "/pass",
        summary="Take a conversation over",
        responses=_LATER | {404: {"description": "The code is none, has been used, or has expired.", "content": _PROBLEM}},
    )
    async def take_over(request: Request, body: PassRequest) -> dict[str, Any]:
        """The conversation of a code, which is used up by this. In Slack and Teams, where it was held before, nothing of it is shown from now on."""
        try:
            attempts.admit(request.client.host if request.client else "")
            return {"conversation_id": await conversations.apart(used, body.code)}
        except UnknownPass as error:
            raise Problem(404, sentences.say("unknown_pass")) from error
        except TooMuch as error:
            raise Problem(429, sentences.say("many_conversations"), retry_after=error.retry_after) from error
        except ConversationsUnavailable as error:
            raise Problem(503, sentences.say("not_read"), retry_after=_LOCKED_SECONDS) from error

    @routes.post(
        "/{conversation_id}/pass",
        summary="Take a conversation along",
        responses=_LATER | {404: {"description": "There is no conversation of this id.", "content": _PROBLEM}},
    )
    async def take_along(conversation_id: str) -> dict[str, Any]:
        """A code by which the conversation goes on in another channel: `continue CODE` in Slack or Teams, `POST /api/chat/pass` here."""
        try:
            return {"code": await conversations.apart(passes.issue, conversation_id), "minutes": int(LASTS.total_seconds() // 60)}
        except UnknownConversation as error:
            raise Problem(404, sentences.say("unknown_conversation")) from error
        except ConversationsUnavailable as error:
            raise Problem(503, sentences.say("not_kept"), retry_after=_LOCKED_SECONDS) from error

    return routes

"""The conversation over HTTP: a turn, the messages so far, and a stream of what happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from bot.chat import Chat
from bot.conversations import ConversationsUnavailable, Event, UnknownConversation
from bot.dialogue.memory import DialogueMemoryUnavailable
from bot.gaps.keeper import Keeper
from bot.gaps.store import UnknownMessage
from bot.limits import NewConversations, Streams, TooMuch
from bot.line import TooManyWaiting
from bot.lookup import Lookup, UnusableText
from bot.problems import Problem
from bot.requests import ChatRequest, FeedbackRequest
from bot.responses import Json
from bot.retention import Retention
from bot.sentences import Key, Sentences
from bot.stream import EventStream

_PROBLEM: dict[str, Any] = {"application/problem+json": {}}
_UNKNOWN: dict[int | str, dict[str, Any]] = {404: {"description": "There is no conversation, or no message in it, of this id.", "content": _PROBLEM}}
_LATER: dict[int | str, dict[str, Any]] = {
    429: {"description": "Too much at once; `Retry-After` says when to try again.", "content": _PROBLEM},
    503: {"description": "Conversations cannot be kept or read right now; `Retry-After` says when to try again.", "content": _PROBLEM},
}
_UNUSABLE: dict[int | str, dict[str, Any]] = {422: {"description": "Something in the request cannot be used; `errors` names it.", "content": _PROBLEM}}
_WAIT_SECONDS = 2  # for answers that are on their way
_LOCKED_SECONDS = 5


def router(
    chat: Chat, lookup: Lookup, beginnings: NewConversations, streams: Streams, sentences: Sentences, *, retention: Retention, keeper: Keeper
) -> APIRouter:
    """The routes over one chat."""
    routes = APIRouter(default_response_class=Json, prefix="/api/chat", tags=["conversation"])
    conversations = chat.conversations

    @contextmanager
    def told(too_much: Key, unavailable: Key) -> Iterator[None]:
        """Turns what can go wrong into problems; the keys are the sentences for a limit and for a database that cannot be used."""
        try:
            yield
        except UnknownConversation as error:
            raise Problem(404, sentences.say("unknown_conversation")) from error
        except UnknownMessage as error:
            raise Problem(404, sentences.say("unknown_message")) from error
        except TooManyWaiting as error:
            raise Problem(429, sentences.say("still_answering"), retry_after=_WAIT_SECONDS) from error
        except TooMuch as error:
            raise Problem(429, sentences.say(too_much), retry_after=error.retry_after) from error
        except (ConversationsUnavailable, DialogueMemoryUnavailable) as error:
            raise Problem(503, sentences.say(unavailable), retry_after=_LOCKED_SECONDS) from error

    @routes.post("", summary="Say something in a conversation", responses=_UNUSABLE | _UNKNOWN | _LATER)
    async def say(request: Request, body: ChatRequest) -> dict[str, Any]:
        """One turn. Without `conversation_id` a new conversation begins; its id is a secret of whoever began it."""
        lookup.clock(body.today)
        try:
            text = lookup.readable(body.text, body.language)
        except UnusableText as error:
            raise Problem(422, str(error), [{"field": "text", "code": "out_of_range", "detail": str(error)}]) from error
        with told("many_conversations", "not_kept"):
            identity = body.conversation_id
            if identity is None:
                beginnings.admit(request.client.host if request.client else "")
                identity = await conversations.apart(conversations.start)
            # Nothing is awaited before this for a conversation that exists: its messages keep the order in which they came.
            turn = await chat.say(identity, text, body.today, body.language)
        return turn.to_json()

    @routes.get("/{conversation_id}/messages", summary="Read a conversation", responses=_UNKNOWN | _LATER)
    async def messages(conversation_id: str) -> dict[str, Any]:
        """Everything that was said, in order, and whether a person is waited for or here."""
        with told("many_streams", "not_read"):
            await conversations.apart(conversations.require, conversation_id)
            events = await conversations.apart(conversations.events, conversation_id, 0, ("seller", "message"))
            state = await conversations.apart(conversations.last, conversation_id, "state")
            return {"messages": _said(events, await keeper.votes(conversation_id)), "state": state or {"person": "none"}}

    @routes.post("/{conversation_id}/messages/{message_id}/feedback", summary="Vote on an answer", status_code=204, responses=_UNUSABLE | _UNKNOWN | _LATER)
    async def vote(conversation_id: str, message_id: str, body: FeedbackRequest) -> None:
        """Whether a message of the assistant helped. A later vote on the same message takes the place of the earlier one."""
        with told("many_streams", "vote_not_kept"):
            await keeper.vote(conversation_id, message_id, helpful=body.helpful, complaint=body.reason)

    @routes.delete("/{conversation_id}", summary="Delete a conversation", status_code=204, responses=_UNKNOWN | _LATER)
    async def forget(conversation_id: str) -> None:
        """Deletes everything that was said in it, and what is remembered of it. Its id is unknown from then on."""
        with told("many_streams", "not_deleted"):
            await conversations.apart(conversations.require, conversation_id)
            await chat.after_turns(conversation_id, lambda: retention.forget(conversation_id))

    @routes.get("/{conversation_id}/events", summary="Follow a conversation", response_class=StreamingResponse, responses=_UNKNOWN | _LATER)
    async def events(request: Request, conversation_id: str, last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None) -> StreamingResponse:
        """Server-sent events `message`, `turn`, `error` and `state`, after the one named by Last-Event-ID; `gone`, the last, once it has been deleted."""
        with told("many_streams", "not_read"):
            await conversations.apart(conversations.require, conversation_id)
            return EventStream(request, conversations, streams, conversation_id, last_event_id)

    return routes


def _said(events: Iterable[Event], votes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Messages as they are read again; one of a person names its author itself."""
    said = ({"id": str(event.number), "author": "seller" if event.kind == "seller" else "assistant", **event.content} for event in events)
    return [message | ({"vote": votes[message["id"]]} if message["id"] in votes else {}) for message in said]

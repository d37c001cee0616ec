"""Where the dialogue process calls us back: understanding of a message, and actions.

Refuses callers without the secret of this start.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import zlib
from collections.abc import Callable
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException

from actions.handlers import every_handler
from bot.clock import Now
from bot.dialogue.client import session_command
from bot.problems import Problem
from bot.responses import Json
from bot.sentences import Sentences
from knowledge.clock import Clock
from knowledge.languages import Languages

_MOST_BYTES = 16 * 1024 * 1024  # a whole conversation comes with every action
_LOG = structlog.get_logger("callbacks")


def router(languages: Languages, now: Now, secret: str, language_of: Callable[[str], str], sentences: Sentences) -> APIRouter:
    """The two routes, hidden from the documentation. `language_of` knows which language was named for a conversation's message."""
    routes = APIRouter(default_response_class=Json, include_in_schema=False, max_body_size=_MOST_BYTES)
    executor = ActionExecutor()
    for handler in every_handler(languages, now):
        executor.register_action(handler)

    def allow(given: object) -> None:
        if not hmac.compare_digest(str(given).encode("utf-8", "replace"), secret.encode()):
            raise Problem(403, sentences.say("only_dialogue"))

    @routes.post("/model/parse")
    async def parse(request: Request) -> dict[str, Any]:
        """Intent and understanding of one message, in Rasa's form; extra keys reach the actions."""
        try:
            body = json.loads(await request.body())
        except ValueError:
            body = None
        allow(body.get("token") if isinstance(body, dict) else None)
        text = str(body["text"])
        if text == session_command(secret):
            return _parsed(text, "session_start", 1.0)
        tongue = languages.tongue(text, language_of(str(body.get("message_id"))))  # the engine names the conversation so
        understood = await run_in_threadpool(languages.assistant(tongue).understander.understand, text.strip(), Clock.of(None, now()))
        return _parsed(text, understood.intent, understood.confidence) | {"understanding": understood.to_json()}

    def act(raw: bytes, *, is_deflated: bool) -> JSONResponse:
        # An action computes and waits for nothing: in a thread with a loop of its own it holds up no other conversation. The engine
        # calls the actions of one conversation one after the other.
        found = asyncio.run(executor.run(json.loads(zlib.decompress(raw) if is_deflated else raw)))
        return JSONResponse(found.model_dump() if found else {})

    @routes.post("/webhook")
    async def webhook(request: Request, token: Annotated[str, Query()] = "") -> JSONResponse:
        """Runs one action. Status codes as Rasa's own action server gives them."""
        allow(token)
        raw = await request.body()
        is_deflated = request.headers.get("content-encoding") == "deflate"
        try:
            return await run_in_threadpool(act, raw, is_deflated=is_deflated)
        except ActionExecutionRejection as error:
            return _refused(400, error.action_name, str(error))
        except ActionNotFoundException as error:
            _LOG.error("unknown action", action=error.action_name)
            return _refused(404, error.action_name, str(error))
        except ActionMissingDomainException as error:
            return _refused(449, error.action_name, str(error))

    return routes


def _parsed(text: str, intent: str, confidence: float) -> dict[str, Any]:
    found = {"name": intent, "confidence": confidence}
    return {"text": text, "intent": found, "intent_ranking": [found], "entities": []}


def _refused(status: int, action: str, error: str) -> JSONResponse:
    return JSONResponse({"error": error, "action_name": action}, status)

"""Errors as RFC 9457 problem details, in words a seller understands; every surface over HTTP uses them.

Refuses to show a stack trace or an internal name: what is not foreseen becomes one honest sentence and a log entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from bot.responses import Json
from bot.sentences import Key, Sentences
from bot.store.errors import DatabaseUnavailable
from knowledge.clock import BadClock
from knowledge.errors import UnknownArticle, UnknownRule

_LOG = structlog.get_logger("http")
_MEDIA_TYPE = "application/problem+json"
_AGAIN_SECONDS = 5
_LONGEST_FIELD = 60  # characters of a name that are shown again
_CODES = {
    "missing": "missing_input",
    "extra_forbidden": "unknown_input",
    "json_invalid": "bad_json",
    "unknown_language": "not_in_list",
    "literal_error": "not_in_list",
}
_SENTENCES: dict[str, Key] = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "json_invalid": "no_json",
    "string_type": "no_text",
    "string_unicode": "unreadable",
    "string_too_short": "empty",
    "dict_type": "no_object",
    "model_attributes_type": "body_no_object",
    "unknown_language": "unknown_language",
    "literal_error": "not_listed",
    "bool_type": "no_bool",
}


class Problem(Exception):
    """An error that the caller can do something about, perhaps after so many seconds."""

    def __init__(self, status: int, detail: str, errors: Sequence[Mapping[str, Any]] = (), retry_after: int | None = None) -> None:
        self.status, self.detail, self.errors, self.retry_after = status, detail, tuple(errors), retry_after
        super().__init__(detail)


def response(status: int, detail: str, errors: Sequence[Mapping[str, Any]] = (), retry_after: int | None = None) -> JSONResponse:
    """The problem document; `errors` is there only when fields are to blame."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if errors:
        body["errors"] = [dict(error) for error in errors]
    return Json(body, status, {"Retry-After": str(retry_after)} if retry_after is not None else None, media_type=_MEDIA_TYPE)


def unforeseen(scope: Scope, error: Exception, sentences: Sentences) -> JSONResponse:
    """What is said of a fault of ours, which is logged with its route: the address itself may hold a conversation's id."""
    _LOG.error("unforeseen error", route=getattr(scope.get("route"), "path", "none"), exc_info=error)
    return response(500, sentences.say("failed"))


def install(app: FastAPI, sentences: Sentences) -> None:
    """Registers the handlers that turn exceptions into problem details."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, error: Problem) -> JSONResponse:
        return response(error.status, error.detail, error.errors, error.retry_after)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = [{"field": _field(item["loc"]), "code": _CODES.get(item["type"], "bad_type"), "detail": _sentence(item, sentences)} for item in error.errors()]
        return response(422, sentences.say("unusable", first=found[0]["detail"]), found)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        known: dict[int, Key] = {413: "too_large", 404: "not_found", 405: "no_such_method"}
        key = known.get(error.status_code)
        return response(error.status_code, sentences.say(key) if key else str(error.detail))

    @app.exception_handler(UnknownRule)
    @app.exception_handler(UnknownArticle)
    async def _unknown(request: Request, error: Exception) -> JSONResponse:
        return response(404, str(error))

    @app.exception_handler(DatabaseUnavailable)
    async def _away(request: Request, error: DatabaseUnavailable) -> JSONResponse:
        _LOG.warning("the database could not be reached", route=getattr(request.scope.get("route"), "path", "none"), detail=str(error))
        return response(503, sentences.say("not_reached"), retry_after=_AGAIN_SECONDS)

    @app.exception_handler(BadClock)
    async def _clock(request: Request, error: BadClock) -> JSONResponse:
        return response(422, str(error), [{"field": "today", "code": "bad_date", "detail": str(error)}])

    @app.exception_handler(Exception)
    async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
        return unforeseen(request.scope, error, sentences)


def _field(location: Sequence[Any]) -> str:
    named = [part for part in location if isinstance(part, str) and part not in ("body", "query", "path")]
    return ".".join(named) or "body"


def _sentence(item: Mapping[str, Any], sentences: Sentences) -> str:
    values = {**item.get("ctx", {}), "field": _field(item["loc"])[:_LONGEST_FIELD], "problem": item["msg"]}
    return sentences.say(_SENTENCES.get(item["type"], "other"), **values)

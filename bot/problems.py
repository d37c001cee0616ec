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

from bot.responses import Json
from knowledge.clock import BadClock
from knowledge.errors import UnknownArticle, UnknownRule

_LOG = structlog.get_logger("http")
TOO_LARGE = "The request is too large. Please shorten it."
_MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An error that the caller can do something about."""

    def __init__(self, status: int, detail: str, errors: Sequence[Mapping[str, Any]] = ()) -> None:
        self.status, self.detail, self.errors = status, detail, tuple(errors)
        super().__init__(detail)


def response(status: int, detail: str, errors: Sequence[Mapping[str, Any]] = ()) -> JSONResponse:
    """The problem document; `errors` is there only when fields are to blame."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if errors:
        body["errors"] = [dict(error) for error in errors]
    return Json(body, status, media_type=_MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Registers the handlers that turn exceptions into problem details."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, error: Problem) -> JSONResponse:
        return response(error.status, error.detail, error.errors)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = [{"field": _field(item["loc"]), "code": _code(item["type"]), "detail": _sentence(item)} for item in error.errors()]
        return response(422, f"The request cannot be used: {found[0]['detail']}" if found else "The request cannot be used.", found)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        details = {
            413: TOO_LARGE,
            404: "There is nothing at this address. GET /openapi.json lists what there is.",
            405: "This address does not take this method.",
        }
        return response(error.status_code, details.get(error.status_code, str(error.detail)))

    @app.exception_handler(UnknownRule)
    @app.exception_handler(UnknownArticle)
    async def _unknown(request: Request, error: Exception) -> JSONResponse:
        return response(404, str(error))

    @app.exception_handler(BadClock)
    async def _clock(request: Request, error: BadClock) -> JSONResponse:
        return response(422, str(error), [{"field": "today", "code": "bad_date", "detail": str(error)}])

    @app.exception_handler(Exception)
    async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
        _LOG.error("unforeseen error", path=request.url.path, exc_info=error)
        return response(500, "Something went wrong on our side. It has been logged; please try again.")


def _field(location: Sequence[Any]) -> str:
    named = [part for part in location if isinstance(part, str) and part not in ("body", "query", "path")]
    return ".".join(named) or "body"


def _code(kind: str) -> str:
    return {"missing": "missing_input", "extra_forbidden": "unknown_input", "json_invalid": "bad_json"}.get(kind, "bad_type")


def _sentence(item: Mapping[str, Any]) -> str:
    field = _field(item["loc"])
    known = {
        "missing": f"{field} is missing; send it.",
        "extra_forbidden": f"{field[:60]} is not known here; leave it out.",
        "json_invalid": "The body is not valid JSON.",
        "string_type": f"{field} must be a text.",
        "string_unicode": f"{field} contains characters that cannot be read.",
        "string_too_short": f"{field} is empty; write something.",
        "dict_type": f"{field} must be an object of named values.",
        "model_attributes_type": "The body must be a JSON object.",
        "string_pattern_mismatch": f"{field} must be auto or a two-letter code such as en.",
        "literal_error": f"{field} must be {item.get('ctx', {}).get('expected', 'one of the listed values')}.",
    }
    return known.get(item["type"], f"{field}: {item['msg']}.")

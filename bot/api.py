"""The stateless HTTP interface: ask, rules, articles."""

from __future__ import annotations

import re
from typing import Any, Final

import orjson
from fastapi import APIRouter

from bot.computation import Computing, UnusableInputs
from bot.express import Detour, Lane
from bot.lookup import Lookup, UnusableText
from bot.metrics import DECISIONS
from bot.problems import Problem
from bot.requests import LANGUAGES, AnswerLanguage, AskRequest, RuleRequest
from bot.responses import Json, encode
from bot.sentences import Sentences
from knowledge.clock import BadClock
from knowledge.errors import UnknownRule

_LONG_NUMBER: Final = re.compile(rb"\d{19}")  # which the quick reader of JSON takes for another one
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    422: {"description": "Something in the request cannot be used; `errors` names each field with one sentence.", "content": {"application/problem+json": {}}}
}
_UNKNOWN: dict[int | str, dict[str, Any]] = {404: {"description": "There is none of this id.", "content": {"application/problem+json": {}}}}


def router(lookup: Lookup, computing: Computing, sentences: Sentences) -> APIRouter:
    """The routes over one knowledge base. What encodes a question runs in worker threads: it would block the event loop."""
    routes = APIRouter(default_response_class=Json, prefix="/api", tags=["look-ups"])

    @routes.post("/ask", summary="Answer one question", responses=_PROBLEMS)
    def ask(request: AskRequest) -> dict[str, Any]:
        """One stateless look-up: an answer from articles, a computation, a question back, or an honest no."""
        try:
            found = lookup.ask(request.text, request.today, request.language)
        except UnusableText as error:
            raise Problem(422, str(error), [{"field": "text", "code": "out_of_range", "detail": str(error)}]) from error
        DECISIONS.labels(found["decision"]).inc()
        return found

    @routes.get("/rules", summary="List everything that can be computed")
    def rules() -> list[dict[str, Any]]:
        """All rules with the JSON Schema of their inputs and outcomes."""
        return computing.rules()

    @routes.post("/rules/{rule_id}", summary="Compute a rule", responses=_PROBLEMS | _UNKNOWN)
    def compute(rule_id: str, request: RuleRequest) -> Json:
        """The outcome of a rule, put into words, with a receipt that replays."""
        try:
            return Json(computing.compute(rule_id, request.inputs, request.today, request.language))
        except UnusableInputs as error:
            found = [{"field": p.field, "code": p.code, "detail": p.detail} for p in error.problems]
            raise Problem(422, sentences.speaking(request.language).say("cannot_compute", first=error), found) from error

    @routes.get("/articles", summary="List the articles", responses=_PROBLEMS)
    def articles(language: AnswerLanguage = "auto") -> list[dict[str, Any]]:
        """All articles of the knowledge base, in order of id, each with the language in which it is there."""
        return lookup.articles(language)

    @routes.get("/articles/{article_id}", summary="Read an article", responses=_PROBLEMS | _UNKNOWN)
    def article(article_id: str, language: AnswerLanguage = "auto") -> dict[str, Any]:
        """One article in Markdown, with the contradictions of the guide that concern it."""
        return lookup.article(article_id, language)

    return routes


def express(computing: Computing) -> dict[tuple[str, str], tuple[str, Lane]]:
    """The way to compute a rule that `POST /api/rules/{rule_id}` describes, without the framework."""

    def compute(rule_id: str, body: bytes) -> bytes:
        inputs, today, language = _plain(body)
        try:
            return encode(computing.compute(rule_id, inputs, today, language))
        except (UnusableInputs, UnknownRule, BadClock) as error:
            raise Detour from error

    return {("POST", "/api/rules"): ("/api/rules/{rule_id}", compute)}


def _plain(body: bytes) -> tuple[dict[str, Any], str | None, str]:
    """Inputs, day and language of the body of a plain request, as `RuleRequest` reads them. Raises Detour for whatever else it would say no to.

    Its model takes several times as long: as a whole program that nothing else of a request needs, it has to be fetched into the processor's memory.
    """
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Detour from error
    if _LONG_NUMBER.search(body) or type(given) is not dict or not given.keys() <= RuleRequest.model_fields.keys():
        raise Detour
    inputs, today, language = given.get("inputs"), given.get("today"), given.get("language", "auto")
    if type(inputs) is not dict or not (today is None or type(today) is str) or language not in LANGUAGES:
        raise Detour
    return inputs, today, language

"""The texts that the console's copy buttons copy, each at an address of its own: without JavaScript a link opens it.

Composes nothing: what is copied is the answer that was shown.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import PlainTextResponse

from bot.accounts.access import Access
from bot.accounts.account import Account, Role
from bot.computation import Computing, UnusableInputs
from bot.console.answers import Answers
from bot.console.fields import Fields
from bot.console.forms import request_day
from bot.console.navigation import PREFIX
from bot.copies import Form
from bot.lookup import UnusableText
from bot.problems import Problem
from bot.requests import AnswerLanguage
from knowledge.errors import UnknownArticle

Asked = Annotated[str, Query(alias="q")]
Spoken = Annotated[AnswerLanguage, Query(alias="to")]
_HEADERS = {"Cache-Control": "no-store"}


def router(access: Access, answers: Answers, computing: Computing, fields: Fields) -> APIRouter:
    """The routes; `to` is the language of the text where it is not that of the question."""
    routes = APIRouter(prefix=f"{PREFIX}/copies", include_in_schema=False, default_response_class=PlainTextResponse)
    viewer = Depends(access.require(Role.VIEWER))

    def spoken(language: str) -> str:
        return "" if language == "auto" else language

    @routes.get("/answer")
    async def answer(text: Asked, form: Form, language: AnswerLanguage = "auto", to: Spoken = "auto", account: Account = viewer) -> PlainTextResponse:
        """The answer to a question."""
        try:
            return PlainTextResponse(await asyncio.to_thread(answers.copy_of_question, text, language, form, spoken(to)), headers=_HEADERS)
        except UnusableText as error:
            raise Problem(422, str(error)) from error

    @routes.get("/articles/{article_id}")
    @routes.get("/articles/{article_id}/{place}")
    async def passages(article_id: str, form: Form, place: int | None = None, to: Spoken = "auto", account: Account = viewer) -> PlainTextResponse:
        """One passage of an article, or all of them."""
        try:
            return PlainTextResponse(answers.copy_of_passages(article_id, place, form, spoken(to)), headers=_HEADERS)
        except KeyError as error:
            raise UnknownArticle(article_id) from error

    @routes.get("/rules/{rule_id}")
    async def computation(request: Request, rule_id: str, form: Form, to: Spoken = "auto", account: Account = viewer) -> PlainTextResponse:
        """The answer of a computation, whose inputs stand in the address as in a calculator's."""
        pairs = request.query_params.multi_items()
        inputs = fields.inputs(computing.base.rules.rule(rule_id), pairs)
        try:
            found = computing.computation(rule_id, inputs, request_day(pairs))
        except UnusableInputs as error:
            raise Problem(422, str(error), [{"field": p.field, "code": p.code, "detail": p.detail} for p in error.problems]) from error
        return PlainTextResponse(answers.copy_of_computation(found, form, spoken(to)), headers=_HEADERS)

    return routes

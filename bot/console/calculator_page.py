"""The calculators: one for each rule, with a form drawn from its inputs and the result as a seller sees it.

What is filled in stands in the address: every result has a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.account import Account, Role
from bot.computation import Computing, FieldProblem, UnusableInputs
from bot.console.answers import Answers
from bot.console.fields import Fields
from bot.console.forms import ASKED, DAY, Pairs, request_day
from bot.console.navigation import PREFIX
from bot.console.pages import Pages
from bot.requests import AnswerLanguage
from knowledge.clock import BadClock
from knowledge.rule import Computation, Rule

_MISSING = "missing_input"
_LANGUAGE = "language"
_QUESTION = "q"  # begins the numbers of the guide's questions; its other articles come after them


@dataclass(frozen=True, slots=True)
class Listed:
    """One rule in the list of all."""

    id: str
    title: str
    purpose: str


def router(pages: Pages, computing: Computing, answers: Answers, fields: Fields) -> APIRouter:
    """The routes. They compute in the event loop: a computation takes less than the way to a worker thread and back."""
    routes = APIRouter(prefix=f"{PREFIX}/rules", include_in_schema=False, default_response_class=HTMLResponse)
    viewer = Depends(pages.access.require(Role.VIEWER))
    base, listed = computing.base, _listed(computing)

    @routes.get("")
    async def every(request: Request, account: Account = viewer) -> Response:
        """All calculators, by section of the guide."""
        return pages.page(request, "rules.html", account, sections=listed)

    @routes.get("/{rule_id}")
    async def calculator(request: Request, rule_id: str, language: AnswerLanguage = "en", account: Account = viewer) -> Response:
        """The form of a rule, and the result of what stands in the address."""
        rule = base.rules.rule(rule_id)
        pairs = [(name, value) for name, value in request.query_params.multi_items() if name != _LANGUAGE and value.strip()]
        computation, problems = _computed(computing, rule, fields.inputs(rule, pairs), pairs)
        if not any(name == ASKED for name, _ in pairs):
            problems = tuple(problem for problem in problems if problem.code != _MISSING)  # nothing has been asked for yet
        own = {spec.name for spec in rule.inputs}
        cited = {source.id for source in base.speaker.rule_sources(rule, computation)} if computation else set()
        copies = f"{PREFIX}/copies/rules/{rule_id}?{urlencode(pairs)}"
        given: dict[str, Any] = {
            "rule": rule,
            "words": base.wording.rules[rule_id],
            "articles": [base.library.article(article) for article in rule.articles if article in base.library and article not in cited],
            "fields": fields.of(rule, pairs, problems),
            "places": fields.places,
            "problems": problems,
            "day": request_day(pairs) or "",
            "day_name": DAY,
            "day_problems": [problem for problem in problems if problem.field.partition(".")[0] not in own],
            "asked_name": ASKED,
            "in_language": {code: f"{request.url.path}?{urlencode([*pairs, (_LANGUAGE, code)])}#result" for code in answers.languages},
            "shown": answers.of_computation(computation, language, copies) if computation else None,
            "receipt": base.speaking(language).speaker.rule_answer(computation).receipt if computation else None,
        }
        return pages.page(request, "rule.html", account, **given)

    return routes


def _computed(computing: Computing, rule: Rule[Any, Any], inputs: dict[str, Any], pairs: Pairs) -> tuple[Computation | None, tuple[FieldProblem, ...]]:
    """The computation, or the problems with the inputs and with the day of the request; nothing for an empty form."""
    if not pairs:
        return None, ()
    try:
        return computing.computation(rule.id, inputs, request_day(pairs)), ()
    except UnusableInputs as error:
        return None, error.problems
    except BadClock as error:
        return None, (FieldProblem(DAY, "bad_date", str(error)),)


def _listed(computing: Computing) -> dict[str, list[Listed]]:
    """All rules under the sections of the guide, in its order."""
    base = computing.base
    sections: dict[str, list[Listed]] = {}
    for rule in sorted(base.rules, key=lambda rule: (not rule.articles[0].startswith(_QUESTION), rule.articles[0])):
        words = base.wording.rules[rule.id]
        sections.setdefault(base.library.article(rule.articles[0]).section, []).append(Listed(rule.id, words.title, words.purpose))
    return sections

"""A conversation as the console draws it: what was said, by whom, and why the assistant answered as it did.

Gives texts as they were written; the templates escape them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.console.hits import article_url, calculator_url
from bot.console.languages import language_name
from bot.handover.transcripts import Happened
from knowledge.base import KnowledgeBase
from knowledge.calendars import PARIS
from knowledge.errors import UnknownRule
from knowledge.values import read_moment


@dataclass(frozen=True, slots=True)
class Near:
    """An article that was near, with its share of the probability in per cent where that was kept."""

    id: str
    title: str
    url: str
    share: int | None


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a turn was answered as it was."""

    decision: str
    language: str
    rule: str = ""
    rule_url: str = ""
    asks_for: str = ""
    articles: tuple[Near, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    receipt: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said, or that happened, in Paris time; `author` is seller, assistant, agent, state or error."""

    number: int
    author: str
    at: datetime
    text: str
    name: str = ""
    language: str = ""
    caveats: tuple[str, ...] = ()
    sources: tuple[Near, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    reasons: Reasons | None = None


def lines(happened: Iterable[Happened], base: KnowledgeBase) -> list[Line]:
    """The lines of a conversation, or of a part of it that begins where a turn does. `base` is the English one: agents read English."""
    found: list[Line] = []
    spoken: list[int] = []  # places of what the assistant said in the turn that has not ended
    receipt: Mapping[str, Any] | None = None
    grounds: Mapping[str, Any] = {}
    person = ("", "")
    for event in happened:
        content, at = event.content, event.at.astimezone(PARIS)
        if event.kind == "seller":
            found.append(Line(event.number, "seller", at, content["text"]))
            spoken, receipt, grounds = [], None, {}
        elif event.kind == "message" and "author" in content:
            found.append(Line(event.number, "agent", at, content["text"], name=content["name"]))
        elif event.kind == "message":
            spoken.append(len(found))
            found.append(_answer(event, base))
            receipt = (content.get("answer") or {}).get("receipt") or receipt
        elif event.kind == "grounds":
            grounds = content
        elif event.kind == "turn":
            if spoken:
                found[spoken[0]] = replace(found[spoken[0]], reasons=_reasons(content, grounds, receipt, base))
            spoken, receipt, grounds = [], None, {}
        elif event.kind == "error":
            found.append(Line(event.number, "error", at, content["reason"]))
        elif event.kind == "state" and (who := (content["person"], content.get("name", ""))) != person:  # that others ahead are gone is no news here
            person = who
            found.append(Line(event.number, "state", at, content["person"], name=content.get("name", "")))
    return found


def _answer(event: Happened, base: KnowledgeBase) -> Line:
    answer = event.content.get("answer") or {}
    language = event.content.get("language", "")
    wording = base.speaking(language).wording
    return Line(
        event.number,
        "assistant",
        event.at.astimezone(PARIS),
        event.content["text"],
        language=language,
        caveats=tuple(answer.get("caveats", ())),
        sources=tuple(Near(s["id"], s["title"], article_url(s["id"], language or "en"), None) for s in answer.get("sources", ())),
        dates=tuple((date["label"], wording.day(read_moment(date["value"]))) for date in answer.get("dates", ())),
    )


def _reasons(turn: Mapping[str, Any], grounds: Mapping[str, Any], receipt: Mapping[str, Any] | None, base: KnowledgeBase) -> Reasons:
    scores = dict(grounds.get("articles", ()))
    articles = tuple(_near(article, scores.get(article), base) for article in scores or turn["articles"])
    rule_id = turn.get("rule") or (grounds.get("rule", "") if turn["decision"] in ("rule", "handoff") else "")
    reasons = Reasons(turn["decision"], language_name(turn["language"]), articles=articles, receipt=receipt)
    try:
        rule = base.rules.rule(rule_id)
    except UnknownRule:  # none, or one that is no more
        return reasons
    inputs = {name: value for name, value in (receipt["inputs"] if receipt else grounds.get("inputs", {})).items() if value is not None}
    specs = {spec.name: spec for spec in rule.inputs}
    missing = tuple(base.speaker.label(rule.id, name) for name in grounds.get("missing", ()) if name in specs and not specs[name].is_clock)
    return replace(
        reasons,
        rule=base.wording.rules[rule.id].title,
        rule_url=calculator_url(rule.id, rule.inputs, inputs),
        asks_for=base.speaker.label(rule.id, turn["asks_for"]) if turn["asks_for"] in specs else "",
        inputs=in_words(rule.id, inputs, base),
        missing=missing,
    )


def in_words(rule_id: str, inputs: Mapping[str, Any], base: KnowledgeBase) -> tuple[tuple[str, str], ...]:
    """Inputs of a rule with their labels, as people say them; as they were kept where the rule has changed since."""
    try:
        return base.speaker.named(base.rules.rule(rule_id), inputs)
    except (UnknownRule, ValueError, TypeError, AttributeError, KeyError):
        return tuple((name, str(value)) for name, value in inputs.items())


def _near(article: str, score: float | None, base: KnowledgeBase) -> Near:
    title = base.library.article(article).title if article in base.library else article
    return Near(article, title, article_url(article), round(score * 100) if score is not None else None)

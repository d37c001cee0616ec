"""Readings of messages made by hand, so that a test of what follows from them does not depend on the search."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.clock import Clock
from knowledge.search.candidates import Candidate
from knowledge.understanding.message import Understanding
from knowledge.understanding.reading import Reading
from tests.conftest import NOW

CLOCK = Clock.of("2026-11-23T10:00", NOW)
"""The minute of the tests: Monday 23 November 2026, 10:00 in Paris."""


def clock(today: str | None) -> Clock:
    """The clock of a request that names `today`."""
    return Clock.of(today, NOW)


def found(*articles: str) -> tuple[Candidate, ...]:
    """Candidates, the best first."""
    return tuple(Candidate(article, 0.9 - place / 10, 0) for place, article in enumerate(articles))


def unanswered(text: str, *articles: str, **more: Any) -> Understanding:
    """A message that nothing answers."""
    return Understanding(text, more.pop("language", "en"), "no_answer", 0.1, candidates=found(*articles or ("q058", "q067", "q011")), **more)


def answered(text: str, *articles: str, **more: Any) -> Understanding:
    """A question that an article answers."""
    return Understanding(text, "en", "answer", 0.9, candidates=found(*articles), **more)


def unclear(text: str, *articles: str) -> Understanding:
    """A question that several articles may answer."""
    return Understanding(text, "en", "clarify", 0.6, candidates=found(*articles))


def talk(text: str, intent: str) -> Understanding:
    """Small talk, a wish for a person, or a word that steers the conversation."""
    return Understanding(text, "en", "handoff" if intent == "handoff" else "smalltalk", 0.1, candidates=found("q007"), talk=intent)


def ruled(text: str, rule: str, *, reading: Reading | None = None, follows_up: bool = False) -> Understanding:
    """A question for a computation."""
    return Understanding(text, "en", "rule", 0.7, candidates=found("q058"), rule=rule, reading=reading or Reading(), follows_up=follows_up)


def day(written: str) -> date:
    """A day from its ISO form."""
    return date.fromisoformat(written)

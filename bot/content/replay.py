"""The replay of test questions before a draft is published: its own, its neighbours' and what sellers really asked.

Refuses to promise what only a new index can show; see knowledge/search/rehearsal.py for what is compared.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.content.live import Live
from bot.content.version import Key
from bot.gaps.store import Question as Asked
from knowledge.articles import Article
from knowledge.languages import Languages
from knowledge.search.candidates import guide_number
from knowledge.search.corpus import Corpus, gather
from knowledge.search.rehearsal import Heard, Question, Rehearsal

_MOST_OWN, _MOST_NEAR, _MOST_ASKED = 60, 60, 40
_NEAREST = 3  # articles for which a seller's question is taken to be near


@dataclass(frozen=True, slots=True)
class Replay:
    """What was heard, in three groups; `is_new` tells that the article is not there yet."""

    own: tuple[Heard, ...]
    near: tuple[Heard, ...]
    asked: tuple[Heard, ...]
    is_new: bool
    seconds: float

    @property
    def lost(self) -> tuple[Heard, ...]:
        """Questions of other articles that these would lose."""
        return tuple(heard for heard in self.near if heard.is_lost)

    @property
    def won(self) -> tuple[Heard, ...]:
        """Questions of other articles that these would win."""
        return tuple(heard for heard in self.near if heard.is_won)

    @property
    def found(self) -> tuple[int, int]:
        """How many of its own questions find the article, before and after."""
        return sum(heard.before == heard.question.wanted for heard in self.own), sum(heard.after == heard.question.wanted for heard in self.own)

    @property
    def differing(self) -> tuple[Heard, ...]:
        """What sellers asked that would find another article."""
        return tuple(heard for heard in self.asked if heard.before != heard.after)


def replay(languages: Languages, live: Live, key: Key, article: Article, asked: Iterable[Asked]) -> Replay:
    """Asks all of them; takes a second or two."""
    began = time.monotonic()
    before = live.indexed(key)
    ranker = languages.assistant(key.language).understander.ranker
    rehearsal = Rehearsal(ranker, _corpus(before) if before else Corpus((), ()), _corpus(article))
    questions = dict.fromkeys((*article.front.questions, *(before.front.questions if before else ())))
    own = [Question(text, article.id) for text in _spread(tuple(questions), _MOST_OWN)]
    near = rehearsal.neighbours(_MOST_NEAR)
    numbers = {guide_number(article.id)}
    theirs = [one.text for one in asked if one.language == key.language and numbers & {guide_number(found) for found, _ in one.nearest[:_NEAREST]}]
    sellers = [Question(text) for text in dict.fromkeys(reversed(theirs))][:_MOST_ASKED]
    return Replay(rehearsal.ask(own), rehearsal.ask(near), rehearsal.ask(sellers), before is None, time.monotonic() - began)


def _corpus(article: Article) -> Corpus:
    return gather([article], {}, {}, ())


def _spread(texts: Sequence[str], most: int) -> Sequence[str]:
    """At most so many of them, from the whole length."""
    step = max(1, -(-len(texts) // most))
    return texts[::step]

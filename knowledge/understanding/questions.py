"""Two questions in one message: which they are, and what answers each.

Refuses to answer two where only one is sure; the other is then named, or left to the message as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from knowledge.search.ranking import Candidate, Ranker, Ranking, distinct, guide_number
from knowledge.understanding.replies import ReplyPatterns

SHORTEST_QUESTION = 3  # words
_SENTENCES = re.compile(
    r"(?<=[?!.;])\s+|,? (?:and also|and|also|plus|or)[, ]+"
    r"(?=(?:how|what|when|where|which|who|why|can|do|does|is|are|may|must|should|will|am)\b)",
    re.IGNORECASE,
)
_MENTIONED = 6  # candidates of the whole message among which the answer of each of its questions must be
_UNMENTIONED = 0.02  # share that every one of them has at least


class Questions:
    """Takes messages of two questions apart, with one ranker."""

    def __init__(self, ranker: Ranker, replies: ReplyPatterns) -> None:
        self._ranker, self._replies = ranker, replies

    def articles(self, text: str, whole: Ranking) -> tuple[Candidate, ...]:
        """The best article of each question when the message holds two that both have an answer of their own."""
        parts = self.within(text)
        if len(parts) != 2:
            return ()
        found = tuple(self._answer_of_part(part, whole) for part in parts)
        sure = all(candidate.score >= self._ranker.tuning.second_question_from for candidate in found)
        return found if sure and guide_number(found[0].article) != guide_number(found[1].article) else ()

    def within(self, text: str) -> list[str]:
        """The questions of a message, in order."""
        return [part for part in _SENTENCES.split(text) if len(part.split()) >= SHORTEST_QUESTION and self._asks(part)]

    def beside(self, text: str, articles: tuple[str, ...]) -> tuple[Candidate, ...]:
        """The article of the second question of a message whose other one is a rule's; empty when there is none, or it is not sure."""
        rankings = [self._ranker.rank(part) for part in self.within(text)]
        foreign = [found for found in rankings if not _is_near(found, articles)]
        if len(rankings) != 2 or len(foreign) != 1 or foreign[0].confidence < self._ranker.tuning.refuse_below:
            return ()
        return foreign[0].candidates[:1]

    def rule(self, text: str, rule_of: Callable[[Ranking, str], str], articles_of: Callable[[str], tuple[str, ...]]) -> str:
        """The rule of one of two questions whose other one is a matter of an article; empty when that is not clear.

        `rule_of` gives the rule that a question asks for, or nothing; `articles_of` the articles of a rule.
        """
        parts = self.within(text)
        if len(parts) != 2:
            return ""
        rules = [rule for part in parts if (rule := rule_of(self._ranker.rank(part), part))]
        return rules[0] if len(rules) == 1 and self.beside(text, articles_of(rules[0])) else ""

    def half(self, text: str) -> tuple[Ranking, str] | None:
        """The ranking of the one of two questions that has an answer, and the other one; None where it is not so."""
        tuning = self._ranker.tuning
        found = {part: self._ranker.rank(part) for part in self.within(text)}
        sure = [part for part, ranking in found.items() if ranking.confidence >= tuning.refuse_below and ranking.signals["margin"] >= tuning.clarify_margin]
        foreign = [
            part
            for part, ranking in found.items()
            if not self._replies.referring.search(part) and ranking.confidence < tuning.half_below and ranking.nearest_article < ranking.nearest_unanswered
        ]
        if len(found) != 2 or len(sure) != 1 or len(foreign) != 1:
            return None
        return found[sure[0]], foreign[0].strip()

    def _answer_of_part(self, part: str, whole: Ranking) -> Candidate:
        """The article that fits both the part and, a little, the whole message that it is torn from."""
        shares = {guide_number(candidate.article): candidate.score for candidate in distinct(whole.candidates)[:_MENTIONED]}
        ranking = self._ranker.rank(part)
        if ranking.nearest_article < self._ranker.tuning.leans_from:  # nothing that the guide knows
            return replace(whole.candidates[0], score=0.0)
        fitting = [found for found in distinct(ranking.candidates) if guide_number(found.article) in shares]
        best = max(fitting, key=lambda found: found.score * (shares[guide_number(found.article)] + _UNMENTIONED), default=None)
        return best or replace(whole.candidates[0], score=0.0)

    def _asks(self, part: str) -> bool:
        tail = part.rpartition(":")[2].strip()
        return part.rstrip().endswith("?") or any(self._replies.asking.match(start) for start in (part, tail))


def _is_near(ranking: Ranking, articles: tuple[str, ...]) -> bool:
    """Whether one of these articles is among the two that a question fits best."""
    return any(guide_number(found.article) in articles for found in distinct(ranking.candidates)[:2])

"""Two questions in one message: which they are, and what answers each.

Refuses to answer two where only one is sure; the other is then named, or left to the message as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge.patterns import compiled
from knowledge.search.candidates import Candidate, distinct, guide_number
from knowledge.search.ranking import Ranker, Ranking
from knowledge.search.tuning import Tuning
from knowledge.understanding.replies import ReplyPatterns
from knowledge.understanding.words import QuestionWords

SHORTEST_QUESTION = 3  # words
_CLAUSE = re.compile(r"(?<=[?!.;,])\s+")
_LEANING = 5  # words, up to which a question with a pronoun has no matter of its own
_MENTIONED = 6  # candidates of the whole message among which the answer of each of its questions must be
_UNMENTIONED = 0.02  # share that every one of them has at least


class Questions:
    """Takes messages of two questions apart, with one ranker."""

    def __init__(self, ranker: Ranker, replies: ReplyPatterns, words: QuestionWords) -> None:
        self._ranker, self._replies, self._opening, self._also = ranker, replies, words.opening, words.also
        # "am 20. November" goes on behind the number, "on the 20. When …" does not.
        self._sentences = compiled(rf"(?<=[?!;])\s+|(?<=\.)(?<!\d\.)\s+|(?<=\d\.)\s+(?={replies.asking.pattern})|{words.next.pattern}", re.IGNORECASE)

    def of(self, text: str) -> TwoQuestions | None:
        """The two questions of a message, each ranked once; None when it does not hold exactly two."""
        parts = [part for part in self._sentences.split(text) if len(part.split()) >= SHORTEST_QUESTION and self._asks(part)]
        if len(parts) == 1 and (told := self._told_first(text)):
            parts = told
        if len(parts) != 2:
            return None
        return TwoQuestions(tuple((part, self._ranker.rank(part)) for part in parts), self._ranker.tuning, self._replies)

    def _told_first(self, text: str) -> list[str]:
        """What a sentence tells and the question that comes on top of it, where both are matters of their own; nothing where it is not so."""
        parts = [part for part in self._also.split(text) if len(part.split()) >= SHORTEST_QUESTION]
        if len(parts) != 2 or self._asks(parts[0]):
            return []
        first = self._ranker.rank(parts[0])
        tuning = self._ranker.tuning
        # Nobody has asked for it: what is only told must be surely a matter of its own.
        is_clear = first.confidence >= tuning.sure_from and not first.strange and first.signals["margin"] >= tuning.clarify_margin
        return parts if is_clear else []

    def behind(self, text: str) -> Ranking | None:
        """The ranking of the question that a message asks behind what it tells; None where it opens with one, or that one leans on what was told."""
        starts = (0, *(match.end() for match in _CLAUSE.finditer(text)))
        asked = (start for start in starts if self._replies.asking.match(self._opening.sub("", text[start:], count=1)))
        rest = text[start:] if (start := next(asked, 0)) else ""
        return self._ranker.rank(rest) if len(rest.split()) >= SHORTEST_QUESTION and not self._replies.referring.search(rest) else None

    def _asks(self, part: str) -> bool:
        tail = part.rpartition(":")[2].strip()
        return part.rstrip().endswith("?") or any(self._replies.asking.match(start) for start in (part, tail))


@dataclass(frozen=True, slots=True)
class TwoQuestions:
    """Two questions with their rankings, in the order of the message."""

    parts: tuple[tuple[str, Ranking], ...]
    tuning: Tuning
    replies: ReplyPatterns

    def articles(self, whole: Ranking) -> tuple[Candidate, ...]:
        """The best article of each question, in the light of the `whole` message; empty unless both have an answer of their own."""
        found = tuple(self._answer_of_part(ranking, whole) for _, ranking in self.parts)
        sure = all(candidate.score >= self.tuning.second_question_from for candidate in found)
        return found if sure and guide_number(found[0].article) != guide_number(found[1].article) else ()

    def beside(self, articles: tuple[str, ...]) -> tuple[Candidate, ...]:
        """The article of the question that is not about these articles of a rule; empty when that is not one of the two, or it is not sure."""
        part, ranking = self._other(articles)
        # "how do I get my money out and what does it cost": alone, the second would ask for another matter's costs.
        is_leaning = len(part.split()) <= _LEANING and self.replies.referring.search(part)
        return ranking.candidates[:1] if ranking and self._has_answer(ranking) and not is_leaning else ()

    def left(self, articles: tuple[str, ...]) -> str:
        """The question that is not about these articles of a rule and has no sure answer of its own; empty when there is none."""
        part, ranking = self._other(articles)
        return part.strip() if ranking and not (self._has_answer(ranking) or self.replies.referring.search(part)) else ""

    def _other(self, articles: tuple[str, ...]) -> tuple[str, Ranking | None]:
        """The one question that is not about these articles."""
        foreign = [(part, ranking) for part, ranking in self.parts if not _is_near(ranking, articles)]
        return foreign[0] if len(foreign) == 1 else ("", None)

    def rule(self, rule_of: Callable[[Ranking, str], str], articles_of: Callable[[str], tuple[str, ...]]) -> str:
        """The rule of one of the questions whose other one is a matter of an article; empty when that is not clear.

        `rule_of` gives the rule that a question asks for, or nothing; `articles_of` the articles of a rule.
        """
        rules = [rule for part, ranking in self.parts if (rule := rule_of(ranking, part))]
        return rules[0] if len(rules) == 1 and self.beside(articles_of(rules[0])) else ""

    def half(self) -> tuple[Ranking, str] | None:
        """The ranking of the one question that has an answer, and the other one; None where it is not so."""
        sure = [ranking for _, ranking in self.parts if self._is_sure(ranking)]
        foreign = [part.strip() for part, ranking in self.parts if self._is_foreign(part, ranking)]
        return (sure[0], foreign[0]) if len(sure) == len(foreign) == 1 else None

    def _has_answer(self, ranking: Ranking) -> bool:
        return ranking.confidence >= self.tuning.refuse_below and not ranking.strange

    def _is_sure(self, ranking: Ranking) -> bool:
        return self._has_answer(ranking) and ranking.signals["margin"] >= self.tuning.clarify_margin

    def _is_foreign(self, part: str, ranking: Ranking) -> bool:
        """Whether nothing answers it, not even with what its pronouns stand for."""
        is_near_nothing = ranking.confidence < self.tuning.half_below and ranking.nearest_article < ranking.nearest_unanswered
        return (is_near_nothing or ranking.strange) and not self.replies.referring.search(part)

    def _answer_of_part(self, ranking: Ranking, whole: Ranking) -> Candidate:
        """The article that fits both the part and, a little, the whole message that it is torn from."""
        shares = {guide_number(candidate.article): candidate.score for candidate in distinct(whole.candidates)[:_MENTIONED]}
        fitting = [found for found in distinct(ranking.candidates) if guide_number(found.article) in shares]
        if ranking.nearest_article < self.tuning.leans_from or not fitting:  # nothing that the guide knows, or that the message is about
            return replace(whole.candidates[0], score=0.0)
        return max(fitting, key=lambda found: found.score * (shares[guide_number(found.article)] + _UNMENTIONED))


def _is_near(ranking: Ranking, articles: tuple[str, ...]) -> bool:
    """Whether one of these articles is among the two that a question fits best."""
    return any(guide_number(found.article) in articles for found in distinct(ranking.candidates)[:2])

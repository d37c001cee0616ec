"""How well a system answers evaluation questions: each reply judged against what the question should get, then counted.

Refuses questions whose kind it cannot judge; runs no system itself, but is handed a function from text to verdict.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import DataError
from knowledge.measures import reciprocal_rank

IN_SCOPE = "in_scope"
RECOGNISED = {"out_of_scope": "no_answer", "chitchat": "smalltalk", "handoff": "handoff"}
"""The decision that is right for each kind of question that no article answers."""
_ANSWERING = frozenset({"answer", "rule"})
_Z = 1.959964  # 95 % of a normal distribution lie within so many standard deviations
_REFUSED_IN_SCOPE = 0.05  # share of good questions that a baseline may turn away


class Question(BaseModel):
    """An evaluation question: the right articles (both, for kind multi) and other acceptable first ones."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    text: Annotated[str, Field(min_length=1)]
    gold: tuple[str, ...] = ()
    also_ok: tuple[str, ...] = ()
    kind: Annotated[str, Field(pattern="^(faq(_[a-z]+)?|multi|out_of_scope|chitchat|handoff)$")]
    lang: Annotated[str, Field(pattern="^[a-z]{2}$")] = "en"

    @property
    def in_scope(self) -> bool:
        """Whether articles answer it."""
        return self.kind not in RECOGNISED


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a system made of a question: its decision, articles in order, one a guide number, and how sure it is that the first one answers."""

    decision: str
    articles: tuple[str, ...]
    confidence: float = 0.0


Answering = Callable[[str], Verdict]
Scoring = Callable[[str], Mapping[str, float]]
"""Gives every guide number a score."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the Wilson interval that holds the true share in 95 of 100 such sets."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.hits / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Its lower and upper end."""
        middle = (self.share + _Z**2 / (2 * self.of)) / (1 + _Z**2 / self.of)
        half = _Z / (1 + _Z**2 / self.of) * math.sqrt(self.share * (1 - self.share) / self.of + _Z**2 / (4 * self.of**2))
        return max(0.0, middle - half), min(1.0, middle + half)

    def to_json(self) -> dict[str, float | int]:
        """All figures, by name."""
        low, high = self.interval
        return asdict(self) | {"share": round(self.share, 4), "low": round(low, 4), "high": round(high, 4)}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question with what a system made of it."""

    question: Question
    verdict: Verdict

    @property
    def first(self) -> bool:
        """Whether the first article is a right or acceptable one."""
        return bool(self.verdict.articles) and self.verdict.articles[0] in {*self.question.gold, *self.question.also_ok}

    @property
    def among_three(self) -> bool:
        """Whether the first three hold the right article (both, for two questions in one), or an acceptable one comes first."""
        held = set(self.question.gold) & set(self.verdict.articles[:3])
        return held == set(self.question.gold) if self.question.kind == "multi" else bool(held) or self.first

    @property
    def reciprocal_rank(self) -> float:
        """1 / the place of the first right article; 1 also where an acceptable one comes first, 0 where none is there."""
        return 1.0 if self.first else reciprocal_rank(self.verdict.articles, self.question.gold)

    @property
    def decided(self) -> bool:
        """Whether the right kind of reply came: an answer, a computation, or a question back that names the right article; whatever its article."""
        if not self.question.in_scope:
            return self.recognised
        return self.verdict.decision in _ANSWERING or (self.verdict.decision == "clarify" and self.among_three)

    @property
    def recognised(self) -> bool:
        """Whether a question that no article answers was taken for what it is."""
        return self.verdict.decision == RECOGNISED.get(self.question.kind)

    @property
    def counts(self) -> dict[str, bool]:
        """Everything that is counted of this question, by name."""
        if not self.question.in_scope:
            return {"refused" if self.question.kind == "out_of_scope" else "recognised": self.recognised}
        decision = self.verdict.decision
        return {"hit@1": self.first, "hit@3": self.among_three, "refused": decision == "no_answer", "asked back": decision == "clarify"}

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, in words; nothing when all is right. Asking back is no fault as long as the order of the articles is right."""
        if not self.question.in_scope:
            return () if self.recognised else (f"got {self.verdict.decision}, should be {RECOGNISED[self.question.kind]}",)
        found = {"refused": self.counts["refused"], "first article wrong": not self.first, "not within three": not self.among_three}
        return tuple(fault for fault, holds in found.items() if holds)


@dataclass(frozen=True, slots=True)
class Report:
    """A system's judgements over one set of questions; `probable` tells that its confidence is meant as a probability."""

    system: str
    judgements: tuple[Judgement, ...]
    probable: bool = False

    @property
    def groups(self) -> dict[str, dict[str, Share]]:
        """Shares by group and name: all questions in scope, the other kinds, then each kind in scope."""
        kinds = dict.fromkeys(judged.question.kind for judged in self.judgements)
        inside = [kind for kind in kinds if kind not in RECOGNISED]
        groups = {IN_SCOPE: inside, **{kind: [kind] for kind in RECOGNISED if kind in kinds}, **{kind: [kind] for kind in sorted(inside)}}
        return {name: _shares([j.counts for j in self.judgements if j.question.kind in members]) for name, members in groups.items() if members}

    @property
    def misses(self) -> tuple[Judgement, ...]:
        """Judgements with a fault, in order."""
        return tuple(judged for judged in self.judgements if judged.faults)

    def to_json(self) -> dict[str, Any]:
        """All figures, by group and name."""
        return {group: {name: share.to_json() for name, share in shares.items()} for group, shares in self.groups.items()}


def _shares(counted: Sequence[Mapping[str, bool]]) -> dict[str, Share]:
    return {name: Share(sum(one[name] for one in counted), len(counted)) for name in counted[0]}


def measure(system: str, questions: Iterable[Question], answer: Answering) -> Report:
    """Puts every question to the system and judges its verdict, whose confidence is a probability."""
    return Report(system, tuple(Judgement(question, answer(question.text)) for question in questions), probable=True)


def measure_scores(system: str, questions: Sequence[Question], score: Scoring) -> Report:
    """The same for bare scores: best first, refused below the score that turns away 5 % of the questions in scope.

    Set on the questions themselves, that threshold is a little kinder to the baseline than a real one could be.
    """
    scored = [score(question.text) for question in questions]
    best = sorted(max(scores.values()) for question, scores in zip(questions, scored, strict=True) if question.in_scope)
    refuse_below = best[int(_REFUSED_IN_SCOPE * len(best))] if best else -math.inf
    judgements = []
    for question, scores in zip(questions, scored, strict=True):
        ranked = tuple(sorted(scores, key=lambda article: -scores[article]))
        decision = "no_answer" if scores[ranked[0]] < refuse_below else "answer"
        judgements.append(Judgement(question, Verdict(decision, ranked[:5], scores[ranked[0]])))
    return Report(system, tuple(judgements))


def load(path: Path) -> tuple[Question, ...]:
    """The questions of a file with one JSON object a line. Raises DataError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataError(path, "", f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DataError(path, "", "is not UTF-8") from error
    questions = tuple(_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip())
    if not questions:
        raise DataError(path, "", "holds no questions")
    return questions


def _question(path: Path, number: int, line: str) -> Question:
    where = f"line {number}"
    try:
        question = Question.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise DataError(path, where, f"is no JSON ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(path, where, f"{'.'.join(map(str, first['loc'])) or 'the line'}: {first['msg']}") from error
    if question.in_scope and not question.gold:
        raise DataError(path, where, f"a question of kind {question.kind} needs its right article in gold")
    return question

"""Articles that may answer a question, and the guide's numbers, of which several articles may stand for one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article with its probability and the passage that fits the question best."""

    article: str
    score: float
    place: int


def chance_of_other(candidates: tuple[Candidate, ...]) -> float:
    """The best score of an article of another guide number than the first; 0 where there is none."""
    first = guide_number(candidates[0].article)
    return next((c.score for c in candidates[1:] if guide_number(c.article) != first), 0.0)


def guide_number(article: str) -> str:
    """The guide's number of an article: everything before a hyphen."""
    return article.partition("-")[0]


def distinct(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The best candidate of each guide number, in order."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(guide_number(candidate.article), candidate)
    return tuple(best.values())

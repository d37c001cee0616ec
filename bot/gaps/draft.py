"""Begins an article from questions that nothing answers: its front matter is filled in, the answer is left to a person.

Refuses to invent: what no question gives is marked TODO, and a draft that exists is not overwritten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from bot.gaps.clusters import Cluster
from bot.gaps.store import Question
from bot.gaps.taught import Taught
from bot.gaps.yamllist import quoted
from knowledge.articles import Article
from knowledge.base import KnowledgeBase
from knowledge.checks.articles import FEWEST_NOT_ANSWERED, FEWEST_QUESTIONS
from knowledge.errors import KnowledgeError
from knowledge.wording import ORIGINAL

_REVIEW = timedelta(days=182)
_SLUG_WORDS, _SHORTEST = 3, 4  # words of the name that make the id, and the letters that they have at least
_RELATED = 3
_BODY = """TODO: the short answer, with its figures as digits. It is shown for every question about this article.

## TODO: a heading
TODO: a passage that stands for itself; add more or take this one out.
"""


class NoDraft(KnowledgeError):
    """A draft cannot be begun; says why."""


class DraftExists(NoDraft):
    """There is a draft of that name already; `name` is that of its article."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already. Go on with it, or delete it first.")
        self.name = path.stem


def begin(cluster: Cluster, questions: Sequence[Question], base: KnowledgeBase, folder: Path, today: date, *, taught: Taught | None = None) -> Path:
    """Writes a draft of an article with these questions of the cluster into the folder; its path. Raises NoDraft."""
    near = [base.library.article(article) for article, _ in cluster.nearest[:_RELATED] if article in base.library]
    if not near:
        raise NoDraft(f"Nothing in the guide is near cluster {cluster.number}, so no section is known. Drop it, or write the article by hand.")
    own = next((question.text for question in questions if question.language == ORIGINAL), cluster.name)
    identity = f"{near[0].guide_id}-{_slug(own) or 'gap'}"
    if identity in base.library:
        identity += f"-{cluster.number}"
    path = folder / f"{identity}.md"
    if path.exists():
        raise DraftExists(path)
    taught = taught or Taught(base)
    usable = [question for question in questions if not taught.refusal(question.text)]
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{_head(identity, cluster, usable, near, today)}\n---\n{_BODY}", encoding="utf-8")
    return path


def _head(identity: str, cluster: Cluster, usable: Sequence[Question], near: Sequence[Article], today: date) -> str:
    """The front matter. An article is written in English; what was asked in other languages stands beside as a comment."""
    own = [question.text for question in usable if question.language == ORIGINAL]
    others = [question for question in usable if question.language != ORIGINAL]
    lines = [
        f"id: {identity}",
        f"section: {near[0].front.section}",
        f"title: {quoted(own[0] if own else cluster.name)}  # TODO: as a seller would ask it, in English",
    ]
    if len(own) < FEWEST_QUESTIONS:
        lines.append(f"# TODO: {FEWEST_QUESTIONS - len(own)} more ways to ask it, in English")
    lines += ["questions:", *(f"  - {quoted(text)}" for text in own)] if own else ["questions: []"]
    lines += [f"# asked in {question.language}: {quoted(question.text)}" for question in others]
    return "\n".join(
        (
            *lines,
            f"# TODO: {FEWEST_NOT_ANSWERED} questions that sound like these and are not answered here",
            "not_answered: []",
            "facts: []",
            f"related: [{', '.join(article.id for article in near)}]",
            "rules: []",
            f"checked_on: {today.isoformat()}",
            f"review_by: {(today + _REVIEW).isoformat()}",
        )
    )


def _slug(name: str) -> str:
    """The first longer words of a question, as an id may have them."""
    letters = unicodedata.normalize("NFKD", re.sub(r"\[[^\]]*\]", " ", name)).encode("ascii", "ignore").decode().lower()
    return "-".join([word for word in re.findall(r"[a-z0-9]+", letters) if len(word) >= _SHORTEST][:_SLUG_WORDS])

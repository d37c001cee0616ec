"""The clusters of an installation as the command line and the console see them: chosen, in a table, one in detail.

Refuses a cluster or a question that is not there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from datetime import date

from bot.conversations import Conversations
from bot.gaps.clusters import Cluster, clusters
from bot.gaps.redaction import Redaction
from bot.gaps.store import Question, Store
from bot.gaps.teaching import Lesson
from bot.settings import Settings
from bot.store.database import Database
from knowledge.errors import KnowledgeError
from knowledge.search.multilingual import UseEncoder

_EXAMPLES = 6  # that are taught of a cluster unless others are chosen
_NAMED = 60  # characters of a name in the table


class UnknownGap(KnowledgeError):
    """There is no such cluster or question."""


def load(settings: Settings, since: date | None, least: int) -> tuple[Cluster, ...]:
    """The clusters of the kept questions, asked since then and so many times at least. Raises ConversationsUnavailable and EncoderUnavailable."""
    database = Database(settings.database_url)
    try:
        kept = Store(Conversations(database)).questions()
    finally:
        database.close()
    found = clusters([question for question in kept if since is None or question.day >= since], UseEncoder(settings.encoder_threads))
    return tuple(cluster for cluster in found if len(cluster.questions) >= least)


def close(settings: Settings, cluster: Cluster, article: str = "") -> None:
    """Settles the questions of a cluster as taught to the article, or deletes them. Raises ConversationsUnavailable."""
    numbers = [question.number for question in cluster.questions]
    database = Database(settings.database_url)
    try:
        store = Store(Conversations(database))
        if article:
            store.settle(numbers, article)
        else:
            store.drop(numbers)
    finally:
        database.close()


def chosen(found: Sequence[Cluster], number: int) -> Cluster:
    """The cluster that holds the question of this number: its own number, or that of any example. Raises UnknownGap."""
    for cluster in found:
        if any(question.number == number for question in cluster.questions):
            return cluster
    raise UnknownGap(f"There is no cluster {number} (with this --since and --least). `seller-assistant gaps` lists them.")


def taken(cluster: Cluster, numbers: Collection[int], redaction: Redaction) -> tuple[Question, ...]:
    """The examples of these numbers; without any, the first few from which nothing was taken out. Raises UnknownGap."""
    if not numbers:
        return tuple(question for question in cluster.examples if redaction.is_whole(question.text))[:_EXAMPLES]
    by_number = {question.number: question for question in cluster.examples}
    if unknown := sorted(set(numbers) - by_number.keys()):
        raise UnknownGap(f"Cluster {cluster.number} has no example {unknown[0]}. `seller-assistant gaps --cluster {cluster.number}` lists them.")
    return tuple(by_number[number] for number in dict.fromkeys(numbers))


def table(found: Sequence[Cluster]) -> str:
    """A line for each cluster."""
    if not found:
        return "No questions have been kept."
    lines = [f"{'cluster':>7} {'count':>5}  {'first':10} {'last':10}  {'nearest':22} {'languages':14} question"]
    for cluster in found:
        first, last = cluster.days
        tongues = " ".join(f"{language} {count}" for language, count in cluster.languages.items())
        near = f"{cluster.nearest[0][0]} {cluster.nearest[0][1]:.2f}" if cluster.nearest else "none"
        name = cluster.name if len(cluster.name) <= _NAMED else f"{cluster.name[: _NAMED - 1]}…"
        lines.append(f"{cluster.number:>7} {len(cluster.questions):>5}  {first} {last}  {near:22} {tongues:14} {_shown(name)}")
    return "\n".join(lines)


def detail(cluster: Cluster) -> str:
    """One cluster with all its examples; their numbers are those that --take takes."""
    reasons = ", ".join(f"{reason} {count}" for reason, count in (*cluster.reasons.items(), *cluster.complaints.items()))
    near = ", ".join(f"{article} {score:.2f}" for article, score in cluster.nearest[:3]) or "none"
    lines = [table([cluster]), f"kept because: {reasons}", f"nearest articles: {near}", "examples:"]
    return "\n".join((*lines, *(f"{question.number:>7} {question.language}  {_shown(question.text)}" for question in cluster.examples)))


def learnt(lesson: Lesson) -> str:
    """What a lesson has changed, in words."""
    lines = [f"added to {path}: {_shown(question.text)}" for path, question in lesson.added]
    lines += [f"not added, it {reason}: {_shown(question.text)}" for question, reason in lesson.refused]
    lines += [f"known already: {_shown(question.text)}" for question in lesson.known]
    return "\n".join(lines)


def _shown(text: str) -> str:
    """A seller's text without what could steer a terminal."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf"))

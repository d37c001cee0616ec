"""What was asked in vain, for people at work on it: the clusters as they are now, and what is made of one.

Refuses to do two things at once to the data: whoever comes second waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Now
from bot.conversations import Conversations
from bot.gaps.clusters import Cluster, clusters
from bot.gaps.draft import begin
from bot.gaps.redaction import Redaction
from bot.gaps.report import chosen, taken
from bot.gaps.store import Question, Store
from bot.gaps.taught import Taught
from bot.gaps.teaching import Lesson, teach
from knowledge.base import KnowledgeBase
from knowledge.calendars import PARIS
from knowledge.search.encoder import Encoder


@dataclass(frozen=True, slots=True)
class Wanted:
    """Examples of a cluster that somebody wants to add to an article; `likeness` is None where the article is none of the nearest."""

    number: int
    article: str
    likeness: float | None
    questions: tuple[Question, ...]


class Workbench:
    """The gaps of one installation. Its methods raise DatabaseUnavailable, and EncoderUnavailable where the encoder is not there."""

    def __init__(
        self, conversations: Conversations, base: KnowledgeBase, encoder: Callable[[], Encoder], *, redaction: Redaction, drafts: Path, now: Now
    ) -> None:
        """`encoder` gives the one by whose distances questions are put together; it is asked for when it is first needed."""
        self._conversations, self._store, self._base, self._encoder_of = conversations, Store(conversations), base, encoder
        self._redaction, self._drafts, self._now = redaction, drafts, now
        self._alone = asyncio.Lock()
        self._encoder: Encoder | None = None
        self._taught: Taught | None = None
        self._found: tuple[tuple[int, ...], tuple[Cluster, ...]] = ((), ())

    async def clusters(self) -> tuple[Cluster, ...]:
        """All clusters, the largest first."""
        questions = await self.questions()
        numbers = tuple(question.number for question in questions)
        async with self._alone:
            if numbers != self._found[0]:
                self._found = (numbers, await asyncio.to_thread(self._clustered, questions))
        return self._found[1]

    async def questions(self) -> list[Question]:
        """Every question that has not been settled, the earliest first."""
        return await self._conversations.apart(self._store.questions)

    async def cluster(self, number: int) -> Cluster:
        """The cluster that holds the question of this number. Raises UnknownGap."""
        return chosen(await self.clusters(), number)

    def suggested(self, cluster: Cluster) -> frozenset[int]:
        """The examples that are taught unless others are chosen."""
        return frozenset(question.number for question in taken(cluster, (), self._redaction))

    async def wanted(self, number: int, article: str, take: Collection[int]) -> Wanted:
        """What phrase() would add to the article, without doing so. Raises UnknownGap and UnknownArticle."""
        cluster = await self.cluster(number)
        known = self._base.library.article(article).id
        return Wanted(number, known, dict(cluster.nearest).get(known), tuple(taken(cluster, take, self._redaction)))

    async def phrase(self, number: int, article: str, take: Collection[int]) -> Lesson:
        """Adds examples of a cluster to the questions of an article, and settles the cluster where the article then knows something of it.

        Raises UnknownGap, UnknownArticle and DataError.
        """
        cluster = await self.cluster(number)
        questions = taken(cluster, take, self._redaction)
        async with self._alone:
            lesson = await asyncio.to_thread(lambda: teach(self._base, article, questions, self._known()))
        if lesson.settles:
            await self._conversations.apart(self._store.settle, _numbers(cluster), article)
        return lesson

    async def draft(self, number: int, take: Collection[int]) -> Path:
        """Begins an article from a cluster; the path of the draft. Raises UnknownGap and NoDraft."""
        cluster = await self.cluster(number)
        questions = taken(cluster, take, self._redaction) if take else cluster.examples
        today = self._now().astimezone(PARIS).date()
        async with self._alone:
            return await asyncio.to_thread(lambda: begin(cluster, questions, self._base, self._drafts, today, taught=self._known()))

    async def drop(self, number: int) -> Cluster:
        """Deletes the questions of a cluster. Raises UnknownGap."""
        cluster = await self.cluster(number)
        await self._conversations.apart(self._store.drop, _numbers(cluster))
        return cluster

    def written(self, draft: str) -> str | None:
        """The text of a draft by its name; None where there is none of that name."""
        path = next((path for path in self._drafts.glob("*.md") if path.stem == draft), None)
        return path.read_text(encoding="utf-8") if path else None

    def _known(self) -> Taught:
        """What is taught already, with what was added since the start."""
        if self._taught is None:
            self._taught = Taught(self._base)
        return self._taught

    def _clustered(self, questions: list[Question]) -> tuple[Cluster, ...]:
        if self._encoder is None:
            self._encoder = self._encoder_of()
        return clusters(questions, self._encoder)


def _numbers(cluster: Cluster) -> list[int]:
    return [question.number for question in cluster.questions]

"""The work of editors on the articles of one installation: what there is, drafts, checks, replays, and what holds.

Refuses to publish what the checks complain of, and whatever somebody else has saved over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.accounts.account import Account
from bot.accounts.audit import Audit
from bot.clock import Now
from bot.content import fields
from bot.content.checker import Checker, Remark
from bot.content.files import Files
from bot.content.live import Live
from bot.content.replay import Replay, replay
from bot.content.version import FILES, LONGEST_COMMENT, LONGEST_TEXT, Author, ContentError, History, Key, State, Version
from bot.content.versions import Versions
from bot.conversations import Conversations
from bot.gaps.store import Store
from knowledge.articles import Article
from knowledge.calendars import PARIS
from knowledge.languages import Languages


class Faulty(ContentError):
    """The checks complain."""

    def __init__(self, remarks: tuple[Remark, ...]) -> None:
        self.remarks = remarks
        super().__init__("It cannot be published while the checks complain. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Row:
    """An article in the list; `live` is None before one is published, `is_ahead` tells that its file does not have what holds."""

    key: Key
    title: str
    review_by: date | None
    is_overdue: bool
    live: Version | None
    draft: Version | None
    is_ahead: bool

    @property
    def last(self) -> Version | None:
        """The last change that was made here."""
        return max((one for one in (self.live, self.draft) if one and not one.is_file), key=lambda one: one.version, default=None)


class Editorial:
    """All of it. Its methods raise DatabaseUnavailable."""

    def __init__(self, conversations: Conversations, languages: Languages, audit: Audit, now: Now) -> None:
        self._apart, self._languages, self._audit, self._now = conversations.apart, languages, audit, now
        self.files = Files(languages.base.data)
        self.live = Live(languages, self.files)
        self._versions, self._checker, self._store = Versions(conversations.database), Checker(self.files.data), Store(conversations)
        self._one = asyncio.Lock()
        """Checks and replays take a second each: one at a time, so that they never take all threads."""

    @property
    def today(self) -> date:
        """The day in Paris."""
        return self._now().astimezone(PARIS).date()

    def begin(self) -> None:
        """Lets what was published hold in this process; waits for the database."""
        for key, history in sorted(self._known().items()):
            file = self.files.text(key)
            history = self._versions.heed_file(key, file, self._now()) if file is not None else history  # noqa: PLW2901
            if history.live and history.live.text != file:
                self.live.say(key, history.live.text)

    def _known(self) -> dict[Key, History]:
        """The histories of what has a place among the files; waits for the database."""
        return {key: history for key, history in self._versions.histories().items() if self.files.is_of_ours(key)}

    async def rows(self, language: str) -> list[Row]:
        """Every article that is there in a language, or is drafted in it."""
        histories = await self._apart(self._known)
        texts = await asyncio.to_thread(lambda: {key: self.files.text(key) for key in self.files.all() if key.language == language})
        keys = sorted({*texts, *(key for key in histories if key.language == language)})
        return [self._row(key, histories.get(key, History(key)), texts.get(key)) for key in keys]

    def _row(self, key: Key, history: History, file: str | None) -> Row:
        article = self.live.article(key)
        written = history.draft or history.live
        shown = fields.read(written.text, key) if written and not article else {}
        review_by = article.front.review_by if article else None
        ahead = history.live is not None and history.live.text != file
        title = article.title if article else shown.get("title") or key.article
        return Row(key, title, review_by, review_by is not None and review_by < self.today, history.live, history.draft, ahead)

    async def history(self, language: str, article: str, *, may_be_new: bool = False) -> History:
        """The history of a file, begun with what is in it. Raises UnknownVersion."""
        known = await self._apart(self._known)
        is_known = Key(language, article) in known
        key = Key(language, article) if is_known else self.files.require(language, article, may_be_new=may_be_new)
        text = await asyncio.to_thread(self.files.text, key)
        if is_known or text is None:
            return await self._apart(self._versions.heed_file, key, text, self._now())
        return History(key, (Version(key, 0, State.PUBLISHED, open=False, text=text, author=Author(None, FILES), at=self._now(), comment=""),))

    async def beside(self, key: Key) -> dict[Key, Version]:
        """The drafts of the same article in other languages."""
        histories = await self._apart(self._known)
        return {other: history.draft for other, history in histories.items() if other.article == key.article and other != key and history.draft}

    async def save(self, key: Key, text: str, account: Account, *, comment: str, seen: int) -> Version:
        """Keeps a draft. Raises Outdated, and ContentError for a text that is too long."""
        if len(text) > LONGEST_TEXT:
            raise ContentError(f"This article has {len(text)} characters, and {LONGEST_TEXT} is the most.")
        await self._apart(self._versions.heed_file, key, await asyncio.to_thread(self.files.text, key), self._now())
        note = fields.clean(comment).strip()[:LONGEST_COMMENT]
        saved = await self._apart(lambda: self._versions.save(key, text, _author(account), self._now(), comment=note, seen=seen))
        await self._audit.record(account, "drafted", f"article {key}", version=str(saved.version), **({"comment": note} if note else {}))
        return saved

    async def check(self, drafts: Mapping[Key, str]) -> tuple[Remark, ...]:
        """What the checks say of drafts."""
        histories = await self._apart(self._known)

        def run() -> tuple[Remark, ...]:
            held = {key: history.live.text for key, history in histories.items() if history.live and history.live.text != self.files.text(key)}
            return self._checker.check(drafts, held, self.today)

        async with self._one:
            return await asyncio.to_thread(run)

    async def publish(self, versions: Sequence[Version], account: Account) -> dict[Key, bool]:
        """Lets drafts hold, all or none, and tells which of them sellers get at once. Raises Faulty and ContentError."""
        remarks = await self.check({one.key: one.text for one in versions})
        if any(remark.is_error for remark in remarks):
            raise Faulty(remarks)
        done = await self._apart(lambda: self._versions.publish([(one.key, one.version) for one in versions], _author(account), self._now()))
        told = {}
        for one in done:
            await self._audit.record(account, "published", f"article {one.key}", version=str(one.version), written_by=one.author.email)
            told[one.key] = await asyncio.to_thread(self.live.say, one.key, one.text)
        return told

    async def withdraw(self, key: Key, number: int, account: Account) -> Version:
        """Gives a draft up, or lets the version before hold again. Raises ContentError."""
        before = await self._apart(self._versions.history, key)
        withdrawn = await self._apart(self._versions.withdraw, key, number, _author(account), self._now())
        await self._audit.record(account, "withdrew", f"article {key}", version=str(number))
        after = await self._apart(self._versions.history, key)
        if before.live != after.live and after.live:
            await asyncio.to_thread(self.live.say, key, after.live.text)
        return withdrawn

    def parsed(self, key: Key, text: str) -> Article:
        """The article in a text. Raises DataError."""
        return self.live.parsed(key, text)

    async def replay(self, key: Key, text: str) -> Replay:
        """The replay of test questions with a draft. Raises DataError."""
        article = self.parsed(key, text)
        asked = await self._apart(self._store.questions)
        async with self._one:
            return await asyncio.to_thread(replay, self._languages, self.live, key, article, asked)

    def blank(self, key: Key) -> str:
        """A text to begin an article with."""
        number = key.article.partition("-")[0]
        near = next((one for one in self._languages.base.library if one.guide_id == number), None)
        return fields.blank(key, near.front.section if near else "", self.today)


def _author(account: Account) -> Author:
    return Author(account.number, account.email)

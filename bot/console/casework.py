"""Cases as the console's pages show them, and what all of those pages need.

Never hands a conversation's id to a template.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import Request, Response

from bot.accounts.access import Access
from bot.accounts.account import Account
from bot.accounts.audit import Audit
from bot.console.answers import Answers
from bot.console.durations import in_words as lasting
from bot.console.languages import language_name
from bot.console.live import LiveStream, Look, lasts
from bot.console.pages import Pages
from bot.console.transcript import in_words
from bot.conversations import Conversations
from bot.handover.case import Agent, Case, Note, Reason, State
from bot.handover.handing import Handing
from bot.handover.rows import UnknownCase
from bot.handover.transcripts import Transcripts
from bot.limits import Streams, TooMuch
from bot.lookup import Lookup
from bot.news import News
from bot.problems import Problem
from bot.sentences import Sentences
from knowledge.calendars import PARIS

REASONS = {
    Reason.SOLVED: "Solved",
    Reason.SENT_ON: "Sent to the platform’s support",
    Reason.SILENT: "No answer from the seller",
    Reason.ABUSIVE: "Abusive",
    Reason.OTHER: "Other",
    Reason.WITHDRAWN: "The seller went back to the assistant",
}
STATES = {State.WAITING: "Waiting", State.TAKEN: "With a person", State.RETURNED: "Returned", State.CLOSED: "Closed"}


@dataclass(frozen=True, slots=True)
class Due:
    """A seller's limit: its moment, how it is said, what it is, and how much time is left in words."""

    moment: datetime
    said: str
    label: str
    left: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as pages show it."""

    number: int
    state: State
    state_words: str
    question: str
    topic: str
    language: str
    language_name: str
    due: Due | None
    asked_at: datetime
    waiting: str
    attended: bool
    holder: Agent | None
    is_mine: bool
    is_unread: bool
    inputs: tuple[tuple[str, str], ...]
    answer: str
    reason: str
    remark: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Casework:
    """What the pages of cases and conversations are made from."""

    access: Access
    audit: Audit
    pages: Pages
    handing: Handing
    conversations: Conversations
    transcripts: Transcripts
    lookup: Lookup
    answers: Answers
    streams: Streams
    sentences: Sentences

    def shown(self, case: Case, account: Account, unread: Collection[str] = ()) -> Shown:
        """A case as this account sees it; `unread` are conversations in which the seller has written last."""
        now, summary = self.lookup.now(), case.summary
        return Shown(
            number=case.number,
            state=case.state,
            state_words=STATES[case.state],
            question=summary.question,
            topic=self._topic(case),
            language=case.language,
            language_name=language_name(case.language),
            due=self._due(case, now),
            asked_at=case.asked_at.astimezone(PARIS),
            waiting=lasting(now - case.asked_at),
            attended=case.attended,
            holder=case.taken_by,
            is_mine=case.taken_by is not None and case.taken_by.number == account.number,
            is_unread=case.conversation in unread,
            inputs=in_words(summary.rule, summary.inputs, self.lookup.base),
            answer=summary.answer,
            reason=REASONS[case.reason] if case.reason else "",
            remark=case.remark,
            ended_at=case.ended_at.astimezone(PARIS) if case.ended_at else None,
        )

    async def case(self, number: int) -> Case:
        """A case. Raises Problem."""
        try:
            return await self.handing.handovers.case(number)
        except UnknownCase as error:
            raise Problem(404, self.sentences.say("unknown_case")) from error

    def stream(self, request: Request, account: Account, news: News, name: str, look: Look) -> Response:
        """What `look` finds, live, whenever there is news of that name. Raises Problem."""
        again = lasts(request, self.access.account, account)
        try:
            return LiveStream(request, account, news=news, name=name, look=look, streams=self.streams, presence=self.handing.presence, again=again)
        except TooMuch as error:
            raise Problem(429, self.sentences.say("many_streams"), retry_after=error.retry_after) from error

    @staticmethod
    def noted(note: Note) -> Note:
        """A note at its time in Paris."""
        return replace(note, at=note.at.astimezone(PARIS))

    def _topic(self, case: Case) -> str:
        base, summary = self.lookup.base, case.summary
        if summary.rule in base.rules:
            return base.wording.rules[summary.rule].title
        return next((base.library.article(article).title for article in summary.articles if article in base.library), "")

    def _due(self, case: Case, now: datetime) -> Due | None:
        limit = case.summary.limit
        if limit is None:
            return None
        wording, moment = self.lookup.base.wording, limit.moment
        labels = wording.rules[limit.rule].dates if limit.rule in wording.rules else {}
        return Due(moment, wording.day(moment), labels.get(limit.key, "Deadline"), lasting(moment - now), case.is_overdue(now))


def agent_of(account: Account) -> Agent:
    """The person whom sellers see behind an account: never by the whole e-mail address."""
    return Agent(account.number, account.name or account.email.partition("@")[0])


def standing(case: Case) -> str:
    """How a case stands: a mark of what its page depends on around the conversation."""
    return f"{case.state}-{case.taken_by.number if case.taken_by else 0}-{int(case.attended)}"

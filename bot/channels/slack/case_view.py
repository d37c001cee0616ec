"""How a case looks in the support channel: what was asked, what is known, how much time is left, and what can be done.

Refuses to show the conversation's id.
"""

from __future__ import annotations

from datetime import datetime

from bot.channels.slack.blocks import Json, actions, button, context, header, said, sections, short
from bot.channels.slack.mrkdwn import escaped, plain
from bot.channels.slack.post import Post, posts
from bot.channels.slack.words import Tongues
from bot.console.durations import in_words as lasting
from bot.console.languages import language_name
from bot.console.navigation import PREFIX
from bot.console.transcript import in_words
from bot.handover.case import Case, State
from knowledge.base import KnowledgeBase

_MOST_ANSWER = 1500  # letters of what was answered last: all of it is in the console
_EN = "en"


class CaseView:
    """Draws cases, in English."""

    def __init__(self, tongues: Tongues, base: KnowledgeBase, public_url: str) -> None:
        self._tongues, self._words, self._base, self._public_url = tongues, tongues.support, base, public_url.rstrip("/")

    def root(self, case: Case, now: datetime) -> Post:
        """The first message of the thread of a case."""
        title = self.say(self._words.title, number=case.number)
        found: list[Json] = [header(title), *context(escaped(self._state(case)))]
        found += [*sections(f"*{self._words.question}*"), *said(case.summary.question)] if case.summary.question else []
        told = [self._limit(case, now), self.say(self._words.language, language=language_name(case.language))]
        if topic := self._topic(case):
            told.insert(0, f"*{self._words.topic}:* {escaped(topic)}")
        found += sections("\n".join(told))
        if known := in_words(case.summary.rule, case.summary.inputs, self._base):
            lines = "\n".join(f"• {escaped(label)}: {escaped(value)}" for label, value in known)
            found += sections(f"*{self._words.known}*\n{lines}")
        if case.summary.answer:
            answer = short(plain(case.summary.answer), _MOST_ANSWER)
            found += sections(f"*{self._words.answered}*\n{escaped(answer)}")
        found += context(escaped(self._words.how)) if case.is_open else []
        post = posts([*found, *actions(self._pressed(case))])
        return Post([block for part in post for block in part.blocks], escaped(f"{title}. {case.summary.question}"[:300]))

    def say(self, template: str, /, **values: object) -> str:
        """A sentence with its values filled in."""
        return self._tongues.say(_EN, template, **values)

    def _state(self, case: Case) -> str:
        if not case.is_open:
            return self._words.ended
        if case.state == State.TAKEN and case.taken_by:
            return self.say(self._words.taken, name=case.taken_by.name)
        return self._words.waiting if case.attended else self._words.left

    def _limit(self, case: Case, now: datetime) -> str:
        limit = case.summary.limit
        if limit is None:
            return self._words.no_limit
        wording = self._base.wording
        label = wording.rules[limit.rule].dates.get(limit.key, "") if limit.rule in wording.rules else ""
        template = self._words.overdue if case.is_overdue(now) else self._words.limit
        return f"*{escaped(self.say(template, label=label or limit.key, day=wording.day(limit.moment), left=lasting(limit.moment - now)))}*"

    def _topic(self, case: Case) -> str:
        summary = case.summary
        if summary.rule in self._base.rules:
            return self._base.wording.rules[summary.rule].title
        return next((self._base.library.article(article).title for article in summary.articles if article in self._base.library), "")

    def _pressed(self, case: Case) -> list[Json]:
        found = []
        if case.state == State.WAITING:
            found.append(button(self._words.take, "case:take", str(case.number), style="primary"))
        if case.state == State.TAKEN:
            found.append(button(self._words.give_back, "case:return", str(case.number)))
        if self._public_url:
            found.append(button(self._words.console, "case:console", url=f"{self._public_url}{PREFIX}/cases/{case.number}"))
        return found

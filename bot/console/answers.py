"""Answers as the console shows and copies them: to a question, of passages of an article, of a computation.

Composes nothing itself: an answer is the one that every other surface gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from bot.console.hits import article_url, calculator_url
from bot.console.navigation import PREFIX
from bot.copies import Copies, Form, Words
from bot.lookup import Lookup
from bot.receipts import identify
from knowledge.answer import Answer
from knowledge.base import KnowledgeBase
from knowledge.rule import Computation
from knowledge.wording import ORIGINAL


@dataclass(frozen=True, slots=True)
class Moment:
    """A key date of an answer: its label, its ISO value and how it is said."""

    label: str
    value: str
    said: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of an answer with the address of its article; `language` is the one that it is written in."""

    title: str
    section: str
    language: str
    checked: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer with what the page draws around it; `language` is that of its words, `words` those of its headings."""

    answer: Answer
    language: str
    words: Words
    moments: tuple[Moment, ...]
    sources: tuple[Cited, ...]
    calendar: str
    """The address of its dates as a calendar file; empty where there are none."""
    receipt: str
    """The address of its receipt; empty where there is none, or it is too large for one."""
    copies: str
    """The address of its copies, which takes the form and the language."""
    decision: str = ""
    rule: str = ""
    rule_url: str = ""


class Answers:
    """Shows and copies answers over one knowledge base."""

    def __init__(self, lookup: Lookup, copies: Copies) -> None:
        self._lookup, self._copies = lookup, copies

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which an answer can be given."""
        return self._copies.languages

    @property
    def today(self) -> date:
        """The day in Paris."""
        return self._lookup.clock(None).day

    def to_question(self, text: str, language: str) -> Shown:
        """The answer that a seller who asks this would get. Raises UnusableText."""
        reply = self._lookup.reply(text, None, language)
        state = reply.rule
        url = calculator_url(state.id, self._lookup.base.rules.rule(state.id).inputs, state.inputs) if state else ""
        asked = {"q": text} | ({"language": language} if language != "auto" else {})
        copies = f"{PREFIX}/copies/answer?{urlencode(asked)}"
        return self.shown(
            reply.answer, self._spoken(reply.language).wording.language, copies, decision=reply.decision, rule=state.id if state else "", rule_url=url
        )

    def copy_of_question(self, text: str, language: str, form: Form, spoken: str) -> str:
        """The same as text, in the language `spoken`; in that of the question where none is named. Raises UnusableText."""
        reply = self._lookup.reply(text, None, language, spoken)
        return self._copies.write(reply.answer, form, spoken or self._spoken(reply.language).wording.language, self.today)

    def copy_of_passages(self, article_id: str, place: int | None, form: Form, spoken: str) -> str:
        """A passage of an article, all of them where none is named, as text. Raises UnknownArticle, and KeyError where there is no such passage."""
        base = self._spoken(spoken)
        article = base.library.article(article_id)
        passages = article.passages if place is None else (dict(enumerate(article.passages))[place],)
        return self._copies.write(base.speaker.passages_answer(article, passages, self.today), form, base.wording.language, self.today)

    def of_computation(self, computation: Computation, language: str, copies: str) -> Shown:
        """The answer of a computation."""
        base = self._spoken(language)
        return self.shown(base.speaker.rule_answer(computation), base.wording.language, copies, decision="rule", rule=computation.rule.id)

    def copy_of_computation(self, computation: Computation, form: Form, spoken: str) -> str:
        """The same as text."""
        base = self._spoken(spoken)
        return self._copies.write(base.speaker.rule_answer(computation), form, base.wording.language, computation.today)

    def shown(self, answer: Answer, language: str, copies: str, *, decision: str = "", rule: str = "", rule_url: str = "") -> Shown:
        """An answer with what is drawn around it."""
        day, receipt_id = self._copies.day, identify(answer.receipt) if answer.receipt else None
        receipt = f"/api/receipts/{receipt_id}" if receipt_id else ""
        return Shown(
            answer,
            language,
            self._copies.words(language),
            tuple(Moment(found.label, found.value, day(found.value, language)) for found in answer.dates),
            tuple(Cited(s.title, s.section, s.language, self._copies.checked(s, language), article_url(s.id, language)) for s in answer.sources),
            f"{receipt}.ics" if receipt and answer.dates else "",
            receipt,
            copies,
            decision,
            rule,
            rule_url,
        )

    def _spoken(self, language: str) -> KnowledgeBase:
        """The knowledge in a language; in English where the assistant does not speak it."""
        base = self._lookup.base.speaking(language)
        return base if base.wording.language == base.language else self._lookup.base.speaking(ORIGINAL)

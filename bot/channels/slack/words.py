"""What the assistant says in Slack around its answers, by language; Slack's names of languages.

Refuses a file that lacks a sentence. A language without words of its own has the English ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge import yamlfile
from knowledge.base import KnowledgeBase
from knowledge.wording import ORIGINAL, Wording


class Prompt(yamlfile.Record):
    """A question that is suggested: what the button says, and what it asks."""

    title: str
    message: str


class AnswerWords(yamlfile.Record):
    """Around an answer."""

    why: str
    next: str
    dates: str
    date: str
    paris: str
    caveats: str
    sources: str
    source: str
    english: str
    read: str
    calendar: str
    agent: str


class ActionWords(yamlfile.Record):
    """On buttons and menus."""

    send: str
    form: str
    pick_day: str
    pick_month: str
    pick_hour: str
    pick_hour_perhaps: str
    pick_one: str
    pick_several: str
    remind: str
    reminder: str
    helpful: str
    unhelpful: str
    share: str
    elsewhere: str
    restart: str
    forget: str
    cancel: str
    show: str
    calculate: str
    deadlines: str
    submit: str
    close: str
    another: str


class VoteWords(yamlfile.Record):
    """Of a vote and its reason."""

    title: str
    why: str
    reasons: dict[str, str]
    noted: str
    failed: str


class FormWords(yamlfile.Record):
    """Of the modal in which a rule is filled in."""

    title: str
    which: str
    hour: str
    list: str
    row: str
    filled: str
    given: str


class HomeWords(yamlfile.Record):
    """Of the Home tab."""

    title: str
    introduction: str
    search: str
    search_hint: str
    found: str
    nothing_found: str
    recent: str
    no_recent: str
    reminders: str
    no_reminders: str
    coming: str
    article: str
    article_checked: str


class ToldWords(yamlfile.Record):
    """What is told in a sentence."""

    greeting: str
    prompts: str
    help: str
    looking: str
    only_text: str
    not_now: str
    reminder_set: str
    reminder_there: str
    reminder_passed: str
    reminder_cancelled: str
    reminder_sent: str
    too_many_reminders: str
    reminder: str
    shared: str
    not_shared: str
    pass_: str
    pass_wrong: str
    pass_alone: str
    moved: str
    moved_to_direct: str
    restarted: str
    forget_sure: str
    forgotten: str
    nothing_to_forget: str
    forget_failed: str
    gone: str
    no_form: str
    waiting: str
    here: str


class SupportWords(yamlfile.Record):
    """Of the support channel, whose colleagues read English as they do in the console."""

    title: str
    waiting: str
    left: str
    taken: str
    ended: str
    question: str
    topic: str
    known: str
    answered: str
    limit: str
    overdue: str
    no_limit: str
    language: str
    how: str
    note_marks: tuple[str, ...]
    noted: str
    console: str
    take: str
    give_back: str
    seller: str
    assistant: str
    colleague: str
    took: str
    returned: str
    foreign: str
    no_email: str
    no_account: str
    not_active: str
    not_agent: str
    not_yours: str
    case_ended: str
    case_gone: str
    too_long: str
    from_a_note: str
    failed: str


class MentionedWords(yamlfile.Record):
    """What stands for those who are mentioned in what somebody writes: no name of Slack's is read elsewhere."""

    somebody: str
    everybody: str
    channel: str


class ManifestWords(yamlfile.Record):
    """Of the app itself, as it is installed and listed."""

    name: str
    description: str
    long: str
    command: str
    usage: str


class Words(yamlfile.Record):
    """All of one language."""

    continue_words: tuple[str, ...]
    mentioned: MentionedWords
    prompts: tuple[Prompt, ...]
    answer: AnswerWords
    actions: ActionWords
    vote: VoteWords
    form: FormWords
    home: HomeWords
    told: ToldWords
    manifest: ManifestWords


class Tongues:
    """The words and the wording of every language in which the assistant speaks."""

    def __init__(self, data: Path, base: KnowledgeBase) -> None:
        """Reads them. Raises DataError."""
        self._wordings: dict[str, Wording] = {}
        for wording in (base.wording, *(other.wording for other in base.others.values())):
            self._wordings.setdefault(wording.language, wording)
        self._words = {code: yamlfile.load(data / "wording" / code / "slack.yaml", Words) for code in self._wordings}
        self.support = yamlfile.load(data / "wording" / ORIGINAL / "slack_support.yaml", SupportWords)

    def words(self, language: str) -> Words:
        """What is said in that language, or in English."""
        return self._words.get(language, self._words[ORIGINAL])

    def wording(self, language: str) -> Wording:
        """How that language fills in sentences and says days."""
        return self._wordings.get(language, self._wordings[ORIGINAL])

    def say(self, language: str, template: str, /, **values: object) -> str:
        """A sentence with its values filled in."""
        return self.wording(language).say(template, values)

    @property
    def all(self) -> Mapping[str, Words]:
        """The words by language."""
        return self._words


def language_of(locale: str) -> str:
    """The language of a locale as Slack writes it (fr-FR)."""
    return locale.partition("-")[0].lower() or ORIGINAL

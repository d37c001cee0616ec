"""Everything the assistant knows, loaded once from data/: articles, rules, wording, phrasings and the search over them.

Keeps nothing between calls; conversations live above it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from knowledge import values, yamlfile
from knowledge.articles import Library
from knowledge.calendars import Calendar
from knowledge.clock import Clock
from knowledge.errors import InputProblem, InvalidFacts
from knowledge.inputs import CLOCK_INPUTS
from knowledge.parameters import ParameterBook
from knowledge.rule import Computation, Rule
from knowledge.rulebook import RuleBook
from knowledge.search import headings, slots
from knowledge.search import index as search_index
from knowledge.search.corpus import Corpus, gather
from knowledge.search.encoder import Encoder, english_words
from knowledge.search.ranking import Ranker
from knowledge.search.slots import Lesson
from knowledge.search.spelling import Speller
from knowledge.search.tuning import Tuning
from knowledge.speech import Speaker
from knowledge.translation import translated
from knowledge.understanding import told
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.parts import Parts
from knowledge.understanding.phrasings import Phrasings
from knowledge.understanding.reader import Reader
from knowledge.wording import ORIGINAL, Wording

_MERE = 8  # words of a question that asks and hardly tells
_ANY_TIME = datetime(2026, 1, 1)  # noqa: DTZ001 - whether something is read does not depend on it


@dataclass(frozen=True, slots=True)
class RuleState:
    """How far a rule has come: inputs understood, inputs missing, the problems, and the computation once there is one."""

    id: str
    inputs: Mapping[str, Any]
    missing: tuple[str, ...]
    computation: Computation | None = None
    problems: tuple[InputProblem, ...] = ()

    def to_ask(self, rule: Rule[Any, Any]) -> str:
        """The first missing input that a person is asked for, never one that the clock fills; empty when there is none."""
        return next((name for name in self.missing if not rule.input(name).is_clock), "")

    def day_without_hour(self, rule: Rule[Any, Any], name: str) -> date | None:
        """The day given for an input that needs its hour as well; None when that is not what is wrong."""
        given = self.inputs.get(name)
        if not given or rule.input(name).kind != "datetime" or not isinstance(given, str) or "T" in given:
            return None
        try:
            return date.fromisoformat(given)
        except ValueError:
            return None

    def to_json(self) -> dict[str, Any]:
        """The form of the HTTP contract."""
        outcome = self.computation.outcome if self.computation else None
        return {"id": self.id, "inputs": dict(self.inputs), "missing": list(self.missing), "outcome": outcome}


class KnowledgeBase:
    """Everything the assistant knows, loaded once; in English, and by `speaking` in the other languages of data/."""

    def __init__(self, data: Path, calendar: Calendar | None = None) -> None:
        self.data, self.language = data, ORIGINAL
        self.calendar = calendar or Calendar()
        self.library = Library.load(data)
        self.rules = RuleBook.load(ParameterBook.load(data / "rules"), self.calendar)
        self.phrasings = Phrasings.load(data / "phrasings")
        self.wording = Wording(data / "wording" / ORIGINAL, country=self.calendar.country)
        speller = Speller((passage.text for article in self.library for passage in article.passages), (), english_words())
        self.reader = self._reader(speller.mend)
        self.speaker = Speaker(self.wording, self.library, self.calendar.name, self.reader.parts.hours)
        self.limits = frozenset(yamlfile.load(data / "limits.yaml", tuple[str, ...]))
        """Outcome keys of dates by which somebody must have done something."""
        self.tuning = yamlfile.load(data / "engine.yaml", Tuning)
        self.others = {folder.name: self._speaking(folder) for folder in sorted((data / "phrasings").glob("??")) if folder.is_dir()}
        """The same in the other languages in which questions are understood, by language."""

    def speaking(self, language: str) -> KnowledgeBase:
        """The same in that language; in English where it is none of the assistant's."""
        return self.others.get(language, self)

    def _speaking(self, folder: Path) -> KnowledgeBase:
        """The same in the language of a folder of phrasings; what it says stays in English where no wording is there."""
        other = copy.copy(self)
        other.language, other.phrasings = folder.name, self.phrasings.spoken(folder)
        words = self.data / "wording" / folder.name
        if words.is_dir():
            other.library = translated(self.library, self.data, folder.name)
            other.wording = Wording(words, folder.name, self.calendar.country, self.wording)
        other.reader = other._reader(str)
        other.speaker = Speaker(other.wording, other.library, self.calendar.name, other.reader.parts.hours)
        return other

    def _reader(self, mend: Callable[[str], str]) -> Reader:
        """Reads inputs in this language; a language without a grammar leaves nearly all of them to be asked for."""
        hints = {name: rule.inputs for name, rule in self.phrasings.rules.items()}
        grammar = self.data / "grammar" / f"{self.language}.yaml"
        parts = Parts(Grammar.load(grammar) if grammar.is_file() else Grammar())
        unheard = {name: rule.unheard for name, rule in self.phrasings.rules.items()}
        return Reader(self.wording.vocabularies, hints, self.phrasings.replies, parts, mend, unheard=unheard)

    @property
    def corpus(self) -> Corpus:
        """What the search index of English is built from."""
        return gather(self.library, self._asked(self), self.phrasings.talk, self.phrasings.outside)

    def _asked(self, speaking: KnowledgeBase) -> dict[str, tuple[str, ...]]:
        """The questions that ask for each rule in one language: those taught, and those that tell inputs."""
        telling = told.asked(self.data / "told" / speaking.language)
        return {name: (*phrasings.questions, *telling.get(name, ())) for name, phrasings in speaking.phrasings.rules.items()}

    @property
    def corpus_of_all(self) -> Corpus:
        """What the search index of the other languages is built from: English too, as nobody asks everything in each of them."""
        found = self.corpus
        for other in self.others.values():
            own = (article for article in other.library if article.language == other.language)
            taught = other.phrasings
            found += gather(own, self._asked(other), taught.talk, taught.outside, asked=taught.articles, not_answered=taught.not_answered)
        return found

    def ranker(self, index: Path, encoder: Encoder) -> Ranker:
        """The search for questions in English, over the index in that folder. Raises StaleIndex."""
        corpus = self.corpus
        speller = Speller((text.text for text in corpus.texts), (example.text for example in corpus.examples), english_words())
        learnt = slots.load(index, encoder, self.learnt_from(self.told, corpus))
        return Ranker(search_index.load(index, corpus, encoder), encoder, self.tuning, speller.mend, headings.load(index, encoder, self.headings), slots=learnt)

    def ranker_of_others(self, index: Path, encoder: Encoder) -> Ranker:
        """The search for questions in the other languages. Raises StaleIndex."""
        tuning = yamlfile.load(self.data / "engine_languages.yaml", Tuning)
        corpus = self.corpus_of_all
        learnt = slots.load(index, encoder, self.learnt_from(self.told_in_all, corpus))
        return Ranker(search_index.load(index, corpus, encoder), encoder, tuning, str, headings.load(index, encoder, self.headings), slots=learnt)

    @property
    def told(self) -> Path:
        """The folder of English sentences with what they tell rules."""
        return self.data / "told" / ORIGINAL

    @property
    def told_in_all(self) -> Path:
        """The folder of such sentences in every language: what tells an input in one of them, tells it in the others to an encoder that knows them."""
        return self.data / "told"

    def learnt_from(self, folder: Path, asked: Corpus) -> str:
        """The digest of all that the slots of a folder's languages learn from: its sentences, and the questions among which are mere ones."""
        return f"{told.digest(folder)}+{asked.sha256}"

    def lessons(self, folder: Path) -> list[Lesson]:
        """What the slots learn from the sentences of a folder, and from short questions of its languages that tell nothing. Raises DataError."""
        found = told.lessons(folder, self.rules)
        for speaking in (self, *self.others.values()):
            if (self.data / "told" / speaking.language).is_relative_to(folder):
                found += [Lesson(rule.id, text, {}) for rule in self.rules for text in speaking.mere_questions(rule)]
        return found

    def mere_questions(self, rule: Rule[Any, Any]) -> list[str]:
        """The short questions taught for a rule in which no words or patterns read anything: "Can I cancel?" tells of no payment."""
        taught = self.phrasings.rules.get(rule.id)
        short = [text for text in taught.questions if len(text.split()) <= _MERE] if taught else []
        return [text for text in short if not self.reader.read(rule, text, _ANY_TIME).inputs]

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """Of each article those of its passages, in order; a passage without one goes by the article's title."""
        return {article.id: tuple(passage.heading or article.title for passage in article.passages) for article in self.library}

    def rule_state(self, rule_id: str, inputs: Mapping[str, Any], clock: Clock, unsettled: Collection[str] = ()) -> RuleState:
        """Computes the rule if it can be; the clock fills its clock inputs.

        `unsettled` names inputs for which the user gave something that cannot be (30 February), or spoke of without saying what. Raises UnknownRule.
        """
        rule = self.rules.rule(rule_id)
        filled = {spec.name: values.from_clock(spec, clock.value, clock.now) for spec in rule.inputs if spec.is_clock}
        computation: Computation | None = None
        problems: tuple[InputProblem, ...] = ()
        try:
            computation = self.rules.compute(rule_id, filled | dict(inputs), clock.day)
        except InvalidFacts as invalid:
            problems = invalid.problems
        fields = {_to_give_anew(problem) for problem in problems} | set(unsettled)
        missing = tuple(spec.name for spec in rule.inputs if spec.name in fields)
        return RuleState(rule_id, inputs, missing, None if missing else computation, problems)

    def compute(self, rule_id: str, inputs: Mapping[str, object], clock: Clock) -> Computation:
        """Computes a rule for a program: the clock fills only required clock inputs that were left out (k-clock).

        Raises UnknownRule and InvalidFacts.
        """
        rule = self.rules.rule(rule_id)
        left_out = [spec for spec in rule.inputs if spec.is_clock and spec.required and values.is_absent(inputs.get(spec.name), spec)]
        filled = {spec.name: values.from_clock(spec, clock.value, clock.now) for spec in left_out}
        return self.rules.compute(rule_id, {**inputs, **filled}, clock.day)


def _to_give_anew(problem: InputProblem) -> str:
    """The input to blame for a problem: for one that the clock fills, the date that it was compared with."""
    name = problem.field.partition(".")[0]
    return problem.related if name in CLOCK_INPUTS and problem.related else name

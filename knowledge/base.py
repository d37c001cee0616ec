"""Everything the assistant knows, loaded once from data/: articles, rules, wording, phrasings and the search over them.

Keeps nothing between calls; conversations live above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge import values, yamlfile
from knowledge.articles import Library
from knowledge.calendars import Calendar
from knowledge.clock import Clock
from knowledge.errors import InputProblem, InvalidFacts, StaleIndex
from knowledge.inputs import CLOCK_INPUTS
from knowledge.parameters import ParameterBook
from knowledge.rule import Computation, Rule
from knowledge.rulebook import RuleBook
from knowledge.search import index as search_index
from knowledge.search.corpus import Corpus, gather
from knowledge.search.encoder import Encoder, english_words
from knowledge.search.ranking import Ranker, Tuning
from knowledge.search.spelling import Speller
from knowledge.speech import Speaker
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.parts import Parts
from knowledge.understanding.phrasings import Phrasings
from knowledge.understanding.reading import Reader
from knowledge.wording import Wording

NO_TEXTS: Mapping[str, str] = MappingProxyType({})


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
        if not name or rule.input(name).kind != "datetime" or not isinstance(given, str) or "T" in given:
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
    """Everything the assistant knows, loaded once."""

    def __init__(self, data: Path, calendar: Calendar | None = None) -> None:
        self.calendar = calendar or Calendar()
        self.library = Library.load(data)
        self.rules = RuleBook.load(ParameterBook.load(data / "rules"), self.calendar)
        self.phrasings = Phrasings.load(data / "phrasings")
        self.wording = Wording(data / "wording" / "en", country=self.calendar.country)
        parts = Parts(Grammar.load(data / "grammar" / "en.yaml"))
        self.speaker = Speaker(self.wording, self.library, self.calendar.name, parts.hours)
        hints = {name: rule.inputs for name, rule in self.phrasings.rules.items()}
        speller = Speller((passage.text for article in self.library for passage in article.passages), (), english_words())
        self.reader = Reader(self.wording.vocabularies, hints, self.phrasings.replies, parts, speller.mend)
        self.limits = frozenset(yamlfile.load(data / "limits.yaml", tuple[str, ...]))
        """Outcome keys of dates by which somebody must have done something."""
        self.tuning = yamlfile.load(data / "engine.yaml", Tuning)

    @property
    def corpus(self) -> Corpus:
        """What the search index is built from."""
        questions = {name: phrasings.questions for name, phrasings in self.phrasings.rules.items()}
        return gather(self.library, questions, self.phrasings.talk, self.phrasings.outside)

    def ranker(self, index: Path, encoder: Encoder) -> Ranker:
        """The search over the index in that folder. Raises StaleIndex."""
        corpus = self.corpus
        speller = Speller((text.text for text in corpus.texts), (example.text for example in corpus.examples), english_words())
        return Ranker(search_index.load(index, corpus, encoder), encoder, self.tuning, speller, self._headings())

    def _headings(self) -> dict[str, tuple[str, ...]]:
        return {article.id: tuple(passage.heading or article.title for passage in article.passages) for article in self.library}

    def build_index(self, folder: Path, encoder: Encoder, progress: Callable[[str], None]) -> bool:
        """Builds the index unless the one in `folder` already fits; tells whether it did."""
        corpus = self.corpus
        try:
            search_index.load(folder, corpus, encoder)
        except StaleIndex:
            search_index.build(corpus, encoder, folder, progress).save(folder)
            return True
        return False

    def rule_state(self, rule_id: str, inputs: Mapping[str, Any], clock: Clock, unusable: Mapping[str, str] = NO_TEXTS) -> RuleState:
        """Computes the rule if it can be; the clock fills its clock inputs.

        `unusable` names inputs for which the user gave something that cannot be (30 February). Raises UnknownRule.
        """
        rule = self.rules.rule(rule_id)
        filled = {spec.name: values.from_clock(spec, clock.value, clock.now) for spec in rule.inputs if spec.is_clock}
        computation: Computation | None = None
        problems: tuple[InputProblem, ...] = ()
        try:
            computation = self.rules.compute(rule_id, filled | dict(inputs), clock.day)
        except InvalidFacts as invalid:
            problems = invalid.problems
        fields = {_to_give_anew(problem) for problem in problems} | set(unusable)
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

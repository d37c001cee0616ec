"""The knowledge layer as one object: understand a message, find an article, compute a rule, answer.

Stateless: it keeps nothing between calls; conversations live above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge import values, yamlfile
from knowledge.answer import Answer, Block, Button
from knowledge.articles import Library
from knowledge.calendars import Calendar
from knowledge.clock import Clock
from knowledge.errors import InvalidFacts, StaleIndex
from knowledge.parameters import ParameterBook
from knowledge.rule import Computation, Rule
from knowledge.rulebook import RuleBook
from knowledge.search import index as search_index
from knowledge.search.corpus import Corpus, gather
from knowledge.search.encoder import Encoder
from knowledge.search.ranking import Candidate, Ranker, Tuning
from knowledge.speech import Speaker
from knowledge.understanding.message import Decision, Understander, Understanding
from knowledge.understanding.phrasings import Phrasings
from knowledge.understanding.reading import Reader, Reading
from knowledge.wording import Wording, listed

_SHOWN_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class RuleState:
    """How far a rule has come: inputs understood, inputs missing, and the computation once there is one."""

    id: str
    inputs: Mapping[str, Any]
    missing: tuple[str, ...]
    computation: Computation | None = None

    def to_json(self) -> dict[str, Any]:
        """The form of the HTTP contract."""
        outcome = self.computation.outcome if self.computation else None
        return {"id": self.id, "inputs": dict(self.inputs), "missing": list(self.missing), "outcome": outcome}


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one message, with what led to it."""

    decision: Decision
    language: str
    articles: tuple[Candidate, ...]
    answer: Answer
    rule: RuleState | None = None


class Knowledge:
    """Everything the assistant knows, loaded once."""

    def __init__(self, data: Path, calendar: Calendar | None = None) -> None:
        self.calendar = calendar or Calendar()
        self.library = Library.load(data)
        self.rules = RuleBook.load(ParameterBook.load(data / "rules"), self.calendar)
        self.phrasings = Phrasings.load(data / "phrasings")
        self.wording = Wording(data / "wording" / "en")
        self.speaker = Speaker(self.wording, self.library, self.calendar.name)
        self.reader = Reader(self.wording.vocabularies, {name: p.inputs for name, p in self.phrasings.rules.items()})
        self.tuning = yamlfile.load(data / "engine.yaml", Tuning)

    @property
    def corpus(self) -> Corpus:
        """What the search index is built from."""
        questions = {name: phrasings.questions for name, phrasings in self.phrasings.rules.items()}
        return gather(self.library, questions, self.phrasings.talk, self.phrasings.outside)

    def with_search(self, index: Path, encoder: Encoder) -> Assistant:
        """The assistant over the index in that folder. Raises StaleIndex."""
        ranker = Ranker(search_index.load(index, self.corpus, encoder), encoder, self.tuning)
        return Assistant(self, ranker)

    def build_index(self, folder: Path, encoder: Encoder, progress: Callable[[str], None]) -> bool:
        """Builds the index unless the one in `folder` already fits; tells whether it did."""
        corpus = self.corpus
        try:
            search_index.load(folder, corpus, encoder)
        except StaleIndex:
            search_index.build(corpus, encoder, folder, progress).save(folder)
            return True
        return False

    def rule_state(self, rule_id: str, inputs: Mapping[str, Any], clock: Clock, unusable: Mapping[str, str] = {}) -> tuple[RuleState, InvalidFacts | None]:
        """Computes the rule if it can be; the clock fills its clock inputs. Gives the problems when it cannot.

        Raises UnknownRule.
        """
        rule = self.rules.rule(rule_id)
        raw = {spec.name: values.from_clock(spec, clock.value, clock.now) for spec in rule.inputs if spec.is_clock} | dict(inputs)
        try:
            computation = self.rules.compute(rule_id, raw, clock.day)
        except InvalidFacts as invalid:
            fields = {problem.field.partition(".")[0] for problem in invalid.problems} | set(unusable)
            missing = tuple(spec.name for spec in rule.inputs if spec.name in fields)
            return RuleState(rule_id, inputs, missing), invalid
        missing = tuple(spec.name for spec in rule.inputs if spec.name in unusable)
        return RuleState(rule_id, inputs, missing, None if missing else computation), None


class Assistant:
    """Answers messages one by one."""

    def __init__(self, knowledge: Knowledge, ranker: Ranker) -> None:
        self.knowledge, self.ranker = knowledge, ranker
        self.understander = Understander(ranker, knowledge.rules, knowledge.reader, knowledge.phrasings.follow_up)

    def ask(self, text: str, clock: Clock) -> Reply:
        """The stateless answer to one message."""
        return self.reply(self.understander.understand(text, clock), clock)

    def reply(self, understood: Understanding, clock: Clock) -> Reply:
        """The answer to a message that has been understood."""
        answer, state = self._answer(understood, clock)
        shown = () if understood.decision in ("smalltalk", "handoff") else understood.candidates[:_SHOWN_CANDIDATES]
        if understood.parts:
            rest = tuple(candidate for candidate in shown if candidate not in understood.parts)
            shown = (*understood.parts, *rest)[:_SHOWN_CANDIDATES]
        if understood.decision == "no_answer":
            shown = tuple(replace(candidate, score=candidate.score * understood.confidence) for candidate in shown[:3])
        return Reply(understood.decision, understood.language, shown, answer, state)

    def _answer(self, understood: Understanding, clock: Clock) -> tuple[Answer, RuleState | None]:
        if understood.decision == "rule":
            return self.rule_answer(understood.rule, understood.reading, understood.reading.inputs, clock)
        if understood.decision in ("smalltalk", "handoff"):
            return self.talk(understood.talk), None
        if understood.decision == "no_answer":
            return self.no_answer(understood), None
        if understood.decision == "clarify":
            return self.clarify(understood), None
        return self.articles_answer(understood.parts or understood.candidates[:1], clock), None

    def rule_answer(self, rule_id: str, reading: Reading, inputs: Mapping[str, Any], clock: Clock) -> tuple[Answer, RuleState]:
        """The computed answer, or the question for what is missing."""
        state, invalid = self.knowledge.rule_state(rule_id, inputs, clock, reading.unusable)
        if state.computation is None:
            return self.ask_for(state, invalid, reading), state
        return self.knowledge.speaker.rule_answer(state.computation, self._notes(state.computation, reading, clock)), state

    def _notes(self, computation: Computation, reading: Reading, clock: Clock) -> list[str]:
        """What was read or assumed on the way and should be said again."""
        wording = self.knowledge.wording
        notes = [wording.notice("read_back", text=text, day=wording.day(values.read_moment(value))) for text, value in reading.assumed.items()]
        timed_clock = any(spec.is_clock and spec.kind == "datetime" for spec in computation.rule.inputs)
        if timed_clock and clock.is_bare_other_day:
            notes.append(wording.notice("date_only_clock", day=wording.day(clock.day)))
        return notes

    def ask_for(self, state: RuleState, invalid: InvalidFacts | None, reading: Reading) -> Answer:
        """Says what cannot be used, and asks for the first missing input with examples or choices."""
        knowledge = self.knowledge
        rule, speaker = knowledge.rules.rule(state.id), knowledge.speaker
        name = state.missing[0] if state.missing else ""
        complaints = [
            speaker.problem(rule, problem)
            for problem in (invalid.problems if invalid else ())
            if problem.code != "missing_input" and problem.field not in reading.unusable
        ]
        complaints += [speaker.unreal_date(rule, field, text) for field, text in reading.unusable.items()]
        blocks = [Block("lead", complaint) for complaint in complaints[:1]]
        if name and (not complaints or name not in reading.unusable):
            blocks.append(Block("body", speaker.prompt(rule, name)))
        return Answer(tuple(blocks), speaker.rule_sources(rule), follow_ups=self.choices(rule, name))

    def choices(self, rule: Rule[Any, Any], name: str) -> tuple[Button, ...]:
        """Buttons for an enumeration, a list of one or a yes/no question."""
        if not name:
            return ()
        spec = rule.input(name)
        buttons = self.knowledge.wording.phrases.buttons
        if spec.kind == "bool":
            return (Button(buttons["yes"], buttons["yes"]), Button(buttons["no"], buttons["no"]))
        vocabulary = self.knowledge.wording.vocabularies.get(spec.vocabulary)
        labels = [vocabulary.label(code) for code in vocabulary.codes] if vocabulary else []
        return tuple(Button(label, label) for label in labels)

    def articles_answer(self, chosen: tuple[Candidate, ...], clock: Clock) -> Answer:
        """The answer of one article, or of two after each other."""
        answers = [self.knowledge.speaker.article_answer(self.knowledge.library.article(found.article), found.place, clock.day) for found in chosen]
        if len(answers) == 1:
            return answers[0]
        return Answer(
            tuple(replace(block, heading=block.heading or answer.sources[0].title) for answer in answers for block in answer.blocks[:1]),
            tuple(dict.fromkeys(source for answer in answers for source in answer.sources)),
            tuple(dict.fromkeys(caveat for answer in answers for caveat in answer.caveats)),
        )

    def clarify(self, understood: Understanding) -> Answer:
        """Asks which of two or three articles is meant."""
        titles = [self.knowledge.library.article(candidate.article).title for candidate in understood.candidates[:3]]
        buttons = [Button(title, title) for title in titles]
        lead = self.knowledge.wording.notice("clarify") + "\n" + "\n".join(f"- {title}" for title in titles)
        none = self.knowledge.wording.phrases.buttons["none_of_these"]
        return Answer((Block("lead", lead),), follow_ups=(*buttons, Button(none, none)))

    def no_answer(self, understood: Understanding) -> Answer:
        """Says that the guide has no answer, what is nearest in it, and where else to ask."""
        wording = self.knowledge.wording
        if understood.language != "en":
            return Answer((Block("lead", wording.phrases.other_language[understood.language]),))
        nearest = [self.knowledge.library.article(c.article) for c in understood.candidates[:2]]
        titles = listed([f"“{article.title}” ({article.section})" for article in nearest])
        parts = [wording.notice("no_answer"), wording.notice("no_answer_nearest", titles=titles), wording.notice("no_answer_way_out")]
        person = wording.phrases.buttons["person"]
        buttons = [Button(article.title, article.title) for article in nearest]
        return Answer((Block("lead", parts[0]), Block("body", " ".join(parts[1:]))), follow_ups=(*buttons, Button(person, person)))

    def talk(self, intent: str) -> Answer:
        """Small talk, or the offer of a person."""
        wording = self.knowledge.wording
        if intent == "handoff":
            return Answer((Block("lead", wording.notice("handoff")),))
        fallback = {"why": "why_nothing", "source": "source_nothing", "cancel": "nothing_to_cancel", "affirm": "affirmed_nothing", "deny": "declined"}
        text = wording.notice(fallback[intent]) if intent in fallback else wording.phrases.talk[intent][0]
        return Answer((Block("lead", text),))

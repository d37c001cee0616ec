"""Answers one message: what was understood becomes an article, a computation, a question back, or an honest no.

Stateless: what a conversation remembers is handed in and given back (see conversation.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from knowledge import values
from knowledge.answer import Answer, Block, Button, Pick, Source
from knowledge.base import KnowledgeBase, RuleState
from knowledge.clock import Clock
from knowledge.pick import pick_of
from knowledge.rule import Computation, Rule
from knowledge.search.candidates import Candidate, guide_number
from knowledge.search.ranking import Ranker
from knowledge.understanding import windows
from knowledge.understanding.message import Decision, Understander, Understanding
from knowledge.understanding.reading import Reading
from knowledge.wording import ORIGINAL

_SHOWN_CANDIDATES = 5
_WEAK_CANDIDATES = 3
_MOST_CHOICES = 20
_SUPPORT = "support-chat-hours"  # the rule that knows when the seller support chat is open
_FIRST = 3  # places among which both questions of one message are found


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one message, with what led to it."""

    decision: Decision
    language: str
    articles: tuple[Candidate, ...]
    answer: Answer
    rule: RuleState | None = None


class Assistant:
    """Composes answers from the knowledge base and what was understood."""

    def __init__(self, base: KnowledgeBase, ranker: Ranker) -> None:
        self.base, self.wording = base, base.wording
        titles = {article.title: article.id for article in base.library}
        self.understander = Understander(ranker, base.rules, base.reader, base.phrasings, titles=titles, tongue=base.language)

    def ask(self, text: str, clock: Clock) -> Reply:
        """The stateless answer to one message."""
        return self.reply(self.understander.understand(text, clock), clock)

    def prefaced(self, reply: Reply) -> Reply:
        """The reply, after a sentence in the seller's language where it, or the article that it begins with, is in English."""
        foreign, caveats = self.wording.notice("foreign_article"), reply.answer.caveats
        sentence = self.wording.phrases.other_language.get(self.base.language) or (foreign if foreign in caveats else "")
        if not sentence:
            return reply
        blocks = (Block("note", sentence), *reply.answer.blocks)
        return replace(reply, answer=replace(reply.answer, blocks=blocks, caveats=tuple(caveat for caveat in caveats if caveat != foreign)))

    def reply(self, understood: Understanding, clock: Clock) -> Reply:
        """The answer to a message that has been understood."""
        if understood.decision == "rule":
            return self.rule_reply(understood.rule, understood.reading, clock, understood)
        if understood.decision in ("smalltalk", "handoff"):
            answer = self.beside_person(self.talk(understood.talk, clock), understood, clock)
        elif understood.decision == "no_answer":
            answer = self.no_answer(understood, clock)
        elif understood.decision == "clarify":
            answer = self.clarify(understood)
        else:
            answer = self.articles_answer(understood.parts or understood.candidates[:1], clock)
            answer = self.with_rest(answer, understood, clock)
        return Reply(understood.decision, understood.language, shown(understood), answer)

    def rule_reply(self, rule_id: str, reading: Reading, clock: Clock, understood: Understanding) -> Reply:
        """The computed answer, or the question for what is missing."""
        state = self.base.rule_state(rule_id, reading.inputs, clock, reading.unsettled)
        if state.computation is None:
            answer = self.first_question(state, reading, clock, understood)
        elif reading.is_uncertain:
            return self.read_back(state, reading, understood)
        else:
            notes = self._notes(state.computation, reading.assumed, clock)
            if understood.notice:
                known = self.base.speaker.known(self.base.rules.rule(rule_id), reading.inputs)
                notes.append(self.wording.notice("notice_used", known=known))
            elif len(reading.inputs) > 1:  # what was read from a sentence is read back: a wrong figure is seen at once
                notes.append(self.wording.notice("counted_with", known=self.base.speaker.known(state.computation.rule, reading.inputs)))
            notes += self._taken_as_usual(state.computation.rule, reading)
            notes += [unsaid.text for unsaid in self.wording.rules[rule_id].unsaid if unsaid.tells.search(understood.text)]
            answer = self.base.speaker.rule_answer(state.computation, notes)
            if understood.notice:
                answer = self.beside_notice(answer, state, {"kind": understood.notice, "window": understood.window}, clock)
        answer = self.with_rest(answer, understood, clock, asks=state.computation is None)
        return Reply("rule", understood.language, shown(understood), answer, state)

    def beside_person(self, answer: Answer, understood: Understanding, clock: Clock) -> Answer:
        """The way to a person with what the guide says of the matter, where the message tells of one."""
        return self._with_beside(answer, understood.parts[0], clock, asks=False) if understood.decision == "handoff" and understood.parts else answer

    def with_rest(self, answer: Answer, understood: Understanding, clock: Clock, *, asks: bool = False) -> Answer:
        """The answer with that of the other question of the message, or the word that it is not answered; what is still asked for comes last."""
        if understood.decision == "rule" and understood.parts:
            return self._with_beside(answer, understood.parts[0], clock, asks=asks)
        if not understood.unanswered:
            return answer
        rest = self.wording.notice("half_answered", question=understood.unanswered)
        return replace(answer, blocks=(Block("note", rest), *answer.blocks) if asks else (*answer.blocks, Block("body", rest)))

    def read_back(self, state: RuleState, reading: Reading, understood: Understanding) -> Reply:
        """What was read, for confirmation, of a message that tells more of the kind than was used; nothing is computed before."""
        rule, wording, speaker = self.base.rules.rule(state.id), self.wording, self.base.speaker
        spare = wording.listed(wording.notice("quoted", text=text) for text in reading.spare)
        lead = wording.notice("read_for_confirmation", known=speaker.known(rule, reading.inputs), spare=spare)
        answer = Answer((Block("lead", lead),), speaker.rule_sources(rule), follow_ups=self.yes_or_no())
        return Reply("rule", understood.language, shown(understood), answer, replace(state, computation=None))

    def yes_or_no(self) -> tuple[Button, ...]:
        """The buttons of a question to be confirmed or denied."""
        buttons = self.wording.phrases.buttons
        return tuple(Button(buttons[key], buttons[key]) for key in ("yes", "no"))

    def _taken_as_usual(self, rule: Rule[Any, Any], reading: Reading) -> list[str]:
        """What was left at its usual value in a language in which a message may have told it without being read."""
        if self.base.language == ORIGINAL:  # there, what a message speaks of without being read is asked for
            return []
        hints = self.base.phrasings.rules[rule.id].inputs
        left = (spec for spec in rule.inputs if not (spec.required or spec.is_clock or spec.name in reading.inputs))
        labels = [self.base.speaker.label(rule.id, spec.name) for spec in left if not (spec.name in hints and hints[spec.name].mentions)]
        return [self.wording.notice("taken_as_usual", labels=self.wording.listed(labels))] if labels else []

    def _with_beside(self, answer: Answer, found: Candidate, clock: Clock, *, asks: bool) -> Answer:
        """The rule's answer with that of the other question of the message; what is still asked for comes last."""
        other = self.articles_answer((found,), clock)
        short = replace(other.blocks[0], kind="body", heading=other.sources[0].title)
        blocks = (*answer.blocks, short)
        if asks:
            blocks = (replace(short, kind="lead"), *_bodies(answer.blocks))
        return replace(answer, blocks=blocks, sources=_every((answer.sources, other.sources)), caveats=_last_once((answer.caveats, other.caveats)))

    def beside_notice(self, answer: Answer, state: RuleState, notice: Mapping[str, Any], clock: Clock) -> Answer:
        """The computed answer, with a word on the time that the notice itself gives where that ends on another day than the guide's.

        `notice` has its `kind`, its `window` and, unless that is now, the minute `pasted_at`.
        """
        if not notice["kind"]:  # what was confirmed was no notice
            return answer
        kind, window, wording = self.base.phrasings.notices[notice["kind"]], str(notice["window"]), self.wording
        pasted_at = datetime.fromisoformat(notice["pasted_at"]) if "pasted_at" in notice else clock.reference
        if state.computation is None or state.computation.finding.node not in kind.nodes:
            return answer
        usual = self.base.rule_state(state.id, {key: value for key, value in state.inputs.items() if key != kind.days}, clock).computation
        end = self.base.reader.parts.windows.end_of(window, str(state.inputs.get(kind.starts, "")), pasted_at)
        outcome = usual.outcome if usual else {}
        guide = next((str(outcome[key]) for key in kind.ends if outcome.get(key)), "")
        if end is None or not guide or windows.agrees(end, outcome, kind.ends):
            return answer
        sooner, own = windows.late(end.safe) < windows.late(guide), end.safe
        key = "notice_usual" if kind.days in state.inputs else "notice_sooner" if sooner else "notice_later"
        now = clock.reference.isoformat("T", "minutes")
        said = {
            "window": window,
            "own": self._day(own),
            "guide": self._day(guide),
            "sooner": not sooner,
            "passed": min(windows.late(own), windows.late(guide)) < now,
        }
        text = wording.notice(key, **said)
        lead, *rest = answer.blocks
        if key == "notice_sooner":  # nobody may take the later date for the answer
            return replace(answer, blocks=(Block("lead", text), Block("body", lead.text.replace("**", "")), *rest))
        return replace(answer, blocks=(lead, Block("body", text), *rest))

    def _day(self, value: str) -> str:
        return self.wording.day(values.read_moment(value))

    def _notes(self, computation: Computation, assumed: Mapping[str, str], clock: Clock) -> list[str]:
        """What was read or assumed on the way and should be said again."""
        wording = self.wording
        notes = [wording.notice("read_back", text=text, day=wording.day(values.read_moment(value))) for text, value in assumed.items()]
        timed_clock = any(spec.is_clock and spec.kind == "datetime" for spec in computation.rule.inputs)
        if timed_clock and clock.is_bare_other_day:
            notes.append(wording.notice("date_only_clock", day=wording.day(clock.day)))
        return notes

    def question(self, state: RuleState, reading: Reading, opening: str = "", said: str | None = None) -> Answer:
        """Asks for the first missing input with an example or choices; what cannot be used or was not read is noted before.

        Of a text that cannot be used is told while its input is asked for, and in reply to the message in which it was `said`.
        """
        speaker = self.base.speaker
        rule = self.base.rules.rule(state.id)
        name = state.to_ask(rule)
        notes = [opening] if opening else []
        asked = ""
        if day := state.day_without_hour(rule, name):
            asked = self.wording.notice("hour_needed", day=self.wording.day(day), label=speaker.label(rule.id, name))
        else:
            unusable = reading.unusable
            complaints = [speaker.unreal_date(rule, field, text) for field, text in unusable.items() if said is None or field == name or text in said]
            wrong = (problem for problem in state.problems if problem.code != "missing_input" and problem.field not in unusable)
            # A day that only lacks its hour is asked for that in its turn.
            complaints += [speaker.problem(rule, problem) for problem in wrong if not state.day_without_hour(rule, problem.field)]
            if name in reading.doubtful:
                complaints.append(self.wording.notice("spoken_of", label=speaker.label(rule.id, name)))
            notes += complaints[:1]
            asked = speaker.prompt(rule, name) if name else ""
        noted = " ".join(notes)
        # Where nothing can be asked for, what is wrong is the answer.
        blocks = (*((Block("note", noted),) if noted and asked else ()), Block("lead", asked or noted))
        return Answer(blocks, speaker.rule_sources(rule), follow_ups=self.choices(rule, name), pick=self.pick(state, rule, name))

    def first_question(self, state: RuleState, reading: Reading, clock: Clock, understood: Understanding) -> Answer:
        """The question for the first missing input, after what the guide says in general: nobody waits for a figure that needs no input."""
        question = self.question(state, reading)
        best = understood.candidates[0]
        is_of_rule = guide_number(best.article) in self.base.rules.rule(state.id).articles
        if reading.unsettled or not is_of_rule or best.score < self.base.tuning.general_from:
            return question
        general = self.base.speaker.article_answer(self.base.library.article(best.article), 0, clock.day)
        blocks = (general.blocks[0], *_bodies(question.blocks))
        sources = _every((general.sources, question.sources))
        return Answer(blocks, sources, general.caveats, follow_ups=question.follow_ups, pick=question.pick)

    def pick(self, state: RuleState, rule: Rule[Any, Any], name: str) -> Pick | None:
        """How the input that is asked for may be picked."""
        return pick_of(rule.input(name), self.wording, state.day_without_hour(rule, name)) if name else None

    def choices(self, rule: Rule[Any, Any], name: str) -> tuple[Button, ...]:
        """Buttons for an enumeration, a list of one or a yes/no question."""
        if not name:
            return ()
        spec = rule.input(name)
        buttons = self.wording.phrases.buttons
        if spec.kind == "bool":
            return self.yes_or_no()
        vocabulary = self.wording.vocabularies.get(spec.vocabulary)
        labels = [vocabulary.label(code) for code in vocabulary.codes] if vocabulary else []
        if spec.kind == "list" and not spec.min_items:
            labels.append(buttons["none"])
        if len(labels) > _MOST_CHOICES:  # nobody reads through 43 buttons: the question's example shows what may be said
            return ()
        return tuple(Button(label[:1].upper() + label[1:], label) for label in labels)

    def articles_answer(self, chosen: tuple[Candidate, ...], clock: Clock) -> Answer:
        """The answer of one article, or of two after each other."""
        library, speaker = self.base.library, self.base.speaker
        answers = [speaker.article_answer(library.article(found.article), found.place, clock.day) for found in chosen]
        if len(answers) == 1:
            return answers[0]
        blocks = [replace(block, heading=answer.sources[0].title) for answer in answers for block in answer.blocks[:1]]
        return Answer(tuple(blocks), _every(answer.sources for answer in answers), _last_once(answer.caveats for answer in answers))

    def clarify(self, understood: Understanding) -> Answer:
        """Asks which of two or three articles is meant."""
        titles = self.titles(candidate.article for candidate in understood.candidates[:3])
        lead = self.wording.notice("clarify") + "\n" + "\n".join(f"- {title}" for title in titles)
        none = self.wording.phrases.buttons["none_of_these"]
        return Answer((Block("lead", lead),), follow_ups=(*(Button(title, title) for title in titles), Button(none, none)))

    def no_answer(self, understood: Understanding, clock: Clock) -> Answer:
        """Says that the guide has no answer, what is nearest in it and why, and where else to ask."""
        wording = self.wording
        if not understood.candidates:
            return self.say("not_understood")
        offered = understood.candidates[:2]
        nearest = [self.base.library.article(found.article) for found in offered]
        items = [
            wording.notice("nearest_item", title=article.title, section=article.section, heading=article.passages[found.place].heading)
            for article, found in zip(nearest, offered, strict=True)
        ]
        ways = "\n".join([wording.notice("no_answer_nearest"), *(f"- {item}" for item in items)])
        person = wording.phrases.buttons["person"]
        buttons = (*(Button(article.title, article.title) for article in nearest), Button(person, person))
        named = self.base.phrasings.replies.elsewhere.search(understood.text)
        lead = wording.notice("no_answer_elsewhere", name=named[0]) if named else wording.notice("no_answer")
        blocks = (Block("lead", lead), Block("body", ways), Block("next", self._support_chat("no_answer_way_out", clock)))
        return Answer(blocks, follow_ups=buttons)

    def _support_chat(self, key: str, clock: Clock) -> str:
        """Where else to ask, in the words of a notice, and whether somebody is there now."""
        state = self.base.rule_state(_SUPPORT, {}, clock) if _SUPPORT in self.base.rules else None
        outcome = state.computation.finding.outcome if state and state.computation else None
        is_open = outcome is not None and outcome.open_reading_safe
        closes = f"{outcome.closes_at:%H:%M}" if outcome and is_open else ""
        opens = self.wording.day(outcome.next_sure_opening) if outcome and not is_open else ""
        return self.wording.notice(key, closes=closes, opens=opens)

    def talk(self, intent: str, clock: Clock) -> Answer:
        """Small talk, or the way to a person; steering words that have nothing to steer get a hint."""
        if intent == "handoff":
            return Answer((Block("lead", self.wording.notice("handoff")), Block("next", self._support_chat("handoff_way_out", clock))))
        return self.say(_NOTHING_TO_STEER.get(intent, intent))

    def say(self, key: str, **said: object) -> Answer:
        """One notice or piece of small talk as an answer."""
        text = self.wording.phrases.talk.get(key, ("",))[0] or self.wording.notice(key, **said)
        return Answer((Block("lead", text),))

    def titles(self, articles: Iterable[str]) -> list[str]:
        """The titles of articles."""
        return [self.base.library.article(article).title for article in articles]


_NOTHING_TO_STEER = {
    "why": "why_nothing",
    "source": "source_nothing",
    "cancel": "nothing_to_cancel",
    "affirm": "affirmed_nothing",
    "deny": "declined",
}


def _bodies(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks as they follow an answer: what was noted is said with what is asked."""
    notes = [block.text for block in blocks if block.kind == "note"]
    first, *rest = (block for block in blocks if block.kind != "note")
    return (replace(first, kind="body", text=" ".join((*notes, first.text))), *(replace(block, kind="body") for block in rest))


def shown(understood: Understanding) -> tuple[Candidate, ...]:
    """The candidates that a caller sees, in retrieval order; only weak ones where nothing was found."""
    if understood.decision in ("smalltalk", "handoff"):
        return ()
    if understood.decision == "no_answer":
        return tuple(replace(found, score=found.score * understood.confidence) for found in understood.candidates[:_WEAK_CANDIDATES])
    parts = {guide_number(part.article) for part in understood.parts}
    others = [found for found in understood.candidates if guide_number(found.article) not in parts]
    first = {guide_number(found.article) for found in others[: max(0, _FIRST - len(parts))]} | parts
    ahead = [found for found in understood.candidates if guide_number(found.article) in first]
    return (*ahead, *(found for found in others if guide_number(found.article) not in first))[:_SHOWN_CANDIDATES]


def _every(groups: Iterable[tuple[Source, ...]]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for group in groups for source in group))


def _last_once(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Caveats of several answers, each once; the one they share stays last."""
    return tuple(reversed(dict.fromkeys(caveat for group in reversed(list(groups)) for caveat in reversed(group))))

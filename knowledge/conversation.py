"""Turns of a conversation outside a form: follow-ups, explanations, sources, choices, small talk, a person.

Pure: what is remembered comes in as a Memory and goes out as a new one; whoever calls keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from knowledge.answer import Answer, Block, Button
from knowledge.assistant import Assistant, Reply, shown
from knowledge.base import RuleState
from knowledge.clock import Clock
from knowledge.search.ranking import Candidate
from knowledge.understanding.message import Understanding
from knowledge.understanding.reading import Reading

_SHORT = 7  # words; a longer message that is well understood stands for itself
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OFFERED = 3  # titles in a "did you mean"


NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Memory:
    """What a conversation remembers.

    `rule` is the rule of the form or the one answered last, with its `inputs`; `asks_for` the input that is waited for.
    `case` numbers the matters computed, `changes` tells how often the dates of the present one have changed, `told` the last.
    `notice` holds the rule and inputs read from a pasted notice until the seller has confirmed them.
    `question` is what was asked last and `articles` what answered it, `offered` belongs to the last "did you mean".
    """

    rule: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    unusable: Mapping[str, str] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)
    asks_for: str = ""
    misses: int = 0
    case: int = 0
    changes: int = 0
    told: str = ""
    notice: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""
    articles: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()

    @property
    def in_form(self) -> bool:
        """Whether the conversation waits for an input of a rule."""
        return bool(self.asks_for)

    @property
    def reading(self) -> Reading:
        """What is known of the rule, as a reading."""
        return Reading(dict(self.inputs), dict(self.unusable), dict(self.assumed))

    def with_rule(self, rule: str, reading: Reading, carried: Mapping[str, Any] = NOTHING) -> Memory:
        """Starts a rule with what was read; `carried` are inputs kept from before."""
        inputs = reading.over(carried)
        return replace(self, rule=rule, inputs=inputs, unusable=reading.unusable, assumed=reading.assumed, asks_for="", misses=0, articles=(), offered=())


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in a turn, what is remembered after it, and whether a form must go on with the rule."""

    memory: Memory
    replies: tuple[Reply, ...] = ()
    starts_form: bool = False


class Conversation:
    """Answers a message in the light of what was said before."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant, self.base = assistant, assistant.base

    def taken(self, understood: Understanding, memory: Memory) -> Understanding:
        """The understanding; of a message that is one of the titles or headings offered last, that very passage."""
        chosen = self.chosen(understood.text, memory)
        if not chosen:
            return understood
        rest = tuple(found for found in understood.candidates if found.article != chosen.article)
        return Understanding(understood.text, "en", "answer", 1.0, candidates=(chosen, *rest))

    def chosen(self, text: str, memory: Memory) -> Candidate | None:
        """The article or passage offered last that the text takes: by what its button says, or by its place ("the second one")."""
        library = self.base.library
        # In a form, a number or "the first one" is a choice of the form.
        place = None if memory.in_form else self.base.phrasings.replies.place(text, len(memory.offered))
        if memory.offered and place is not None:
            return Candidate(memory.offered[place], 1.0, 0)
        for article in memory.offered:
            if library.article(article).title.replace("’", "'") == text:
                return Candidate(article, 1.0, 0)
        for article in memory.articles:
            for place, passage in enumerate(library.article(article).passages):
                if passage.heading and passage.heading.replace("’", "'") == text:
                    return Candidate(article, 1.0, place)
        return None

    def answer(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
        """An answer from articles, a question back or an honest no; a short remark may continue the last rule."""
        asks_back = understood.decision in ("clarify", "no_answer") and understood.language == "en"
        offered = tuple(found.article for found in understood.candidates[:_OFFERED]) if asks_back else ()
        if memory.in_form:
            beside = self.assistant.reply(understood, clock)
            return Said(replace(memory, offered=offered, articles=tuple(source.id for source in beside.answer.sources)), (beside,))
        may_continue = asks_back or self.base.phrasings.replies.adding.search(understood.text)
        if may_continue and (continued := self._continued(understood, memory, clock)):
            return continued
        earlier, article = self._earlier(memory)
        if earlier:
            understood = self.assistant.understander.in_context(understood, earlier, article)
        reply = self.assistant.reply(understood, clock)
        if understood.decision != "answer":
            return Said(replace(memory, offered=offered), (reply,))
        goes_on = earlier and understood.candidates[0].article == article
        if goes_on and len(reply.answer.blocks) == 2 and not understood.parts:  # the short answer has just been given
            short, passage = reply.answer.blocks
            reply = replace(reply, answer=replace(reply.answer, blocks=(replace(passage, kind="lead"), replace(short, kind="body"))))
        question = memory.question if goes_on and memory.question else understood.text
        kept = replace(memory, rule="", inputs={}, question=question, articles=tuple(s.id for s in reply.answer.sources), offered=())
        return Said(kept, (reply,))

    def _earlier(self, memory: Memory) -> tuple[str, str]:
        """What was asked before, and the article that answered it; empty at the beginning."""
        if memory.rule:
            return memory.question or self.base.wording.rules[memory.rule].title, self.base.rules.rule(memory.rule).articles[0]
        return (memory.question, memory.articles[0]) if memory.question and memory.articles else ("", "")

    def follow_up(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
        """A message that goes on from the last answer: "and for textiles?", "what if it was Friday?"."""
        if understood.decision == "rule":
            names = {spec.name for spec in self.base.rules.rule(understood.rule).inputs}
            carried = {name: value for name, value in memory.inputs.items() if name in names}
            return self.begin(understood, memory, clock, NOTHING if memory.in_form else carried)
        if memory.in_form:
            return self.answer(understood, memory, clock)
        corrected = self._from_notice(understood, memory, clock, agreed=False)
        return corrected or self._continued(understood, memory, clock) or self.answer(understood, memory, clock)

    def begin(self, understood: Understanding, memory: Memory, clock: Clock, carried: Mapping[str, Any] = NOTHING) -> Said:
        """Starts the rule that a message asks for, or computes it at once; inside a form only as a side question."""
        if understood.decision != "rule":  # a title that was offered
            return self.answer(understood, memory, clock)
        if understood.notice and not memory.in_form:
            return self._confirm(understood, memory, clock)
        if not (memory.in_form or carried) and self._only_tells(understood, memory) and (continued := self._continued(understood, memory, clock)):
            return continued
        reading = self.base.reader.read(self.base.rules.rule(understood.rule), understood.text, clock.reference)
        carried = carried or self._still_meant(understood, reading, memory, clock)
        meant = memory.with_rule(understood.rule, self.added(reading, understood.text, carried), carried)
        if not carried:
            meant = replace(meant, case=memory.case + 1, changes=0, told="")
        said = self._computed(meant if memory.in_form else replace(meant, question=understood.text), understood, clock)
        if not memory.in_form:
            return said
        if said.starts_form:  # the new question needs inputs of its own: the old one is put aside
            title = self.base.wording.rules[memory.rule].title
            aside = Reply("rule", understood.language, (), self.assistant.say("put_aside", title=title))
            return replace(said, replies=(aside,))
        return replace(said, memory=memory)

    def _confirm(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
        """Shows what was read in a pasted notice, and computes nothing before the seller has agreed."""
        wording, rule = self.base.wording, self.base.rules.rule(understood.rule)
        known = self.base.speaker.known(rule, understood.reading.inputs)
        title = wording.phrases.notices[f"notice_{understood.notice}"]
        lead = wording.notice("notice_read", title=title, known=known, window=understood.window)
        buttons = wording.phrases.buttons
        answer = Answer(
            (Block("lead", lead),), self.base.speaker.rule_sources(rule), follow_ups=tuple(Button(buttons[key], buttons[key]) for key in ("yes", "no"))
        )
        state = self.base.rule_state(rule.id, understood.reading.inputs, clock, understood.reading.unusable)
        pending = {"rule": rule.id, "inputs": dict(understood.reading.inputs)}
        reply = Reply("rule", understood.language, shown(understood), answer, replace(state, computation=None))
        return Said(replace(memory, notice=pending, question=wording.rules[rule.id].title, offered=()), (reply,))

    def _from_notice(self, understood: Understanding, memory: Memory, clock: Clock, *, agreed: bool) -> Said | None:
        """Takes what was read in the notice, with what this message corrects; without it after a plain no. None when there is no notice."""
        if not memory.notice or memory.in_form:
            return None
        rule = self.base.rules.rule(str(memory.notice["rule"]))
        inputs = dict(memory.notice["inputs"])
        correction = self.base.reader.read(rule, understood.text, clock.reference)
        if not (correction.inputs or correction.unusable) and not agreed:
            if understood.intent != "steer":
                return None
            inputs = {}
        begun = replace(memory.with_rule(rule.id, correction, inputs), case=memory.case + 1, changes=0, told="", notice={})
        return self._computed(begun, understood, clock)

    def _only_tells(self, understood: Understanding, memory: Memory) -> bool:
        """Whether a message that sounds like another rule asks nothing: "I have the number for batteries" after "am I concerned?"."""
        asks = "?" in understood.text or self.base.phrasings.replies.asking.match(understood.text)
        return bool(memory.rule) and understood.rule != memory.rule and not asks

    def _still_meant(self, understood: Understanding, reading: Reading, memory: Memory, clock: Clock) -> Mapping[str, Any]:
        """The inputs of the rule answered last, if the message states more about it and cannot stand for itself."""
        text = understood.text
        asks = "?" in text or self.base.phrasings.replies.asking.match(text)
        if memory.in_form or understood.rule != memory.rule or asks or not (reading.inputs or reading.unusable):
            return NOTHING
        alone = self.base.rule_state(memory.rule, _news(reading, memory.inputs).inputs, clock, reading.unusable)
        return NOTHING if alone.computation else memory.inputs

    def _continued(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        """The last rule once more with what this message changes; None when it changes nothing."""
        is_short = len(understood.text.split()) <= _SHORT and not self.base.phrasings.replies.asking.match(understood.text)
        if not memory.rule or not (understood.follows_up or is_short):
            return None
        rule = self.base.rules.rule(memory.rule)
        reading = self.base.reader.read(rule, understood.text, clock.reference)
        if not (reading.inputs or reading.unusable):
            reading = self.base.reader.another_hour(rule, understood.text, memory.inputs, clock.reference)
        if not (reading.inputs or reading.unusable):
            return None
        reading = corrected(reading, memory.inputs, names_its_day=self.base.reader.names_a_date(rule, understood.text))
        reading = self.added(reading, understood.text, memory.inputs)
        return self._computed(memory.with_rule(memory.rule, reading, memory.inputs), understood, clock)

    def added(self, reading: Reading, text: str, earlier: Mapping[str, Any]) -> Reading:
        """The reading beside earlier inputs, with lists joined to them where the message adds ("batteries too")."""
        reading = _news(reading, earlier)
        if not self.base.phrasings.replies.adding.search(text):
            return reading
        joined = {
            name: [*earlier[name], *(item for item in value if item not in earlier[name])]
            for name, value in reading.inputs.items()
            if isinstance(value, list) and isinstance(earlier.get(name), list)
        }
        return replace(reading, inputs=reading.inputs | joined)

    def _computed(self, memory: Memory, understood: Understanding, clock: Clock) -> Said:
        state = self.base.rule_state(memory.rule, memory.inputs, clock, memory.unusable)
        if state.computation is None:
            return Said(memory, starts_form=True)
        return self.compute(memory, understood, clock)

    def compute(self, memory: Memory, understood: Understanding, clock: Clock) -> Said:
        """The computed answer of the remembered rule."""
        reply = self.assistant.rule_reply(memory.rule, memory.reading, clock, understood)
        told = ";".join(f"{date.key}={date.value}" for date in reply.answer.dates)
        changes = memory.changes + bool(memory.told and told != memory.told)
        kept = replace(memory, asks_for="", misses=0, unusable={}, assumed={}, articles=(), offered=(), changes=changes, told=told)
        return Said(kept, (reply,))

    def steer(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
        """Explains the last answer, names its source, or takes a plain yes or no."""
        if understood.decision == "answer":  # what was offered
            return self.answer(understood, memory, clock)
        if understood.talk in ("affirm", "deny") and (begun := self._from_notice(understood, memory, clock, agreed=understood.talk == "affirm")):
            return begun
        explain = {"why": self._why, "source": self._source, "affirm": self._affirm}.get(understood.talk)
        found = explain(understood, memory, clock) if explain else None
        if found:
            return found
        return Said(replace(memory, offered=()), (Reply("smalltalk", understood.language, (), self.assistant.talk(understood.talk)),))

    def _why(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        wording = self.base.wording
        if memory.rule:
            state = self.base.rule_state(memory.rule, memory.inputs, clock)
            if memory.in_form or state.computation is None:
                words = wording.rules[memory.rule]
                return Said(memory, (self._reply("rule", wording.notice("why_asked", purpose=words.purpose), (), state),))
            computed = self.base.speaker.rule_answer(state.computation)
            steps = "\n".join(f"- {step}" for step in (computed.receipt or {})["steps"])
            why = next((block.text for block in computed.blocks if block.kind == "why"), "")
            text = "\n\n".join(part for part in (why, wording.notice("why_rule") + "\n" + steps) if part)
            answer = replace(computed, blocks=(Block("lead", text),), follow_ups=())
            return Said(memory, (Reply("rule", "en", (), answer, state),))
        if memory.articles:
            article = self.base.library.article(memory.articles[0])
            day = wording.day(article.front.checked_on)
            text = wording.notice("why_article", title=article.title, section=article.section, day=day)
            return Said(memory, (self._reply("answer", text, memory.articles, None),))
        return None

    def _source(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        articles, state = memory.articles, None
        if memory.rule:
            rule = self.base.rules.rule(memory.rule)
            state = self.base.rule_state(memory.rule, memory.inputs, clock)
            articles = tuple(source.id for source in self.base.speaker.rule_sources(rule, state.computation))
        if not articles:
            return None
        found = [self.base.library.article(article) for article in articles]
        lines = [f"- “{a.title}” ({a.section}, {self.base.wording.day(a.front.checked_on)})" for a in found]
        text = self.base.wording.notice("source") + "\n" + "\n".join(lines)
        return Said(memory, (self._reply("rule" if state else "answer", text, articles, state),))

    def _affirm(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        """A plain yes takes the first of the articles offered."""
        if not memory.offered:
            return None
        title = self.assistant.titles(memory.offered[:1])[0]
        return self.answer(self.taken(replace(understood, text=title), memory), memory, clock)

    def talk(self, understood: Understanding, memory: Memory) -> Said:
        """Small talk, or the way to a person with what has been said so far."""
        answer = self.assistant.talk(understood.talk)
        if understood.decision == "handoff" and (summary := self.summary(memory)):
            answer = replace(answer, blocks=(*answer.blocks, Block("body", summary)))
        return Said(memory, (Reply(understood.decision, understood.language, shown(understood), answer),))

    def summary(self, memory: Memory) -> str:
        """What a person who takes over should know, in one line; empty when nothing has been said."""
        wording = self.base.wording
        if memory.rule:
            known = self.base.speaker.known(self.base.rules.rule(memory.rule), memory.inputs)
            return wording.notice("handoff_context", topic=wording.rules[memory.rule].title, known=known)
        if memory.question:
            return wording.notice("handoff_context", topic=memory.question, known="")
        return ""

    def cancel(self, understood: Understanding, memory: Memory) -> Said:
        """Forgets the form in progress; outside a form there is nothing to forget."""
        nothing = replace(memory, rule="", inputs={}, unusable={}, assumed={}, asks_for="", misses=0, offered=(), notice={})
        kept = nothing if memory.in_form else replace(memory, offered=())
        answer = self.assistant.say("cancelled" if memory.in_form else "nothing_to_cancel")
        return Said(kept, (Reply("smalltalk", understood.language, (), answer),))

    def _reply(self, decision: Any, text: str, articles: tuple[str, ...], state: RuleState | None) -> Reply:
        sources = tuple(self.base.library.article(article).source for article in articles)
        return Reply(decision, "en", (), Answer((Block("lead", text),), sources), state)


def _news(reading: Reading, earlier: Mapping[str, Any]) -> Reading:
    """The reading without lists of nothing new, whose items another list of the same message is about.

    "I have the number for packaging" speaks of the numbers held, not of what is sold, where packaging is known to be sold.
    """
    lists = {name: value for name, value in reading.inputs.items() if isinstance(value, list) and value}
    known = {name for name, value in lists.items() if all(item in (earlier.get(name) or ()) for item in value)}
    repeated = {name for name in known if any(lists[other] == lists[name] for other in lists if other not in known)}
    return replace(reading, inputs={name: value for name, value in reading.inputs.items() if name not in repeated})


def corrected(reading: Reading, earlier: Mapping[str, Any], *, names_its_day: bool) -> Reading:
    """A single day, of which the message does not say what it is the day of, takes the place of the one day told: "no, it was Thursday"."""
    if len(reading.inputs) != 1 or reading.unusable or names_its_day:
        return reading
    value, told = next(iter(reading.inputs.values())), {key: str(day)[:10] for key, day in earlier.items() if _DAY.match(str(day))}
    if len(set(told.values())) != 1 or not _DAY.match(str(value)):
        return reading
    return replace(reading, inputs=dict.fromkeys(told, value))

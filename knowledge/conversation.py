"""Turns of a conversation outside a form: follow-ups, choices, notices, small talk, a person.

Pure: what is remembered comes in as a Memory and goes out as a new one; whoever calls keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knowledge.answer import Block
from knowledge.assistant import Assistant, Reply, shown
from knowledge.clock import Clock
from knowledge.explanations import Explanations
from knowledge.inputs import InputSpec
from knowledge.memory import NOTHING, Memory, Said, corrected, news, with_hours_of
from knowledge.pasted import Pasted, pending
from knowledge.rule import Rule
from knowledge.search.candidates import Candidate
from knowledge.understanding.message import Understanding
from knowledge.understanding.reading import Reading

_SHORT = 7  # words; a longer message that is well understood stands for itself
_OFFERED = 3  # titles in a "did you mean"


class Conversation:
    """Answers a message in the light of what was said before."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant, self.base = assistant, assistant.base
        self.explanations, self._pasted = Explanations(assistant), Pasted(assistant)

    def taken(self, understood: Understanding, memory: Memory) -> Understanding:
        """The understanding; of a message that is one of the titles or headings offered last, that very passage."""
        chosen = self.chosen(understood.text, memory)
        if not chosen:
            return understood
        rest = tuple(found for found in understood.candidates if found.article != chosen.article)
        return Understanding(understood.text, understood.language, "answer", 1.0, candidates=(chosen, *rest))

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
        if repeated := self._repeated(understood, memory, clock):
            return repeated
        if not memory.in_form and self._pasted.asks_time(understood, memory):
            return self._computed(self._pasted.goes_on(Reading(), memory), understood, clock)
        if asked := self._pasted.questioned(understood, memory, clock):
            return asked
        if self._amends(understood.text) and (begun := self._pasted.agreed_with(understood, memory, clock, agreed=False)):
            return self._computed(begun, understood, clock)
        asks_back = understood.decision in ("clarify", "no_answer")
        offered = tuple(found.article for found in understood.candidates[:_OFFERED]) if asks_back else ()
        earlier, article = self._earlier(memory)
        if memory.in_form:
            beside = self.assistant.reply(self.assistant.understander.in_context(understood, earlier, article, self._known(memory)), clock)
            return Said(replace(memory, offered=offered, articles=tuple(source.id for source in beside.answer.sources)), (beside,))
        # A statement after a computed answer tells of its matter ("I already have the number for packaging"), whatever article it is near.
        may_continue = asks_back or self.base.phrasings.replies.adding.search(understood.text) or self._tells(understood.text)
        if may_continue and (continued := self._continued(understood, memory, clock)):
            return continued
        if earlier and not self._is_other_matter(understood, memory):
            understood = self.assistant.understander.in_context(understood, earlier, article, self._known(memory))
        reply = self.assistant.reply(understood, clock)
        if understood.decision != "answer":
            return Said(replace(memory, offered=offered), (reply,))
        goes_on = earlier and understood.candidates[0].article == article
        if goes_on and len(reply.answer.blocks) == 2 and not understood.parts:  # the short answer has just been given
            reply = replace(reply, answer=replace(reply.answer, blocks=(replace(reply.answer.blocks[1], kind="lead"),)))
        question = memory.question if goes_on and memory.question else understood.text
        kept = replace(memory, rule="", inputs={}, question=question, articles=tuple(s.id for s in reply.answer.sources), offered=())
        return Said(kept, (reply,))

    def _repeated(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        """What belongs to the last answer itself, for a message that asks for that; None when it does not."""
        explained = self.explanations
        return explained.missed(understood, memory) or self._again(understood, memory, clock) or explained.aside(understood, memory, clock)

    def _again(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        """The last computed answer once more, for "until when?"; in a form only its question. None when that is not asked."""
        if not memory.rule or not self.base.phrasings.replies.timing.match(understood.text):
            return None
        if memory.in_form:
            return Said(memory)
        said = self._computed(memory, understood, clock)
        return said if said.starts_form or any(reply.answer.dates for reply in said.replies) else None

    def _earlier(self, memory: Memory) -> tuple[str, str]:
        """What was asked before, and the article that answered it; empty at the beginning."""
        if memory.rule:
            rule, title = self.base.rules.rule(memory.rule), self.base.wording.rules[memory.rule].title
            return title if _thing_of(rule) else memory.question or title, rule.articles[0]  # "can I sell toys?" would be a matter of toys
        return (memory.question, memory.articles[0]) if memory.question and memory.articles else ("", "")

    def _known(self, memory: Memory) -> str:
        """What has been told to the rule at hand, in words; empty where that is nothing."""
        return self.base.speaker.known(self.base.rules.rule(memory.rule), memory.inputs) if memory.rule and memory.inputs else ""

    def follow_up(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
        """A message that goes on from the last answer: "and for textiles?", "what if it was Friday?"."""
        if repeated := self._repeated(understood, memory, clock):
            return repeated
        if asked := self._pasted.questioned(understood, memory, clock):
            return asked
        if self._tells(understood.text) and (begun := self._pasted.agreed_with(understood, memory, clock, agreed=False)):
            return self._computed(begun, understood, clock)
        is_correction = understood.rule != memory.rule and self.base.phrasings.replies.denied.match(understood.text)
        if is_correction and not memory.in_form and self._tells(understood.text) and (continued := self._continued(understood, memory, clock)):
            return continued  # "no: 15/11", whatever rule that alone sounds like
        if understood.decision == "rule":
            rule = self.base.rules.rule(understood.rule)
            names = {spec.name for spec in rule.inputs} - self.base.reader.denied(rule, understood.text)
            carried = {name: value for name, value in memory.inputs.items() if name in names}
            return self.begin(understood, memory, clock, NOTHING if memory.in_form else carried)
        if memory.in_form:
            return self.answer(understood, memory, clock)
        return self._continued(understood, memory, clock) or self.answer(understood, memory, clock)

    def begin(self, understood: Understanding, memory: Memory, clock: Clock, carried: Mapping[str, Any] = NOTHING) -> Said:
        """Starts the rule that a message asks for, or computes it at once; inside a form only as a side question."""
        if understood.decision != "rule":  # a title that was offered
            return self.answer(understood, memory, clock)
        if understood.rule != memory.rule and (beside := self.explanations.aside(understood, memory, clock)):
            return beside
        if understood.notice and not memory.in_form:
            return self._pasted.shown(understood, memory, clock)
        if not (memory.in_form or carried) and self._only_tells(understood, memory) and (continued := self._continued(understood, memory, clock)):
            return continued
        reading = self.assistant.understander.read(understood.rule, understood.text, clock)
        if not (memory.in_form or carried) and self._pasted.is_meant(understood, reading, memory, clock):
            return self._computed(self._pasted.goes_on(reading, memory), understood, clock)
        if reading.is_uncertain and memory.in_form:  # beside a form nothing can be confirmed
            return self.answer(replace(understood, decision="answer"), memory, clock)
        if reading.is_uncertain and not carried:
            state = self.base.rule_state(understood.rule, reading.inputs, clock, reading.unsettled)
            if state.computation:
                reply = self.assistant.read_back(state, reading, understood)
                return Said(replace(memory, notice=pending(understood.rule, reading, understood, clock), question=understood.text, offered=()), (reply,))
        carried = carried or self._still_meant(understood, reading, memory, clock)
        meant = memory.with_rule(understood.rule, self.added(reading, understood.text, carried), carried)
        if not carried:
            notice = {} if memory.notice.get("rule") == meant.rule else memory.notice  # another case of the same kind
            meant = replace(meant, case=memory.case + 1, changes=0, told="", notice=notice)
        said = self._computed(meant if memory.in_form else replace(meant, question=understood.text), understood, clock)
        if not memory.in_form:
            return said
        if said.starts_form:  # the new question needs inputs of its own: the old one is put aside
            title = self.base.wording.rules[memory.rule].title
            aside = Reply("rule", understood.language, (), self.assistant.say("put_aside", title=title))
            return replace(said, replies=(aside,))
        return replace(said, memory=memory)

    def _tells(self, text: str) -> bool:
        """Whether a message tells something and asks nothing."""
        replies = self.base.phrasings.replies
        return not (replies.asks_something(text) or replies.conditional.match(text))

    def _amends(self, text: str) -> bool:
        """Whether a message may be a word on what was shown: it is short, or denies."""
        return self._tells(text) and (len(text.split()) <= _SHORT or self.base.phrasings.replies.denied.match(text) is not None)

    def _only_tells(self, understood: Understanding, memory: Memory) -> bool:
        """Whether a message that sounds like another rule asks nothing: "I have the number for batteries" after "am I concerned?"."""
        return bool(memory.rule) and understood.rule != memory.rule and not self.base.phrasings.replies.asks_something(understood.text)

    def _still_meant(self, understood: Understanding, reading: Reading, memory: Memory, clock: Clock) -> Mapping[str, Any]:
        """The inputs of the rule answered last, if the message states more about it and cannot stand for itself."""
        asks = self.base.phrasings.replies.asks_something(understood.text)
        if memory.in_form or understood.rule != memory.rule or asks or not (reading.inputs or reading.unusable):
            return NOTHING
        alone = self.base.rule_state(memory.rule, news(reading, memory.inputs).inputs, clock, reading.unusable)
        return NOTHING if alone.computation else memory.inputs

    def _continued(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        """The last rule once more with what this message changes; None when it changes nothing."""
        replies = self.base.phrasings.replies
        is_short = len(understood.text.split()) <= _SHORT and not replies.asking.match(understood.text)
        finds_fault = replies.faulting.search(understood.text) is not None and not replies.asks_something(understood.text)
        if not memory.rule or not (understood.follows_up or is_short or finds_fault):
            return None
        rule = self.base.rules.rule(memory.rule)
        reading = self.base.reader.read(rule, understood.text, clock.reference)
        if not (reading.inputs or reading.unusable):
            reading = self.base.reader.another_hour(rule, understood.text, memory.inputs, clock.reference)
        denied = self.base.reader.denied(rule, understood.text)
        earlier = {name: value for name, value in memory.inputs.items() if name not in denied}
        if not (reading.inputs or reading.unusable) and len(earlier) < len(memory.inputs):  # "and if he never confirms?"
            return self._computed(memory.with_rule(rule.id, reading, earlier), understood, clock)
        if not (reading.inputs or reading.unusable) and understood.follows_up:
            amended = self.base.reader.amended(rule, understood.text, memory.inputs, clock.reference)
            if amended.is_open:
                return self.explanations.which(memory, clock)
            reading = Reading(dict(amended.inputs))
        if not (reading.inputs or reading.unusable):
            another = self._another(rule, understood.text, clock)
            begun = replace(memory.with_rule(rule.id, another), case=memory.case + 1, changes=0, told="")
            if another.inputs:
                return self._computed(begun, understood, clock)
            return self.explanations.which(memory, clock) if finds_fault and memory.inputs else None
        if finds_fault and any(memory.inputs.get(name, value) != value and not isinstance(value, str) for name, value in reading.inputs.items()):
            return self.explanations.which(memory, clock)  # "you forgot the 5 €" need not be the price, told before; a day would say so
        reading = corrected(reading, memory.inputs, names_its_day=self.base.reader.names_a_date(rule, understood.text))
        if self._changes(understood.text):
            reading = with_hours_of(reading, memory.inputs)
        reading = self.added(reading, understood.text, memory.inputs)
        is_old = all(memory.inputs.get(name) == value for name, value in reading.inputs.items())
        if is_old and not reading.unusable and (finds_fault or replies.denied.match(understood.text)):
            return self.explanations.which(memory, clock)  # a correction that changes nothing was not understood
        return self._computed(memory.with_rule(memory.rule, reading, earlier), understood, clock)

    def _another(self, rule: Rule[Any, Any], text: str, clock: Clock) -> Reading:
        """Another thing to ask the same about, whatever it is called, for a rule that takes any ("and knives?"); nothing where it is another matter."""
        spec = _thing_of(rule)
        thing, parts = self.base.phrasings.replies.thing(text), self.base.reader.parts
        if not (spec and thing) or parts.dates.find(thing, clock.reference) or parts.amounts.find(thing, words=True) or parts.countries.places(thing):
            return Reading()
        is_matter = self.assistant.understander.is_matter(thing, rule.articles)
        return Reading() if is_matter else self.base.reader.answer(rule, spec, thing, clock.reference)

    def _is_other_matter(self, understood: Understanding, memory: Memory) -> bool:
        """Whether a message after an answer about some thing names another matter, which is clear without it ("and the VAT?")."""
        thing = self.base.phrasings.replies.topic(understood.text)
        is_clear = bool(thing and memory.rule) and understood.decision == "answer" and _thing_of(self.base.rules.rule(memory.rule)) is not None
        return is_clear and self.assistant.understander.is_matter(thing, ())

    def _changes(self, text: str) -> bool:
        """Whether a message takes back what was told, or supposes something else."""
        replies = self.base.phrasings.replies
        return replies.correcting.match(text) is not None or replies.supposing.match(text) is not None

    def added(self, reading: Reading, text: str, earlier: Mapping[str, Any]) -> Reading:
        """The reading beside earlier inputs, with lists joined to them where the message adds ("batteries too")."""
        reading = news(reading, earlier)
        if not self.base.phrasings.replies.adding.search(text):
            return reading
        joined = {
            name: [*earlier[name], *(item for item in value if item not in earlier[name])]
            for name, value in reading.inputs.items()
            if isinstance(value, list) and isinstance(earlier.get(name), list)
        }
        return replace(reading, inputs=reading.inputs | joined)

    def _computed(self, memory: Memory, understood: Understanding, clock: Clock) -> Said:
        state = self.base.rule_state(memory.rule, memory.inputs, clock, memory.reading.unsettled)
        if state.computation is None:
            return Said(memory, starts_form=True)
        return self.compute(memory, understood, clock)

    def compute(self, memory: Memory, understood: Understanding, clock: Clock) -> Said:
        """The computed answer of the remembered rule; what is only supposed is shown first, and waits for the seller's word."""
        if memory.supposed:
            state = self.base.rule_state(memory.rule, memory.inputs, clock, memory.reading.unsettled)
            shown_first = self.assistant.read_back(state, memory.reading, understood)
            kept = replace(memory.forgetting_rule(), notice=pending(memory.rule, memory.reading, understood, clock))
            return Said(kept, (shown_first,))
        reply = self.assistant.rule_reply(memory.rule, memory.reading, clock, understood)
        notice = memory.notice
        if notice.get("case") == memory.case and notice["rule"] == memory.rule and reply.rule:
            answer = self.assistant.beside_notice(reply.answer, reply.rule, notice, clock)
            reply, notice = replace(reply, answer=answer), {**notice, "inputs": dict(memory.inputs), "unusable": {}}
        told = ";".join(f"{date.key}={date.value}" for date in reply.answer.dates)
        changes = memory.changes + bool(memory.told and told != memory.told)
        kept = replace(memory, asks_for="", misses=0, unusable={}, assumed={}, doubtful=(), articles=(), offered=(), changes=changes, told=told, notice=notice)
        return Said(kept, (reply,))

    def steer(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
        """Explains the last answer, names its source, or takes a plain yes or no."""
        if understood.decision == "answer":  # what was offered
            return self.answer(understood, memory, clock)
        if understood.talk in ("why", "source") and (beside := self.explanations.aside(understood, memory, clock)):
            return beside
        if understood.talk in ("affirm", "deny") and (begun := self._pasted.agreed_with(understood, memory, clock, agreed=understood.talk == "affirm")):
            return self._computed(begun, understood, clock)
        if understood.talk == "deny" and memory.rule and not (memory.in_form or memory.offered) and memory.inputs:
            return self.explanations.which(memory, clock)
        if understood.talk == "affirm" and memory.offered:  # a plain yes takes the first of the articles offered
            title = self.assistant.titles(memory.offered[:1])[0]
            return self.answer(self.taken(replace(understood, text=title), memory), memory, clock)
        explain = {"why": self.explanations.why, "source": self.explanations.source}.get(understood.talk)
        if explain and (found := explain(memory, clock)):
            return found
        return Said(replace(memory, offered=()), (Reply("smalltalk", understood.language, (), self.assistant.talk(understood.talk, clock)),))

    def talk(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
        """Small talk, or the way to a person with what has been said so far."""
        answer = self.assistant.beside_person(self.assistant.talk(understood.talk, clock), understood, clock)
        if understood.decision == "handoff" and (summary := self.explanations.summary(memory)):
            answer = replace(answer, blocks=(*answer.blocks, Block("body", summary)))
        return Said(memory, (Reply(understood.decision, understood.language, shown(understood), answer),))

    def cancel(self, understood: Understanding, memory: Memory) -> Said:
        """Forgets the form in progress; outside a form there is nothing to forget."""
        is_something = memory.in_form or bool(memory.notice)
        kept = replace(memory.forgetting_rule(), notice={}) if is_something else replace(memory, offered=())
        answer = self.assistant.say("cancelled" if is_something else "nothing_to_cancel")
        return Said(kept, (Reply("smalltalk", understood.language, (), answer),))


def _thing_of(rule: Rule[Any, Any]) -> InputSpec | None:
    """The input of a rule that takes any thing, listed or not."""
    return next((spec for spec in rule.inputs if spec.kind == "string" and spec.key_of), None)

"""Turns inside a form: what a message gives to the rule that waits for an input, and what is asked next.

Refuses to swallow a question that stands for itself: that is a side question, answered before the form goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from knowledge.answer import Button
from knowledge.assistant import Reply, shown
from knowledge.clock import Clock
from knowledge.conversation import Conversation
from knowledge.inputs import InputSpec
from knowledge.memory import Memory, Said, corrected, only_day, with_hours_of
from knowledge.pick import picked
from knowledge.understanding import filled
from knowledge.understanding.message import Understanding
from knowledge.understanding.reading import Reading
from knowledge.values import read_moment

Heard = Literal["reply", "side", "unread"]
Stage = Literal["begins", "goes on", "comes back"]
"""Where a form stands when it asks: at its first question, after a reply, or after something else was answered."""
_TERSE = 4  # words up to which a reply with a question mark is still a reply
_MOST_MISSES = 2
_DATED = ("date", "datetime", "date_or_datetime")


@dataclass(frozen=True, slots=True)
class Listened:
    """How a message was taken, and what is remembered after it."""

    heard: Heard
    memory: Memory


class Form:
    """Fills the inputs of one rule after the other, in any order the user likes."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation, self._base = conversation, conversation.base
        self._understander = conversation.assistant.understander

    def missing(self, memory: Memory, clock: Clock) -> str:
        """The input to ask for next; empty when the rule can be computed."""
        state = self._base.rule_state(memory.rule, memory.inputs, clock, memory.reading.unsettled)
        return state.to_ask(self._base.rules.rule(memory.rule))

    def listen(self, understood: Understanding, memory: Memory, clock: Clock) -> Listened:
        """Takes a message as a reply, as a side question, or as something that could not be read."""
        rule = self._base.rules.rule(memory.rule)
        spec, replies = rule.input(memory.asks_for), self._base.phrasings.replies
        text, day_told = understood.text, only_day(memory.inputs)
        if filled.read(text):  # what a surface had filled in leaves nothing to interpret
            given = self._base.reader.read(rule, text, clock.reference)
            return Listened("reply", self._with(memory, given)) if given.inputs else Listened("side", memory)
        if day_told and spec.kind in _DATED:
            text = replies.same.sub(day_told, text)
        direct = self._base.reader.answer(rule, spec, text, clock.reference)
        if text != understood.text and not direct.inputs and replies.same.match(understood.text):
            direct = Reading({spec.name: day_told})  # "the same day, when he paid"
        if day := self._base.rule_state(memory.rule, memory.inputs, clock).day_without_hour(rule, spec.name):
            joined = self._base.reader.answer(rule, spec, f"{day.isoformat()} {text}", clock.reference)  # the hour of the day given before
            direct = joined if "T" in str(joined.inputs.get(spec.name, "")) and not direct.inputs else direct
        value = picked(spec, text, self._base.wording)
        if day and value is None:  # only the hour is wanted: "8" is none of the month's days
            value = self._base.reader.at_hour(day, text, clock.reference) or None
            if value == day.isoformat():
                return Listened("unread", replace(memory, misses=memory.misses + 1))
        direct = direct if value is None else Reading({spec.name: value})  # whatever else the words may mean
        wider = self._base.reader.read(rule, text, clock.reference)
        unsure = bool(replies.unsure.match(text))
        if value is None and not self._understander.ranker.knows(self._base.reader.beside_numbers(spec, text)):
            direct, wider = Reading(), _without(wider, spec.name)  # "blorf 77 quux" gives no price
        found = wider if unsure else _joined(direct, wider)  # "I don't know" is no "no"
        chosen = direct.inputs if day or value is not None or spec.kind in ("enum", "list") else {}  # "all" is a choice here, whatever else it may mean
        replies_to = wider.inputs or wider.unusable or chosen or unsure
        if not (found.inputs or found.unusable) and self.conversation.explanations.aside(understood, memory, clock):
            return Listened("side", memory)
        is_supposed = bool(found.inputs) and self._supposes(understood, memory)  # "what if it was paid on Saturday?"
        if self._is_talk(understood, memory, spec, replies_to=replies_to) or (not is_supposed and self._asks(understood, memory, spec, direct)):
            return Listened("side", memory)
        if replies.correcting.match(text):  # "no, it was Thursday" is about the day told before, not about the one asked for
            found = corrected(found, memory.inputs, names_its_day=self._base.reader.names_a_date(rule, text))
            found = with_hours_of(found, memory.inputs)
        if understood.follows_up and not (found.inputs or found.unusable):
            found = Reading(dict(self._base.reader.amended(rule, text, memory.inputs, clock.reference).inputs))
        if found.inputs or found.unusable:
            found = self.conversation.added(found, text, memory.inputs)
            return Listened("reply", self._with(memory, found))
        if unsure or replies.empty.match(text):
            return self._unsure(memory, required=spec.required or spec.name in self._needed(memory, clock))
        is_other_rule = understood.decision == "rule" and understood.rule != memory.rule
        if (understood.decision == "answer" or is_other_rule) and len(text.split()) > _TERSE:
            return Listened("side", memory)
        if understood.decision == "rule" and understood.rule == memory.rule and replies.asks_something(text):
            return Listened("reply", memory)  # asks once more what the form is about: it only lacks the rest
        return Listened("unread", replace(memory, misses=memory.misses + 1))

    def _is_talk(self, understood: Understanding, memory: Memory, spec: InputSpec, *, replies_to: object) -> bool:
        """Whether a message takes up an offer, wants a person or is small talk; `replies_to` is what it says about the rule."""
        text, talk = understood.text, understood.talk
        if self.conversation.chosen(text, memory) or understood.decision == "handoff":
            return True
        if understood.decision != "smalltalk":
            return False
        if talk in ("affirm", "deny"):
            return bool(memory.offered) and spec.kind != "bool"
        is_choice = self._is_choice(text, memory, spec)
        is_letter = spec.kind == "bool" and len(text.split()) == 1 and talk != "cancel"  # "y" is a yes here, whatever else it may mean
        return not (is_choice or replies_to or (is_letter and self._base.phrasings.replies.agreed.fullmatch(text)))

    def _asks(self, understood: Understanding, memory: Memory, spec: InputSpec, direct: Reading) -> bool:
        """Whether a message asks something that has nothing to do with the form."""
        text = understood.text.rstrip()
        is_terse = len(text.split()) <= _TERSE
        is_day = is_terse and bool(direct.inputs) and spec.kind in _DATED  # "May 3rd" asks nothing
        if self._is_choice(text, memory, spec):  # a button may begin like a question: "When somebody pays"
            return False
        replies = self._base.phrasings.replies
        if not direct.inputs and (replies.conditional.match(text) or replies.missing.match(text)):  # "and if I don't?"
            return True
        asks = (replies.asking.match(text) is not None and not is_day) or (text.endswith("?") and not is_terse)
        is_of_form = (understood.decision == "rule" and understood.rule == memory.rule) or self._understander.may_mean(text, memory.rule)
        return asks and not is_of_form

    def _supposes(self, understood: Understanding, memory: Memory) -> bool:
        """Whether a message supposes something about the matter of the form, and asks for nothing else."""
        is_other = understood.decision == "rule" and understood.rule != memory.rule
        return not is_other and self._base.phrasings.replies.supposing.match(understood.text) is not None

    def _is_choice(self, text: str, memory: Memory, spec: InputSpec) -> bool:
        """Whether a text is what one of the buttons says, pressed or typed."""
        choices = self.conversation.assistant.choices(self._base.rules.rule(memory.rule), spec.name)
        return any(text.casefold() == button.payload.casefold() for button in choices)

    def _needed(self, memory: Memory, clock: Clock) -> frozenset[str]:
        """Inputs that the rule's logic asks for, beyond the required ones."""
        inputs = {name: value for name, value in memory.inputs.items() if name != memory.asks_for}
        state = self._base.rule_state(memory.rule, inputs, clock)
        return frozenset(problem.field for problem in state.problems if problem.code == "missing_input")

    @staticmethod
    def _unsure(memory: Memory, *, required: bool) -> Listened:
        """After "I don't know": an optional input is left out, a required one is asked for with help."""
        if required:
            return Listened("unread", replace(memory, misses=_MOST_MISSES))
        inputs = {name: value for name, value in memory.inputs.items() if name != memory.asks_for}
        doubtful = tuple(name for name in memory.doubtful if name != memory.asks_for)
        return Listened("reply", replace(memory, inputs=inputs, unusable={}, doubtful=doubtful, misses=0))

    @staticmethod
    def _with(memory: Memory, reading: Reading) -> Memory:
        unusable = {name: text for name, text in memory.unusable.items() if name not in reading.inputs} | reading.unusable
        inputs = reading.over(memory.inputs)
        assumed = {text: value for text, value in memory.assumed.items() if value in inputs.values()} | reading.assumed
        doubtful = tuple(name for name in dict.fromkeys((*memory.doubtful, *reading.doubtful)) if name not in inputs)
        supposed = tuple(name for name in memory.supposed if name not in reading.inputs)
        return replace(memory, inputs=inputs, unusable=unusable, assumed=assumed, doubtful=doubtful, supposed=supposed, misses=0)

    def ask(self, memory: Memory, clock: Clock, *, stage: Stage, understood: Understanding) -> Said:
        """Asks for the input that is waited for; says why when something could not be used or read."""
        wording, assistant = self._base.wording, self.conversation.assistant
        state = self._base.rule_state(memory.rule, memory.inputs, clock, memory.reading.unsettled)
        label = self._base.speaker.label(memory.rule, memory.asks_for)
        opening = ""
        if stage == "comes back":
            opening = wording.notice("still_open")
        elif memory.misses >= _MOST_MISSES:
            opening = wording.notice("unknown_required", label=label)
        elif memory.misses:
            opening = wording.notice("value_unread", label=label)
        elif stage == "goes on":
            opening = self._noted(memory, understood.text, clock)
        if stage == "begins" and understood.decision == "rule" and not opening:
            answer = assistant.with_rest(assistant.first_question(state, memory.reading, clock, understood), understood, clock, asks=True)
        else:
            answer = assistant.question(state, memory.reading, opening, understood.text)
        if memory.misses >= _MOST_MISSES:
            buttons = wording.phrases.buttons
            ways_out = (Button(buttons["person"], buttons["person"]), Button(buttons["cancel"], buttons["cancel"]))
            answer = replace(answer, follow_ups=(*answer.follow_ups, *ways_out))
        return Said(memory, (Reply("rule", understood.language, shown(understood), answer, state),))

    def _noted(self, memory: Memory, text: str, clock: Clock) -> str:
        """What a reply was read as, before the next question; empty where nothing was read beside a mere yes, number or button."""
        rule, wording = self._base.rules.rule(memory.rule), self._base.wording
        found = self._base.reader.read(rule, text, clock.reference).inputs
        told = {name: value for name, value in found.items() if memory.inputs.get(name) == value}
        if told:
            return wording.notice("noted", known=self._base.speaker.known(rule, told))
        assumed = [(said, value) for said, value in memory.assumed.items() if said in text]  # "3" as a date
        return " ".join(wording.notice("read_back", text=said, day=wording.day(read_moment(value))) for said, value in assumed)


def _without(reading: Reading, name: str) -> Reading:
    return replace(reading, inputs={other: value for other, value in reading.inputs.items() if other != name})


def _joined(direct: Reading, wider: Reading) -> Reading:
    """The reply to the question first, then whatever else the message says."""
    return Reading(
        {name: value for name, value in wider.inputs.items() if not any(_is_of(value, said) for said in direct.inputs.values())} | direct.inputs,
        {name: text for name, text in wider.unusable.items() if text not in direct.unusable.values()} | direct.unusable,
        wider.assumed | direct.assumed,
        wider.doubtful,
    )


def _is_of(value: object, said: object) -> bool:
    """Whether a value only repeats what was said: the same, the same day, or a list of nothing else."""
    if isinstance(value, str) and isinstance(said, str):
        return value == said or (value[:10] == said[:10] and value[:4].isdigit() and value[4:5] == "-")
    if value == said or isinstance(said, list | dict):
        return value == said
    parts = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return bool(parts) and all(_is_of(part, said) for part in parts)

"""A pasted notice in a conversation: what was read in it is shown, waits for the seller's word, and is what later questions go on from.

Pure, as the conversation is: computes nothing, but gives the Memory from which is computed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from knowledge.answer import Answer, Block
from knowledge.assistant import Assistant, Reply
from knowledge.assistant import shown as candidates_of
from knowledge.clock import Clock
from knowledge.memory import Memory, Said, corrected
from knowledge.search.candidates import guide_number
from knowledge.understanding import language
from knowledge.understanding.message import Understanding
from knowledge.understanding.reading import Reading
from knowledge.values import read_moment

_NUMBER = re.compile(r"\W*\d+\W*")


class Pasted:
    """The notices that one assistant has read."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant, self.base = assistant, assistant.base

    def shown(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
        """Shows what was read in a pasted notice, and computes nothing before the seller has agreed."""
        wording, rule = self.base.wording, self.base.rules.rule(understood.rule)
        known = self.base.speaker.known(rule, understood.reading.inputs)
        reading = understood.reading
        unusable = [self.base.speaker.unreal_date(rule, name, text) for name, text in reading.unusable.items()]
        moved = [wording.notice("read_back", text=text, day=wording.day(read_moment(value))) for text, value in reading.assumed.items()]
        wanted = (spec for spec in rule.inputs if spec.required and not spec.is_clock and spec.name not in (*reading.inputs, *reading.unusable))
        lead = wording.notice(
            "notice_read",
            title=wording.phrases.notices[f"notice_{understood.notice}"],
            known=known,
            window=understood.window,
            read_back=" ".join((*unusable, *moved)),
            missing=wording.listed(self.base.speaker.label(rule.id, spec.name) for spec in wanted),
            foreign=language.detect(understood.text, self.base.language) != self.base.language,
            others=understood.other_notices,
        )
        answer = Answer((Block("lead", lead),), self.base.speaker.rule_sources(rule), follow_ups=self._assistant.yes_or_no())
        state = self.base.rule_state(rule.id, understood.reading.inputs, clock, understood.reading.unusable)
        reply = Reply("rule", understood.language, candidates_of(understood), answer, replace(state, computation=None))
        return Said(replace(memory, notice=pending(rule.id, reading, understood, clock), question=wording.rules[rule.id].title, offered=()), (reply,))

    def questioned(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        """Asks what is wrong with what was read and shown, after a word that says no more than that something is, or a bare number; else None."""
        notice, text, replies = memory.notice, understood.text, self.base.phrasings.replies
        if not notice or "case" in notice or memory.in_form or memory.offered or replies.asks_something(text):
            return None
        rule = self.base.rules.rule(str(notice["rule"]))
        amended = self.base.reader.amended(rule, text, notice["inputs"], clock.reference)
        says_value = amended.inputs or self.base.reader.read(rule, text, clock.reference).inputs
        if not (amended.is_open or _NUMBER.fullmatch(text) or (replies.faulting.search(text) and not says_value)):
            return None
        asked = self._assistant.say("which_read", known=self.base.speaker.known(rule, notice["inputs"]))
        return Said(memory, (Reply("rule", understood.language, candidates_of(understood), asked),))

    def agreed_with(self, understood: Understanding, memory: Memory, clock: Clock, *, agreed: bool) -> Memory | None:
        """Takes what was read in the notice shown, with what this message corrects; without it after a plain no. None when no notice waits for a word."""
        notice = memory.notice
        if not notice or "case" in notice or memory.in_form or (memory.offered and agreed):
            return None
        rule = self.base.rules.rule(str(notice["rule"]))
        reading = self.base.reader.read(rule, understood.text, clock.reference)
        if not (reading.inputs or reading.unusable):
            reading = self.base.reader.another_hour(rule, understood.text, notice["inputs"], clock.reference)
        if amended := self.base.reader.amended(rule, understood.text, notice["inputs"], clock.reference).inputs:
            reading = Reading(dict(amended))  # "no, it's 25" leaves the rest of the sale as it was
        reading = corrected(reading, notice["inputs"], names_its_day=self.base.reader.names_a_date(rule, understood.text))
        if not (reading.inputs or reading.unusable or agreed):
            if understood.talk != "deny" and not self.base.phrasings.replies.denied.match(understood.text):
                return None
            anew = memory.with_rule(rule.id, Reading())
            return replace(anew, case=memory.case + 1, changes=0, told="", notice={})
        return self.goes_on(reading, memory)

    def goes_on(self, reading: Reading, memory: Memory) -> Memory:
        """The rule of the last notice, with what was read in it and what has been told since."""
        notice = memory.notice
        is_present = memory.rule == notice["rule"] and notice.get("case") == memory.case
        unusable = {name: text for name, text in notice["unusable"].items() if name not in reading.inputs} | reading.unusable
        begun = memory.with_rule(str(notice["rule"]), replace(reading, unusable=unusable), memory.inputs if is_present else notice["inputs"])
        if notice.get("case") != memory.case:  # a number that was left is not taken up again: the next matter would get it too
            begun = replace(begun, case=memory.case + 1, changes=0, told="")
        confirmed = {**notice, "inputs": begun.inputs, "unusable": unusable, "case": begun.case}
        return replace(begun, notice=confirmed)

    def is_meant(self, understood: Understanding, reading: Reading, memory: Memory, clock: Clock) -> bool:
        """Whether a message that asks for the rule of the last notice is about that notice: "until when can I appeal?"."""
        if understood.rule != memory.notice.get("rule"):
            return False
        if "case" in memory.notice and (reading.inputs or reading.unusable):
            return False  # of a confirmed one it goes on as of any other case
        return self.base.rule_state(understood.rule, reading.inputs, clock, reading.unusable).computation is None

    def asks_time(self, understood: Understanding, memory: Memory) -> bool:
        """Whether a message that was not taken for the rule of the last notice asks about its time all the same: "when must I send it?"."""
        kind = memory.notice.get("kind")
        if not kind or not self.base.phrasings.notices[kind].asks_time(understood.text):
            return False
        best = understood.candidates[0].article if understood.candidates else ""
        is_near = guide_number(best) in self.base.rules.rule(memory.notice["rule"]).articles
        return is_near if understood.decision == "answer" else understood.decision in ("clarify", "no_answer")


def pending(rule: str, reading: Reading, understood: Understanding, clock: Clock) -> dict[str, Any]:
    """What waits for the seller's word: the reading of a notice, or of messages of which more was told than was used, or was supposed (of no kind)."""
    read = {"rule": rule, "inputs": dict(reading.inputs), "unusable": dict(reading.unusable)}
    return read | {"kind": understood.notice, "window": understood.window, "pasted_at": clock.reference.isoformat("T", "minutes")}

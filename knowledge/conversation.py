"""Turns of a conversation outside a form: follow-ups, explanations, sources, choices, small talk, a person.

Pure: what is remembered comes in as a Memory and goes out as a new one; whoever calls keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knowledge.answer import Answer, Block
from knowledge.assistant import Assistant, Reply, shown
from knowledge.base import RuleState
from knowledge.clock import Clock
from knowledge.inputs import InputSpec
from knowledge.memory import NOTHING, Memory, Said, corrected, news, with_hours_of
from knowledge.rule import Rule
from knowledge.search.ranking import Candidate, guide_number
from knowledge.understanding import language
from knowledge.understanding.message import Understanding
from knowledge.understanding.reading import Reading
from knowledge.values import read_moment

_SHORT = 7  # words; a longer message that is well understood stands for itself
_ASIDE = 12  # words up to which a message asks for something beside the last rule
_OFFERED = 3  # titles in a "did you mean"


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
        if repeated := self._missed(understood, memory) or self._again(understood, memory, clock) or self.aside(understood, memory, clock):
            return repeated
        if not memory.in_form and self._asks_time(understood, memory):
            return self._of_notice(understood, Reading(), memory, clock)
        if self._amends(understood.text) and (begun := self._from_notice(understood, memory, clock, agreed=False)):
            return begun
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

    def _missed(self, understood: Understanding, memory: Memory) -> Said | None:
        """What follows when the date of the last rule is missed; None when that is not asked, or nothing is written of it."""
        is_other = understood.decision == "rule" and understood.rule != memory.rule
        if not memory.rule or is_other or not self.base.phrasings.replies.missing.match(understood.text):
            return None
        text = self.base.wording.rules[memory.rule].missed
        return Said(memory, (self._reply("answer", text, self.base.rules.rule(memory.rule).articles, None),)) if text else None

    def _which(self, memory: Memory, clock: Clock) -> Said:
        """Asks what is wrong with what the last answer was counted with."""
        rule = self.base.rules.rule(memory.rule)
        text = self.base.wording.notice("which_value", known=self.base.speaker.known(rule, memory.inputs))
        return Said(memory, (self._reply("rule", text, (), self.base.rule_state(rule.id, memory.inputs, clock)),))

    def aside(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        """What is written of something beside the last rule that a message asks about ("and the evidence?"); None when it asks for nothing of that."""
        text, replies = understood.text, self.base.phrasings.replies
        asks = understood.follows_up or replies.asks_something(text) or replies.conditional.match(text)
        if not (memory.rule and asks) or len(text.split()) > _ASIDE:
            return None
        found = next((aside for aside in self.base.wording.rules[memory.rule].asides if re.search(aside.asks, text, re.IGNORECASE)), None)
        rule = self.base.rules.rule(memory.rule)
        reading = self.base.reader.read(rule, text, clock.reference)
        if found is None or reading.inputs or reading.unusable:
            return None
        view = self.base.rules.parameters.view(clock.day)
        said = self.base.wording.say(found.text, {name: view.bound(parameter) for name, parameter in found.figures.items()})
        return Said(memory, (self._reply("answer", said, rule.articles, None),))

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
        if repeated := self._missed(understood, memory) or self._again(understood, memory, clock) or self.aside(understood, memory, clock):
            return repeated
        if self._tells(understood.text) and (begun := self._from_notice(understood, memory, clock, agreed=False)):
            return begun
        is_correction = understood.rule != memory.rule and self.base.phrasings.replies.denied.match(understood.text)
        if is_correction and not memory.in_form and self._tells(understood.text) and (continued := self._continued(understood, memory, clock)):
            return continued  # "no: 15/11", whatever rule that alone sounds like
        if understood.decision == "rule":
            names = {spec.name for spec in self.base.rules.rule(understood.rule).inputs}
            carried = {name: value for name, value in memory.inputs.items() if name in names}
            return self.begin(understood, memory, clock, NOTHING if memory.in_form else carried)
        if memory.in_form:
            return self.answer(understood, memory, clock)
        return self._continued(understood, memory, clock) or self.answer(understood, memory, clock)

    def begin(self, understood: Understanding, memory: Memory, clock: Clock, carried: Mapping[str, Any] = NOTHING) -> Said:
        """Starts the rule that a message asks for, or computes it at once; inside a form only as a side question."""
        if understood.decision != "rule":  # a title that was offered
            return self.answer(understood, memory, clock)
        if understood.rule != memory.rule and (beside := self.aside(understood, memory, clock)):
            return beside
        if understood.notice and not memory.in_form:
            return self._confirm(understood, memory, clock)
        if not (memory.in_form or carried) and self._only_tells(understood, memory) and (continued := self._continued(understood, memory, clock)):
            return continued
        reading = self.base.reader.read(self.base.rules.rule(understood.rule), understood.text, clock.reference)
        if not (memory.in_form or carried) and self._is_of_notice(understood, reading, memory, clock):
            return self._of_notice(understood, reading, memory, clock)
        if reading.spare and not (memory.in_form or carried):
            state = self.base.rule_state(understood.rule, reading.inputs, clock, reading.unsettled)
            if state.computation:
                reply = self.assistant.read_back(state, reading, understood)
                return Said(replace(memory, notice=_pending(understood, reading, clock), question=understood.text, offered=()), (reply,))
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

    def _confirm(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
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
        answer = Answer((Block("lead", lead),), self.base.speaker.rule_sources(rule), follow_ups=self.assistant.yes_or_no())
        state = self.base.rule_state(rule.id, understood.reading.inputs, clock, understood.reading.unusable)
        reply = Reply("rule", understood.language, shown(understood), answer, replace(state, computation=None))
        return Said(replace(memory, notice=_pending(understood, reading, clock), question=wording.rules[rule.id].title, offered=()), (reply,))

    def _from_notice(self, understood: Understanding, memory: Memory, clock: Clock, *, agreed: bool) -> Said | None:
        """Takes what was read in the notice shown, with what this message corrects; without it after a plain no. None when no notice waits for a word."""
        notice = memory.notice
        if not notice or "case" in notice or memory.in_form or (memory.offered and agreed):
            return None
        rule = self.base.rules.rule(str(notice["rule"]))
        reading = self.base.reader.read(rule, understood.text, clock.reference)
        if not (reading.inputs or reading.unusable):
            reading = self.base.reader.another_hour(rule, understood.text, notice["inputs"], clock.reference)
        reading = corrected(reading, notice["inputs"], names_its_day=self.base.reader.names_a_date(rule, understood.text))
        if not (reading.inputs or reading.unusable or agreed):
            if understood.talk != "deny" and not self.base.phrasings.replies.denied.match(understood.text):
                return None
            anew = memory.with_rule(rule.id, Reading())
            return self._computed(replace(anew, case=memory.case + 1, changes=0, told="", notice={}), understood, clock)
        return self._of_notice(understood, reading, memory, clock)

    def _of_notice(self, understood: Understanding, reading: Reading, memory: Memory, clock: Clock) -> Said:
        """The rule of the last notice, with what was read in it and what has been told since."""
        notice = memory.notice
        is_present = memory.rule == notice["rule"] and notice.get("case") == memory.case
        unusable = {name: text for name, text in notice["unusable"].items() if name not in reading.inputs} | reading.unusable
        begun = memory.with_rule(str(notice["rule"]), replace(reading, unusable=unusable), memory.inputs if is_present else notice["inputs"])
        if notice.get("case") != memory.case:  # a number that was left is not taken up again: the next matter would get it too
            begun = replace(begun, case=memory.case + 1, changes=0, told="")
        confirmed = {**notice, "inputs": begun.inputs, "unusable": unusable, "case": begun.case}
        return self._computed(replace(begun, notice=confirmed), understood, clock)

    def _is_of_notice(self, understood: Understanding, reading: Reading, memory: Memory, clock: Clock) -> bool:
        """Whether a message that asks for the rule of the last notice is about that notice: "until when can I appeal?"."""
        if understood.rule != memory.notice.get("rule"):
            return False
        if "case" in memory.notice and (reading.inputs or reading.unusable):
            return False  # of a confirmed one it goes on as of any other case
        return self.base.rule_state(understood.rule, reading.inputs, clock, reading.unusable).computation is None

    def _asks_time(self, understood: Understanding, memory: Memory) -> bool:
        """Whether a message that was not taken for the rule of the last notice asks about its time all the same: "when must I send it?"."""
        kind = memory.notice.get("kind")
        if not kind or not self.base.phrasings.notices[kind].asks_time(understood.text):
            return False
        best = understood.candidates[0].article if understood.candidates else ""
        is_near = guide_number(best) in self.base.rules.rule(memory.notice["rule"]).articles
        return is_near if understood.decision == "answer" else understood.decision in ("clarify", "no_answer")

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
        is_short = len(understood.text.split()) <= _SHORT and not self.base.phrasings.replies.asking.match(understood.text)
        if not memory.rule or not (understood.follows_up or is_short):
            return None
        rule = self.base.rules.rule(memory.rule)
        reading = self.base.reader.read(rule, understood.text, clock.reference)
        if not (reading.inputs or reading.unusable):
            reading = self.base.reader.another_hour(rule, understood.text, memory.inputs, clock.reference)
        if not (reading.inputs or reading.unusable) and understood.follows_up:
            amended = self.base.reader.amended(rule, understood.text, memory.inputs, clock.reference)
            if amended.is_open:
                return self._which(memory, clock)
            reading = Reading(dict(amended.inputs))
        if not (reading.inputs or reading.unusable):
            another = self._another(rule, understood.text, clock)
            begun = replace(memory.with_rule(rule.id, another), case=memory.case + 1, changes=0, told="")
            return self._computed(begun, understood, clock) if another.inputs else None
        reading = corrected(reading, memory.inputs, names_its_day=self.base.reader.names_a_date(rule, understood.text))
        if self._changes(understood.text):
            reading = with_hours_of(reading, memory.inputs)
        reading = self.added(reading, understood.text, memory.inputs)
        is_old = all(memory.inputs.get(name) == value for name, value in reading.inputs.items())
        if is_old and not reading.unusable and self.base.phrasings.replies.denied.match(understood.text):
            return self._which(memory, clock)  # a correction that changes nothing was not understood
        return self._computed(memory.with_rule(memory.rule, reading, memory.inputs), understood, clock)

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
        """The computed answer of the remembered rule."""
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
        if understood.talk in ("why", "source") and (beside := self.aside(understood, memory, clock)):
            return beside
        if understood.talk in ("affirm", "deny") and (begun := self._from_notice(understood, memory, clock, agreed=understood.talk == "affirm")):
            return begun
        if understood.talk == "deny" and memory.rule and not (memory.in_form or memory.offered) and memory.inputs:
            return self._which(memory, clock)
        explain = {"why": self._why, "source": self._source, "affirm": self._affirm}.get(understood.talk)
        found = explain(understood, memory, clock) if explain else None
        if found:
            return found
        return Said(replace(memory, offered=()), (Reply("smalltalk", understood.language, (), self.assistant.talk(understood.talk, clock)),))

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
            return Said(memory, (Reply("rule", self.base.language, (), answer, state),))
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
        say = self.base.wording.notice
        lines = [f"- {say('title_checked_on', title=a.title, section=a.section, day=self.base.wording.day(a.front.checked_on))}" for a in found]
        text = self.base.wording.notice("source") + "\n" + "\n".join(lines)
        return Said(memory, (self._reply("rule" if state else "answer", text, articles, state),))

    def _affirm(self, understood: Understanding, memory: Memory, clock: Clock) -> Said | None:
        """A plain yes takes the first of the articles offered."""
        if not memory.offered:
            return None
        title = self.assistant.titles(memory.offered[:1])[0]
        return self.answer(self.taken(replace(understood, text=title), memory), memory, clock)

    def talk(self, understood: Understanding, memory: Memory, clock: Clock) -> Said:
        """Small talk, or the way to a person with what has been said so far."""
        answer = self.assistant.beside_person(self.assistant.talk(understood.talk, clock), understood, clock)
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
        nothing = replace(memory, rule="", inputs={}, unusable={}, assumed={}, doubtful=(), asks_for="", misses=0, offered=(), notice={})
        is_something = memory.in_form or bool(memory.notice)
        kept = nothing if is_something else replace(memory, offered=())
        answer = self.assistant.say("cancelled" if is_something else "nothing_to_cancel")
        return Said(kept, (Reply("smalltalk", understood.language, (), answer),))

    def _reply(self, decision: Any, text: str, articles: tuple[str, ...], state: RuleState | None) -> Reply:
        sources = tuple(self.base.library.article(article).source for article in articles)
        return Reply(decision, self.base.language, (), Answer((Block("lead", text),), sources), state)


def _thing_of(rule: Rule[Any, Any]) -> InputSpec | None:
    """The input of a rule that takes any thing, listed or not."""
    return next((spec for spec in rule.inputs if spec.kind == "string" and spec.key_of), None)


def _pending(understood: Understanding, reading: Reading, clock: Clock) -> dict[str, Any]:
    """What waits for the seller's word: the reading of a notice, or of a message of which more was told than was used (of no kind)."""
    read = {"rule": understood.rule, "inputs": dict(reading.inputs), "unusable": dict(reading.unusable)}
    return read | {"kind": understood.notice, "window": understood.window, "pasted_at": clock.reference.isoformat("T", "minutes")}

"""What was answered, explained: why, by which source, what follows when a date is missed, what is written beside it, what a colleague should know.

Pure, as the conversation is: what is remembered comes in as a Memory.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from knowledge.answer import Answer, Block
from knowledge.assistant import Assistant, Reply
from knowledge.base import RuleState
from knowledge.clock import Clock
from knowledge.memory import Memory, Said
from knowledge.understanding.message import Understanding

_ASIDE = 12  # words up to which a message asks for something beside the last rule


class Explanations:
    """Explains what one assistant has answered."""

    def __init__(self, assistant: Assistant) -> None:
        self.base = assistant.base

    def missed(self, understood: Understanding, memory: Memory) -> Said | None:
        """What follows when the date of the last rule is missed; None when that is not asked, or nothing is written of it."""
        is_other = understood.decision == "rule" and understood.rule != memory.rule
        if not memory.rule or is_other or not self.base.phrasings.replies.missing.match(understood.text):
            return None
        text = self.base.wording.rules[memory.rule].missed
        return Said(memory, (self._reply("answer", text, self.base.rules.rule(memory.rule).articles, None),)) if text else None

    def which(self, memory: Memory, clock: Clock) -> Said:
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

    def why(self, memory: Memory, clock: Clock) -> Said | None:
        """The steps of the last computation or the check of the last article, what an input is asked for in a form; None when nothing was answered."""
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

    def source(self, memory: Memory, clock: Clock) -> Said | None:
        """The articles of the last answer; None when nothing was answered."""
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

    def summary(self, memory: Memory) -> str:
        """What a person who takes over should know, in one line; empty when nothing has been said."""
        wording = self.base.wording
        if memory.rule:
            known = self.base.speaker.known(self.base.rules.rule(memory.rule), memory.inputs)
            return wording.notice("handoff_context", topic=wording.rules[memory.rule].title, known=known)
        if memory.question:
            return wording.notice("handoff_context", topic=memory.question, known="")
        return ""

    def _reply(self, decision: Any, text: str, articles: tuple[str, ...], state: RuleState | None) -> Reply:
        sources = tuple(self.base.library.article(article).source for article in articles)
        return Reply(decision, self.base.language, (), Answer((Block("lead", text),), sources), state)

"""How a reply says yes, no, none or "I do not know", and how a message asks, adds or refers to what was said."""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import Field

from knowledge import yamlfile
from knowledge.patterns import compiled

_SENTENCE_END = re.compile(r"(?<=[.?!;])\s+")


class ReplyPatterns(yamlfile.Record):
    """How a reply says yes, no, none or "I do not know", asks something itself, refers or adds to what was said."""

    says_yes: tuple[str, ...] = Field(alias="yes")
    says_no: tuple[str, ...] = Field(alias="no")
    none: tuple[str, ...]
    every: tuple[str, ...]
    unknown: tuple[str, ...]
    asks: tuple[str, ...]
    adds: tuple[str, ...]
    refers: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    same_day: tuple[str, ...] = ()
    other_platforms: tuple[str, ...] = ()
    this_platform: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    counts: dict[str, int] = Field(default_factory=dict)
    places: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    another: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    supposes: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @cached_property
    def agreed(self) -> re.Pattern[str]:
        """A reply that opens with a yes."""
        return _opening(self.says_yes)

    @cached_property
    def denied(self) -> re.Pattern[str]:
        """A reply that opens with a no."""
        return _opening(self.says_no)

    @cached_property
    def empty(self) -> re.Pattern[str]:
        """A reply that is nothing but "none"."""
        return _alone(self.none)

    @cached_property
    def everything(self) -> re.Pattern[str]:
        """A reply that is nothing but "all of them"."""
        return _alone(self.every)

    @cached_property
    def unsure(self) -> re.Pattern[str]:
        """A reply that opens with "I do not know"."""
        return _opening(self.unknown)

    @cached_property
    def asking(self) -> re.Pattern[str]:
        """A message that opens like a question."""
        return _opening(self.asks)

    def asks_something(self, text: str) -> bool:
        """Whether a message opens like a question, or has a question mark."""
        return "?" in text or self.asking.match(text) is not None

    @cached_property
    def adding(self) -> re.Pattern[str]:
        """A message that adds to what was said instead of replacing it."""
        return compiled(rf"\b(?:{'|'.join(self.adds)})\b", re.IGNORECASE)

    @cached_property
    def referring(self) -> re.Pattern[str]:
        """A message that names its matter only by a pronoun ("what does it cost?"); of no patterns, none does."""
        return compiled(rf"\b(?:{'|'.join(self.refers) or '(?!)'})\b", re.IGNORECASE)

    @cached_property
    def conditional(self) -> re.Pattern[str]:
        """A message that asks what follows from something ("and if I don't?"); of no patterns, none does."""
        return _starting(self.conditions)

    @cached_property
    def timing(self) -> re.Pattern[str]:
        """A message that asks for the date once more ("until when?"); of no patterns, none does."""
        return _starting(self.times)

    @cached_property
    def same(self) -> re.Pattern[str]:
        """What stands in a reply for the day told before; of no patterns, nothing does."""
        return compiled(rf"\b(?:{'|'.join(self.same_day) or '(?!)'})\b", re.IGNORECASE)

    @cached_property
    def missing(self) -> re.Pattern[str]:
        """A message that asks what follows when the date just told is missed; of no patterns, none does."""
        return _starting(self.missed)

    def leads_to_value(self, text: str) -> bool:
        """Whether words say nothing but that a value follows ("no, it was", "what if")."""
        return self._leading.fullmatch(text) is not None

    @cached_property
    def _leading(self) -> re.Pattern[str]:
        return compiled(rf"\W*(?:\b(?:{'|'.join(self.leads) or '(?!)'})\b\W*)*", re.IGNORECASE)

    @cached_property
    def correcting(self) -> re.Pattern[str]:
        """A message that takes back what was told ("no, it was Friday", "actually it was Friday")."""
        return _opening((*self.says_no, *self.corrects))

    @cached_property
    def faulting(self) -> re.Pattern[str]:
        """A message that finds fault with what was answered ("you forgot the 5 €"); of no patterns, none does."""
        return compiled(rf"\b(?:{'|'.join(self.faults) or '(?!)'})\b", re.IGNORECASE)

    @cached_property
    def supposing(self) -> re.Pattern[str]:
        """A message that supposes something else than was told ("what if it was Friday?"); of no patterns, none does."""
        return _opening(self.supposes or ("(?!)",))

    @cached_property
    def elliptic(self) -> re.Pattern[str]:
        """A message that is nothing but a question word ("how long?"): it asks about what was said before."""
        return _alone(self.bare)

    @cached_property
    def doubting(self) -> re.Pattern[str]:
        """A message that only doubts what was said ("are you sure?")."""
        return _alone(self.doubts)

    def topic(self, text: str) -> str:
        """What a message asks about and says nothing more of ("and the evidence?"), some thing or a matter known to both; empty where it is no such message."""
        match = _alone(self.topics).match(text)
        return self.thing(text) or (match[1] if match else "")

    def thing(self, text: str) -> str:
        """The thing that a message names and says nothing more of ("and knives?"); empty where it is no such message."""
        match = self._naming.match(text)
        return next((group for group in match.groups() if group), "") if match else ""

    @cached_property
    def _naming(self) -> re.Pattern[str]:
        return _alone(self.another)

    def count(self, text: str) -> int | None:
        """The number that a whole reply means ("never", "twice"); None when it means none."""
        return next((value for pattern, value in self.counts.items() if re.fullmatch(rf"\W*(?:{pattern})\W*", text, re.IGNORECASE)), None)

    @cached_property
    def elsewhere(self) -> re.Pattern[str]:
        """A message that names another marketplace."""
        return compiled(rf"\b(?:{'|'.join(self.other_platforms) or '(?!)'})\b", re.IGNORECASE)

    @cached_property
    def here(self) -> re.Pattern[str]:
        """A message that asks about this one all the same ("on Amazon I have 30 days, and here?")."""
        return compiled(rf"\b(?:{'|'.join(self.this_platform) or '(?!)'})\b", re.IGNORECASE)

    def matter_here(self, text: str) -> str:
        """What a message that names another marketplace beside this one says of this one; empty where that cannot be told apart."""
        if not (self.elsewhere.search(text) and self.here.search(text)):
            return ""
        without = self._comparison.sub("", text)
        rest = " ".join(part for part in _SENTENCE_END.split(without) if not self.elsewhere.search(part))
        return rest if self.here.search(rest) and self.asks_something(rest) else ""

    @cached_property
    def _comparison(self) -> re.Pattern[str]:
        """Another marketplace, named for comparison ("as Vinted does")."""
        named = "|".join(self.compared).replace("<platform>", f"(?:{'|'.join(self.other_platforms) or '(?!)'})")
        return compiled(rf",?\s*\b(?:{named or '(?!)'})\b", re.IGNORECASE)

    def own_words(self, text: str) -> str:
        """A message without the product title that it gives at its end ("is my title ok: Sac à dos enfant"), which may be in any language."""
        match = self._quoting.search(text)
        return text[: match.end()] if match and match[0].count(" ") and text[match.end() :].count(" ") else text

    @cached_property
    def _quoting(self) -> re.Pattern[str]:
        """What leads up to a product title: from the start of a message to its colon."""
        return compiled(rf"^[^\n]{{0,80}}?\b(?:{'|'.join(self.quotes) or '(?!)'})\b[^:\n]{{0,40}}:\s*", re.IGNORECASE)

    def place(self, text: str, count: int) -> int | None:
        """Which of `count` things offered, from 0, the reply takes ("the second one", "3", "the last"); None for no such reply."""
        return next((place for place, pattern in enumerate(self.placed[:count]) if pattern.match(text)), count - 1 if self.closing.match(text) else None)

    @cached_property
    def placed(self) -> tuple[re.Pattern[str], ...]:
        """Replies that are nothing but a place, in order."""
        return tuple(_alone((pattern,)) for pattern in self.places)

    @cached_property
    def speaks(self) -> re.Pattern[str]:
        """A message that is nothing but the wish to go on in this language ("in English please"); of no patterns, none is."""
        return _alone(self.language)

    @cached_property
    def closing(self) -> re.Pattern[str]:
        """A reply that is nothing but "the last one"."""
        return _alone(self.last)


def _starting(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """A message that begins as one of the patterns says; of no patterns, none does."""
    return compiled(rf"\W*(?:{'|'.join(patterns) or '(?!)'})", re.IGNORECASE)


def _opening(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """A message whose first words are one of the patterns."""
    return _starting(tuple(rf"(?:{pattern})\b" for pattern in patterns))


def _alone(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """A reply that is one of the patterns and nothing else; of no patterns, none is."""
    return compiled(rf"\W*(?:{'|'.join(patterns) or '(?!)'})\W*$", re.IGNORECASE)

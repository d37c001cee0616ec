"""What a conversation remembers from one message to the next, and how a new reading goes with it.

Holds plain values only: whoever keeps it may write it down as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from knowledge.assistant import Reply
from knowledge.understanding.reading import Reading

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Memory:
    """What a conversation remembers.

    `rule` is the rule of the form or the one answered last, with its `inputs`, of which those `supposed` are still to be confirmed;
    `asks_for` is the input that is waited for.
    `case` numbers the matters computed, `changes` tells how often the dates of the present one have changed, `told` the last.
    `notice` holds what was read in the last pasted notice, and once the seller has confirmed it the number of its `case`.
    `question` is what was asked last and `articles` what answered it, `offered` belongs to the last "did you mean".
    """

    rule: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    unusable: Mapping[str, str] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)
    doubtful: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
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
        return Reading(dict(self.inputs), dict(self.unusable), dict(self.assumed), self.doubtful, supposed=self.supposed)

    def with_rule(self, rule: str, reading: Reading, carried: Mapping[str, Any] = NOTHING) -> Memory:
        """Starts a rule with what was read; `carried` are inputs kept from before."""
        inputs = reading.over(carried)
        doubtful = tuple(name for name in reading.doubtful if name not in inputs)
        begun = replace(self, rule=rule, inputs=inputs, unusable=reading.unusable, assumed=reading.assumed, doubtful=doubtful, supposed=reading.supposed)
        return replace(begun, asks_for="", misses=0, articles=(), offered=())

    def forgetting_rule(self) -> Memory:
        """The same without the rule at hand and all that was told for it."""
        return replace(self, rule="", inputs={}, unusable={}, assumed={}, doubtful=(), supposed=(), asks_for="", misses=0, offered=())


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in a turn, what is remembered after it, and whether a form must go on with the rule."""

    memory: Memory
    replies: tuple[Reply, ...] = ()
    starts_form: bool = False


def news(reading: Reading, earlier: Mapping[str, Any]) -> Reading:
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
    value, told = next(iter(reading.inputs.values())), [key for key, day in earlier.items() if _DAY.match(str(day))]
    if not only_day(earlier) or not _DAY.match(str(value)):
        return reading
    return replace(reading, inputs=dict.fromkeys(told, value))


def with_hours_of(reading: Reading, earlier: Mapping[str, Any]) -> Reading:
    """The reading of a correction, whose days without an hour keep the hour told before: "actually it was Monday"."""
    days = {name: str(value) for name, value in reading.inputs.items() if _DAY.fullmatch(str(value)) and _MOMENT.fullmatch(str(earlier.get(name)))}
    moments = {name: day + str(earlier[name])[len(day) :] for name, day in days.items()}
    assumed = {said: moments.get(next((name for name, day in days.items() if day == value), ""), value) for said, value in reading.assumed.items()}
    return replace(reading, inputs=reading.inputs | moments, assumed=assumed)


def only_day(inputs: Mapping[str, Any]) -> str:
    """The one day (ISO) that the inputs hold, in one of them or in several; empty when there is none, or more than one."""
    days = {str(value)[:10] for value in inputs.values() if _DAY.match(str(value))}
    return days.pop() if len(days) == 1 else ""

"""Puts findings into words: computations and problems with inputs become answers and sentences.

Adds nothing to a finding but its wording, its sources and the caveats of what it read.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from knowledge import receipt, values
from knowledge.answer import Answer, Block, Button, KeyDate, Source
from knowledge.articles import Article, Library, Passage
from knowledge.errors import InputProblem
from knowledge.inputs import CLOCK_INPUTS, InputSpec
from knowledge.rule import LATER, Computation, Rule, Step
from knowledge.understanding.hours import Hours
from knowledge.wording import Wording

_MOST_CAVEATS = 3
_GIVEN_LENGTH = 60
_PLACES = ("country", "place")


class Speaker:
    """Speaks about articles and rules in one language."""

    def __init__(self, wording: Wording, library: Library, calendar: str, hours: Hours) -> None:
        """`hours` finds those that a text names."""
        self.wording, self._library, self._calendar, self._hours = wording, library, calendar, hours

    def article_answer(self, article: Article, place: int, today: date) -> Answer:
        """The short answer, with the passage that fits best under it, and the article's contradictions so far shown."""
        return self._passages(article, [article.passages[0]] + ([article.passages[place]] if place > 0 else []), today)

    def passages_answer(self, article: Article, shown: Sequence[Passage], today: date) -> Answer:
        """These passages of an article, with all contradictions that they touch."""
        return self._passages(article, shown, today, most=sum(len(passage.conflicts) for passage in shown))

    def _passages(self, article: Article, shown: Sequence[Passage], today: date, most: int = _MOST_CAVEATS) -> Answer:
        blocks = [Block("lead" if not passage.heading else "body", passage.text, passage.heading) for passage in shown]
        conflicts = [conflict for passage in reversed(shown) for conflict in passage.conflicts]
        foreign = () if article.language == self.wording.language else (self.wording.notice("foreign_article"),)
        more = [Button(p.heading, p.heading) for p in article.passages[1:] if p not in shown]
        return Answer(
            tuple(blocks),
            (article.source,),
            (*foreign, *self._caveats(conflicts, article.front.review_by, today, most)),
            follow_ups=tuple(more[:3]),
        )

    def rule_answer(self, computation: Computation, notes: Iterable[str] = ()) -> Answer:
        """The answer of a computation, with its receipt."""
        rule, finding = computation.rule, computation.finding
        words = self.wording.rules[rule.id]
        node = words.nodes[finding.node]
        said = {"facts": computation.facts, "outcome": finding.outcome, "today": computation.today}
        lead, why, then = self.wording.say_all((node.lead, node.why, node.next), said)
        spoken = (Block("lead", lead), Block("why", why), Block("next", then))
        conflicts = [c for reading in computation.readings for c in reading.conflicts] + list(finding.conflicts)
        review_by = min((reading.review_by for reading in computation.readings), default=date.max)
        withheld = rule.withheld.get(finding.node, ())
        labels = {key: label for key, label in words.dates.items() if key not in withheld}
        dates = [KeyDate(key, values.dump(found), label) for key, label in labels.items() if isinstance(found := getattr(finding.outcome, key), date)]
        to_the_minute = {found.event for found in dates if "T" in found.value}
        written = receipt.write(computation, self._calendar, self.step, self.wording.language)
        return Answer(
            tuple(block for block in spoken if block.text),
            self.rule_sources(rule, computation),
            (*notes, *self._caveats(conflicts, review_by, computation.today, most=len(conflicts))),
            tuple(found for found in dates if "T" in found.value or found.event not in to_the_minute),
            follow_ups=tuple(Button(text, text) for text in (*node.follow_ups, self.wording.phrases.buttons["why"])),
            receipt=written,
            inputs=self.named(rule, {name: value for name, value in written["inputs"].items() if value is not None}),
        )

    def rule_sources(self, rule: Rule[Any, Any], computation: Computation | None = None) -> tuple[Source, ...]:
        """The articles of a rule: first those whose figures were read, then the rule's first article."""
        ids = [reading.source.article for reading in computation.readings] if computation else []
        ids += [rule.articles[0]] if not ids else []
        # Which ones, is kept; what they say of themselves changes when one is published.
        return tuple(self._library.article(article).source for article in _three(tuple(dict.fromkeys(ids)), rule.articles) if article in self._library)

    def step(self, rule_id: str, step: Step) -> str:
        """One step of a computation in words."""
        return self.wording.say(self.wording.rules[rule_id].steps[step.key], step.details)

    def problem(self, rule: Rule[Any, Any], problem: InputProblem) -> str:
        """One clear sentence on what is wrong with an input and what is wanted."""
        errors = self.wording.phrases.errors
        if problem.code == "unknown_input":
            return self.wording.say(errors["unknown_input"], {"field": _short(problem.field)})
        name = problem.field.partition(".")[0]
        specs = {spec.name: spec for spec in rule.inputs}
        label = self.label(rule.id, name) + (f" ({problem.field})" if "." in problem.field else "")
        said = {"label": label, "given": self._given(problem.given), "related": self.label(rule.id, problem.related)}
        said["wanted"] = self._wanted(specs[name].at(problem.field), problem) if name in specs else ""
        return self.wording.say(errors[_error_key(problem)], said)

    def unreal_date(self, rule: Rule[Any, Any], name: str, text: str) -> str:
        """That the user's own words name a day, or an hour of it, that does not exist."""
        key = "unreal_hour" if any(not hour.value for hour in self._hours.find(text)) else "unreal_date"
        return self.wording.notice(key, text=_short(text), label=self.label(rule.id, name))

    def prompt(self, rule: Rule[Any, Any], name: str) -> str:
        """The question for one input, with an example where that helps."""
        words = self.wording.rules[rule.id].inputs[name]
        example = self.wording.notice("example", example=words.example) if words.example else ""
        return f"{words.ask} {example}".strip()

    def label(self, rule_id: str, name: str) -> str:
        """How an input is called in a sentence."""
        inputs = self.wording.rules[rule_id].inputs
        return inputs[name].label if name in inputs else name

    def known(self, rule: Rule[Any, Any], inputs: Mapping[str, Any]) -> str:
        """Inputs (raw JSON values) in words, with their labels, in declared order; empty when there are none."""
        return self.wording.listed(self.wording.notice("named", label=label, value=value) for label, value in self.named(rule, inputs))

    def named(self, rule: Rule[Any, Any], inputs: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """The same, each label and value by itself."""
        words = self.wording.rules[rule.id].inputs
        return tuple((words[spec.name].label, self._in_words(spec, inputs[spec.name], words[spec.name].fields)) for spec in rule.inputs if spec.name in inputs)

    def _in_words(self, spec: InputSpec, value: Any, fields: Mapping[str, str]) -> str:
        """One value as people say it; `fields` are the names of what an item of a list consists of."""
        wording = self.wording
        if isinstance(value, list):
            said = [self._in_words(spec.item or spec, item, fields) for item in value]
            return ("; ".join(said) if fields else wording.listed(said)) or wording.phrases.buttons["none"].lower()
        if isinstance(value, dict):
            known = [inner for inner in spec.fields if value.get(inner.name) is not None]
            return ", ".join(wording.notice("named", label=fields[inner.name], value=self._in_words(inner, value[inner.name], {})) for inner in known)
        if isinstance(value, bool):
            return wording.phrases.buttons["yes" if value else "no"].lower()
        if spec.kind in ("date", "datetime", "date_or_datetime", "date_or_code") and value not in spec.choices:
            return wording.day(values.read_moment(value))
        if isinstance(value, int | float):
            number = Decimal(str(value))
            return wording.euros(number) if spec.kind == "money" else wording.number(number)
        return wording.label(str(value), spec.vocabulary) if spec.vocabulary else wording.place(str(value)) if spec.kind in _PLACES else str(value)

    def _given(self, given: object) -> str:
        if isinstance(given, date | datetime):
            return self.wording.day(given)
        if isinstance(given, dict) or (isinstance(given, list) and any(isinstance(item, dict) for item in given)):
            return self.wording.notice("given_objects")
        if isinstance(given, list):  # as it came, perhaps nested deeper than Python can follow
            return self.wording.notice("quoted", text=_short(reprlib.repr(given)))
        return self.wording.notice("quoted", text=_short(str(values.dump(given))))

    def _wanted(self, spec: InputSpec, problem: InputProblem) -> str:
        """What would be accepted: of a list what each entry has to be."""
        item = spec.item
        if spec.kind == "list" and item:
            choices = self.wording.one_of(item.choices)
            key = "wanted_list_of_enum" if item.kind == "enum" else "wanted_list_of_place" if item.kind == "place" else "wanted_list"
            keys = self.wording.listed(field.name for field in item.fields)
            each = self.wording.say(self.wording.phrases.errors[f"wanted_{item.kind}"], self._bounds(item, problem) | {"keys": keys})
            return self.wording.say(self.wording.phrases.errors[key], {"choices": choices, "each": each})
        key = "wanted_one_of" if spec.kind != "enum" and (problem.choices or spec.numbers) and spec.kind == "int" else f"wanted_{spec.kind}"
        said = self._bounds(spec, problem) | {"keys": self.wording.listed(field.name for field in spec.fields)}
        return self.wording.say(self.wording.phrases.errors[key], said)

    def _bounds(self, spec: InputSpec, problem: InputProblem) -> dict[str, object]:
        """The bounds and choices in words; those of the problem are of the day asked about."""
        low, high = (spec.low if problem.low is None else problem.low), (spec.high if problem.high is None else problem.high)
        key = "from_to" if low is not None and high is not None else "at_least" if low is not None else "at_most"
        bounds = "" if low is None and high is None else f" {self.wording.notice(key, low=low, high=high)}"
        choices = problem.choices or spec.choices or tuple(str(number) for number in spec.numbers)
        return {"bounds": bounds, "choices": self.wording.one_of(choices)}

    def _caveats(self, conflicts: Iterable[str], review_by: date, today: date, most: int = _MOST_CAVEATS) -> tuple[str, ...]:
        """What a seller must know beside the answer: contradictions, an overdue check, and whose word counts."""
        said = [self._library.caveat(conflict) for conflict in dict.fromkeys(conflicts)]
        found = [text for text in said if text][:most]
        if review_by < today:
            found.append(self.wording.notice("overdue", day=self.wording.day(review_by)))
        return (*found, self.wording.notice("independent"))


@cache
def _three(ids: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """These articles, and of the others as many as make three."""
    known = {article.partition("-")[0] for article in ids}
    added = [article for article in others if article not in known][: max(0, 3 - len(ids))]
    return tuple(dict.fromkeys((*ids, *added)))


def _error_key(problem: InputProblem) -> str:
    """The sentence for a problem; one that only the present speaks against is about a day that is still to come."""
    if problem.code != "bad_order":
        return problem.code
    if problem.field in CLOCK_INPUTS and problem.related:
        return "bad_order_ahead"
    if problem.detail == LATER:
        return "bad_order_to_come" if problem.related in CLOCK_INPUTS else "bad_order_later"
    return "bad_order"


def _short(text: str) -> str:
    """Text as it may stand in a message: one line, not long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _GIVEN_LENGTH else f"{flat[: _GIVEN_LENGTH - 1]}…"

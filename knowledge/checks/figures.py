"""Checks that the articles bound to a parameter state its value: the quoted words stand there, and they say that figure.

Refuses nothing about sentences that no binding quotes; of lists and tables of codes only the words are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from knowledge.checks.finding import Finding, error
from knowledge.checks.material import Material
from knowledge.parameters import DatedValue, Parameter, Source

WORDS_ONLY = frozenset({"codes", "table", "mapping", "counts_table", "ranges", "grid"})
"""Units whose values no sentence spells out: their words must stand in the article, and a reader judges them."""


def check(material: Material) -> Iterator[Finding]:
    """Every binding whose words do not stand in the article or say another value, and every article that a new value forgot."""
    for name, parameter in material.parameters.items():
        path, key = material.parameter_place(name)
        for place, (_, value, entry) in enumerate(parameter.timeline()):
            yield from _binding(entry.source, name, f"{key}.history.{place}.source", material, value=value, entry=entry)
            for number, binding in enumerate(entry.also):
                yield from _binding(binding, name, f"{key}.history.{place}.also.{number}", material, value=value, entry=entry)
            if entry.no_figure is not None and value is not None and says(entry.source.states, value, parameter.unit):
                problem = f"{entry.source.states!r} can be compared with the value; take no_figure out"
                yield error(path, f"{key}.history.{place}.no_figure", problem)
        yield from _forgotten(name, parameter, material)


def says(words: str, value: object, unit: str, *, part: bool = False) -> bool:
    """Whether the words express a value of this unit; of units in `WORDS_ONLY` it is taken for granted.

    With `part`, words that name a single number may also name just one of a list.
    """
    if unit in WORDS_ONLY:
        return True
    text = plain(words)
    if part and isinstance(value, tuple) and len(stated := {Decimal(number) for number in re.findall(_NUMBER, text)}) == 1:
        return stated <= set(value)
    return any(re.search(pattern, text) for pattern in _patterns(value, unit))


def plain(words: str) -> str:
    """The words on one line with every number in plain figures: "Fourth" is 4, "10,000" is 10000, "€0.10" is €0.1."""
    text = _WORD.sub(lambda word: str(_WRITTEN[word[0].lower()]), " ".join(words.split()))
    text = _NTH.sub("", _THOUSANDS.sub("", text))
    return _DECIMAL.sub(lambda number: _figure(Decimal(number[0])), text)


def _binding(binding: Source, name: str, where: str, material: Material, *, value: object, entry: DatedValue) -> Iterator[Finding]:
    path, _ = material.parameter_place(name)
    parameter, article = material.parameters[name], material.articles.get(binding.article)
    if article is None:
        if material.article_path(binding.article) not in material.unread:
            yield error(path, where, f"there is no article {binding.article!r}; name the one that states the value")
        return
    if not _stands(binding.states, article.body):
        yield error(path, where, f"{binding.states!r} does not stand in {article.id}; quote the article's own words")
        return
    further = binding is not entry.source
    if value is None or (entry.no_figure is not None and not further):
        return  # the end of a value has no figure to compare
    if not says(binding.states, value, parameter.unit, part=further):
        problem = f"{binding.states!r} does not say {_shown(value, parameter)}, the value from {entry.start} on"
        yield error(material.article_path(article.id), name, f"{problem}; correct the article and the words quoted in {path.name}, or the value there")
        for language, articles in material.translations.items():
            if article.id in articles:
                yield error(material.translation_path(language, article.id), name, f"translates {problem}; correct it with the English article")


def _forgotten(name: str, parameter: Parameter, material: Material) -> Iterator[Finding]:
    """Articles bound to a value but not to the next one: they would go on stating the old one alone."""
    file = material.parameter_place(name)[0].name
    for (_, _, before), (start, value, entry) in pairwise(parameter.timeline()):
        bound = {binding.article for binding in entry.bindings}
        for binding in before.bindings:
            if binding.article in material.articles and binding.article not in bound:
                bound.add(binding.article)  # once is enough: whoever opens it sees the other sentences
                news = "that it ends" if value is None else _shown(value, parameter)
                problem = f"{binding.states!r} holds only before {start}; state {news} from that day on, and quote it under also in {file}"
                yield error(material.article_path(binding.article), name, problem)


def _stands(words: str, body: str) -> bool:
    """Whether the words stand in the text with nothing glued to them: "4 days" does not stand in "14 days"."""
    quoted = re.escape(" ".join(words.split()))
    return re.search(rf"(?<!\w)(?<!\d[.,]){quoted}(?!\w)(?![.,]\d)", " ".join(body.split())) is not None


def _shown(value: Any, parameter: Parameter) -> str:
    if parameter.unit in WORDS_ONLY:
        return "the new value"
    written = ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:%H:%M}" if isinstance(value, time) else str(value)
    return f"{written} ({parameter.unit})"


_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_WRITTEN = MappingProxyType(
    {word: number for number, word in enumerate((*_ONES, *_TEENS), 1)}
    | {word: 10 * place for place, word in enumerate(_TENS, 2)}
    | {f"{word}-{one}": 10 * place + number for place, word in enumerate(_TENS, 2) for number, one in enumerate(_ONES, 1)}
    | {word: number for number, word in enumerate(_ORDINALS, 1)}
    | {"once": 1, "twice": 2}
)
_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_WRITTEN, key=len, reverse=True))})\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
_NTH = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_DECIMAL = re.compile(r"(?<![\w.:])\d+\.\d+(?!\w|[.:]\d)")  # not 11.11.2026

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_NOUNS = MappingProxyType({"hours": "(?:hours?|h)", "calendar_days": "days?", "working_days": "working[ -]days?", "months": "months?"})
_NO_NOUN = r"^(?!.*\b(?:hour|day|week|month|year)s?\b)(?!.*\dh\b).*"
"""Words that name no measure of time: "aim for 3 to be safe"."""
_NUMBER = r"\d+(?:\.\d+)?"
_JOINT = r"[%€]?(?:,| to| or| and|[ -]?[-–])[ -]?€?"
_RUN = rf"(?:{_JOINT}{_NUMBER})*"
"""More numbers that share the measure behind them: 3 "to 5" days, 30", 90 or 180" days."""
_FEW_WORDS = r"(?:[ -][a-z]+){0,2}?"


def _patterns(value: Any, unit: str) -> Iterator[str]:
    """Regular expressions of which the plain words must match one."""
    match unit:
        case "calendar_days" | "working_days" | "hours" | "months":
            yield from _spans(value, _NOUNS[unit])
            if unit == "calendar_days":
                yield from _spans(24 * value, _NOUNS["hours"])
                yield from _spans(value // 7, "weeks?") if value % 7 == 0 else ()
            yield _NO_NOUN + _number(value)
        case "percent":
            yield rf"{_number(value)}{_RUN}[ -]?(?:%|per ?cent\b)"
        case "eur":
            yield rf"€ ?(?:{_NUMBER}{_JOINT})*{_number(value)}"
            yield rf"{_number(value)}{_RUN} ?(?:€|euros?\b)"
        case "count" | "number":
            yield _number(value)
            if unit == "count" and 1 <= value <= len(_MONTHS):
                yield rf"\b{_MONTHS[value - 1]}\b"  # a count of months in the year
        case "counts":
            yield "".join(f"(?=.*{_number(one)})" for one in value)
        case "time":
            yield rf"(?<![\d:]){value.hour:02}:{value.minute:02}(?![\d:])"
            yield rf"(?<![\d:]){value.hour}:{value.minute:02}(?![\d:])"
        case "date":
            yield rf"{value.isoformat()}(?!\d)"
            yield from (rf"{day},? {value.year}(?!\d)" for day in _days(value))
        case "month_day":
            yield from _days(value)
        case "month":
            yield rf"\b{_MONTHS[value.month - 1]} {value.year}(?!\d)"
            yield rf"(?<!\d){value}(?![-\d])"
        case _:
            raise ValueError(f"no way to find a value in {unit} in words; add it here or to WORDS_ONLY")


def _spans(value: int, noun: str) -> Iterator[str]:
    yield rf"{_number(value)}{_RUN}{_FEW_WORDS}[ -]?{noun}\b"
    yield rf"\b{noun} (?:{_NUMBER}{_JOINT})*{_number(value)}"


def _days(day: Any) -> Iterator[str]:
    month = _MONTHS[day.month - 1]
    yield rf"(?<![\d.]){day.day}(?: of)? {month}\b"
    yield rf"\b{month} {day.day}(?!\d)"


def _number(value: int | Decimal) -> str:
    return rf"(?<![\w.:]){re.escape(_figure(Decimal(value)))}(?!\d|[.:]\d)"


def _figure(value: Decimal) -> str:
    """The shortest way to write it: 0.1 for 0.10, 10 for 10.0."""
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value)}"

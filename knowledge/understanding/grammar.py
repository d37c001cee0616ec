"""The grammar of what sellers write in one language, read from data/grammar.

Refuses words that are used but not given, and patterns that do not compile. What a language does not give, is not read in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from knowledge import yamlfile
from knowledge.understanding.words import (
    NEVER,
    AmountWords,
    DateWords,
    DenialWords,
    EventWords,
    HearsayWords,
    HoldingWords,
    HourWords,
    MarketWords,
    MonthWords,
    NoticeWords,
    Pattern,
    PlaceWords,
    QuestionWords,
    RemainderWords,
    SpanWords,
)

_PLACE = re.compile(r"(?<!\?P)<([a-z_]+)>")
_NUMBERED = ("months", "weekdays")


class Grammar(yamlfile.Record):
    """The words of one language.

    `words` are pieces of patterns: everywhere below, <name> stands for one of them. Besides there are <month>, <weekday>, <demonym>, <count> with <unit>,
    each a group of that name, and without a group <counts>, <numeral> and <ordinal>. `numerals` are numbers of things and money, `counts` numbers of units of
    time, `ordinals` days of a month in words.
    """

    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    numerals: dict[str, int] = Field(default_factory=dict)
    counts: dict[str, float] = Field(default_factory=dict)
    ordinals: dict[str, int] = Field(default_factory=dict)
    units: dict[str, str] = Field(default_factory=dict)
    months: Annotated[tuple[Pattern, ...], Field(min_length=12, max_length=12)] = ()
    weekdays: Annotated[tuple[Pattern, ...], Field(min_length=7, max_length=7)] = ()
    locales: tuple[str, ...] = ()
    """Languages of dates that are spelt out."""
    dates: DateWords = DateWords()
    hours: HourWords = HourWords()
    amounts: AmountWords = AmountWords()
    month_names: MonthWords = MonthWords()
    spans: SpanWords = SpanWords()
    places: PlaceWords = PlaceWords()
    market: MarketWords = MarketWords()
    holdings: HoldingWords = HoldingWords()
    events: EventWords = EventWords()
    denial: DenialWords = DenialWords()
    questions: QuestionWords = QuestionWords()
    remainder: RemainderWords = RemainderWords()
    notices: NoticeWords = NoticeWords()
    hearsay: HearsayWords = HearsayWords()
    contracted: Pattern = NEVER
    """A denied verb without its apostrophe ("dont"); in the first group what stands before n't."""
    taken_back: Pattern = NEVER
    """All that stands between a value and the one that corrects it ("no wait, it was")."""

    @classmethod
    def load(cls, path: Path) -> Grammar:
        """The grammar in a file. Raises DataError."""
        return yamlfile.load(path, cls)

    @model_validator(mode="before")
    @classmethod
    def _with_words(cls, raw: Any) -> Any:
        """The raw data with the words in the place of their names."""
        if not isinstance(raw, dict):
            return raw
        try:
            words = {name: _either(pieces) for name, pieces in raw.get("words", {}).items()} | _named(raw)
        except (AttributeError, TypeError) as wrong:
            raise ValueError("words, numerals, counts, units and demonyms are mappings; words have lists, as months and weekdays are") from wrong
        return {key: value if key == "words" else _filled(value, words) for key, value in raw.items()}

    def month(self, name: str) -> int:
        """The month, 1 to 12, of a name that <month> matches, or of its number."""
        return int(name) if name.isdigit() else _number(self.months, name) + 1

    def weekday(self, name: str) -> int:
        """The weekday, 0 to 6 from Monday on, of a name that <weekday> matches."""
        return _number(self.weekdays, name)

    def day(self, written: str) -> int:
        """The day of the month in figures, or in words that <ordinal> matches."""
        return int(written) if written.isdigit() else _written(self.ordinals, written)

    def numeral(self, written: str) -> int:
        """The value of what <numeral> matches."""
        return _written(self.numerals, written)

    def count(self, written: str) -> float:
        """The value of what <count> matches."""
        return int(written) if written.isdigit() else self.counts[written.lower()]


def numeral(numerals: Iterable[str]) -> str:
    """A pattern of numbers written out, the longest first; a hyphen and a space are the same."""
    return "|".join(re.sub("[- ]", "[- ]", name) for name in sorted(numerals, key=len, reverse=True)) or "(?!)"


def _written(numbers: Mapping[str, int], written: str) -> int:
    plain = written.lower().replace("-", " ")
    return next(value for name, value in numbers.items() if name.replace("-", " ") == plain)


def _number(patterns: tuple[re.Pattern[str], ...], name: str) -> int:
    return next(number for number, pattern in enumerate(patterns) if pattern.fullmatch(name))


def _either(pieces: list[str]) -> str:
    return f"(?:{'|'.join(pieces)})"


def _named(raw: dict[str, Any]) -> dict[str, str]:
    """The pieces that are made of what else is given; a language that gives no months has no <month>."""
    counts = "|".join(sorted(raw.get("counts", {}), key=len, reverse=True)) or "(?!)"
    named = {key[:-1]: f"(?P<{key[:-1]}>{'|'.join(raw[key])})" for key in _NUMBERED if raw.get(key)}
    if units := raw.get("units"):
        named["unit"] = "(?P<unit>" + "|".join(f"(?P<{unit}>{words})" for unit, words in units.items()) + ")"
    if demonyms := (raw.get("places") or {}).get("demonyms"):
        named["demonym"] = f"(?P<demonym>{'|'.join(demonyms.values())})"
    return (
        named
        | {"count": rf"(?<![.,\d])(?P<count>\d{{1,4}}|{counts})", "counts": f"(?:{counts})"}
        | {each: f"(?:{numeral(raw.get(f'{each}s', {}))})" for each in ("numeral", "ordinal")}
    )


def _filled(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, str):
        return _expanded(value, words)
    if isinstance(value, dict):
        return {key: _filled(item, words) for key, item in value.items()}
    return [_filled(item, words) for item in value] if isinstance(value, list) else value


def _expanded(pattern: str, words: dict[str, str]) -> str:
    def piece(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise ValueError(f"<{match[1]}> in {pattern!r} is not among the words, or stands in itself")
        return _expanded(words[match[1]], {name: text for name, text in words.items() if name != match[1]})

    return _PLACE.sub(piece, pattern)

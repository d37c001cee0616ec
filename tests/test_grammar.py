"""Grammars as files: what is refused, and that a language reads only what its grammar gives."""

from __future__ import annotations

from datetime import datetime

import pytest

from knowledge import yamlfile
from knowledge.errors import DataError
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.parts import Parts

NOW = datetime(2026, 11, 25, 14, 30)  # noqa: DTZ001 - Paris time of the request, without offset


def grammar(text: str) -> Grammar:
    return yamlfile.parse(text, Grammar, "xx.yaml")


def test_a_word_stands_for_its_pieces_wherever_it_is_named() -> None:
    found = grammar("words: {part: [morning, '<night>s?'], night: [eve, night]}\nhours: {late: 'in the <part>'}").hours.late
    assert [bool(found.fullmatch(text)) for text in ("in the morning", "in the Nights", "in the eve", "in the part")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("hours: {late: '<part>'}", "", "<part>"),
        ("words: {part: ['<part>s']}\nhours: {late: '<part>'}", "", "<part>"),  # would never end
        ("hours: {late: '(late'}", "hours.late", "regular expression"),
        ("hours: {clock: 'at (ten)'}", "hours.clock", "called hour"),
        ("amounts: {repeated: 'twice'}", "amounts.repeated", "needs a group"),
        ("dates: {readings: [{means: date, pattern: 'on (?P<day>.)'}]}", "dates.readings.0", "called month"),
        ("dates: {readings: [{means: someday, pattern: x}]}", "dates.readings.0.means", "offset"),
        ("months: [january, february]", "months", "12"),
        ("weekdays: [monday]", "weekdays", "7"),
        ("words: [a, b]", "", "mappings"),
        ("counts: {2: 2}", "", "mappings"),
        ("notices: {zones: {moon: Moon/Here}}", "notices.zones.moon", "timezone"),
        ("seasons: {}", "seasons", "Extra inputs"),
        ("just words", "", "dictionary"),
    ],
)
def test_what_no_reader_could_use_is_refused(text: str, key: str, problem: str) -> None:
    with pytest.raises(DataError) as refused:
        grammar(text)
    assert refused.value.key == key
    assert problem in refused.value.problem


def test_what_a_language_does_not_give_is_not_read_in_it() -> None:
    text = "sold 3 for 20 € each to Germany last Friday at noon, not on 12 November"
    parts = Parts(grammar(""" "locales": [en] """))
    assert parts.dates.find(text, NOW) == ()
    assert parts.hours.find(text) == ()
    assert parts.countries.places(text) == ()
    assert parts.months.find(text, NOW) is None
    assert parts.spans.find("12 to 14 November", NOW) is None
    assert parts.multiples.summed(text) == text
    assert parts.windows.whole_days("within 5 days") is None
    # Figures are the same in every language.
    assert [(str(amount.value), amount.unit) for amount in parts.amounts.find(text, words=True)] == [("3", ""), ("20", "eur"), ("12", "")]
    assert [mention.value for mention in parts.dates.find("2026-11-12 or 13/11/2026", NOW)] == ["2026-11-12", "2026-11-13"]


def test_only_the_part_that_a_language_gives_is_read() -> None:
    parts = Parts(grammar("weekdays: [mon, tue, wed, thu, fri, sat, sun]\ndates: {readings: [{means: weekday, pattern: '<weekday>'}]}"))
    # 25 November 2026 is a Wednesday.
    assert [mention.value for mention in parts.dates.find("fri at noon", NOW)] == ["2026-11-20"]
